// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/event_cells.h"

#include <QAbstractTableModel>

#include <optional>
#include <unordered_map>

namespace keyturn::items {

/// By line of a table: how many events it stands for.
using RowCountsPointer = std::shared_ptr<const std::vector<std::uint32_t>>;

/// Up to ten million events as a table: the rows come as a list made elsewhere, cells are made when asked
/// for, and what the columns do not hold is handed in for the rows that are looked at.
class EventTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum CellRole { EventRowRole = Qt::UserRole, SeverityRole };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows @p rows of @p columns; both null for none. Texts are kept while the columns stay.
    /// @param counts where rows are folded: their titles tell how many each stands for.
    void setRows(timeline::EventColumnsPointer columns, timeline::EventRowsPointer rows,
                 RowCountsPointer counts = nullptr);
    /// The titles that ordinals of incidents stand for.
    void setIncidents(const QStringList& titles);
    void setFields(std::vector<EventField> fields);
    [[nodiscard]] const std::vector<EventField>& fields() const { return m_fields; }
    [[nodiscard]] const QStringList& incidents() const { return m_incidents; }
    [[nodiscard]] const timeline::EventColumnsPointer& columns() const { return m_columns; }
    [[nodiscard]] const timeline::EventRowsPointer& rows() const { return m_rows; }
    /// Null where nothing is folded.
    [[nodiscard]] const RowCountsPointer& counts() const { return m_counts; }
    /// The event in a line of the table; kNoEvent outside it.
    [[nodiscard]] timeline::EventRow eventAt(std::int64_t line) const;

    /// The events of the lines [first, last) whose texts are not here yet.
    [[nodiscard]] std::vector<timeline::EventRow> withoutText(std::int64_t first, std::int64_t last) const;
    /// Takes texts of @p rows, in the same order.
    void addTexts(const std::vector<timeline::EventRow>& rows, const std::vector<timeline::EventText>& texts);
    /// The text of an event where it is here.
    [[nodiscard]] const timeline::EventText* textOf(timeline::EventRow row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString cellText(int line, EventField field) const;

    timeline::EventColumnsPointer m_columns;
    timeline::EventRowsPointer m_rows;
    RowCountsPointer m_counts;
    std::vector<EventField> m_fields;
    QStringList m_incidents;
    /// Texts in two generations: when the younger is full the older goes.
    std::unordered_map<timeline::EventRow, timeline::EventText> m_young;
    std::unordered_map<timeline::EventRow, timeline::EventText> m_old;
};

} // namespace keyturn::items
