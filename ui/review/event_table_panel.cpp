// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/event_table_panel.h"

#include "ui/common/when_done.h"
#include "ui/common/widgets.h"
#include "ui/review/event_table_view.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;
using common::kGridPx;

namespace {

QString columnsKey()
{
    return QStringLiteral("eventTable/columns");
}

/// The columns that were chosen last, or the usual ones.
std::vector<items::EventField> rememberedFields()
{
    std::vector<items::EventField> fields;
    for (const QString& word : QSettings().value(columnsKey()).toStringList()) {
        for (const items::EventFieldSpec& spec : items::eventFields()) {
            if (word == QLatin1String(spec.word) &&
                std::find(fields.begin(), fields.end(), spec.field) == fields.end())
                fields.push_back(spec.field);
        }
    }
    if (!fields.empty())
        return fields;
    for (const items::EventFieldSpec& spec : items::eventFields()) {
        if (spec.isUsual)
            fields.push_back(spec.field);
    }
    return fields;
}

} // namespace

EventTablePanel::EventTablePanel(service::Session& session, QWidget* parent)
    : ReviewPanel(session, parent), m_table(new EventTableView(m_model, this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new common::EmptyState("timeline", tr("No events"), {}, this)),
      m_told(common::mutedLabel({}, this)), m_onlyInView(new QCheckBox(tr("Only what is in &view"), this)),
      m_fold(new QCheckBox(tr("&Fold repeats"), this)), m_facetButton(new QToolButton(this)),
      m_sortButton(new QToolButton(this)), m_columnButton(new QToolButton(this)),
      m_export(new QPushButton(tr("E&xport as CSV…"), this)), m_facetBar(new QWidget(this)),
      m_facetText(common::plainLabel({}, m_facetBar)),
      m_facetQuery(new QPushButton(tr("Show only these on the timeline"), m_facetBar))
{
    m_model.setFields(rememberedFields());
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildBar();
    layout->addWidget(m_stack, 1);
    fillColumnMenu();
    fillSortMenu();
    fillFacetMenu();
    showSortIndicator();
    auto* copyKeys = new QShortcut(QKeySequence::Copy, m_table);
    copyKeys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(copyKeys, &QShortcut::activated, this, &EventTablePanel::copy);
    connect(&m_loader, &EventRowsLoader::loaded, this, &EventTablePanel::take);
    connect(m_table, &EventTableView::chosen, this, &EventTablePanel::choose);
    connect(m_table, &EventTableView::selectionChanged, this, &EventTablePanel::tell);
    connect(m_table, &EventTableView::visibleLinesChanged, this, &EventTablePanel::fetchTexts);
    connect(&m_table->header(), &QHeaderView::sectionClicked, this, &EventTablePanel::sortBySection);
    connect(&m_table->header(), &QHeaderView::sectionMoved, this, &EventTablePanel::rememberFields);
    connect(&m_table->header(), &QWidget::customContextMenuRequested, this, &EventTablePanel::showHeaderMenu);
    connect(m_onlyInView, &QCheckBox::toggled, this, [this] { reload(Reveal::Current); });
    connect(m_fold, &QCheckBox::toggled, this, &EventTablePanel::setFolded);
    connect(&session, &service::Session::lookedForRepeats, this, [this](quint64 done, quint64 total) {
        m_foundPercent = static_cast<int>(done * 100 / std::max<quint64>(total, 1));
        tell();
    });
    connect(m_export, &QPushButton::clicked, this, &EventTablePanel::chooseExport);
}

void EventTablePanel::buildBar()
{
    m_told->setObjectName(QStringLiteral("tableTold"));
    m_told->setWordWrap(false);
    m_told->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_onlyInView->setObjectName(QStringLiteral("onlyInView"));
    m_fold->setObjectName(QStringLiteral("foldRepeats"));
    m_fold->setToolTip(tr("Events with the same title, source, models and assessment become one line"));
    m_export->setObjectName(QStringLiteral("exportTable"));
    m_facetButton->setText(tr("Show only"));
    m_sortButton->setText(tr("Sort by"));
    m_columnButton->setText(tr("Columns"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(3 * kGridPx, kGridPx, 3 * kGridPx, kGridPx);
    bar->setSpacing(kGridPx);
    bar->addWidget(m_told, 1);
    bar->addWidget(m_onlyInView);
    bar->addWidget(m_fold);
    const std::pair<QToolButton*, const char*> buttons[] = {
        {m_facetButton, "tableFacets"}, {m_sortButton, "tableSort"}, {m_columnButton, "tableColumns"}};
    for (const auto& [button, name] : buttons) {
        button->setObjectName(QLatin1String(name));
        button->setPopupMode(QToolButton::InstantPopup);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setMenu(new QMenu(button));
        bar->addWidget(button);
    }
    bar->addWidget(m_export);
    auto* clear = new QPushButton(tr("Show all"), m_facetBar);
    clear->setObjectName(QStringLiteral("clearFacets"));
    m_facetText->setObjectName(QStringLiteral("facetText"));
    m_facetQuery->setObjectName(QStringLiteral("facetQuery"));
    auto* facets = new QHBoxLayout(m_facetBar);
    facets->setContentsMargins(3 * kGridPx, 0, 3 * kGridPx, kGridPx);
    facets->addWidget(m_facetText, 1);
    facets->addWidget(m_facetQuery);
    facets->addWidget(clear);
    m_facetBar->hide();
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->addLayout(bar);
    layout->addWidget(m_facetBar);
    connect(clear, &QPushButton::clicked, this, [this] { setFacets({}); });
    connect(m_facetQuery, &QPushButton::clicked, this, [this] {
        const QString query = items::facetQuery(m_facets);
        setFacets({});
        Q_EMIT queryChosen(query);
    });
}

void EventTablePanel::refresh(const ReviewState& state)
{
    m_state = state;
    m_model.setIncidents(items::incidentTitles(*session().snapshot()));
    if (needsRepeats())
        findRepeats();
    // What arrives meanwhile does not take away what is being read.
    reload(Reveal::Nothing);
}

void EventTablePanel::reload(Reveal reveal)
{
    if (!m_state)
        return;
    if (!m_state->columns) {
        m_asked.reset();
        m_model.setRows(nullptr, nullptr);
        tell();
        return;
    }
    kt::RowRequest request;
    request.columns = m_state->columns;
    request.filter = m_state->filter;
    request.facets = m_facets;
    if (m_onlyInView->isChecked()) {
        request.within = m_state->visible;
        request.axis = m_state->timeKey;
    }
    request.order = m_order;
    request.direction = m_direction;
    if (m_repeats && request.columns->continues(*m_repeats->columns))
        request.repeats = m_repeats;
    if (request == m_asked)
        return;
    m_asked = request;
    ask(reveal);
    tell();
}

void EventTablePanel::ask(Reveal reveal)
{
    WantedLines wanted{keyAt(m_table->currentLine()), std::nullopt, reveal, std::nullopt};
    if (const std::int64_t top = m_table->visibleLines().first; top > 0)
        wanted.top = keyAt(top);
    m_askedWith = m_table->selection();
    if (m_askedWith.count() > 1)
        wanted.chosen = {m_model.columns(), m_model.rows(), m_askedWith};
    m_loader.request(*m_asked, wanted);
}

void EventTablePanel::take(const LoadedRows& loaded)
{
    if (loaded.request != m_asked)
        return;
    const bool isOther = loaded.rows != m_model.rows();
    if (isOther && !(m_table->selection() == m_askedWith)) {
        ask(loaded.wanted.reveal); // Others were chosen meanwhile.
        return;
    }
    if (isOther) {
        m_hasTextFailed = false;
        m_model.setRows(loaded.request.columns, loaded.rows, loaded.counts);
        m_eventCount = static_cast<std::int64_t>(loaded.eventCount);
    }
    if (isOther || loaded.currentLine)
        m_table->setCurrentLine(loaded.currentLine, loaded.wanted.reveal);
    if (isOther && loaded.selection)
        m_table->setSelection(*loaded.selection);
    if (loaded.topLine && loaded.wanted.reveal == Reveal::Nothing)
        m_table->setTopLine(*loaded.topLine);
    tell();
    fetchTexts();
    checkSettled();
}

void EventTablePanel::fetchTexts()
{
    if (m_isFetching || m_hasTextFailed || !showsText() || !m_model.columns())
        return;
    const auto [first, last] = m_table->visibleLines();
    const std::int64_t ahead = last - first;
    const auto rows = m_model.withoutText(first - ahead, last + 2 * ahead);
    if (rows.empty())
        return;
    std::vector<kt::EventKey> keys;
    for (const kt::EventRow row : rows)
        keys.push_back(m_model.columns()->keyOf(row));
    m_isFetching = true;
    common::whenDone(
        session().texts(std::move(keys)), this,
        [this, rows, columns = m_model.columns()](const base::Result<std::vector<kt::EventText>>& texts) {
            m_isFetching = false;
            if (!texts) {
                m_hasTextFailed = true;
                Q_EMIT said(texts.error().sentence());
            } else if (columns == m_model.columns()) {
                m_model.addTexts(rows, *texts);
            }
            fetchTexts();
            checkSettled();
        });
}

bool EventTablePanel::isSettled() const
{
    return m_loader.isIdle() && !m_isFetching && !m_isFinding;
}

void EventTablePanel::checkSettled()
{
    if (isSettled())
        Q_EMIT settled();
}

std::optional<kt::EventKey> EventTablePanel::keyAt(std::optional<std::int64_t> line) const
{
    const kt::EventRow row = m_model.eventAt(line.value_or(-1));
    return row == kt::kNoEvent ? std::nullopt : std::optional(m_model.columns()->keyOf(row));
}

void EventTablePanel::showChosen(quint64 batchSeq, quint32 leaf)
{
    const kt::EventKey key{batchSeq, leaf};
    if (!m_asked || keyAt(m_table->currentLine()) == key)
        return;
    const WantedLines wanted{key, std::nullopt, Reveal::Current, std::nullopt};
    m_askedWith = m_table->selection();
    if (m_loader.isIdle() && m_model.rows())
        m_loader.locate(*m_asked, m_model.rows(), m_model.counts(), wanted);
    else
        m_loader.request(*m_asked, wanted);
}

void EventTablePanel::choose(qint64 line)
{
    const kt::EventRow row = m_model.eventAt(line);
    if (row == kt::kNoEvent)
        return;
    const kt::EventKey key = m_model.columns()->keyOf(row);
    Q_EMIT eventChosen(key.batchSeq, key.leaf);
}

void EventTablePanel::sortBy(kt::RowOrder order, kt::SortDirection direction)
{
    m_order = order;
    m_direction = direction;
    showSortIndicator();
    reload(Reveal::Current);
}

void EventTablePanel::setFacets(const kt::FacetFilter& facets)
{
    m_facets = facets;
    const QStringList texts = items::facetTexts(facets);
    m_facetText->setText(tr("Only %1").arg(texts.join(QStringLiteral("; "))));
    m_facetBar->setVisible(!texts.isEmpty());
    m_facetQuery->setVisible(!items::facetQuery(facets).isEmpty());
    reload(Reveal::Current);
}

std::vector<items::EventField> EventTablePanel::shownFields() const
{
    std::vector<items::EventField> fields;
    const QHeaderView& header = m_table->header();
    for (int visual = 0; visual < header.count(); ++visual)
        fields.push_back(m_model.fields()[static_cast<std::size_t>(header.logicalIndex(visual))]);
    return fields;
}

bool EventTablePanel::showsText() const
{
    const auto& fields = m_model.fields();
    return std::any_of(fields.begin(), fields.end(),
                       [](items::EventField field) { return items::eventField(field).isText; });
}

void EventTablePanel::tell()
{
    const std::int64_t lines = m_table->lineCount();
    const bool isEmpty = lines == 0;
    if (!m_state || !m_state->columns) {
        m_empty->setText(tr("Reading the events…"), {});
    } else if (m_state->columns->size() == 0) {
        m_empty->setText(tr("No events yet"), tr("Import signals, or enter one by hand, with Add."));
    } else if (!isSettled() && isEmpty) {
        m_empty->setText(tr("Listing the events…"), {});
    } else {
        m_empty->setText(tr("No event passes the filters"),
                         tr("Clear the search, choose another incident, or show more of the timeline."));
    }
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_table);
    QString text = lines == 1 ? tr("1 event") : tr("%1 events").arg(countText(lines));
    if (m_model.counts())
        text = tr("%1 events, %2 different").arg(countText(m_eventCount), countText(lines));
    if (m_isFinding)
        text += tr("; looking for repeats, %1 %").arg(m_foundPercent);
    if (const std::int64_t chosen = m_table->selection().count(); chosen > 1)
        text += tr(", %1 selected").arg(countText(chosen));
    m_told->setText(text);
    m_told->setToolTip(tr("Ctrl+C copies the selected rows as CSV"));
    m_export->setEnabled(!isEmpty);
}

} // namespace keyturn::ui::review
