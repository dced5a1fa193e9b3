// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/without_time_panel.h"

#include "models/base/text_safety.h"
#include "models/items/words.h"
#include "models/service/background.h"
#include "models/timeline/without_time.h"
#include "ui/common/when_done.h"

#include <QHeaderView>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;
namespace kt = keyturn::timeline;

WithoutTimeModel::WithoutTimeModel(TitleCache& titles, QObject* parent)
    : QAbstractTableModel(parent), m_titles(titles)
{
    connect(&titles, &TitleCache::titlesCame, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, TitleColumn), index(rowCount() - 1, TitleColumn), {Qt::DisplayRole});
    });
}

void WithoutTimeModel::setRows(kt::EventColumnsPointer columns, std::vector<kt::EventRow> rows)
{
    beginResetModel();
    m_columns = std::move(columns);
    m_rows = std::move(rows);
    endResetModel();
}

std::optional<kt::EventKey> WithoutTimeModel::keyOf(int row) const
{
    if (row < 0 || row >= rowCount())
        return std::nullopt;
    return m_columns->keyOf(m_rows[static_cast<std::size_t>(row)]);
}

int WithoutTimeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int WithoutTimeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant WithoutTimeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const kt::EventRow row = m_rows[static_cast<std::size_t>(index.row())];
    QString text;
    switch (index.column()) {
    case RecordedColumn:
        text = base::toDisplay(m_columns->batchOf(row).recordedAt);
        break;
    case SeverityColumn:
        text = items::label(m_columns->severities()[row]);
        break;
    case LaneColumn:
        text = kt::laneTitle(m_columns->lanes()[row]);
        break;
    case TitleColumn: {
        const kt::EventKey key = m_columns->keyOf(row);
        text = base::harmlessText(m_titles.title(key.batchSeq, key.leaf), 300);
        break;
    }
    default:
        break;
    }
    // A tooltip may take text for markup: titles are anybody's.
    return role == Qt::ToolTipRole ? text.toHtmlEscaped() : text;
}

QVariant WithoutTimeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RecordedColumn:
        return tr("Recorded");
    case SeverityColumn:
        return tr("Severity");
    case LaneColumn:
        return tr("Lane");
    default:
        return tr("Title");
    }
}

WithoutTimePanel::WithoutTimePanel(service::Session& session, TitleCache& titles, QWidget* parent)
    : ReviewPanel(session, parent), m_model(new WithoutTimeModel(titles, this)),
      m_heading(common::headingLabel({}, 1, this)), m_table(new QTableView(this)),
      m_empty(new common::EmptyState("timeline", tr("Every event states its time"),
                                     tr("Events whose source states none are listed here, with the time they "
                                        "were recorded; they are never given one."),
                                     this))
{
    m_table->setObjectName(QStringLiteral("withoutTimeTable"));
    m_table->setAccessibleName(tr("Events without a time"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kGridPx);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(WithoutTimeModel::RecordedColumn, 26 * kGridPx);
    m_table->setColumnWidth(WithoutTimeModel::SeverityColumn, 14 * kGridPx);
    m_table->setColumnWidth(WithoutTimeModel::LaneColumn, 18 * kGridPx);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2 * kGridPx, kGridPx, 2 * kGridPx, kGridPx);
    column->addWidget(m_heading);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (const auto key = m_model->keyOf(current.row()))
                    Q_EMIT eventChosen(key->batchSeq, key->leaf);
            });
    showRows({});
}

void WithoutTimePanel::refresh(const ReviewState& state)
{
    if (!state.columns || (state.columns == m_columns && state.filter == m_filter))
        return;
    m_columns = state.columns;
    m_filter = state.filter;
    const int generation = ++m_generation;
    m_isSettled = false;
    common::whenDone(service::inBackground([columns = m_columns, filter = m_filter] {
                         return kt::eventsWithoutTime(*columns, filter);
                     }),
                     this, [this, generation](const std::vector<kt::EventRow>& rows) {
                         if (generation != m_generation)
                             return;
                         m_isSettled = true;
                         showRows(rows);
                         Q_EMIT settled();
                     });
}

void WithoutTimePanel::showRows(std::vector<kt::EventRow> rows)
{
    const auto count = static_cast<int>(rows.size());
    m_heading->setText(count == 1 ? tr("1 event states no time")
                                  : tr("%1 events state no time").arg(QLocale().toString(count)));
    m_model->setRows(m_columns, std::move(rows));
    for (QWidget* part : std::initializer_list<QWidget*>{m_heading, m_table})
        part->setVisible(count > 0);
    m_empty->setVisible(count == 0);
}

} // namespace keyturn::ui::review
