// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/regulatory/request_dialogs.h"

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
#include <QVBoxLayout>

namespace keyturn::ui::regulatory {

using common::FormDialog;
using common::kGridPx;
using common::TimeField;

namespace {

/// What an authority most often gives.
constexpr std::int64_t kUsualAnswerUs = 72 * base::kUsPerHour;

/// Check boxes for kinds of evidence.
class EvidenceBoxes final : public QWidget
{
public:
    explicit EvidenceBoxes(const std::vector<domain::EvidenceItem>& items, QWidget* parent) : QWidget(parent)
    {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(kGridPx / 2);
        for (const domain::EvidenceItem item : items) {
            auto* box = new QCheckBox(items::label(item), this);
            layout->addWidget(box);
            m_boxes.emplace_back(item, box);
        }
    }
    [[nodiscard]] std::vector<domain::EvidenceItem> chosen() const
    {
        std::vector<domain::EvidenceItem> out;
        for (const auto& [item, box] : m_boxes) {
            if (box->isChecked())
                out.push_back(item);
        }
        return out;
    }
    void onChange(QObject* context, const std::function<void()>& call)
    {
        for (const auto& [item, box] : m_boxes)
            connect(box, &QCheckBox::toggled, context, call);
    }

private:
    std::vector<std::pair<domain::EvidenceItem, QCheckBox*>> m_boxes;
};

QLineEdit* addLine(FormDialog* dialog, const QString& text, const char* name, const QString& hint = {})
{
    auto* line = new QLineEdit(dialog);
    line->setPlaceholderText(hint);
    dialog->addField(text, line, name);
    return line;
}

QPlainTextEdit* addText(FormDialog* dialog, const QString& text, const char* name)
{
    auto* edit = new QPlainTextEdit(dialog);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(12 * kGridPx);
    dialog->addField(text, edit, name);
    return edit;
}

QString authorityOf(const service::Session& session, const domain::RequestId& id)
{
    const auto* request = session.liveSnapshot()->request(id);
    return request ? request->facts.authority : QString();
}

} // namespace

FormDialog* newRequestDialog(service::Session& session, const std::optional<domain::IncidentId>& incident,
                             QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Enter a regulatory request"),
                                  FormDialog::tr("Enter the request"), parent);
    dialog->setObjectName(QStringLiteral("requestDialog"));
    auto* authority = addLine(dialog, FormDialog::tr("&Authority"), "authority");
    auto* jurisdiction =
        addLine(dialog, FormDialog::tr("&Jurisdiction"), "jurisdiction", FormDialog::tr("EU, US, UK …"));
    auto* basis = addLine(dialog, FormDialog::tr("&Legal basis"), "legalBasis");
    auto* received = new TimeField(TimeField::May::NotBeEmpty, FormDialog::tr("Received"), dialog);
    received->setTime(session.now());
    dialog->addField(FormDialog::tr("&Received"), received, "received");
    auto* due = new TimeField(TimeField::May::BeEmpty, FormDialog::tr("Due"), dialog);
    due->setTime(session.now().plusUs(kUsualAnswerUs));
    dialog->addField(FormDialog::tr("&Due"), due, "due");
    auto* evidence =
        new EvidenceBoxes({domain::EvidenceItem::SafetyEvaluation, domain::EvidenceItem::Auditability,
                           domain::EvidenceItem::RiskMitigation, domain::EvidenceItem::Other},
                          dialog);
    dialog->addField(FormDialog::tr("Demands"), evidence, "demands");
    auto* confidential = new QCheckBox(FormDialog::tr("The request itself is &confidential"), dialog);
    dialog->form()->addRow(QString(), confidential);
    auto* incidents = new QComboBox(dialog);
    incidents->addItem(FormDialog::tr("No incident"), QString());
    for (const items::Choice& choice : items::incidentChoices(*session.liveSnapshot())) {
        if (!choice.isMuted)
            incidents->addItem(choice.name, choice.id);
    }
    incidents->setCurrentIndex(incident ? std::max(0, incidents->findData(incident->value())) : 0);
    dialog->addField(FormDialog::tr("&Incident"), incidents, "incident");
    auto* description = addText(dialog, FormDialog::tr("&What it asks"), "description");
    const auto check = [=] {
        dialog->setWhyNot(authority->text().trimmed().isEmpty()      ? FormDialog::tr("Name the authority")
                          : jurisdiction->text().trimmed().isEmpty() ? FormDialog::tr("Name the jurisdiction")
                          : evidence->chosen().empty() ? FormDialog::tr("Say which evidence it demands")
                                                       : QString());
    };
    QObject::connect(authority, &QLineEdit::textChanged, dialog, check);
    QObject::connect(jurisdiction, &QLineEdit::textChanged, dialog, check);
    evidence->onChange(dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::RequestReceived facts;
        facts.authority = authority->text().trimmed();
        facts.jurisdiction = jurisdiction->text().trimmed();
        facts.legalBasis = basis->text().trimmed();
        facts.receivedAt = received->time().value_or(session.now());
        facts.dueAt = due->time();
        facts.demanded = evidence->chosen();
        facts.confidential = confidential->isChecked();
        facts.description = description->toPlainText().trimmed();
        if (const QString chosen = incidents->currentData().toString(); !chosen.isEmpty())
            facts.incident = domain::IncidentId(chosen);
        common::recordFact(session, dialog, std::move(facts));
    });
    authority->setFocus();
    return dialog;
}

