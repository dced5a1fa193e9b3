// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"
#include "ui/common/key_fields.h"

namespace keyturn::ui::decide {

/// Shows the exact text, says who signs it, asks for the key, signs and appends. What you see is what you
/// sign.
class SignDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    /// @param act what the button says: "Approve: Suspend larch-4 worldwide".
    /// @param words what is signed, where it has no sheet of its own.
    SignDialog(service::Session& session, service::Prepared prepared, const QString& title,
               const QString& act, const QString& words, QWidget* parent);
    ~SignDialog() override;

Q_SIGNALS:
    void signedAndAppended();

private:
    void addSigner();
    void sign();
    void updateAct();

    service::Session& m_session;
    service::Prepared m_prepared;
    common::KeyFields* m_key = nullptr;
};

} // namespace keyturn::ui::decide
