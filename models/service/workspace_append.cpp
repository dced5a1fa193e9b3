// SPDX-License-Identifier: GPL-3.0-or-later
// Appending: the one way anything changes.

#include "models/crypto/digest_functions.h"
#include "models/domain/sheet.h"
#include "models/ledger/checkpoint.h"
#include "models/service/courier_error.h"
#include "models/service/workspace.h"
#include "models/state/standing.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace keyturn::service {

namespace {

/// A statement is good for this long after it was laid out: time enough to read a sheet and find a token.
constexpr std::int64_t kStatementValidUs = 15 * base::kUsPerMinute;
/// trust.md, "Time": refuse to sign when the local clock is further behind the ledger than this.
constexpr std::int64_t kClockBehindUs = 120 * base::kUsPerSecond;
/// The same against the time that an authority vouched for: wider, because its clock is not ours.
constexpr std::int64_t kClockBehindWitnessUs = 300 * base::kUsPerSecond;

/// The decision whose sheet the signer of a payload is shown.
struct ShownDecision
{
    const domain::ChangeProposed* change = nullptr; ///< Null for facts.
    domain::Urgency urgency = domain::Urgency::Ordinary;
    bool bindsAccess = false; ///< The signature is only good for access as it stands.
    bool isDraft = false;     ///< The signer's own: no entry holds it yet.

    /// When a statement on it, laid out at @p now, is good no longer.
    [[nodiscard]] base::UtcTime goodUntil(base::UtcTime now, Journey journey) const
    {
        if (journey == Journey::AtHand)
            return now.plusUs(kStatementValidUs);
        const base::UtcTime latest = now.plusUs(kCarriedValidUs);
        // What broke the glass is overdue after that time, and still to be decided.
        if (!change || urgency == domain::Urgency::BreakGlass)
            return latest;
        // One that has expired is refused as such, not as a statement that came too late.
        return std::max(now, std::min(latest, change->expiresAt));
    }
};

ShownDecision shownDecision(const state::Snapshot& snapshot, const domain::Payload& payload)
{
    const auto of = [&](const domain::ProposalId& id, bool bindsAccess) -> ShownDecision {
        const state::ProposalState* proposal = snapshot.proposal(id);
        if (!proposal)
            return {};
        return {&proposal->facts, proposal->urgency(), bindsAccess, false};
    };
    return std::visit(
        [&]<typename P>(const P& p) -> ShownDecision {
            if constexpr (std::is_same_v<P, domain::ChangeProposed>)
                return {&p, domain::Urgency::Ordinary, true, true};
            else if constexpr (std::is_same_v<P, domain::GlassBroken>)
                return {&p.change, domain::Urgency::BreakGlass, true, true};
            else if constexpr (std::is_same_v<P, domain::ProposalApproved> ||
                               std::is_same_v<P, domain::ProposalRefused>)
                return of(p.proposal, true);
            else if constexpr (std::is_same_v<P, domain::ProposalWithdrawn>)
                return of(p.proposal, false);
            else
                return {};
        },
        payload);
}

/// The charter that says whose @p key is for signing @p payload: the standing one, or, where only a next one
/// that is approved names it, that.
const domain::Charter& charterNaming(const state::Snapshot& snapshot, const domain::Payload& payload,
                                     const base::Digest& key)
{
    const auto* approval = std::get_if<domain::ProposalApproved>(&payload);
    const state::ProposalState* proposal = approval ? snapshot.proposal(approval->proposal) : nullptr;
    const bool isJoining =
        proposal && !snapshot.charter.memberOfKey(key) && state::newMemberOf(*proposal, key);
    return isJoining ? *proposal->facts.charter : snapshot.charter;
}

} // namespace

base::Result<void> checkClock(base::UtcTime local, base::UtcTime newest)
{
    if (local.us + kClockBehindUs < newest.us)
        return base::fail(domain::DomainError::ClockBehind, base::toDisplay(local), base::toDisplay(newest));
    return {};
}

base::Result<void> Workspace::checkOwnClock() const
{
    const base::UtcTime local = m_clock->now();
    KEYTURN_TRY(checkClock(local, m_snapshot->lastTime));
    // A demo plays at the time of its story, which no authority knows.
    const bool isRealTime = m_clock == m_options.clock;
    if (isRealTime && m_witnessTime && local.us + kClockBehindWitnessUs < m_witnessTime->us)
        return base::fail(ServiceError::ClockBehindWitness, base::toDisplay(local),
                          base::toDisplay(*m_witnessTime));
    return {};
}

