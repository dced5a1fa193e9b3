// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charts.h"

#include <QWidget>

#include <memory>
#include <optional>

class QGraphicsView;

namespace keyturn::ui::charts {

class MadeChart;

/// One chart. Left and Right, or Up and Down where bars lie in rows, go from bar to bar; Page Up and Page
/// Down from series to series of a bar; Enter or a click chooses the bar, with Ctrl only the series in it.
class ChartWidget final : public QWidget
{
    Q_OBJECT
public:
    explicit ChartWidget(QWidget* parent = nullptr);
    ~ChartWidget() override;

    /// Shows @p data, which is not empty.
    void setData(const items::ChartData& data);
    [[nodiscard]] const std::optional<items::ChartData>& data() const { return m_data; }
    /// The bar and the series in it that the keyboard is at.
    [[nodiscard]] std::optional<std::size_t> currentCategory() const { return m_category; }
    [[nodiscard]] std::optional<std::size_t> currentSeries() const { return m_series; }
    /// The same in one line; empty where it is at none.
    [[nodiscard]] QString currentText() const;
    /// Where a bar, or one series of it, is in this widget.
    [[nodiscard]] QRect rectOf(std::size_t category, std::optional<std::size_t> series = std::nullopt) const;

Q_SIGNALS:
    /// A person chose a bar.
    void categoryChosen(int category);
    /// A person chose a series in a bar, and means only that.
    void seriesChosen(int category, int series);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    class View;
    void rebuild();
    void goTo(std::size_t category);
    void stepSeries(int step);
    void choose(Qt::KeyboardModifiers modifiers);
    void announce();

    View* m_view;
    std::optional<items::ChartData> m_data;
    std::unique_ptr<MadeChart> m_made;
    std::optional<std::size_t> m_category;
    std::optional<std::size_t> m_series;
};

} // namespace keyturn::ui::charts
