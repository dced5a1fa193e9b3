// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/entry_dialogs.h"

#include "models/items/tables.h"
#include "models/items/words.h"
#include "ui/common/record_fact.h"
#include "ui/common/time_field.h"
#include "ui/common/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace keyturn::ui::shell {

using common::FormDialog;
using common::kGridPx;
using common::TimeField;

namespace {

template <typename E>
QComboBox* wordBox(FormDialog* dialog, const QString& text, const char* name, E initial)
{
    auto* box = new QComboBox(dialog);
    for (std::size_t i = 0; i < domain::wordsOf<E>().size(); ++i)
        box->addItem(items::label(static_cast<E>(i)), static_cast<int>(i));
    box->setCurrentIndex(static_cast<int>(initial));
    dialog->addField(text, box, name);
    return box;
}

template <typename E>
E chosenWord(const QComboBox* box)
{
    return static_cast<E>(box->currentData().toInt());
}

QLineEdit* entryLine(FormDialog* dialog, const QString& text, const char* name)
{
    auto* line = new QLineEdit(dialog);
    dialog->addField(text, line, name);
    return line;
}

QPlainTextEdit* entryText(FormDialog* dialog, const QString& text, const char* name)
{
    auto* edit = new QPlainTextEdit(dialog);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(12 * kGridPx);
    dialog->addField(text, edit, name);
    return edit;
}

QComboBox* entryIncident(FormDialog* dialog, const service::Session& session,
                         const std::optional<domain::IncidentId>& incident)
{
    auto* box = new QComboBox(dialog);
    box->addItem(FormDialog::tr("No incident"), QString());
    for (const items::Choice& choice : items::incidentChoices(*session.liveSnapshot())) {
        if (!choice.isMuted)
            box->addItem(choice.name, choice.id);
    }
    box->setCurrentIndex(incident ? std::max(0, box->findData(incident->value())) : 0);
    dialog->addField(FormDialog::tr("&Incident"), box, "incident");
    return box;
}

/// Whether an escalation raises what is chosen on the timeline: asked only of an escalation.
QCheckBox* addRaises(FormDialog* dialog, const review::ChosenItem& chosen, QComboBox* kind)
{
    QString title = dialog->fontMetrics().elidedText(chosen.title, Qt::ElideRight, 28 * kGridPx);
    title.replace(QLatin1Char('&'), QLatin1String("&&")); // One alone underlines what follows it.
    auto* raises = new QCheckBox(FormDialog::tr("It &raises “%1”").arg(title), dialog);
    raises->setObjectName(QStringLiteral("raises"));
    raises->setToolTip(
        FormDialog::tr("“%1” is kept as what led to the escalation").arg(chosen.title.toHtmlEscaped()));
    raises->setChecked(true);
    dialog->form()->addRow(QString(), raises);
    const auto ask = [=] {
        dialog->form()->setRowVisible(raises,
                                      chosenWord<domain::RecordKind>(kind) == domain::RecordKind::Escalation);
    };
    QObject::connect(kind, &QComboBox::currentIndexChanged, dialog, ask);
    ask();
    return raises;
}

} // namespace

FormDialog* incidentDialog(service::Session& session, QWidget* parent)
{
    auto* dialog =
        new FormDialog(FormDialog::tr("Open an incident"), FormDialog::tr("Open the incident"), parent);
    dialog->setObjectName(QStringLiteral("incidentDialog"));
    auto* title = entryLine(dialog, FormDialog::tr("&Title"), "title");
    auto* summary = entryText(dialog, FormDialog::tr("&What is known"), "summary");
    auto* severity = wordBox(dialog, FormDialog::tr("&Severity"), "severity", domain::Severity::High);
    auto* nature = wordBox(dialog, FormDialog::tr("&Nature"), "nature", domain::Layer::NotStated);
    auto* owner = new QComboBox(dialog);
    for (const items::Choice& choice : items::personChoices(*session.liveSnapshot()))
        owner->addItem(choice.name, choice.id);
    if (session.signedIn())
        owner->setCurrentIndex(std::max(0, owner->findData(session.signedIn()->member.value())));
    dialog->addField(FormDialog::tr("&Owner"), owner, "owner");
    auto* rehearsal = new QCheckBox(FormDialog::tr("This is a &rehearsal: nothing is enforced"), dialog);
    dialog->form()->addRow(QString(), rehearsal);
    const auto check = [=] {
        dialog->setWhyNot(title->text().trimmed().isEmpty() ? FormDialog::tr("Give the incident a title")
                                                            : QString());
    };
    QObject::connect(title, &QLineEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::IncidentOpened facts;
        facts.title = title->text().trimmed();
        facts.summary = summary->toPlainText().trimmed();
        facts.severity = chosenWord<domain::Severity>(severity);
        if (const auto layer = chosenWord<domain::Layer>(nature); layer != domain::Layer::NotStated)
            facts.nature = {layer};
        facts.owner = domain::MemberId(owner->currentData().toString());
        facts.rehearsal = rehearsal->isChecked();
        common::recordFact(session, dialog, std::move(facts));
    });
    title->setFocus();
    return dialog;
}

