// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/key_fields.h"

#include "ui/common/icons.h"
#include "ui/common/secret_line_edit.h"
#include "ui/common/widgets.h"

#include <QDialog>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QToolButton>

namespace keyturn::ui::common {

namespace {

QString settingOf(const domain::MemberId& member)
{
    return QStringLiteral("keyFiles/") + member.value();
}

} // namespace

KeyFields::KeyFields(const service::Session& session, QFormLayout* form, QWidget* parent)
    : QObject(parent), m_session(session), m_path(new QLineEdit(parent)),
      m_passphrase(new SecretLineEdit(parent)), m_hint(mutedLabel({}, parent))
{
    m_path->setObjectName(QStringLiteral("keyFile"));
    m_path->setPlaceholderText(tr("File ending in .key"));
    auto* choose = new QToolButton(parent);
    choose->setIcon(icon("folder"));
    choose->setText(tr("Choose the key file"));
    choose->setToolTip(choose->text());
    choose->setAccessibleName(choose->text());
    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx / 2);
    line->addWidget(m_path, 1);
    line->addWidget(choose);
    auto* pathLabel = new QLabel(tr("&Key file"), parent);
    pathLabel->setBuddy(m_path);
    form->addRow(pathLabel, line);

    m_passphrase->setObjectName(QStringLiteral("passphrase"));
    auto* passphraseLabel = new QLabel(tr("&Passphrase"), parent);
    passphraseLabel->setBuddy(m_passphrase);
    form->addRow(passphraseLabel, m_passphrase);
    form->addRow(QString(), m_hint);
    m_hint->setWordWrap(false);
    m_hint->hide();

    connect(choose, &QToolButton::clicked, this, &KeyFields::browse);
    connect(m_path, &QLineEdit::textChanged, this, &KeyFields::changed);
    connect(m_passphrase, &QLineEdit::textChanged, this, &KeyFields::changed);
    connect(m_passphrase, &QLineEdit::returnPressed, this, &KeyFields::submitted);
    connect(&session, &service::Session::locked, this, &KeyFields::dropOnLock);
}

void KeyFields::offer(const domain::MemberId& member)
{
    QString path = QSettings().value(settingOf(member)).toString();
    if (m_session.isOpen() && m_session.liveSnapshot()->charter.demo) {
        const QString folder = m_session.location() + QStringLiteral(".keys/");
        const QString made = folder + member.value() + QStringLiteral(".key");
        if (QFileInfo::exists(made))
            path = made;
        const QString secret = folder + QStringLiteral("passphrase");
        if (QFileInfo::exists(secret)) {
            m_hint->setText(tr("Demo: the passphrase is in the file “passphrase” beside the key"));
            m_hint->setToolTip(secret);
            m_hint->show();
        }
    }
    if (!path.isEmpty())
        m_path->setText(path);
}

QString KeyFields::keyFile() const
{
    return m_path->text().trimmed();
}

void KeyFields::setKeyFile(const QString& path)
{
    m_path->setText(path);
}

bool KeyFields::isComplete() const
{
    return !keyFile().isEmpty() && !m_passphrase->text().isEmpty();
}

crypto::SecretBytes KeyFields::takePassphrase()
{
    return m_passphrase->take();
}

void KeyFields::remember(const domain::MemberId& member) const
{
    QSettings().setValue(settingOf(member), keyFile());
}

void KeyFields::focusPassphrase()
{
    (m_path->text().isEmpty() ? m_path : m_passphrase)->setFocus();
}

void KeyFields::clear()
{
    m_passphrase->wipe();
}

void KeyFields::dropOnLock()
{
    clear();
    if (auto* dialog = qobject_cast<QDialog*>(m_passphrase->window()))
        dialog->reject();
}

void KeyFields::browse()
{
    auto* dialog = new QFileDialog(m_path->window(), tr("Choose your key file"), QFileInfo(keyFile()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Keys (*.key *.pem)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

} // namespace keyturn::ui::common