base::Result<Prepared> Workspace::prepare(const domain::MemberId& member, domain::Payload payload,
                                          Journey journey)
{
    // A proposal was drafted on what was read before; anything else is laid out on what is read now.
    const std::uint64_t drafted = m_tree.size();
    KEYTURN_TRY(refresh());
    KEYTURN_TRY(checkMayAppend(payload));
    const state::Snapshot& now = *m_snapshot;
    KEYTURN_TRY(checkOwnClock());

    Prepared prepared;
    prepared.member = member;
    domain::Statement statement;
    const ShownDecision shown = shownDecision(now, payload);
    if (shown.change) {
        KEYTURN_TRY_LET(sheet, domain::renderSheet(*shown.change, shown.urgency));
        prepared.sheet = sheet;
    }
    if (!prepared.sheet.isEmpty()) {
        prepared.sheetSha256 = crypto::sha256(prepared.sheet);
        statement.subjects.push_back({QStringLiteral("sheet.txt"), prepared.sheetSha256});
    }
    if (const auto* batch = std::get_if<domain::BatchImported>(&payload))
        statement.subjects.push_back({QStringLiteral("records"), batch->root});

    domain::StatementContext context;
    context.log = now.log;
    context.member = member;
    context.nonce = crypto::randomBytes(16);
    context.basisSize = shown.isDraft ? drafted : m_tree.size();
    context.basisRoot = m_tree.rootAt(context.basisSize);
    context.charterVersion = now.charter.version;
    context.charterSha256 = now.charterSha256;
    if (shown.change && shown.bindsAccess)
        context.accessState = now.accessStateFor(*shown.change);
    context.signedAt = ledgerNow();
    context.notAfter = shown.goodUntil(context.signedAt, journey);
    statement.context = context;
    statement.payload = payload;
    if (statement.subjects.empty()) {
        // Facts have no document of their own: the statement is about the ledger it was made on.
        statement.subjects.push_back({QStringLiteral("ledger"), m_tree.root()});
    }
    KEYTURN_TRY_LET(bytes, domain::encodeStatement(statement));
    prepared.statement = bytes;
    prepared.payload = std::move(payload);

    KEYTURN_TRY(state::judge(now, statement, ledgerNow(), rootAt()));
    return prepared;
}

base::Result<Appended> Workspace::commit(const Prepared& prepared, crypto::Signer& signer,
                                         const Adoption& adopt)
{
    KEYTURN_TRY(checkMayAppend(prepared.payload));
    const domain::Charter& names = charterNaming(*m_snapshot, prepared.payload, signer.publicKey().id());
    const domain::Member* member = names.member(prepared.member);
    if (!member)
        return base::fail(domain::DomainError::UnknownMember, prepared.member.value());
    if (names.memberOfKey(signer.publicKey().id()) != member)
        return base::fail(domain::DomainError::KeyNotOfMember, member->display());
    KEYTURN_TRY_LET(envelope, ledger::signEnvelope(prepared.statement, signer));
    auto appended = append(*m_store, {envelope}, adopt);
    if (appended)
        rememberHead();
    return appended;
}

base::Result<Appended> Workspace::appendSigned(const QByteArray& envelope)
{
    KEYTURN_TRY(refresh());
    // Whether it came in time is judged by this clock.
    KEYTURN_TRY(checkOwnClock());
    KEYTURN_TRY_LET(opened, ledger::readEnvelope(envelope));
    KEYTURN_TRY_LET(statement, domain::decodeStatement(opened.payload));
    if (!std::holds_alternative<domain::ProposalApproved>(statement.payload) &&
        !std::holds_alternative<domain::ProposalRefused>(statement.payload))
        return base::fail(CourierError::NotADecision, domain::kindOf(statement.payload));
    KEYTURN_TRY(checkMayAppend(statement.payload));
    auto appended = append(*m_store, {envelope}, {});
    if (appended)
        rememberHead();
    return appended;
}

base::Result<Appended> Workspace::execute(const domain::MemberId& member, domain::Payload payload,
                                          crypto::Signer& signer)
{
    KEYTURN_TRY_LET(prepared, prepare(member, std::move(payload)));
    return commit(prepared, signer);
}