FormDialog* signalDialog(service::Session& session, const std::optional<domain::IncidentId>& incident,
                         const std::optional<review::ChosenItem>& chosen, QWidget* parent)
{
    auto* dialog =
        new FormDialog(FormDialog::tr("Enter a signal"), FormDialog::tr("Enter the signal"), parent);
    dialog->setObjectName(QStringLiteral("signalDialog"));
    auto* kind = new QComboBox(dialog);
    for (const auto value : {domain::RecordKind::Signal, domain::RecordKind::Escalation})
        kind->addItem(items::label(value), static_cast<int>(value));
    dialog->addField(FormDialog::tr("&Kind"), kind, "kind");
    auto* raises = chosen ? addRaises(dialog, *chosen, kind) : nullptr;
    auto* title = entryLine(dialog, FormDialog::tr("&Title"), "title");
    auto* description = entryText(dialog, FormDialog::tr("&What was seen"), "description");
    auto* at = new TimeField(TimeField::May::NotBeEmpty, FormDialog::tr("Happened"), dialog);
    at->setTime(session.now());
    dialog->addField(FormDialog::tr("&Happened"), at, "happened");
    auto* source = entryLine(dialog, FormDialog::tr("&Source"), "source");
    auto* sourceKind =
        wordBox(dialog, FormDialog::tr("Kind of s&ource"), "sourceKind", domain::SourceKind::Internal);
    auto* layer = wordBox(dialog, FormDialog::tr("&Layer of concern"), "layer", domain::Layer::NotStated);
    auto* severity = wordBox(dialog, FormDialog::tr("Se&verity"), "severity", domain::Severity::Medium);
    auto* credibility =
        wordBox(dialog, FormDialog::tr("&Credibility"), "credibility", domain::Credibility::Unverified);
    auto* incidents = entryIncident(dialog, session, incident);
    const auto check = [=] {
        dialog->setWhyNot(title->text().trimmed().isEmpty()    ? FormDialog::tr("Give the signal a title")
                          : source->text().trimmed().isEmpty() ? FormDialog::tr("Say who saw it")
                                                               : QString());
    };
    QObject::connect(title, &QLineEdit::textChanged, dialog, check);
    QObject::connect(source, &QLineEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::NormalisedRecord record;
        record.kind = chosenWord<domain::RecordKind>(kind);
        record.occurredAt = {at->time().value_or(session.now()), base::TimePrecision::Minute,
                             QStringLiteral("Z")};
        record.title = title->text().trimmed().toStdString();
        record.description = description->toPlainText().trimmed().toStdString();
        record.source = source->text().trimmed().toStdString();
        record.sourceKind = chosenWord<domain::SourceKind>(sourceKind);
        record.layer = chosenWord<domain::Layer>(layer);
        record.severity = chosenWord<domain::Severity>(severity);
        record.credibility = chosenWord<domain::Credibility>(credibility);
        record.number = 1;
        if (raises && record.kind == domain::RecordKind::Escalation && raises->isChecked())
            record.reference = chosen->reference.toStdString();
        std::optional<domain::IncidentId> of;
        if (const QString picked = incidents->currentData().toString(); !picked.isEmpty())
            of = domain::IncidentId(picked);
        dialog->setBusy(true);
        common::whenDone(session.addByHand({std::move(record)}, of), dialog,
                         [dialog](const base::Result<service::ImportOutcome>& outcome) {
                             dialog->setBusy(false);
                             if (outcome)
                                 dialog->accept();
                             else
                                 dialog->showError(outcome.error().sentence());
                         });
    });
    title->setFocus();
    return dialog;
}

} // namespace keyturn::ui::shell
