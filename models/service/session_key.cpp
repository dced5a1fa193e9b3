// SPDX-License-Identifier: GPL-3.0-or-later
// The unlocked key of a session: who signs in, and when it is forgotten.
#include "models/service/session.h"
#include "models/service/session_worker.h"

namespace keyturn::service {

namespace {

/// What a token signs to show that its PIN is right. No statement is signed in this form, so the signature is
/// good for nothing else; it is dropped.
constexpr char kPinTrial[] = "keyturn.dev/sign-in/v1";

} // namespace

QFuture<base::Result<domain::MemberId>> Session::signIn(const KeyChoice& key, crypto::SecretBytes secret)
{
    auto future = onWorker([key, secret = std::make_shared<crypto::SecretBytes>(std::move(secret))](
                               Worker& worker) -> base::Result<domain::MemberId> {
        KEYTURN_TRY_LET(signer, openSigner(key, std::move(*secret)));
        KEYTURN_TRY_LET(member, worker.workspace->memberOf(signer->publicKey()));
        if (key.place() == KeyChoice::Place::Token)
            KEYTURN_TRY(signer->sign(kPinTrial));
        worker.key = std::move(signer);
        worker.member = member;
        return member;
    });
    future.then(this, [this, key, forgotten = m_keysForgotten](const base::Result<domain::MemberId>& member) {
        if (!member || forgotten != m_keysForgotten)
            return;
        m_signedIn = SignedIn{*member, key};
        m_lockedOut.reset();
        m_idle.restart();
        Q_EMIT signedInChanged();
    });
    return future;
}

void Session::forgetKey()
{
    ++m_keysForgotten;
    onWorker([](Worker& worker) {
        worker.key.reset();
        return true;
    });
    m_signedIn.reset();
    m_idle.restart();
}

void Session::signOut()
{
    const bool changes = m_signedIn || m_lockedOut;
    forgetKey();
    m_lockedOut.reset();
    if (changes)
        Q_EMIT signedInChanged();
    watchIdle();
}

void Session::lock()
{
    const bool wasSignedIn = m_signedIn.has_value();
    if (wasSignedIn)
        m_lockedOut = m_signedIn->member;
    forgetKey();
    Q_EMIT locked();
    if (wasSignedIn)
        Q_EMIT signedInChanged();
    watchIdle();
}

void Session::noteActivity()
{
    m_idle.noteActivity();
    watchIdle();
}

void Session::setIdleLimit(std::chrono::minutes limit)
{
    m_idle.setLimit(limit);
    watchIdle();
}

void Session::watchIdle()
{
    // Also while nobody is signed in: a passphrase may stand half typed in a dialog.
    if (m_idle.isDue()) {
        lock();
        return;
    }
    const auto left = m_signedIn ? m_idle.locksIn() : std::nullopt;
    if (left == m_locksIn)
        return;
    m_locksIn = left;
    Q_EMIT locksInChanged();
}

} // namespace keyturn::service
