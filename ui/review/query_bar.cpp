// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/query_bar.h"

#include "ui/common/icons.h"
#include "ui/common/widgets.h"
#include "ui/review/query_edit.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QRadioButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

/// Typing pauses this long before the records are searched.
constexpr int kTypingPauseMs = 150;

QString inWords(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

QToolButton* barButton(QWidget* parent, const char* name, const QString& text, const QString& tip)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setAccessibleDescription(tip);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

QueryBar::QueryBar(QWidget* parent)
    : QWidget(parent), m_edit(new QueryEdit(this)), m_filter(new QRadioButton(tr("Filter"), this)),
      m_mark(new QRadioButton(tr("Mark"), this)),
      m_previous(barButton(this, "previousHit", tr("Previous"), tr("Previous record found (Shift+F3)"))),
      m_next(barButton(this, "nextHit", tr("Next"), tr("Next record found (F3)"))),
      m_told(common::mutedLabel({}, this)),
      m_showOutside(barButton(this, "showOutside", tr("Show them"),
                              tr("Show the whole time in which records were found")))
{
    setObjectName(QStringLiteral("queryBar"));
    m_edit->setObjectName(QStringLiteral("query"));
    m_edit->setPlaceholderText(
        tr("Search records, such as: severity>=high source:… \"two words\" after:2026-06-01"));
    m_edit->setAccessibleName(tr("Search records"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(common::icon("search"), QLineEdit::LeadingPosition);
    m_told->setObjectName(QStringLiteral("queryTold"));
    m_told->setWordWrap(false);
    m_told->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx);
    line->addWidget(m_edit, 1);
    line->addWidget(m_filter);
    line->addWidget(m_mark);
    line->addWidget(m_previous);
    line->addWidget(m_next);
    auto* below = new QHBoxLayout;
    below->setSpacing(kGridPx);
    below->addWidget(m_told, 1);
    below->addWidget(m_showOutside);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(3 * kGridPx, 0, 3 * kGridPx, kGridPx);
    rows->setSpacing(kGridPx / 2);
    rows->addLayout(line);
    rows->addLayout(below);

    m_showOutside->setAutoRaise(true);
    // Its height is kept while there is nothing outside, so that the timeline does not jump.
    QSizePolicy keeping = m_showOutside->sizePolicy();
    keeping.setRetainSizeWhenHidden(true);
    m_showOutside->setSizePolicy(keeping);
    connect(m_showOutside, &QToolButton::clicked, this, &QueryBar::outsideRequested);
    buildModes();
    buildSteps();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kTypingPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &QueryBar::ask);
    connect(m_edit, &QLineEdit::textChanged, this, [this] { m_pause.start(); });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        ask();
        if (m_edit->reading().faults.empty())
            m_edit->remember(m_edit->text());
    });
    showNothing();
}

void QueryBar::buildModes()
{
    m_filter->setObjectName(QStringLiteral("queryFilter"));
    m_filter->setToolTip(tr("Show only what is found"));
    m_mark->setObjectName(QStringLiteral("queryMark"));
    m_mark->setToolTip(tr("Show everything, and mark what is found"));
    for (QRadioButton* button : {m_filter, m_mark})
        button->setAccessibleDescription(button->toolTip());
    m_filter->setChecked(true);
    connect(m_mark, &QRadioButton::toggled, this, [this] { Q_EMIT modeChanged(mode()); });
}

void QueryBar::buildSteps()
{
    const auto arrow = [this](QToolButton* button, Qt::ArrowType away, Qt::ArrowType towards) {
        button->setArrowType(layoutDirection() == Qt::RightToLeft ? towards : away);
    };
    arrow(m_previous, Qt::LeftArrow, Qt::RightArrow);
    arrow(m_next, Qt::RightArrow, Qt::LeftArrow);
    connect(m_previous, &QToolButton::clicked, this, &QueryBar::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &QueryBar::nextRequested);
    // As long as the page is on screen: they lead through the timeline, wherever one is.
    QWidget* page = parentWidget() != nullptr ? parentWidget() : this;
    const auto key = [&](const QKeySequence& keys, auto signal) {
        auto* shortcut = new QShortcut(keys, page);
        connect(shortcut, &QShortcut::activated, this, signal);
    };
    key(QKeySequence(Qt::Key_F3), &QueryBar::nextRequested);
    key(QKeySequence(Qt::SHIFT | Qt::Key_F3), &QueryBar::previousRequested);
    auto* find = new QShortcut(QKeySequence::Find, page);
    connect(find, &QShortcut::activated, m_edit, [this] {
        m_edit->setFocus(Qt::ShortcutFocusReason);
        m_edit->selectAll();
    });
}

void QueryBar::setVocabulary(std::function<items::QueryVocabulary()> vocabulary)
{
    m_edit->setVocabulary(std::move(vocabulary));
}

QString QueryBar::text() const
{
    return m_edit->text();
}

void QueryBar::setText(const QString& query)
{
    m_edit->setText(query);
    m_edit->remember(query);
    ask();
}

QueryMode QueryBar::mode() const
{
    return m_mark->isChecked() ? QueryMode::Mark : QueryMode::Filter;
}

void QueryBar::setMode(QueryMode mode)
{
    (mode == QueryMode::Mark ? m_mark : m_filter)->setChecked(true);
}

void QueryBar::ask()
{
    m_pause.stop();
    const items::QueryReading& reading = m_edit->reading();
    if (!reading.faults.empty()) {
        m_hasAsked = false;
        say(reading.faults.front().sentence(), true);
        return;
    }
    const QString query = m_edit->text().trimmed();
    if (m_hasAsked && query == m_asked)
        return;
    m_hasAsked = true;
    m_asked = query;
    if (query.isEmpty())
        showNothing();
    Q_EMIT queryChanged(query);
}

void QueryBar::say(const QString& text, bool isWrong)
{
    m_showOutside->hide();
    m_told->setText(text);
    m_told->setToolTip(text);
    m_isWrong = isWrong;
    tint();
    // Spoken with the line itself: what is wrong with what one writes.
    m_edit->setAccessibleDescription(text);
}

void QueryBar::tint()
{
    QPalette wrong;
    wrong.setColor(QPalette::WindowText, common::Colors::of(palette()).tone(common::Tone::Severe));
    m_told->setForegroundRole(m_isWrong ? QPalette::WindowText : QPalette::PlaceholderText);
    m_told->setPalette(m_isWrong ? wrong : QPalette());
}

void QueryBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tint();
}

void QueryBar::showSearching()
{
    say(tr("Searching …"), false);
}

void QueryBar::showFailure(const QString& sentence)
{
    say(sentence, true);
}

void QueryBar::showNothing()
{
    for (QToolButton* step : {m_previous, m_next})
        step->setEnabled(false);
    say(tr("Everything is shown. Narrow it by words, or by names such as layer: severity>= source: after:"),
        false);
}

void QueryBar::showCount(const HitCount& count)
{
    QString text = count.found == 0 ? tr("Nothing found") : tr("%1 found").arg(inWords(count.found));
    if (count.outside > 0)
        text = tr("%1 found, %2 outside the shown time").arg(inWords(count.found), inWords(count.outside));
    if (count.withoutTime > 0)
        text = tr("%1, %2 without a time").arg(text, inWords(count.withoutTime));
    say(text, false);
    m_showOutside->setVisible(count.outside > 0);
    for (QToolButton* step : {m_previous, m_next})
        step->setEnabled(count.found > count.withoutTime);
}

} // namespace keyturn::ui::review
