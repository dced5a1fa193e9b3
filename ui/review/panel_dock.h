// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/review/review_panel.h"

#include <QKeySequence>

#include <functional>
#include <vector>

class QStackedWidget;
class QToolButton;

namespace keyturn::ui::review {

/// How a panel is called and reached.
struct PanelSpec
{
    QString objectName;
    QString title;
    const char* icon; ///< As common::icon() takes it.
    QKeySequence shortcut;
};

/// Holds the panels below the timeline: one at a time, or none. Each is made when it is first shown.
class PanelDock final : public QWidget
{
    Q_OBJECT
public:
    explicit PanelDock(QWidget* parent = nullptr);
    /// @p make makes the panel as a child of the widget it is given.
    /// @return the button that shows and hides it, for the caller to lay out.
    QToolButton* add(const PanelSpec& spec, std::function<ReviewPanel*(QWidget*)> make);
    /// Shows the panel of that object name; none where it is empty.
    void showPanel(const QString& objectName);
    /// The panel on screen, or null.
    [[nodiscard]] ReviewPanel* current() const;
    void refresh(const ReviewState& state);
    /// From now on Escape hides the panel where nothing within @p around makes use of it; the focus goes to
    /// @p back. Once; both outlive the dock.
    void closeOnEscape(QWidget* around, QWidget* back);

Q_SIGNALS:
    /// A panel was made: the owner connects what it says.
    void made(keyturn::ui::review::ReviewPanel* panel);
    /// Another panel, or none, is on screen.
    void shownChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Place
    {
        QString objectName;
        QToolButton* button;
        std::function<ReviewPanel*(QWidget*)> make;
        ReviewPanel* panel = nullptr;
    };
    void toggle(std::size_t place);

    QStackedWidget* m_stack;
    QWidget* m_back = nullptr; ///< Has the focus once Escape has hidden the panel.
    std::vector<Place> m_places;
    std::optional<ReviewState> m_state;
};

} // namespace keyturn::ui::review
