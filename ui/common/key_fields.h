// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QObject>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QWidget;

namespace keyturn::ui::common {

class SecretLineEdit;

/// Where a person's key is, in a file or on a token, and its passphrase or PIN. Of a member only the place is
/// remembered, never the secret. When the session locks, the secret is wiped and the dialog around it
/// rejected. Tokens are looked for only once somebody chooses them. A dialog that listens to changed() hides
/// itself in its destructor: hidden later, as any dialog is, it would be told of the wiped secret when half
/// gone.
class KeyFields final : public QObject
{
    Q_OBJECT
public:
    /// Adds its rows to @p form.
    KeyFields(const service::Session& session, QFormLayout* form, QWidget* parent);
    /// Offers the place remembered for @p member; in a demo workspace the key file that was made with it. Of
    /// several tokens' keys, one that the charter has for the member comes first.
    void offer(const domain::MemberId& member);
    /// The key chosen; isEmpty() while none is.
    [[nodiscard]] service::KeyChoice key() const;
    /// What is still to be done before the key can be used, as a sentence; empty when nothing is.
    [[nodiscard]] QString whyIncomplete() const;
    /// The passphrase or PIN; the field is empty afterwards.
    [[nodiscard]] crypto::SecretBytes takeSecret();
    /// Remembers the place that worked.
    void remember(const domain::MemberId& member) const;
    /// To the secret, or to what has to be chosen before it.
    void focusSecret();
    void clear();

Q_SIGNALS:
    void changed();

private:
    void addPlaceRow(QFormLayout* form, QWidget* parent);
    void addSecretRow(QFormLayout* form);
    [[nodiscard]] service::KeyChoice::Place place() const;
    void setPlace(service::KeyChoice::Place place);
    void showPlace();
    void lookForTokens();
    void takeTokens(const base::Result<std::vector<service::TokenKeyOffer>>& offers);
    void browse();
    void dropOnLock();

    const service::Session& m_session;
    QComboBox* m_place;
    QLineEdit* m_path;
    QToolButton* m_choose;
    QComboBox* m_tokenKey;
    QToolButton* m_lookAgain;
    QLabel* m_secretLabel;
    SecretLineEdit* m_secret;
    QLabel* m_hint;
    QString m_demoHint;  ///< Where the passphrase of a demo's key files is.
    QString m_tokenHint; ///< How the search for tokens went.
    QString m_rememberedToken;
    domain::MemberId m_member; ///< Whose key is asked for.
    bool m_hasLooked = false;
};

} // namespace keyturn::ui::common
