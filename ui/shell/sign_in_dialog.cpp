// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sign_in_dialog.h"

#include "models/items/tables.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QComboBox>
#include <QFormLayout>

namespace keyturn::ui::shell {

SignInDialog::SignInDialog(service::Session& session, const std::optional<domain::MemberId>& suggested,
                           QWidget* parent)
    : FormDialog(tr("Sign in"), tr("Unlock key and sign in"), parent), m_session(session),
      m_member(new QComboBox(this))
{
    setObjectName(QStringLiteral("signInDialog"));
    body()->addWidget(
        common::mutedLabel(tr("Your key signs what you enter here: incidents, requests, signals, imports. "
                              "Decisions ask for it afresh each time. It is locked again when the console "
                              "has not been used for %n min, and when the screen is locked.",
                              nullptr, static_cast<int>(session.idleLimit().count())),
                           this));
    m_member->setObjectName(QStringLiteral("member"));
    for (const items::Choice& choice : items::personChoices(*session.liveSnapshot()))
        m_member->addItem(choice.name, choice.id);
    if (suggested)
        m_member->setCurrentIndex(std::max(0, m_member->findData(suggested->value())));
    auto* label = new QLabel(tr("&Who"), this);
    label->setBuddy(m_member);
    form()->addRow(label, m_member);
    m_key = new common::KeyFields(session, form(), this);
    const auto offer = [this] { m_key->offer(domain::MemberId(m_member->currentData().toString())); };
    connect(m_member, &QComboBox::currentIndexChanged, this, offer);
    connect(m_key, &common::KeyFields::changed, this, &SignInDialog::updateAct);
    connect(this, &FormDialog::actRequested, this, &SignInDialog::signIn);
    connect(this, &QDialog::finished, m_key, &common::KeyFields::clear);
    offer();
    m_key->focusSecret();
    updateAct();
}

SignInDialog::~SignInDialog()
{
    hide(); // What is typed is wiped then, which the fields tell.
}

void SignInDialog::updateAct()
{
    setWhyNot(m_key->whyIncomplete());
}

void SignInDialog::signIn()
{
    if (isBusy() || !m_key->whyIncomplete().isEmpty())
        return;
    setBusy(true);
    const domain::MemberId wanted(m_member->currentData().toString());
    const auto future = m_session.signIn(m_key->key(), m_key->takeSecret());
    common::whenDone(future, this, [this, wanted](const base::Result<domain::MemberId>& member) {
        setBusy(false);
        updateAct();
        if (!member) {
            showError(member.error().sentence());
            m_key->focusSecret();
            return;
        }
        m_key->remember(*member);
        if (*member != wanted) {
            // The key says who it is; a wrong choice above must not stand.
            showError(tr("This is the key of %1, who is now signed in.")
                          .arg(m_session.liveSnapshot()->display(*member)));
            return;
        }
        accept();
    });
}

} // namespace keyturn::ui::shell
