// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/overlay.h"

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace keyturn::items {

/// How a thing is to be taken; the same tones as on the timeline.
using timeline::Tone;

/// The sign that goes with a tone, so that nothing is told by colour alone.
enum class Sign : std::uint8_t {
    None,
    Done,    ///< A tick.
    Waiting, ///< An empty ring.
    Refused, ///< A cross.
    Late,    ///< A clock.
    Open,    ///< A filled dot.
    Partial, ///< A half-filled dot.
    Stopped, ///< A bar in a ring.
};

/// One cell as it is shown.
struct TableCell
{
    QString text;
    QString detail; ///< Shown as tooltip and spoken; may be empty.
    Tone tone = Tone::Neutral;
    Sign sign = Sign::None;
    bool isStruck = false; ///< Its text is struck through: it counts no longer. A word has to say so too.
    friend bool operator==(const TableCell&, const TableCell&) = default;
};

/// One row and what it stands for.
struct TableRow
{
    QString key;     ///< "R-1", a model's id: stays the same while the table is filled anew.
    QString heading; ///< Caption of the row in tables that show one.
    std::vector<TableCell> cells;
    friend bool operator==(const TableRow&, const TableRow&) = default;
};

/// A table of a snapshot: what the functions of tables.h and access_grid.h make.
struct Table
{
    QStringList headers;
    std::vector<TableRow> rows;
    friend bool operator==(const Table&, const Table&) = default;
};

/// Shows a Table through Qt's interface. Filling it with an equal table changes nothing, with a table of the
/// same keys keeps the rows, so that selections survive a new snapshot.
class TableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum CellRole { KeyRole = Qt::UserRole, ToneRole, SignRole, StruckRole };

    using QAbstractTableModel::QAbstractTableModel;
    /// Shows @p table. Rows that have fewer cells than there are headers show empty ones.
    void setTable(Table table);
    [[nodiscard]] const Table& table() const { return m_table; }
    /// The row of a key, or -1.
    [[nodiscard]] int rowOf(const QString& key) const;
    [[nodiscard]] QString keyOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Table m_table;
};

} // namespace keyturn::items
