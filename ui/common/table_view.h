// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"

#include <QTableView>

namespace keyturn::ui::common {

/// A table over an items::TableModel: signs beside the text, rows as high as their text, whole rows or single
/// cells chosen. Keeps the chosen row by its key while the table is filled anew.
class TableView final : public QTableView
{
    Q_OBJECT
public:
    enum class Choose { Rows, Cells };
    explicit TableView(Choose choose, QWidget* parent = nullptr);

    void setTable(items::Table table);
    [[nodiscard]] items::TableModel& model() { return *m_model; }
    /// Key of the chosen row, or an empty text.
    [[nodiscard]] QString currentKey() const;
    /// How widths are shared out; a column without a share gets 1.
    void setShares(std::vector<int> shares);
    /// Height that shows the header and @p rows rows of single cells.
    [[nodiscard]] int heightFor(int rows) const;

Q_SIGNALS:
    void currentChangedTo(const QString& key, int column);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void shareOut();

    items::TableModel* m_model;
    std::vector<int> m_shares;
};

} // namespace keyturn::ui::common