base::Result<Appended> Workspace::append(ledger::LedgerStore& store, const std::vector<QByteArray>& envelopes,
                                         const Adoption& adopt)
{
    if (!m_seat) {
        KEYTURN_TRY_LET(seat, loadOrMakeSeat(m_options.seat));
        m_seat = std::move(seat);
    }
    KEYTURN_TRY_LET(transaction, store.begin());
    KEYTURN_TRY_LET(others, transaction->entriesFrom(m_tree.size()));
    KEYTURN_TRY(catchUp(others, state::SignatureCheck::Verify));

    state::Snapshot next = *m_snapshot;
    ledger::MerkleTree tree = m_tree;
    const auto root = [&](std::uint64_t size) -> std::optional<base::Digest> {
        return size > tree.size() ? std::nullopt : std::optional(tree.rootAt(size));
    };
    state::Checkpoints passed = m_checkpoints;
    const auto add = [&](const QByteArray& envelope) -> base::Result<ledger::Entry> {
        ledger::EntryHeader header;
        header.log = tree.size() == 0 ? crypto::sha256(envelope) : next.log;
        header.seq = tree.size();
        header.prev = next.lastLeaf;
        header.time =
            std::max(base::UtcTime{m_clock->now().us / base::kUsPerMs * base::kUsPerMs}, next.lastTime);
        header.type = QLatin1String(ledger::kEnvelopeMediaType);
        KEYTURN_TRY_LET(entry, ledger::makeEntry(header, envelope));
        KEYTURN_TRY_LET(opened, state::openEntry(entry.bytes));
        auto applied = state::apply(std::move(next), opened, state::SignatureCheck::Verify, root);
        if (!applied)
            return base::passOn(applied);
        next = std::move(*applied);
        KEYTURN_TRY(transaction->append(header.seq, entry.bytes));
        tree.append(entry.leafHash());
        passed.keep(next);
        return entry;
    };

    const auto introduced = [&] { return next.seat(m_seat->key->publicKey().id()) != nullptr; };
    if (next.founded && !introduced()) {
        KEYTURN_TRY_LET(introduction, introduceSeat(*m_seat));
        KEYTURN_TRY(add(introduction));
    }
    Appended result;
    for (const QByteArray& envelope : envelopes) {
        KEYTURN_TRY_LET(entry, add(envelope));
        result.seq = entry.header.seq;
        result.leaf = entry.leafHash();
    }
    if (next.founded && !introduced()) {
        KEYTURN_TRY_LET(introduction, introduceSeat(*m_seat));
        KEYTURN_TRY(add(introduction));
    }
    if (adopt.records)
        KEYTURN_TRY(transaction->adopt(*adopt.records, result.seq));
    if (adopt.blob)
        KEYTURN_TRY(transaction->adoptBlob(*adopt.blob));
    const ledger::Checkpoint checkpoint{ledger::checkpointOrigin(next.log), tree.size(), tree.root()};
    KEYTURN_TRY_LET(note, ledger::signCheckpoint(checkpoint, m_seat->name, *m_seat->key));
    KEYTURN_TRY(transaction->putCheckpoint(tree.size(), note));
    KEYTURN_TRY(transaction->commit());

    m_tree = std::move(tree);
    m_checkpoints = std::move(passed);
    publish(std::move(next));
    result.snapshot = m_snapshot;
    return result;
}

ledger::Head Workspace::newestHead()
{
    ledger::Head head{m_snapshot->log, m_tree.size(), m_tree.root(), {}};
    // The signed note goes with it: should a copy contradict it one day, both sides can be shown.
    if (const auto newest = m_store->newestCheckpoint();
        newest && newest->has_value() && (*newest)->size == head.size)
        head.note = (*newest)->note;
    return head;
}

void Workspace::rememberHead()
{
    if (m_health.rivalHead) {
        // What this machine remembers is the head in the way; it stays so until that is decided on.
        resumeIfDecided();
        return;
    }
    const auto remembered =
        m_options.provider->remember(m_options.seat.anchorFolder(), newestHead(), m_location);
    // What was committed stays committed: a failing anchor is said, not undone.
    m_health.anchorWarning = remembered ? QString() : remembered.error().sentence();
}

} // namespace keyturn::service
