// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"

#include <utility>
#include <vector>

class QCheckBox;
class QPlainTextEdit;

namespace keyturn::ui::people {

/// Proposes that disputed entries stand: a quorum vouches that their signer signed them.
class LetStandDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    LetStandDialog(service::Session& session, const domain::MemberId& proposer, QWidget* parent);

Q_SIGNALS:
    /// The person wants to sign exactly this.
    void prepared(const keyturn::service::Prepared& prepared);

private:
    void check();
    [[nodiscard]] std::vector<std::uint64_t> chosen() const;

    std::vector<std::pair<std::uint64_t, QCheckBox*>> m_entries; ///< Ascending.
    QPlainTextEdit* m_rationale;
};

} // namespace keyturn::ui::people
