// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charts.h"
#include "ui/review/review_panel.h"

#include <atomic>
#include <memory>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace keyturn::ui::common {
class EmptyState;
class TableView;
} // namespace keyturn::ui::common

namespace keyturn::ui::charts {
class ChartWidget;
}

namespace keyturn::ui::review {

/// Charts of what the timeline shows, one at a time, each also as a table and as a picture. A bar that is
/// chosen is shown on the timeline.
class ChartsPanel final : public ReviewPanel
{
    Q_OBJECT
public:
    explicit ChartsPanel(service::Session& session, QWidget* parent);
    ~ChartsPanel() override;
    void refresh(const ReviewState& state) override;
    [[nodiscard]] bool isSettled() const override { return !m_isMaking; }
    /// A word of items::chartSpecs().
    void showPart(const QString& word) override;
    [[nodiscard]] items::ChartKind kind() const;
    /// What is shown; nothing until the first has been made.
    [[nodiscard]] const std::optional<items::ChartData>& data() const { return m_data; }
    /// Writes the chart: PNG where the name ends so, else SVG.
    void exportTo(const QString& path);

private:
    void make();
    void show(const items::ChartData& data);
    void showForm();
    void chooseExport();
    void goTo(int category, const QString& query);

    QTabBar* m_tabs;
    QCheckBox* m_asTable;
    QPushButton* m_export;
    QStackedWidget* m_stack;
    charts::ChartWidget* m_chart;
    common::TableView* m_table;
    common::EmptyState* m_empty;
    QLabel* m_notes;
    std::optional<ReviewState> m_state;
    std::optional<items::ChartData> m_data;
    std::shared_ptr<std::atomic<quint64>> m_generation = std::make_shared<std::atomic<quint64>>(0);
    bool m_isMaking = false;
    bool m_isOld = false; ///< Something changed while a chart was being made.
};

} // namespace keyturn::ui::review
