// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"
#include "models/service/session.h"

#include <QWidget>

#include <optional>

namespace keyturn::ui::common {

/// What every page shows the same of: who looks, at which incident, at which moment.
struct ViewState
{
    items::Viewer viewer;
    std::optional<domain::IncidentId> incident; ///< Nothing: all of them.
    base::UtcTime now;
    friend bool operator==(const ViewState&, const ViewState&) = default;
};

/// One of the console's pages. Filled only while it is on screen.
class Page : public QWidget
{
    Q_OBJECT
public:
    explicit Page(service::Session& session, QWidget* parent) : QWidget(parent), m_session(session) {}
    /// Shows the session's snapshot; called whenever it or the state has changed and the page is on screen.
    virtual void refresh(const ViewState& state) = 0;
    /// Everything that refresh() set going has come in.
    [[nodiscard]] virtual bool isSettled() const { return true; }

Q_SIGNALS:
    /// isSettled() has become true.
    void settled();
    /// Something was done, in one sentence for the status bar.
    void said(const QString& sentence);

protected:
    [[nodiscard]] service::Session& session() const { return m_session; }

private:
    service::Session& m_session;
};

} // namespace keyturn::ui::common
