// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/courier_flow.h"

#include "ui/common/when_done.h"
#include "ui/common/widgets.h"
#include "ui/shell/courier_dialog.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keyturn::ui::shell {

namespace {

/// Opens a dialog that only says something, just as high as its text is at its width: the hint that Qt would
/// go by is the height at the narrowest.
void openToFit(QDialog* dialog)
{
    const int widthPx = dialog->minimumWidth();
    dialog->resize(widthPx, dialog->heightForWidth(widthPx));
    dialog->open();
}

} // namespace

CourierFlow::CourierFlow(service::Session& session, std::shared_ptr<const base::Clock> clock, QWidget* window)
    : QObject(window), m_session(session), m_clock(std::move(clock)), m_window(window)
{
}

void CourierFlow::choose(const char* name, const QString& title, const QString& filter,
                         void (CourierFlow::*go)(const QString&))
{
    auto* dialog = new QFileDialog(m_window, title);
    dialog->setObjectName(QLatin1String(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({filter, tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, go);
    dialog->open();
}

void CourierFlow::chooseToSign()
{
    choose("decisionFileDialog", tr("Choose the decision file to sign"),
           tr("Decision files (*%1)").arg(QLatin1String(service::kDecisionFileSuffix)), &CourierFlow::sign);
}

void CourierFlow::sign(const QString& path)
{
    auto* dialog = new CourierDialog(m_session, m_clock, path, m_window);
    connect(dialog, &CourierDialog::answered, this, &CourierFlow::showAnswered);
    dialog->open();
}

void CourierFlow::showAnswered(const QString& path, const QString& what)
{
    auto* dialog = new common::FormDialog(what, tr("Close"), m_window);
    dialog->setObjectName(QStringLiteral("answeredDialog"));
    auto* next =
        common::plainLabel(tr("Your signature is in the file below. Send it back to whoever sent you "
                              "the decision file: it counts once they have taken it in, and nothing "
                              "has changed before that."),
                           dialog);
    dialog->body()->addWidget(next);
    auto* saved = new QLineEdit(QDir::toNativeSeparators(path), dialog);
    saved->setObjectName(QStringLiteral("savedAs"));
    saved->setReadOnly(true);
    saved->setCursorPosition(0);
    auto* label = new QLabel(tr("&Saved as"), dialog);
    label->setBuddy(saved);
    dialog->form()->addRow(label, saved);
    auto* copy = new QPushButton(tr("&Copy the path"), dialog);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, dialog,
            [path] { QGuiApplication::clipboard()->setText(QDir::toNativeSeparators(path)); });
    auto* line = new QHBoxLayout;
    line->addWidget(copy);
    line->addStretch();
    dialog->form()->addRow(QString(), line);
    dialog->hideCancel();
    connect(dialog, &common::FormDialog::actRequested, dialog, &QDialog::accept);
    openToFit(dialog);
    Q_EMIT said(what);
}

void CourierFlow::chooseToTakeIn()
{
    choose("answerFileDialog", tr("Choose the signed decision file"),
           tr("Signed decision files (*%1)").arg(QLatin1String(service::kAnswerFileSuffix)),
           &CourierFlow::takeIn);
}

void CourierFlow::takeIn(const QString& path)
{
    if (!m_session.isOpen())
        return;
    common::whenDone(m_session.courierIn(path), this, [this](const base::Result<service::TakenIn>& taken) {
        if (!taken) {
            showRefused(taken.error().sentence());
            return;
        }
        const state::Snapshot& snapshot = *taken->appended.snapshot;
        const QString what = domain::headline(snapshot.proposal(taken->proposal)->facts);
        const QString who = snapshot.display(taken->member);
        Q_EMIT said(taken->isApproval ? tr("Taken in: %1 approves “%2”").arg(who, what)
                                      : tr("Taken in: %1 refuses “%2”").arg(who, what));
    });
}

void CourierFlow::showRefused(const QString& sentence)
{
    auto* dialog = new common::FormDialog(tr("Not taken in"), tr("Close"), m_window);
    dialog->setObjectName(QStringLiteral("notTakenInDialog"));
    dialog->hideCancel();
    dialog->showError(sentence);
    connect(dialog, &common::FormDialog::actRequested, dialog, &QDialog::accept);
    openToFit(dialog);
}

} // namespace keyturn::ui::shell
