// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/panel_dock.h"

#include "ui/common/icons.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::review {

PanelDock::PanelDock(QWidget* parent) : QWidget(parent), m_stack(new QStackedWidget(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    hide();
}

QToolButton* PanelDock::add(const PanelSpec& spec, std::function<ReviewPanel*(QWidget*)> make)
{
    auto* button = new QToolButton(parentWidget());
    button->setObjectName(spec.objectName + QStringLiteral("Button"));
    button->setIcon(common::icon(spec.icon));
    button->setText(spec.title);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setShortcut(spec.shortcut);
    button->setAccessibleName(spec.title);
    button->setToolTip(
        QStringLiteral("%1 (%2)").arg(spec.title, spec.shortcut.toString(QKeySequence::NativeText)));
    const std::size_t place = m_places.size();
    m_places.push_back({spec.objectName, button, std::move(make)});
    connect(button, &QToolButton::toggled, this, [this, place] { toggle(place); });
    return button;
}

void PanelDock::toggle(std::size_t place)
{
    const bool isShown = m_places[place].button->isChecked();
    showPanel(isShown ? m_places[place].objectName : QString());
}

void PanelDock::showPanel(const QString& objectName)
{
    ReviewPanel* shown = nullptr;
    for (Place& place : m_places) {
        const bool isIt = !objectName.isEmpty() && place.objectName == objectName;
        const QSignalBlocker blocker(place.button);
        place.button->setChecked(isIt);
        if (!isIt)
            continue;
        if (place.panel == nullptr) {
            place.panel = place.make(m_stack);
            place.panel->setObjectName(place.objectName);
            m_stack->addWidget(place.panel);
            // Lists take any key for the beginning of a word.
            for (auto* list : place.panel->findChildren<QAbstractItemView*>())
                list->installEventFilter(this);
            Q_EMIT made(place.panel);
        }
        shown = place.panel;
    }
    if (shown != nullptr) {
        m_stack->setCurrentWidget(shown);
        if (m_state)
            shown->refresh(*m_state);
    }
    setVisible(shown != nullptr);
    Q_EMIT shownChanged();
}

ReviewPanel* PanelDock::current() const
{
    return isHidden() ? nullptr : qobject_cast<ReviewPanel*>(m_stack->currentWidget());
}

void PanelDock::closeOnEscape(QWidget* around, QWidget* back)
{
    m_back = back;
    around->installEventFilter(this);
}

bool PanelDock::eventFilter(QObject* watched, QEvent* event)
{
    // To what lies around, a key comes only when everything within has passed it on.
    const bool isEscape = event->type() == QEvent::KeyPress && m_back != nullptr && current() != nullptr &&
                          static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
                          static_cast<QKeyEvent*>(event)->modifiers() == Qt::NoModifier;
    // A list that drops down from a box is a window of its own, and closes itself.
    if (!isEscape || static_cast<QWidget*>(watched)->window() != window())
        return QWidget::eventFilter(watched, event);
    showPanel({});
    m_back->setFocus(Qt::OtherFocusReason);
    return true;
}

void PanelDock::refresh(const ReviewState& state)
{
    m_state = state;
    if (ReviewPanel* shown = current())
        shown->refresh(state);
}

} // namespace keyturn::ui::review
