// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/key_fields.h"

#include "ui/common/icons.h"
#include "ui/common/secret_line_edit.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QComboBox>
#include <QDialog>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QToolButton>

#include <algorithm>

namespace keyturn::ui::common {

using Place = service::KeyChoice::Place;

namespace {

/// Places are remembered for each member and each kind, and which kind was used last.
QString settingOf(const char* what, const domain::MemberId& member)
{
    return QLatin1String(what) + u'/' + member.value();
}
constexpr char kKeyFiles[] = "keyFiles";
constexpr char kTokenKeys[] = "tokenKeys";
constexpr char kKeyPlaces[] = "keyPlaces";
constexpr char kTokenWord[] = "token";
constexpr char kFileWord[] = "file";

QToolButton* iconButton(const char* iconName, const QString& text, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setText(text);
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

} // namespace

KeyFields::KeyFields(const service::Session& session, QFormLayout* form, QWidget* parent)
    : QObject(parent), m_session(session), m_place(new QComboBox(parent)), m_path(new QLineEdit(parent)),
      m_choose(iconButton("folder", tr("Choose the key file"), parent)), m_tokenKey(new QComboBox(parent)),
      m_lookAgain(iconButton("search", tr("Look for tokens again"), parent)),
      m_secretLabel(new QLabel(parent)), m_secret(new SecretLineEdit(parent)), m_hint(mutedLabel({}, parent))
{
    addPlaceRow(form, parent);
    addSecretRow(form);
    connect(m_place, &QComboBox::currentIndexChanged, this, &KeyFields::showPlace);
    connect(m_choose, &QToolButton::clicked, this, &KeyFields::browse);
    connect(m_lookAgain, &QToolButton::clicked, this, &KeyFields::lookForTokens);
    connect(m_path, &QLineEdit::textChanged, this, &KeyFields::changed);
    connect(m_tokenKey, &QComboBox::currentIndexChanged, this, &KeyFields::changed);
    connect(m_secret, &QLineEdit::textChanged, this, &KeyFields::changed);
    connect(&session, &service::Session::locked, this, &KeyFields::dropOnLock);
    showPlace();
}

void KeyFields::addPlaceRow(QFormLayout* form, QWidget* parent)
{
    m_place->setObjectName(QStringLiteral("keyPlace"));
    m_place->addItem(tr("Key file"), QLatin1String(kFileWord));
    m_place->addItem(tr("Security token"), QLatin1String(kTokenWord));
    m_path->setObjectName(QStringLiteral("keyFile"));
    m_path->setPlaceholderText(tr("File ending in .key"));
    m_path->setAccessibleName(tr("Key file"));
    m_tokenKey->setObjectName(QStringLiteral("tokenKey"));
    m_tokenKey->setAccessibleName(tr("Key on a security token"));
    m_tokenKey->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx / 2);
    line->addWidget(m_place);
    line->addWidget(m_path, 1);
    line->addWidget(m_choose);
    line->addWidget(m_tokenKey, 1);
    line->addWidget(m_lookAgain);
    auto* label = new QLabel(tr("&Key"), parent);
    label->setBuddy(m_place);
    form->addRow(label, line);
}

void KeyFields::addSecretRow(QFormLayout* form)
{
    m_secret->setObjectName(QStringLiteral("passphrase"));
    m_secretLabel->setBuddy(m_secret);
    form->addRow(m_secretLabel, m_secret);
    form->addRow(QString(), m_hint);
    m_hint->setWordWrap(false);
}

Place KeyFields::place() const
{
    return m_place->currentData().toString() == QLatin1String(kTokenWord) ? Place::Token : Place::File;
}

void KeyFields::setPlace(Place place)
{
    m_place->setCurrentIndex(
        m_place->findData(QLatin1String(place == Place::Token ? kTokenWord : kFileWord)));
}

void KeyFields::showPlace()
{
    const bool isToken = place() == Place::Token;
    m_path->setVisible(!isToken);
    m_choose->setVisible(!isToken);
    m_tokenKey->setVisible(isToken);
    m_lookAgain->setVisible(isToken);
    m_secretLabel->setText(isToken ? tr("&PIN") : tr("&Passphrase"));
    // What was typed for one is no secret of the other.
    m_secret->wipe();
    if (isToken && !m_hasLooked)
        lookForTokens();
    const QString hint = isToken ? m_tokenHint : m_demoHint;
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    Q_EMIT changed();
}

void KeyFields::lookForTokens()
{
    m_hasLooked = true;
    m_tokenKey->clear();
    m_tokenHint = tr("Looking for tokens…");
    m_hint->setText(m_tokenHint);
    m_lookAgain->setEnabled(false);
    whenDone(service::offerTokenKeys(), this, [this](const auto& offers) { takeTokens(offers); });
}

void KeyFields::takeTokens(const base::Result<std::vector<service::TokenKeyOffer>>& offers)
{
    m_lookAgain->setEnabled(true);
    m_tokenKey->clear();
    if (!offers)
        m_tokenHint = offers.error().sentence();
    else if (offers->empty())
        m_tokenHint = tr("No token with a key is plugged in");
    else
        m_tokenHint.clear();
    if (offers) {
        for (const service::TokenKeyOffer& offer : *offers)
            m_tokenKey->addItem(offer.name, offer.key.where());
        const domain::Member* member =
            m_session.isOpen() ? m_session.liveSnapshot()->charter.member(m_member) : nullptr;
        const auto isTheirs = [&](const service::TokenKeyOffer& offer) {
            return member && std::any_of(member->keys.begin(), member->keys.end(),
                                         [&](const auto& key) { return key.id == offer.keyId; });
        };
        const auto theirs = std::find_if(offers->begin(), offers->end(), isTheirs);
        const int remembered = m_tokenKey->findData(m_rememberedToken);
        if (remembered >= 0)
            m_tokenKey->setCurrentIndex(remembered);
        else if (theirs != offers->end())
            m_tokenKey->setCurrentIndex(static_cast<int>(theirs - offers->begin()));
    }
    if (place() == Place::Token) {
        m_hint->setText(m_tokenHint);
        m_hint->setVisible(!m_tokenHint.isEmpty());
    }
    Q_EMIT changed();
}

void KeyFields::offer(const domain::MemberId& member)
{
    m_member = member;
    const QSettings settings;
    QString path = settings.value(settingOf(kKeyFiles, member)).toString();
    m_rememberedToken = settings.value(settingOf(kTokenKeys, member)).toString();
    if (m_session.isOpen() && m_session.liveSnapshot()->charter.demo) {
        const QString folder = m_session.location() + QStringLiteral(".keys/");
        const QString made = folder + member.value() + QStringLiteral(".key");
        if (QFileInfo::exists(made))
            path = made;
        const QString secret = folder + QStringLiteral("passphrase");
        if (QFileInfo::exists(secret)) {
            m_demoHint = tr("Demo: the passphrase is in the file “passphrase” beside the key");
            m_hint->setToolTip(secret);
        }
    }
    if (!path.isEmpty())
        m_path->setText(path);
    const bool wasToken =
        settings.value(settingOf(kKeyPlaces, member)).toString() == QLatin1String(kTokenWord);
    setPlace(wasToken ? Place::Token : Place::File);
    showPlace();
}

service::KeyChoice KeyFields::key() const
{
    return place() == Place::Token ? service::KeyChoice::token(m_tokenKey->currentData().toString())
                                   : service::KeyChoice::file(m_path->text().trimmed());
}

QString KeyFields::whyIncomplete() const
{
    const bool isToken = place() == Place::Token;
    if (!key().isEmpty() && !m_secret->text().isEmpty())
        return {};
    return isToken ? tr("Plug in your token, choose the key and enter the PIN")
                   : tr("Choose your key file and enter its passphrase");
}

crypto::SecretBytes KeyFields::takeSecret()
{
    return m_secret->take();
}

void KeyFields::remember(const domain::MemberId& member) const
{
    const bool isToken = place() == Place::Token;
    QSettings settings;
    settings.setValue(settingOf(isToken ? kTokenKeys : kKeyFiles, member), key().where());
    settings.setValue(settingOf(kKeyPlaces, member), QLatin1String(isToken ? kTokenWord : kFileWord));
}

void KeyFields::focusSecret()
{
    QWidget* first = m_secret;
    if (key().isEmpty())
        first = place() == Place::Token ? static_cast<QWidget*>(m_tokenKey) : m_path;
    first->setFocus();
}

void KeyFields::clear()
{
    m_secret->wipe();
}

void KeyFields::dropOnLock()
{
    clear();
    if (auto* dialog = qobject_cast<QDialog*>(m_secret->window()))
        dialog->reject();
}

void KeyFields::browse()
{
    auto* dialog =
        new QFileDialog(m_path->window(), tr("Choose your key file"), QFileInfo(key().where()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Keys (*.key *.pem)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

} // namespace keyturn::ui::common
