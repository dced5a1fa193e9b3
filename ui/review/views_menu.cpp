// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/views_menu.h"

#include "ui/review/review_dialogs.h"

#include <QMenu>
#include <QShortcut>

namespace keyturn::ui::review {

ViewsMenu::ViewsMenu(service::Session& session, std::function<Looked()> looked, QWidget* parent)
    : QToolButton(parent), m_session(session), m_looked(std::move(looked)), m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("views"));
    setText(tr("Views"));
    setAccessibleName(tr("Saved views"));
    setToolTip(tr("Saved views: search, lanes and span of time (Ctrl+Shift+S saves this one)"));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    m_menu->setToolTipsVisible(true);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &ViewsMenu::fill);
    auto* key = new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), parent);
    connect(key, &QShortcut::activated, this, &ViewsMenu::save);
}

void ViewsMenu::fill()
{
    m_menu->clear();
    if (!m_session.snapshot())
        return;
    const auto choices = items::viewChoices(*m_session.snapshot());
    for (const items::ViewChoice& choice : choices) {
        QAction* apply = m_menu->addAction(QString(choice.name).replace(u'&', QStringLiteral("&&")));
        apply->setToolTip(choice.savedBy);
        apply->setStatusTip(choice.savedBy);
        connect(apply, &QAction::triggered, this, [this, choice] { Q_EMIT viewChosen(choice); });
    }
    if (choices.empty())
        m_menu->addAction(tr("No view has been saved yet"))->setEnabled(false);
    m_menu->addSeparator();
    QAction* saving = m_menu->addAction(tr("Save this view…"));
    saving->setObjectName(QStringLiteral("saveView"));
    connect(saving, &QAction::triggered, this, &ViewsMenu::save);
    if (choices.empty())
        return;
    QMenu* removing = m_menu->addMenu(tr("Remove"));
    for (const items::ViewChoice& choice : choices) {
        QAction* remove = removing->addAction(QString(choice.name).replace(u'&', QStringLiteral("&&")));
        connect(remove, &QAction::triggered, this, [this, choice] {
            auto* dialog = removeViewDialog(m_session, choice, window());
            connect(dialog, &QDialog::accepted, this,
                    [this, choice] { Q_EMIT said(tr("The view “%1” is removed").arg(choice.name)); });
            dialog->open();
        });
    }
}

void ViewsMenu::save()
{
    if (!m_session.liveSnapshot())
        return;
    const Looked looked = m_looked();
    auto* dialog = saveViewDialog(m_session, looked.view, looked.range, window());
    connect(dialog, &QDialog::accepted, this, [this] { Q_EMIT said(tr("The view is saved")); });
    dialog->open();
}

} // namespace keyturn::ui::review
