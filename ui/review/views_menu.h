// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/saved_views.h"
#include "models/service/session.h"

#include <QToolButton>

#include <functional>

class QMenu;

namespace keyturn::ui::review {

/// The views that the workspace's people have saved: apply one, save what is looked at, take one away.
class ViewsMenu final : public QToolButton
{
    Q_OBJECT
public:
    /// What is looked at now, without its span, and that span.
    struct Looked
    {
        domain::SavedView view;
        base::TimeRange range;
    };
    ViewsMenu(service::Session& session, std::function<Looked()> looked, QWidget* parent);

Q_SIGNALS:
    /// A person chose it.
    void viewChosen(const keyturn::items::ViewChoice& choice);
    /// Something was done, in one sentence for the status bar.
    void said(const QString& sentence);

private:
    void fill();
    void save();

    service::Session& m_session;
    std::function<Looked()> m_looked;
    QMenu* m_menu;
};

} // namespace keyturn::ui::review
