// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/key_choice.h"

#include "models/base/text_safety.h"
#include "models/tokens/token_signer.h"

#include <QCoreApplication>
#include <QPromise>
#include <QThreadPool>

namespace keyturn::service {

namespace {

base::Result<std::vector<TokenKeyOffer>> tokenKeyOffers()
{
    KEYTURN_TRY_LET(keys, tokens::listTokenKeys());
    std::vector<TokenKeyOffer> offers;
    for (const tokens::TokenKey& key : keys) {
        const QString name = QCoreApplication::translate("service", "%1 on %2")
                                 .arg(base::harmlessText(key.label), base::harmlessText(key.token.label));
        offers.push_back({KeyChoice::token(key.uri), name, key.publicKey.id()});
    }
    return offers;
}

} // namespace

QString KeyChoice::question() const
{
    if (m_place == Place::File)
        return QCoreApplication::translate("service", "Passphrase of %1").arg(m_where);
    const auto uri = tokens::TokenUri::parse(m_where);
    const QString token = uri ? uri->tokenLabel() : QString();
    if (token.isEmpty())
        return QCoreApplication::translate("service", "PIN of the token");
    return QCoreApplication::translate("service", "PIN of the token “%1”").arg(base::harmlessText(token));
}

base::Result<std::unique_ptr<crypto::Signer>> openSigner(const KeyChoice& choice, crypto::SecretBytes secret)
{
    if (choice.place() == KeyChoice::Place::Token) {
        KEYTURN_TRY_LET(uri, tokens::TokenUri::parse(choice.where()));
        KEYTURN_TRY_LET(signer, tokens::TokenSigner::open(uri, std::move(secret)));
        return std::unique_ptr<crypto::Signer>(std::move(signer));
    }
    KEYTURN_TRY_LET(key, crypto::PrivateKey::load(choice.where(), secret));
    return std::make_unique<crypto::PrivateKey>(std::move(key));
}

QFuture<base::Result<std::vector<TokenKeyOffer>>> offerTokenKeys()
{
    auto promise = std::make_shared<QPromise<base::Result<std::vector<TokenKeyOffer>>>>();
    auto future = promise->future();
    promise->start();
    QThreadPool::globalInstance()->start([promise] {
        promise->addResult(tokenKeyOffers());
        promise->finish();
    });
    return future;
}

} // namespace keyturn::service
