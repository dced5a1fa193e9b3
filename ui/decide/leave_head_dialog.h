// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"

#include <optional>

class QLabel;
class QPlainTextEdit;

namespace keyturn::ui::common {
class TableView;
}

namespace keyturn::ui::decide {

/// Proposes to go on from a frozen copy without the head that is in its way: says what both heads are and
/// what would be left behind, and asks why.
class LeaveHeadDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    LeaveHeadDialog(service::Session& session, const domain::MemberId& proposer, QWidget* parent);

Q_SIGNALS:
    /// The person wants to sign exactly this.
    void prepared(const keyturn::service::Prepared& prepared);

private:
    void addFact(const QString& name, QLabel* text, const char* objectName);
    void addReason();
    void show(const service::RivalHead& rival);
    void showLost(const service::RivalHead& rival);
    void check();

    service::Session& m_session;
    QLabel* m_here;
    QLabel* m_there;
    QLabel* m_lost;
    common::TableView* m_entries;
    QPlainTextEdit* m_reason;
    std::optional<service::RivalHead> m_rival;
};

} // namespace keyturn::ui::decide
