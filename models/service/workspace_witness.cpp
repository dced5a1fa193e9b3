// SPDX-License-Identifier: GPL-3.0-or-later
// What others vouch for: cosigned checkpoints and time stamps.

#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/service/workspace.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace keyturn::service {

namespace {

constexpr qint64 kLargestAuthorityBytes = 1 << 20;

/// The certificates in @p folder as one PEM text. One that cannot be read vouches for nothing.
QByteArray authoritiesIn(const QString& folder)
{
    QByteArray pem;
    const QDir authorities(folder);
    const QStringList names = authorities.entryList({QStringLiteral("*.pem")}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        QFile file(authorities.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            pem += file.read(kLargestAuthorityBytes) + '\n';
    }
    return pem;
}

} // namespace

std::vector<ledger::NoteVerifier> Workspace::seatKeys() const
{
    std::vector<ledger::NoteVerifier> keys;
    for (const state::SeatState& seat : m_snapshot->seats) {
        if (auto key = crypto::PublicKey::fromSpki(seat.spki))
            keys.push_back({seat.name, std::move(*key)});
    }
    return keys;
}

std::vector<ledger::NoteVerifier> Workspace::cosignerKeys() const
{
    // The one place that says whose cosignatures count: witnesses that the charter names belong here, too.
    std::vector<ledger::NoteVerifier> keys = seatKeys();
    keys.insert(keys.end(), m_options.witnesses.begin(), m_options.witnesses.end());
    return keys;
}

base::Result<ledger::Checkpoint> Workspace::ownCheckpoint(const ledger::SignedNote& note) const
{
    KEYTURN_TRY_LET(checkpoint, ledger::readCheckpoint(note.text));
    if (checkpoint.origin != ledger::checkpointOrigin(m_snapshot->log))
        return base::fail(ServiceError::OtherLedger, base::harmlessText(checkpoint.origin, 80));
    if (checkpoint.size > m_tree.size())
        return base::fail(ServiceError::NoteBeyond, QString::number(checkpoint.size),
                          QString::number(m_tree.size()));
    if (checkpoint.root != m_tree.rootAt(checkpoint.size))
        return base::fail(ServiceError::NoteContradicts, QString::number(checkpoint.size));
    return checkpoint;
}

void Workspace::checkWitnesses()
{
    m_health.witnessed = false;
    m_health.witnessedSize = 0;
    m_health.witnesses.clear();
    m_witnessTime.reset();
    const auto checkpoints = m_store->checkpoints();
    if (!checkpoints) {
        addProblem(problemOf(checkpoints.error(), std::nullopt));
        return;
    }
    const auto tokens = m_store->tokens();
    if (!tokens) {
        addProblem(problemOf(tokens.error(), std::nullopt));
        return;
    }
    const std::vector<ledger::NoteVerifier> keys = cosignerKeys();
    for (auto stored = checkpoints->rbegin(); stored != checkpoints->rend(); ++stored) {
        const auto note = ledger::readNote(stored->note);
        // One signature is the writer's own.
        if (!note || note->signatures.size() < 2 || !ownCheckpoint(*note))
            continue;
        const std::vector<ledger::NoteVerifier> signers = ledger::signersOf(*note, keys);
        if (signers.size() < 2)
            continue;
        m_health.witnessed = true;
        m_health.witnessedSize = stored->size;
        for (const ledger::NoteVerifier& signer : signers)
            m_health.witnesses += signer.name;
        break;
    }
    if (tokens->empty())
        return;
    const QByteArray authorities = authoritiesIn(m_options.seat.authorityFolder());
    for (const auto& token : *tokens) {
        const auto stored =
            std::find_if(checkpoints->begin(), checkpoints->end(),
                         [&](const auto& checkpoint) { return checkpoint.size == token.size; });
        const auto note = stored != checkpoints->end() ? ledger::readNote(stored->note)
                                                       : base::fail(ledger::LedgerError::NoSuchCheckpoint);
        if (!note || !ownCheckpoint(*note))
            continue;
        const auto stamp = crypto::verifyTimestamp(token.token, crypto::sha256(note->text), authorities);
        if (stamp && (!m_witnessTime || *m_witnessTime < stamp->time))
            m_witnessTime = stamp->time;
    }
}

base::Result<ledger::WitnessRequest> Workspace::requestWitness(std::uint64_t since)
{
    // Nobody is asked to vouch for what does not hold.
    if (!m_health.problems.empty())
        return tl::make_unexpected(readOnlyError(m_health));
    KEYTURN_TRY_LET(newest, m_store->newestCheckpoint());
    if (!newest || newest->size > m_tree.size())
        return base::fail(ledger::LedgerError::NoSuchCheckpoint, QString::number(m_tree.size()));
    if (since > newest->size)
        return base::fail(ledger::LedgerError::NoSuchCheckpoint, QString::number(since));
    return ledger::WitnessRequest{since, m_tree.consistencyProof(since, newest->size), newest->note};
}

base::Result<ledger::Checkpoint> Workspace::takeCosigned(const QByteArray& bytes)
{
    KEYTURN_TRY_LET(note, ledger::readNote(bytes));
    KEYTURN_TRY_LET(checkpoint, ownCheckpoint(note));
    if (ledger::signersOf(note, seatKeys()).empty())
        return base::fail(ServiceError::NoteOfNoSeat);
    KEYTURN_TRY(m_store->addCosignatures(checkpoint.size, bytes));
    checkWitnesses();
    return checkpoint;
}

base::Result<TakenStamp> Workspace::takeTimestamp(const QByteArray& response, const QByteArray& authorities,
                                                  const QByteArray& request)
{
    KEYTURN_TRY_LET(token, crypto::tokenOfResponse(response));
    KEYTURN_TRY_LET(claimed, crypto::readTimestamp(token));
    if (!request.isEmpty())
        KEYTURN_TRY(crypto::checkAnswers(claimed, request));
    KEYTURN_TRY_LET(checkpoints, m_store->checkpoints());
    for (auto stored = checkpoints.rbegin(); stored != checkpoints.rend(); ++stored) {
        const auto note = ledger::readNote(stored->note);
        if (!note || crypto::sha256(note->text) != claimed.sha256)
            continue;
        KEYTURN_TRY_LET(stamp, crypto::verifyTimestamp(token, claimed.sha256, authorities));
        KEYTURN_TRY(
            m_options.provider->keep(m_options.seat.authorityFolder(), QStringLiteral(".pem"), authorities));
        KEYTURN_TRY(m_store->addToken(stored->size, token));
        checkWitnesses();
        return TakenStamp{stored->size, stamp};
    }
    return base::fail(crypto::CryptoError::TimestampOfOther);
}

} // namespace keyturn::service
