// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/courier.h"
#include "ui/common/form_dialog.h"
#include "ui/common/key_fields.h"

#include <memory>

class QLineEdit;
class QPlainTextEdit;
class QRadioButton;

namespace keyturn::ui::shell {

/// Shows a decision file whole, asks for approval or refusal and for the key, and saves the answer beside it.
/// Needs no workspace: everything it shows is in the file and has been checked against the proposer's
/// signature; what a file cannot show of itself it asks to compare.
class CourierDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    /// Reads and checks the file at @p path, away from the interface thread.
    /// @param clock the machine's time; @param session for its lock, which wipes the passphrase.
    CourierDialog(const service::Session& session, std::shared_ptr<const base::Clock> clock,
                  const QString& path, QWidget* parent);
    ~CourierDialog() override;

Q_SIGNALS:
    /// The answer is saved at @p path. @param what says what was decided.
    void answered(const QString& path, const QString& what);

private:
    void take(const base::Result<service::CarriedDecision>& opened);
    void addHead();
    void addBounds();
    void addChoice();
    void addAnswerFile();
    void browse();
    [[nodiscard]] service::CourierVerdict verdict() const;
    [[nodiscard]] QString whyNot() const;
    void updateAct();
    void sign();

    const service::Session& m_session;
    std::shared_ptr<const base::Clock> m_clock;
    QString m_path;
    std::shared_ptr<const service::CarriedDecision> m_decision; ///< Null until it has been read.
    QRadioButton* m_approve = nullptr;
    QRadioButton* m_refuse = nullptr;
    QPlainTextEdit* m_reason = nullptr;
    QLineEdit* m_answerPath = nullptr;
    common::KeyFields* m_key = nullptr;
};

} // namespace keyturn::ui::shell