FormDialog* answerDialog(service::Session& session, const domain::RequestId& id, QWidget* parent)
{
    const auto* request = session.liveSnapshot()->request(id);
    auto* dialog = new FormDialog(FormDialog::tr("Answer %1").arg(authorityOf(session, id)),
                                  FormDialog::tr("Enter the answer"), parent);
    dialog->setObjectName(QStringLiteral("answerDialog"));
    auto* covers = new EvidenceBoxes(request ? request->open() : std::vector<domain::EvidenceItem>{}, dialog);
    dialog->addField(FormDialog::tr("Covers"), covers, "covers");
    auto* text = addText(dialog, FormDialog::tr("&What was answered"), "text");
    auto* at = new TimeField(TimeField::May::NotBeEmpty, FormDialog::tr("Answered"), dialog);
    at->setTime(session.now());
    dialog->addField(FormDialog::tr("&Answered"), at, "answered");
    const auto check = [=] {
        dialog->setWhyNot(covers->chosen().empty() ? FormDialog::tr("Say which evidence the answer covers")
                          : text->toPlainText().trimmed().isEmpty() ? FormDialog::tr("Say what was answered")
                                                                    : QString());
    };
    covers->onChange(dialog, check);
    QObject::connect(text, &QPlainTextEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        domain::RequestAnswered facts;
        facts.request = id;
        facts.covers = covers->chosen();
        facts.text = text->toPlainText().trimmed();
        facts.answeredAt = at->time();
        common::recordFact(session, dialog, std::move(facts));
    });
    return dialog;
}

FormDialog* closeDialog(service::Session& session, const domain::RequestId& id, QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Close the request of %1").arg(authorityOf(session, id)),
                                  FormDialog::tr("Close the request"), parent);
    dialog->setObjectName(QStringLiteral("closeDialog"));
    auto* reason = addText(dialog, FormDialog::tr("&Reason"), "reason");
    const auto check = [=] {
        dialog->setWhyNot(reason->toPlainText().trimmed().isEmpty()
                              ? FormDialog::tr("Say why it can be closed")
                              : QString());
    };
    QObject::connect(reason, &QPlainTextEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, &session] {
        common::recordFact(session, dialog, domain::RequestClosed{id, reason->toPlainText().trimmed()});
    });
    return dialog;
}

} // namespace keyturn::ui::regulatory
