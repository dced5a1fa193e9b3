// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/members_editor.h"

#include "models/base/text_safety.h"
#include "models/items/charter_draft.h"
#include "models/items/charter_words.h"
#include "models/items/words.h"
#include "ui/common/widgets.h"
#include "ui/people/editor_layout.h"
#include "ui/people/key_list.h"
#include "ui/people/member_dialog.h"
#include "ui/people/revoke_dialog.h"
#include "ui/people/role_boxes.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::people {

using common::kGridPx;

MembersEditor::MembersEditor(CharterInWork& work, QWidget* parent)
    : QWidget(parent), m_work(work), m_list(new QListWidget(this)),
      m_add(new QPushButton(tr("&Add a member…"), this)), m_remove(new QPushButton(this)),
      m_fields(new QWidget(this)), m_name(new QLineEdit(m_fields)), m_title(new QLineEdit(m_fields)),
      m_kind(new QComboBox(m_fields)), m_roles(new RoleBoxes(RoleBoxes::Which::All, tr("Role"), m_fields)),
      m_id(common::mutedLabel({}, m_fields)), m_keys(new KeyList(m_fields)),
      m_enrol(new QPushButton(tr("Add a key from an &enrolment file…"), m_fields))
{
    build();
    connect(m_list, &QListWidget::currentRowChanged, this, &MembersEditor::showMember);
    connect(m_add, &QPushButton::clicked, this, [this] { addMember(std::nullopt); });
    connect(m_remove, &QPushButton::clicked, this, &MembersEditor::removeMember);
    connect(m_enrol, &QPushButton::clicked, this, &MembersEditor::browse);
    connect(m_name, &QLineEdit::textChanged, this, &MembersEditor::takeFields);
    connect(m_title, &QLineEdit::textChanged, this, &MembersEditor::takeFields);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &MembersEditor::takeFields);
    connect(m_roles, &RoleBoxes::changed, this, &MembersEditor::takeFields);
    const auto onKey = [this](auto signal, auto act) {
        connect(m_keys, signal, this, [this, act](const QString& hex) {
            if (const auto key = base::Digest::fromHex(hex))
                act(*key);
        });
    };
    onKey(&KeyList::retireRequested, [this](const base::Digest& key) {
        items::dropKey(m_work.draft, key);
        showKeys();
        Q_EMIT changed();
    });
    onKey(&KeyList::revokeRequested, [this](const base::Digest& key) { revoke(key); });
    onKey(&KeyList::takeBackRequested, [this](const base::Digest& key) { takeBack(key); });
    fillList(std::nullopt);
}

void MembersEditor::build()
{
    m_list->setObjectName(QStringLiteral("draftMembers"));
    m_list->setAccessibleName(tr("Members of the draft"));
    m_list->setWordWrap(true);
    setFocusProxy(m_list);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_add->setObjectName(QStringLiteral("addMember"));
    m_remove->setObjectName(QStringLiteral("removeMember"));
    m_name->setObjectName(QStringLiteral("memberName"));
    m_title->setObjectName(QStringLiteral("memberTitle"));
    m_kind->setObjectName(QStringLiteral("memberKind"));
    m_roles->setObjectName(QStringLiteral("memberRoles"));
    m_enrol->setObjectName(QStringLiteral("addKey"));
    for (const auto kind : {domain::MemberKind::Person, domain::MemberKind::Service})
        m_kind->addItem(items::label(kind), static_cast<int>(kind));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * kGridPx);
    form->setVerticalSpacing(kGridPx);
    const auto row = [&](const QString& text, QWidget* field) {
        auto* label = new QLabel(text, m_fields);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    row(tr("&Name"), m_name);
    row(tr("&Title"), m_title);
    row(tr("&Kind"), m_kind);
    row(tr("Ro&les"), m_roles);
    form->addRow(QString(), m_id);
    auto* right = new QVBoxLayout(m_fields);
    right->setContentsMargins(2 * kGridPx, 0, kGridPx, 0);
    right->setSpacing(kGridPx);
    right->addLayout(form);
    right->addWidget(common::headingLabel(tr("Keys"), 0, m_fields));
    right->addWidget(m_keys);
    right->addWidget(m_enrol, 0, Qt::AlignLeft);
    right->addStretch();
    layListBesideFields(this, m_list, m_add, m_remove, m_fields);
}

domain::Member* MembersEditor::chosen()
{
    auto& members = m_work.draft.members;
    const int row = m_list->currentRow();
    return row >= 0 && static_cast<std::size_t>(row) < members.size()
               ? &members[static_cast<std::size_t>(row)]
               : nullptr;
}

void MembersEditor::fillList(const std::optional<domain::MemberId>& choose)
{
    const int before = std::max(0, m_list->currentRow());
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const domain::Member& member : m_work.draft.members)
            m_list->addItem(base::harmlessText(member.display()));
        int row = std::min(before, m_list->count() - 1);
        for (int i = 0; choose && i < m_list->count(); ++i) {
            if (m_work.draft.members[static_cast<std::size_t>(i)].id == *choose)
                row = i;
        }
        m_list->setCurrentRow(row);
    }
    showMember();
}

void MembersEditor::showMember()
{
    const domain::Member* member = chosen();
    m_fields->setEnabled(member != nullptr);
    m_fields->setVisible(member != nullptr);
    common::applyAct(m_remove, {member ? tr("Remove %1").arg(member->name) : tr("Remove"),
                                member ? QString() : tr("Choose a member first")});
    if (!member)
        return;
    m_isFilling = true;
    m_name->setText(member->name);
    m_title->setText(member->title);
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(member->kind)));
    const domain::Member* standing = m_work.standing().member(member->id);
    m_roles->setRoles(member->roles, standing ? standing->roles : member->roles);
    m_id->setText(tr("Known in files as %1").arg(member->id.value()));
    m_isFilling = false;
    showKeys();
}

