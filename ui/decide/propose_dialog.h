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

class SignalPicker;

/// What a proposal is begun for.
struct Proposing
{
    enum class What : std::uint8_t { Restrict, BreakGlass, Lift, LiftInPart };
    What what = What::Restrict;
    std::optional<domain::ChangeId> change; ///< To lift.
    std::optional<domain::IncidentId> incident;
};

/// Makes a proposal: to restrict, to restrict at once by breaking the glass, or to lift a change in force,
/// whole or in part. Beside the fields stands the sheet as it would be signed, or the sentence that says what
/// is still missing.
class ProposeDialog final : public common::FormDialog
{
    Q_OBJECT
public:
    ProposeDialog(service::Session& session, const domain::MemberId& proposer, const Proposing& proposing,
                  QWidget* parent);
    /// The change of access that @p prepared is about.
    [[nodiscard]] static const domain::ChangeProposed& changeOf(const service::Prepared& prepared);

Q_SIGNALS:
    /// The person wants to sign exactly this.
    void prepared(const keyturn::service::Prepared& prepared);

private:
    void buildHalves();
    void addWarning();
    void addMeasureFields();
    void addBoxFields(ChoiceBoxes::NoneMeans noModels);
    void addLastScopeFields();
    void addGroundFields();
    void addTimeFields();
    [[nodiscard]] ChoiceBoxes* addBoxes(const QString& label, ChoiceBoxes::NoneMeans none);
    void addField(const QString& label, QWidget* field);
    void showFieldsOfKind();
    [[nodiscard]] bool isRestricting() const;
    [[nodiscard]] std::optional<service::ChangeRequest> request();
    [[nodiscard]] domain::Box chosenBox() const;
    /// False where something is still missing, which has been said.
    [[nodiscard]] bool takeRestriction(service::ChangeRequest& out);
    [[nodiscard]] bool takePart(service::ChangeRequest& out);
    void takeGrounds(service::ChangeRequest& out) const;
    void preview();
    [[nodiscard]] domain::RestrictionKind kind() const;

    service::Session& m_session;
    domain::MemberId m_proposer;
    Proposing m_proposing;
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
    QComboBox* m_supersedes = nullptr;
    SignalPicker* m_signals = nullptr; ///< Null where there is nothing to choose from, as the next two.
    ChoiceBoxes* m_requests = nullptr;
    ChoiceBoxes* m_evidence = nullptr;
    common::TimeField* m_effectiveAt = nullptr;
    common::TimeField* m_reviewBy = nullptr;
    QTimer m_delay;
    int m_generation = 0;
    std::optional<service::Prepared> m_prepared;
};

} // namespace keyturn::ui::decide
