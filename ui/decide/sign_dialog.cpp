// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/sign_dialog.h"

#include "models/items/words.h"
#include "ui/common/sheet_view.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keyturn::ui::decide {

using common::kGridPx;

SignDialog::SignDialog(service::Session& session, service::Prepared prepared, const QString& title,
                       const QString& act, const QString& words, QWidget* parent)
    : FormDialog(title, act, parent), m_session(session), m_prepared(std::move(prepared))
{
    setObjectName(QStringLiteral("signDialog"));
    auto* sheet = new common::SheetView(m_prepared.sheet.isEmpty() ? words.toUtf8() : m_prepared.sheet, this);
    sheet->setMinimumHeight(32 * kGridPx);
    setMinimumSize(sheet->wholeWidthPx() + 6 * kGridPx, 76 * kGridPx);
    resize(sheet->wholeWidthPx() + 6 * kGridPx, 92 * kGridPx);
    body()->addWidget(sheet, 1);
    if (!m_prepared.sheet.isEmpty())
        form()->addRow(tr("Short code"), common::shortCodeLine(m_prepared.sheetSha256, this));
    addSigner();
    updateAct();
}

SignDialog::~SignDialog()
{
    hide(); // What is typed is wiped then, which the fields tell.
}

void SignDialog::addSigner()
{
    const auto& snapshot = *m_session.liveSnapshot();
    const domain::Member* member = snapshot.charter.member(m_prepared.member);
    const QString who =
        member ? tr("%1 (%2)").arg(member->display(), items::listed(member->roles)) : QString();
    form()->addRow(tr("Signed by"), common::plainLabel(who, this));
    m_key = new common::KeyFields(m_session, form(), this);
    m_key->offer(m_prepared.member);
    m_key->focusSecret();
    connect(m_key, &common::KeyFields::changed, this, &SignDialog::updateAct);
    connect(this, &FormDialog::actRequested, this, &SignDialog::sign);
    connect(this, &QDialog::finished, m_key, &common::KeyFields::clear);
}

void SignDialog::updateAct()
{
    setWhyNot(m_key->whyIncomplete());
}

void SignDialog::sign()
{
    if (isBusy() || !m_key->whyIncomplete().isEmpty())
        return;
    setBusy(true);
    const auto future = m_session.commit(m_prepared, m_key->key(), m_key->takeSecret());
    common::whenDone(future, this, [this](const base::Result<service::Appended>& appended) {
        setBusy(false);
        updateAct();
        if (!appended) {
            showError(appended.error().sentence());
            m_key->focusSecret();
            return;
        }
        m_key->remember(m_prepared.member);
        Q_EMIT signedAndAppended();
        accept();
    });
}

} // namespace keyturn::ui::decide