void MembersEditor::showKeys()
{
    const domain::Member* member = chosen();
    if (!member)
        return;
    std::vector<KeyRow> rows;
    for (items::KeyWords& words : items::memberWords(*m_work.snapshot, *member).keys) {
        if (words.further.isEmpty())
            words.further = tr("new; its holder has shown that they hold it");
        rows.push_back(
            {words.isRevoked ? KeyRow::Offers::Nothing : KeyRow::Offers::RetireAndRevoke, std::move(words)});
    }
    if (const domain::Member* standing = m_work.standing().member(member->id)) {
        for (const domain::MemberKey& key : standing->keys) {
            if (m_work.draft.memberOfKey(key.id))
                continue;
            const domain::RevokedKey* revoked = m_work.draft.revocationOf(key.id);
            rows.push_back({KeyRow::Offers::TakeBack,
                            {key.id.shortCode(), key.id.hex(), items::keyTypeLabel(key.type),
                             revoked ? tr("revoked by this draft from entry %1 on").arg(revoked->fromSeq)
                                     : tr("retired by this draft; what it signed stands"),
                             revoked != nullptr}});
        }
    }
    m_keys->setKeys(rows);
}

void MembersEditor::takeFields()
{
    domain::Member* member = chosen();
    if (m_isFilling || !member)
        return;
    member->name = m_name->text().trimmed();
    member->title = m_title->text().trimmed();
    member->kind = static_cast<domain::MemberKind>(m_kind->currentData().toInt());
    member->roles = m_roles->roles();
    m_list->currentItem()->setText(base::harmlessText(member->display()));
    common::applyAct(m_remove, {tr("Remove %1").arg(member->name), {}});
    Q_EMIT changed();
}

void MembersEditor::addMember(const std::optional<service::Enrolment>& enrolment)
{
    auto* dialog =
        new MemberDialog(m_work, enrolment ? std::optional(enrolment->member) : std::nullopt, window());
    connect(dialog, &MemberDialog::named, this, [this, enrolment](const domain::Member& member) {
        m_work.draft.members.push_back(member);
        fillList(member.id);
        m_roles->setFocus();
        if (enrolment)
            addKey(*enrolment);
        Q_EMIT changed();
    });
    dialog->open();
}

void MembersEditor::removeMember()
{
    const domain::Member* member = chosen();
    if (!member)
        return;
    m_work.draft.members.erase(m_work.draft.members.begin() + m_list->currentRow());
    fillList(std::nullopt);
    Q_EMIT changed();
}

void MembersEditor::browse()
{
    auto* dialog = new QFileDialog(window(), tr("Choose an enrolment file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &MembersEditor::addEnrolment);
    dialog->open();
}

void MembersEditor::addEnrolment(const QString& path)
{
    const auto enrolment = service::readEnrolmentFile(path);
    if (!enrolment) {
        Q_EMIT refused(enrolment.error().sentence());
        return;
    }
    if (enrolment->log != m_work.snapshot->log) {
        Q_EMIT refused(tr("This enrolment was made for another workspace. It is good for that one only."));
        return;
    }
    if (const domain::Member* holder = m_work.draft.memberOfKey(enrolment->key.id)) {
        Q_EMIT refused(tr("%1 already has this key.").arg(holder->display()));
        return;
    }
    if (m_work.draft.revocationOf(enrolment->key.id)) {
        Q_EMIT refused(tr("This key is revoked; a new one has to be made."));
        return;
    }
    Q_EMIT refused({});
    if (!m_work.draft.member(enrolment->member)) {
        addMember(*enrolment);
        return;
    }
    fillList(enrolment->member);
    addKey(*enrolment);
    Q_EMIT changed();
}

void MembersEditor::addKey(const service::Enrolment& enrolment)
{
    for (domain::Member& member : m_work.draft.members) {
        if (member.id == enrolment.member)
            member.keys.push_back(enrolment.key);
    }
    m_work.enrolments.push_back(enrolment);
    showKeys();
}

void MembersEditor::revoke(const base::Digest& key)
{
    const domain::Member* member = chosen();
    if (!member)
        return;
    // Of a key that only this draft names there is nothing to revoke.
    if (!m_work.standing().memberOfKey(key)) {
        items::dropKey(m_work.draft, key);
        showKeys();
        Q_EMIT changed();
        return;
    }
    auto* dialog = new RevokeDialog(m_work.snapshot, *member, key, window());
    connect(dialog, &RevokeDialog::revoked, this, [this](const domain::RevokedKey& revoked) {
        items::revokeKey(m_work.draft, revoked);
        showKeys();
        Q_EMIT changed();
    });
    dialog->open();
}

void MembersEditor::takeBack(const base::Digest& key)
{
    domain::Member* member = chosen();
    const domain::Member* standing = member ? m_work.standing().member(member->id) : nullptr;
    if (!standing)
        return;
    std::erase_if(m_work.draft.revoked, [&](const domain::RevokedKey& each) { return each.key == key; });
    // In the order that they stand in, so that taking back leaves no difference.
    std::vector<domain::MemberKey> keys;
    for (const domain::MemberKey& each : standing->keys) {
        const bool isKept = std::find(member->keys.begin(), member->keys.end(), each) != member->keys.end();
        if (each.id == key || isKept)
            keys.push_back(each);
    }
    for (const domain::MemberKey& each : member->keys) {
        if (std::find(keys.begin(), keys.end(), each) == keys.end())
            keys.push_back(each);
    }
    member->keys = std::move(keys);
    showKeys();
    Q_EMIT changed();
}

} // namespace keyturn::ui::people
