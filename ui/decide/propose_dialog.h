// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/form_dialog.h"
#include "ui/common/time_field.h"
#include "ui/decide/choice_boxes.h"

#include <QTimer>

#include <optional>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace keyturn::ui::decide {

/// Makes a proposal: to restrict, or to lift a change in force. Beside the fields stands the sheet as it
/// would be signed, or the sentence that says what is still missing.
class ProposeDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    /// @param lifts the change to lift; nothing to restrict.
    ProposeDialog(service::Session& session, const domain::MemberId& proposer,
                  const std::optional<domain::IncidentId>& incident,
                  const std::optional<domain::ChangeId>& lifts, QWidget* parent);

Q_SIGNALS:
    /// The person wants to sign exactly this.
    void prepared(const keyturn::service::Prepared& prepared);

private:
    void addScopeFields();
    void addGroundFields(const std::optional<domain::IncidentId>& incident);
    void addField(const QString& label, QWidget* field);
    void showFieldsOfKind();
    [[nodiscard]] std::optional<service::ChangeRequest> request();
    void preview();
    [[nodiscard]] domain::RestrictionKind kind() const;

    service::Session& m_session;
    domain::MemberId m_proposer;
    std::optional<domain::ChangeId> m_lifts;
    QFormLayout* m_fields;
    QPlainTextEdit* m_sheet;
    QComboBox* m_kind = nullptr;
    ChoiceBoxes* m_models = nullptr;
    ChoiceBoxes* m_channels = nullptr;
    ChoiceBoxes* m_regions = nullptr;
    ChoiceBoxes* m_tiers = nullptr;
    ChoiceBoxes* m_capabilities = nullptr;
    ChoiceBoxes* m_allowedTiers = nullptr;
    QSpinBox* m_rate = nullptr;
    QLineEdit* m_safeguard = nullptr;
    QComboBox* m_fallback = nullptr;
    QLineEdit* m_except = nullptr;
    QPlainTextEdit* m_rationale;
    QComboBox* m_incident;
    common::TimeField* m_reviewBy;
    QTimer m_delay;
    int m_generation = 0;
    std::optional<service::Prepared> m_prepared;
};

} // namespace keyturn::ui::decide
