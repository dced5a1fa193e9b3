// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/review_dialogs.h"

#include "models/items/tables.h"
#include "ui/common/record_fact.h"
#include "ui/common/time_field.h"
#include "ui/common/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::review {

using common::FormDialog;
using common::kGridPx;

namespace {

QString whyNotSigned(const service::Session& session)
{
    return session.signedIn() ? QString()
                              : FormDialog::tr("Sign in first: what you enter is signed with your key");
}

/// The standing view of that name, if there is one.
std::optional<items::ViewChoice> viewCalled(const service::Session& session, const QString& name)
{
    const auto choices = items::viewChoices(*session.liveSnapshot());
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const items::ViewChoice& choice) {
        return choice.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == choices.end() ? std::nullopt : std::optional(*found);
}

} // namespace

FormDialog* saveViewDialog(service::Session& session, const domain::SavedView& view,
                           const base::TimeRange& range, QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Save this view"), FormDialog::tr("Save the view"), parent);
    dialog->setObjectName(QStringLiteral("saveViewDialog"));
    dialog->body()->addWidget(common::mutedLabel(
        FormDialog::tr("The search, the lanes and, if you like, the span of time. It is signed with your key "
                       "and offered on every seat of this workspace."),
        dialog));
    auto* name = new QLineEdit(dialog);
    dialog->addField(FormDialog::tr("&Name"), name, "viewName");
    auto* query =
        common::plainLabel(view.query.isEmpty() ? FormDialog::tr("Everything") : view.query, dialog);
    dialog->form()->addRow(FormDialog::tr("Search"), query);
    auto* withRange = new QCheckBox(FormDialog::tr("&Keep the span of time: %1 to %2")
                                        .arg(base::toDisplay(range.start), base::toDisplay(range.end)),
                                    dialog);
    withRange->setObjectName(QStringLiteral("withRange"));
    withRange->setChecked(true);
    dialog->form()->addRow(QString(), withRange);
    const auto check = [=, &session] {
        const QString chosen = name->text().trimmed();
        dialog->setAct(viewCalled(session, chosen) ? FormDialog::tr("Replace the view")
                                                   : FormDialog::tr("Save the view"));
        const QString notSigned = whyNotSigned(session);
        dialog->setWhyNot(!notSigned.isEmpty() ? notSigned
                          : chosen.isEmpty()   ? FormDialog::tr("Give the view a name")
                                               : QString());
    };
    QObject::connect(name, &QLineEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::NoteAdded note;
        note.title = name->text().trimmed();
        note.view = view;
        note.view->from.reset();
        note.view->until.reset();
        if (withRange->isChecked()) {
            note.view->from = range.start;
            note.view->until = range.end;
        }
        if (const auto replaced = viewCalled(session, note.title))
            note.retires = replaced->id;
        common::recordFact(session, dialog, std::move(note));
    });
    name->setFocus();
    return dialog;
}

FormDialog* removeViewDialog(service::Session& session, const items::ViewChoice& view, QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Remove the view “%1”").arg(view.name),
                                  FormDialog::tr("Remove the view"), parent);
    dialog->setObjectName(QStringLiteral("removeViewDialog"));
    dialog->body()->addWidget(common::mutedLabel(
        FormDialog::tr("%1. It is no longer offered on any seat; the ledger keeps that it was.")
            .arg(view.savedBy),
        dialog));
    dialog->setWhyNot(whyNotSigned(session));
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::NoteAdded note;
        note.title = FormDialog::tr("Removed: %1").arg(view.name);
        note.retires = view.id;
        common::recordFact(session, dialog, std::move(note));
    });
    return dialog;
}

FormDialog* entryDialog(service::Session& session, base::UtcTime at,
                        const std::optional<domain::IncidentId>& incident, QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Add a milestone or a note"),
                                  FormDialog::tr("Add it to the timeline"), parent);
    dialog->setObjectName(QStringLiteral("entryDialog"));
    auto* kind = new QComboBox(dialog);
    kind->addItem(FormDialog::tr("Milestone"), true);
    kind->addItem(FormDialog::tr("Note"), false);
    dialog->addField(FormDialog::tr("&Kind"), kind, "entryKind");
    auto* title = new QLineEdit(dialog);
    dialog->addField(FormDialog::tr("&Title"), title, "entryTitle");
    auto* text = new QPlainTextEdit(dialog);
    text->setTabChangesFocus(true);
    text->setFixedHeight(10 * kGridPx);
    dialog->addField(FormDialog::tr("&Further"), text, "entryText");
    auto* time =
        new common::TimeField(common::TimeField::May::NotBeEmpty, FormDialog::tr("Happened"), dialog);
    time->setTime(at);
    dialog->addField(FormDialog::tr("&Happened"), time, "entryTime");
    auto* incidents = new QComboBox(dialog);
    incidents->addItem(FormDialog::tr("No incident"), QString());
    for (const items::Choice& choice : items::incidentChoices(*session.liveSnapshot())) {
        if (!choice.isMuted)
            incidents->addItem(choice.name, choice.id);
    }
    incidents->setCurrentIndex(incident ? std::max(0, incidents->findData(incident->value())) : 0);
    dialog->addField(FormDialog::tr("&Incident"), incidents, "entryIncident");
    const auto check = [=, &session] {
        const QString notSigned = whyNotSigned(session);
        dialog->setWhyNot(!notSigned.isEmpty()                ? notSigned
                          : title->text().trimmed().isEmpty() ? FormDialog::tr("Say what it is, in one line")
                                                              : QString());
    };
    QObject::connect(title, &QLineEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::NoteAdded note;
        note.milestone = kind->currentData().toBool();
        note.title = title->text().trimmed();
        note.text = text->toPlainText().trimmed();
        note.occurredAt = time->time();
        if (const QString chosen = incidents->currentData().toString(); !chosen.isEmpty())
            note.incident = domain::IncidentId(chosen);
        common::recordFact(session, dialog, std::move(note));
    });
    title->setFocus();
    return dialog;
}

} // namespace keyturn::ui::review
