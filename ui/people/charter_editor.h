// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charter_words.h"
#include "ui/common/form_dialog.h"
#include "ui/people/charter_in_work.h"

#include <QTimer>

#include <optional>

class QPlainTextEdit;

namespace keyturn::ui::people {

class DraftPanel;
class MembersEditor;
class RulesEditor;

/// Drafts the next charter. Beside the fields stands in words what it changes, what is wrong with it and what
/// is fragile; what is wrong cannot be proposed.
class CharterEditor final : public common::FormDialog
{
    Q_OBJECT
public:
    CharterEditor(service::Session& session, const domain::MemberId& proposer, QWidget* parent);
    /// Takes an enrolment file, as the button for it does.
    void addEnrolment(const QString& path);
    /// What is shown is judged: nothing was typed since.
    [[nodiscard]] bool isJudged() const { return m_words.has_value(); }

Q_SIGNALS:
    /// The person wants to sign exactly this.
    void prepared(const keyturn::service::Prepared& prepared);

private:
    void build();
    void touch();
    void judge();
    void updateAct();
    void propose();

    service::Session& m_session;
    domain::MemberId m_proposer;
    CharterInWork m_work;
    MembersEditor* m_members;
    RulesEditor* m_rules;
    DraftPanel* m_panel;
    QPlainTextEdit* m_rationale;
    QTimer m_delay;
    int m_generation = 0;
    std::optional<items::DraftWords> m_words; ///< Of the draft as it is; nothing while it is being judged.
};

} // namespace keyturn::ui::people
