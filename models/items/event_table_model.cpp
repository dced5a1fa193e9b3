// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/event_table_model.h"

#include "models/base/text_safety.h"

#include <QLocale>

#include <algorithm>

namespace keyturn::items {

namespace {

/// Texts of one generation: some megabytes, and more than a screen and its surroundings hold.
constexpr std::size_t kTextsKept = 8'192;
/// Longer texts are cut in a cell; copies and the details hold all.
constexpr qsizetype kMostCharacters = 300;

} // namespace

void EventTableModel::setRows(timeline::EventColumnsPointer columns, timeline::EventRowsPointer rows,
                              RowCountsPointer counts)
{
    const int count = rows ? static_cast<int>(rows->size()) : 0;
    const bool isSameCount = count == rowCount() && columns == m_columns;
    if (!isSameCount)
        beginResetModel();
    // Rows mean the same events while columns only grow.
    if (!columns || !m_columns || !columns->continues(*m_columns)) {
        m_young.clear();
        m_old.clear();
    }
    m_columns = std::move(columns);
    m_rows = std::move(rows);
    m_counts = std::move(counts);
    if (!isSameCount)
        endResetModel();
    else if (count > 0 && !m_fields.empty())
        Q_EMIT dataChanged(index(0, 0), index(count - 1, columnCount() - 1));
}

void EventTableModel::setIncidents(const QStringList& titles)
{
    if (titles == m_incidents)
        return;
    m_incidents = titles;
    if (rowCount() > 0 && !m_fields.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void EventTableModel::setFields(std::vector<EventField> fields)
{
    if (fields == m_fields)
        return;
    beginResetModel();
    m_fields = std::move(fields);
    endResetModel();
}

timeline::EventRow EventTableModel::eventAt(std::int64_t line) const
{
    return m_rows && line >= 0 && line < static_cast<std::int64_t>(m_rows->size())
               ? (*m_rows)[static_cast<std::size_t>(line)]
               : timeline::kNoEvent;
}

std::vector<timeline::EventRow> EventTableModel::withoutText(std::int64_t first, std::int64_t last) const
{
    std::vector<timeline::EventRow> rows;
    for (std::int64_t line = std::max<std::int64_t>(first, 0);
         line < std::min<std::int64_t>(last, rowCount()); ++line) {
        if (textOf(eventAt(line)) == nullptr)
            rows.push_back(eventAt(line));
    }
    return rows;
}

void EventTableModel::addTexts(const std::vector<timeline::EventRow>& rows,
                               const std::vector<timeline::EventText>& texts)
{
    if (m_young.size() > kTextsKept)
        m_old = std::exchange(m_young, {});
    for (std::size_t i = 0; i < std::min(rows.size(), texts.size()); ++i)
        m_young.insert_or_assign(rows[i], texts[i]);
    if (rowCount() > 0 && !m_fields.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const timeline::EventText* EventTableModel::textOf(timeline::EventRow row) const
{
    for (const auto* generation : {&m_young, &m_old}) {
        if (const auto found = generation->find(row); found != generation->end())
            return &found->second;
    }
    return nullptr;
}

int EventTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_rows ? 0 : static_cast<int>(m_rows->size());
}

int EventTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_fields.size());
}

QString EventTableModel::cellText(int line, EventField field) const
{
    const timeline::EventRow row = eventAt(line);
    const QString text =
        base::harmlessText(eventCell(field, row, *m_columns, textOf(row), m_incidents), kMostCharacters);
    const std::uint32_t count = m_counts ? (*m_counts)[static_cast<std::size_t>(line)] : 1;
    if (field != EventField::Title || count < 2)
        return text;
    //: A title that several events share; %1: how many, %2: the title.
    return tr("%1 × %2").arg(QLocale().toString(count), text);
}

QVariant EventTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const timeline::EventRow row = eventAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return cellText(index.row(), m_fields[static_cast<std::size_t>(index.column())]);
    case EventRowRole:
        return row;
    case SeverityRole:
        return static_cast<int>(m_columns->severities()[row]);
    default:
        return {};
    }
}

QVariant EventTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || section < 0)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    return section < columnCount() ? QVariant(fieldTitle(m_fields[static_cast<std::size_t>(section)]))
                                   : QVariant();
}

} // namespace keyturn::items
