// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/widgets.h"
#include "ui/review/review_panel.h"
#include "ui/review/title_cache.h"

#include <QAbstractTableModel>

class QTableView;

namespace keyturn::ui::review {

/// Events that state no time, for a view: when each was recorded, how severe it is, and its title once it has
/// been read.
class WithoutTimeModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { RecordedColumn, SeverityColumn, LaneColumn, TitleColumn, kColumnCount };
    explicit WithoutTimeModel(TitleCache& titles, QObject* parent = nullptr);
    void setRows(keyturn::timeline::EventColumnsPointer columns,
                 std::vector<keyturn::timeline::EventRow> rows);
    [[nodiscard]] std::optional<keyturn::timeline::EventKey> keyOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    TitleCache& m_titles;
    keyturn::timeline::EventColumnsPointer m_columns;
    std::vector<keyturn::timeline::EventRow> m_rows;
};

/// Lists the events that state no time: they are never given one.
class WithoutTimePanel final : public ReviewPanel
{
    Q_OBJECT
public:
    WithoutTimePanel(service::Session& session, TitleCache& titles, QWidget* parent);
    void refresh(const ReviewState& state) override;
    [[nodiscard]] bool isSettled() const override { return m_isSettled; }
    [[nodiscard]] const WithoutTimeModel& model() const { return *m_model; }

private:
    void showRows(std::vector<keyturn::timeline::EventRow> rows);

    WithoutTimeModel* m_model;
    QLabel* m_heading;
    QTableView* m_table;
    common::EmptyState* m_empty;
    keyturn::timeline::EventColumnsPointer m_columns;
    keyturn::timeline::EventFilter m_filter;
    int m_generation = 0;
    bool m_isSettled = true;
};

} // namespace keyturn::ui::review
