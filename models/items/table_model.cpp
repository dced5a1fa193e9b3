// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/table_model.h"

#include "models/items/words.h"

#include <algorithm>

namespace keyturn::items {

void TableModel::setTable(Table table)
{
    if (table == m_table)
        return;
    const bool sameShape = table.headers == m_table.headers &&
                           std::equal(table.rows.begin(), table.rows.end(), m_table.rows.begin(),
                                      m_table.rows.end(), [](const TableRow& a, const TableRow& b) {
                                          return a.key == b.key && a.heading == b.heading;
                                      });
    if (sameShape && !table.rows.empty() && !table.headers.isEmpty()) {
        m_table = std::move(table);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int TableModel::rowOf(const QString& key) const
{
    const auto found = std::find_if(m_table.rows.begin(), m_table.rows.end(),
                                    [&](const TableRow& row) { return row.key == key; });
    return found == m_table.rows.end() ? -1 : static_cast<int>(found - m_table.rows.begin());
}

QString TableModel::keyOf(int row) const
{
    return row >= 0 && row < rowCount() ? m_table.rows[static_cast<std::size_t>(row)].key : QString();
}

int TableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.headers.size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TableRow& row = m_table.rows[static_cast<std::size_t>(index.row())];
    if (role == KeyRole)
        return row.key;
    if (static_cast<std::size_t>(index.column()) >= row.cells.size())
        return {};
    const TableCell& cell = row.cells[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return plainToolTip(cell.detail.isEmpty() ? cell.text : cell.detail);
    case Qt::AccessibleTextRole:
        return cell.detail.isEmpty() ? cell.text : cell.text + QStringLiteral(". ") + cell.detail;
    case ToneRole:
        return static_cast<int>(cell.tone);
    case SignRole:
        return static_cast<int>(cell.sign);
    case StruckRole:
        return cell.isStruck;
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || section < 0)
        return {};
    if (orientation == Qt::Horizontal)
        return section < m_table.headers.size() ? QVariant(m_table.headers[section]) : QVariant();
    return section < rowCount() ? QVariant(m_table.rows[static_cast<std::size_t>(section)].heading)
                                : QVariant();
}

} // namespace keyturn::items
