// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/note_dialogs.h"

#include "models/domain/sheet.h"
#include "models/items/decide_board.h"
#include "ui/common/record_fact.h"
#include "ui/common/widgets.h"
#include "ui/decide/choice_boxes.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace keyturn::ui::decide {

using common::FormDialog;
using common::kGridPx;

namespace {

QPlainTextEdit* addTextRow(FormDialog* dialog, const QString& text, const char* name)
{
    auto* edit = new QPlainTextEdit(dialog);
    edit->setObjectName(QLatin1String(name));
    edit->setTabChangesFocus(true);
    edit->setMinimumHeight(12 * kGridPx);
    auto* label = new QLabel(text, dialog);
    label->setBuddy(edit);
    dialog->form()->addRow(label, edit);
    return edit;
}

QString textOf(const QPlainTextEdit* edit)
{
    return edit->toPlainText().trimmed();
}

QString signInFirst(const service::Session& session)
{
    return session.signedIn() ? QString()
                              : FormDialog::tr("Sign in first: what you enter is signed with your key");
}

QString criterionOf(const service::Session& session, const domain::GateId& id)
{
    const auto* gate = session.liveSnapshot()->gate(id);
    return gate ? gate->facts.criterion : QString();
}

} // namespace

FormDialog* askDialog(service::Session& session, const domain::ProposalId& proposal, QWidget* parent)
{
    const auto* found = session.liveSnapshot()->proposal(proposal);
    const QString what = found ? domain::headline(found->facts) : QString();
    auto* dialog = new FormDialog(FormDialog::tr("Ask about: %1").arg(what), FormDialog::tr("Ask"), parent);
    dialog->setObjectName(QStringLiteral("askDialog"));
    const QString proposer = found ? session.liveSnapshot()->display(found->origin.member) : QString();
    dialog->body()->addWidget(common::mutedLabel(
        FormDialog::tr(
            "%1 and everybody else finds this on the card. It is recorded and cannot be taken back.")
            .arg(proposer),
        dialog));
    auto* question = addTextRow(dialog, FormDialog::tr("&Question or remark"), "question");
    const auto check = [=, &session] {
        const QString first = signInFirst(session);
        dialog->setWhyNot(!first.isEmpty()             ? first
                          : textOf(question).isEmpty() ? FormDialog::tr("Write what you want to know")
                                                       : QString());
    };
    QObject::connect(question, &QPlainTextEdit::textChanged, dialog, check);
    check();
    const auto incident = found ? found->facts.incident : std::nullopt;
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::NoteAdded note;
        note.about = proposal;
        note.incident = incident;
        note.title = FormDialog::tr("Question about: %1").arg(what);
        note.text = textOf(question);
        common::recordFact(session, dialog, note);
    });
    question->setFocus();
    return dialog;
}

FormDialog* confirmGateDialog(service::Session& session, const domain::GateId& gate, QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Confirm a restoration gate as met"),
                                  FormDialog::tr("Confirm that it is met"), parent);
    dialog->setObjectName(QStringLiteral("confirmGateDialog"));
    dialog->body()->addWidget(common::plainLabel(criterionOf(session, gate), dialog));
    auto* evidence = new ChoiceBoxes(ChoiceBoxes::NoneMeans::Nothing, FormDialog::tr("Shown by"), dialog);
    evidence->setObjectName(QStringLiteral("evidence"));
    for (const items::Choice& choice : items::evidenceChoices(*session.liveSnapshot()))
        evidence->add(choice.id, choice.name);
    dialog->form()->addRow(FormDialog::tr("Shown by"), evidence);
    auto* how = addTextRow(dialog, FormDialog::tr("&How it was seen to hold"), "how");
    const auto check = [=, &session] {
        const QString first = signInFirst(session);
        dialog->setWhyNot(!first.isEmpty() ? first
                          : evidence->chosen<QString>().empty()
                              ? FormDialog::tr("Choose the evidence that shows it")
                          : textOf(how).isEmpty() ? FormDialog::tr("Say how it was seen to hold")
                                                  : QString());
    };
    QObject::connect(evidence, &ChoiceBoxes::changed, dialog, check);
    QObject::connect(how, &QPlainTextEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::GateMet met;
        met.gate = gate;
        met.how = textOf(how);
        for (const QString& hash : evidence->chosen<QString>()) {
            if (const auto digest = base::Digest::fromHex(hash))
                met.evidence.push_back(*digest);
        }
        common::recordFact(session, dialog, met);
    });
    return dialog;
}

FormDialog* waiveGateDialog(service::Session& session, const domain::GateId& gate,
                            std::function<void(const domain::GateWaived&, const QString&)> take,
                            QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Waive a restoration gate"),
                                  FormDialog::tr("Go on to sign the waiver"), parent);
    dialog->setObjectName(QStringLiteral("waiveGateDialog"));
    const QString criterion = criterionOf(session, gate);
    dialog->body()->addWidget(common::plainLabel(criterion, dialog));
    dialog->body()->addWidget(common::mutedLabel(
        FormDialog::tr("Access may then come back although this does not hold: for one restriction only, "
                       "with your reason on the sheet of whoever lifts it."),
        dialog));
    auto* change = new QComboBox(dialog);
    change->setObjectName(QStringLiteral("change"));
    for (const items::Choice& choice : items::changesBehind(*session.liveSnapshot(), gate))
        change->addItem(choice.name, choice.id);
    auto* label = new QLabel(FormDialog::tr("&For"), dialog);
    label->setBuddy(change);
    dialog->form()->addRow(label, change);
    auto* reason = addTextRow(dialog, FormDialog::tr("&Reason"), "reason");
    const auto check = [=] {
        dialog->setWhyNot(textOf(reason).isEmpty() ? FormDialog::tr("Say why: the reason is signed with it")
                                                   : QString());
    };
    QObject::connect(reason, &QPlainTextEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, take = std::move(take)] {
        domain::GateWaived waived;
        waived.gate = gate;
        waived.change = domain::ChangeId(change->currentData().toString());
        waived.reason = textOf(reason);
        const QString words =
            FormDialog::tr("WAIVE A RESTORATION GATE\n\nGate     %1: %2\nFor      %3: "
                           "%4\nBecause  %5")
                .arg(gate.value(), criterion, waived.change.value(), change->currentText(), waived.reason);
        dialog->accept();
        take(waived, words);
    });
    return dialog;
}

} // namespace keyturn::ui::decide
