// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/signal_picker.h"

#include "models/base/text_safety.h"
#include "ui/common/icons.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::decide {

using common::kGridPx;

namespace {

/// Typing pauses this long before the records are searched.
constexpr int kSearchDelayMs = 200;
/// So many of what is found are offered; a narrower search finds the others.
constexpr std::size_t kMostOffered = 6;
constexpr int kTitleCharacters = 60;

QString textOf(const domain::Event& event)
{
    const QString title = base::harmlessText(event.title, kTitleCharacters);
    if (!event.occurredAt.isKnown())
        return title;
    return SignalPicker::tr("%1, %2").arg(title, base::toDisplay(event.occurredAt));
}

/// The newest rows of @p found that @p isWanted wants, those without a time last.
template <typename IsWanted>
std::vector<domain::RecordId> newestOf(const service::Session::Found& found, IsWanted isWanted)
{
    const timeline::EventColumns& columns = *found.columns;
    std::vector<timeline::EventRow> rows;
    found.rows->forEach([&rows](timeline::EventRow row) { rows.push_back(row); });
    const auto isNewer = [&columns](timeline::EventRow a, timeline::EventRow b) {
        if (columns.hasTime(a) != columns.hasTime(b))
            return columns.hasTime(a);
        return columns.precedes(b, a);
    };
    std::vector<domain::RecordId> ids;
    for (auto next = rows.begin(); next != rows.end() && ids.size() < kMostOffered;) {
        const auto end = next + std::min<std::ptrdiff_t>(kMostOffered, rows.end() - next);
        std::partial_sort(next, end, rows.end(), isNewer);
        for (; next != end && ids.size() < kMostOffered; ++next) {
            const timeline::EventKey key = columns.keyOf(*next);
            domain::RecordId id(QStringLiteral("%1:%2").arg(key.batchSeq).arg(key.leaf));
            if (isWanted(id))
                ids.push_back(std::move(id));
        }
    }
    return ids;
}

QVBoxLayout* column()
{
    auto* layout = new QVBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGridPx / 2);
    return layout;
}

} // namespace

SignalPicker::SignalPicker(service::Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_query(new QLineEdit(this)), m_told(common::mutedLabel({}, this)),
      m_hits(column()), m_linked(column())
{
    setObjectName(QStringLiteral("signalPicker"));
    m_query->setObjectName(QStringLiteral("signalQuery"));
    m_query->setPlaceholderText(tr("Search the records that this rests on"));
    m_query->setAccessibleName(tr("Search for records to link"));
    m_query->setClearButtonEnabled(true);
    m_query->installEventFilter(this);
    m_told->setObjectName(QStringLiteral("signalsTold"));
    setFocusProxy(m_query);
    auto* whole = column();
    setLayout(whole);
    whole->addLayout(m_linked);
    whole->addWidget(m_query);
    whole->addLayout(m_hits);
    whole->addWidget(m_told);
    tell({});
    m_delay.setSingleShot(true);
    m_delay.setInterval(kSearchDelayMs);
    connect(m_query, &QLineEdit::textChanged, this, [this] { m_delay.start(); });
    connect(&m_delay, &QTimer::timeout, this, &SignalPicker::search);
}

std::vector<domain::RecordId> SignalPicker::chosen() const
{
    std::vector<domain::RecordId> ids;
    for (const auto& [id, row] : m_chosen)
        ids.push_back(id);
    return ids;
}

bool SignalPicker::isChosen(const domain::RecordId& id) const
{
    return std::any_of(m_chosen.begin(), m_chosen.end(), [&](const auto& one) { return one.first == id; });
}

bool SignalPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_query || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return QWidget::eventFilter(watched, event);
    m_delay.stop();
    search();
    return true;
}

void SignalPicker::tell(const QString& text)
{
    m_told->setText(text);
    m_told->setVisible(!text.isEmpty());
}

void SignalPicker::search()
{
    const int generation = ++m_generation;
    common::clearLayout(m_hits);
    const QString query = m_query->text().trimmed();
    if (query.isEmpty()) {
        tell({});
        return;
    }
    tell(tr("Searching…"));
    common::whenDone(m_session.find(query), this,
                     [this, generation](const base::Result<service::Session::Found>& found) {
                         if (generation != m_generation)
                             return;
                         if (!found)
                             tell(found.error().sentence());
                         else
                             take(*found);
                     });
}

void SignalPicker::take(const service::Session::Found& found)
{
    const auto ids = newestOf(found, [this](const domain::RecordId& id) { return !isChosen(id); });
    if (found.count == 0)
        tell(tr("No record has this in it. Try other words, or enter the signal first."));
    else if (ids.empty())
        tell(tr("Everything that this finds is linked."));
    else if (found.count > ids.size())
        tell(tr("The newest of %1 that were found; a narrower search shows the others.").arg(found.count));
    else
        tell({});
    for (const domain::RecordId& id : ids) {
        common::whenDone(m_session.event(id), this,
                         [this, generation = m_generation](const base::Result<domain::Event>& event) {
                             if (generation != m_generation)
                                 return;
                             if (event)
                                 offer(*event);
                             else
                                 tell(event.error().sentence());
                         });
    }
}

void SignalPicker::offer(const domain::Event& event)
{
    const QString text = textOf(event);
    const QString words = tr("Link: %1").arg(text);
    auto* button = new QPushButton(this);
    // Cut in the middle, so that its time stays.
    QString shown = button->fontMetrics().elidedText(words, Qt::ElideMiddle, m_query->width() - 4 * kGridPx);
    button->setText(shown.replace(u'&', QStringLiteral("&&")));
    button->setObjectName(QStringLiteral("hit:") + event.id.value());
    button->setAccessibleName(words);
    button->setToolTip(words + u'\n' + base::harmlessText(event.description, 400));
    button->setAutoDefault(false);
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    button->setStyleSheet(QStringLiteral("text-align: left; padding: 4px 8px;"));
    m_hits->addWidget(button);
    button->show();
    connect(button, &QPushButton::clicked, this, [this, button, id = event.id, text] {
        button->deleteLater();
        button->hide();
        link(id, text);
        m_query->setFocus();
    });
}

void SignalPicker::link(const domain::RecordId& id, const QString& text)
{
    if (isChosen(id))
        return;
    auto* row = new QWidget(this);
    row->setObjectName(QStringLiteral("signal:") + id.value());
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kGridPx);
    line->addWidget(common::plainLabel(text, row), 1);
    auto* remove = new QPushButton(tr("Remove"), row);
    remove->setObjectName(QStringLiteral("unlink"));
    remove->setAccessibleName(tr("Remove: %1").arg(text));
    remove->setAutoDefault(false);
    line->addWidget(remove, 0, Qt::AlignTop);
    m_linked->addWidget(row);
    row->show();
    m_chosen.emplace_back(id, row);
    connect(remove, &QPushButton::clicked, this, [this, id] { unlink(id); });
    Q_EMIT changed();
}

void SignalPicker::unlink(const domain::RecordId& id)
{
    const auto found =
        std::find_if(m_chosen.begin(), m_chosen.end(), [&](const auto& one) { return one.first == id; });
    if (found == m_chosen.end())
        return;
    found->second->hide();
    found->second->deleteLater();
    m_chosen.erase(found);
    m_query->setFocus();
    search(); // It can be linked again.
    Q_EMIT changed();
}

} // namespace keyturn::ui::decide
