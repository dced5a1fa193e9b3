// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/member_dialog.h"

#include "models/items/charter_draft.h"
#include "models/items/words.h"
#include "ui/common/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keyturn::ui::people {

MemberDialog::MemberDialog(const CharterInWork& work, const std::optional<domain::MemberId>& id,
                           QWidget* parent)
    : FormDialog(tr("Add a member"), tr("Add"), parent), m_work(work), m_given(id),
      m_name(new QLineEdit(this)), m_title(new QLineEdit(this)), m_kind(new QComboBox(this)),
      m_id(common::mutedLabel({}, this))
{
    setObjectName(QStringLiteral("memberDialog"));
    const auto row = [this](const QString& text, QWidget* field, const char* name) {
        field->setObjectName(QLatin1String(name));
        auto* label = new QLabel(text, this);
        label->setBuddy(field);
        form()->addRow(label, field);
    };
    m_name->setPlaceholderText(tr("As colleagues know them"));
    for (const auto kind : {domain::MemberKind::Person, domain::MemberKind::Service})
        m_kind->addItem(items::label(kind), static_cast<int>(kind));
    row(tr("&Name"), m_name, "newName");
    row(tr("&Title"), m_title, "newTitle");
    row(tr("&Kind"), m_kind, "newKind");
    form()->addRow(QString(), m_id);
    connect(m_name, &QLineEdit::textChanged, this, &MemberDialog::check);
    connect(this, &FormDialog::actRequested, this, [this] {
        domain::Member member;
        member.name = m_name->text().trimmed();
        member.title = m_title->text().trimmed();
        member.kind = static_cast<domain::MemberKind>(m_kind->currentData().toInt());
        member.id = m_given ? *m_given : items::freshMemberId(m_work.standing(), m_work.draft, member.name);
        accept();
        Q_EMIT named(member);
    });
    check();
}

void MemberDialog::check()
{
    const QString name = m_name->text().trimmed();
    setWhyNot(name.isEmpty() ? tr("Enter a name") : QString());
    setAct(name.isEmpty() ? tr("Add") : tr("Add %1").arg(name));
    const QString id = m_given          ? m_given->value()
                       : name.isEmpty() ? QString()
                                        : items::freshMemberId(m_work.standing(), m_work.draft, name).value();
    m_id->setText(id.isEmpty() ? tr("Their enrolment file names the id that appears here.")
                  : m_given    ? tr("Known in files as %1, as the enrolment file says.").arg(id)
                            : tr("Known in files as %1: their enrolment file is made for this id.").arg(id));
}

} // namespace keyturn::ui::people
