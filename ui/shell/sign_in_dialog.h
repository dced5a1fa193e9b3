// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/form_dialog.h"
#include "ui/common/key_fields.h"

class QComboBox;

namespace keyturn::ui::shell {

/// Unlocks a member's key for facts: imports, notes, incidents, requests. Decisions ask for it afresh each
/// time.
class SignInDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    SignInDialog(service::Session& session, const std::optional<domain::MemberId>& suggested,
                 QWidget* parent);
    ~SignInDialog() override;

private:
    void signIn();
    void updateAct();

    service::Session& m_session;
    QComboBox* m_member;
    common::KeyFields* m_key;
};

} // namespace keyturn::ui::shell
