// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/random_acts.h"

#include "models/crypto/digest_functions.h"
#include "models/domain/sheet.h"
#include "models/ledger/checkpoint.h"

#include <algorithm>

namespace keyturn::tests {

using domain::Member;
using domain::MemberId;
using domain::Role;

namespace {

template <typename Id>
Id placed(char letter, std::size_t place)
{
    return Id(QStringLiteral("%1-%2").arg(QLatin1Char(letter)).arg(place + 1));
}

} // namespace

RandomActs::RandomActs(const OracleWorld& world, std::uint64_t seed)
    : snapshot(world.snapshot), oracle(world.oracle()), tree(world.tree), accepted(world.founding),
      dice(seed), m_world(world), m_seed(seed), m_spentNonce(16, 'n'),
      m_focus(static_cast<Focus>(dice.roll(4)))
{
}

base::UtcTime RandomActs::signedAt() const
{
    return m_clock;
}

void RandomActs::passTime()
{
    const std::size_t kind = dice.roll(40);
    if (kind == 0)
        m_clock = m_clock.plusUs(static_cast<std::int64_t>(dice.roll(40)) * 60 * base::kUsPerMinute);
    else if (kind == 1)
        m_clock = m_clock.plusUs(-static_cast<std::int64_t>(dice.roll(120)) * base::kUsPerMinute);
    else if (kind < 6)
        m_clock = m_clock.plusUs(static_cast<std::int64_t>(dice.roll(200)) * base::kUsPerMinute);
    else if (kind < 30)
        m_clock = m_clock.plusUs(static_cast<std::int64_t>(dice.roll(240)) * base::kUsPerSecond);
}

const Member& RandomActs::somebody(const std::vector<Role>& roles)
{
    const auto& members = oracle.standing().members;
    for (int i = 0; i < 6; ++i) {
        const Member& member = dice.of(members);
        if (!member.keys.empty() && holdsAny(member, roles))
            return member;
    }
    return dice.of(members);
}

std::optional<RandomActs::Step> RandomActs::next()
{
    passTime();
    std::optional<Draft> made;
    if (!m_held.empty() && dice.oneIn(6)) {
        const std::size_t which = dice.roll(m_held.size());
        made = m_held[which];
        m_held.erase(m_held.begin() + static_cast<std::ptrdiff_t>(which));
        // What it would show may have changed with the time alone; of that a hash says nothing.
        const auto* proposed = std::get_if<domain::ChangeProposed>(&made->attempt.statement.payload);
        const auto* glass = std::get_if<domain::GlassBroken>(&made->attempt.statement.payload);
        const domain::ChangeProposed* change = proposed ? proposed : glass ? &glass->change : nullptr;
        const base::UtcTime then = made->attempt.at;
        const bool hasShifted =
            std::any_of(oracle.changes.begin(), oracle.changes.end(), [&](const OracleChange& one) {
                return one.effectiveAt && then < *one.effectiveAt && *one.effectiveAt <= oracle.lastTime();
            });
        if (change && hasShifted)
            return std::nullopt;
    } else {
        made = draft();
        if (made && dice.oneIn(12)) {
            made->attempt.at = std::max(m_clock, oracle.lastTime());
            m_held.push_back(*made);
            return std::nullopt;
        }
    }
    if (!made)
        return std::nullopt;
    Attempt& attempt = made->attempt;
    attempt.log = oracle.log;
    attempt.seq = oracle.entries.size();
    attempt.previous = oracle.entries.back().leaf;
    // Ledger time stands still while a clock has been set back; somebody may forget it.
    attempt.at = dice.oneIn(40) ? m_clock : std::max(m_clock, oracle.lastTime());
    if (dice.oneIn(60)) {
        switch (dice.roll(3)) {
        case 0:
            attempt.seq += 1;
            break;
        case 1:
            attempt.previous = oracle.entries.front().leaf;
            break;
        default:
            attempt.log = attempt.previous;
            break;
        }
    }
    ++m_count;
    Step step{std::move(attempt), made->statementBytes,
              QByteArray::number(m_seed, 16) + ' ' + QByteArray::number(m_count)};
    state::OpenedEntry entry;
    entry.entry.bytes = step.entryBytes;
    step.attempt.leaf = entry.entry.leafHash();
    step.attempt.statementSha256 = crypto::sha256(step.statementBytes);
    return step;
}

base::Result<void> RandomActs::tryIt(const Step& step)
{
    const state::OpenedEntry entry = unsignedEntry(step.attempt, step.statementBytes, step.entryBytes);
    const state::RootAt rootAt = [this](std::uint64_t size) -> std::optional<base::Digest> {
        return size < oracle.roots.size() ? std::optional(oracle.roots[size]) : std::nullopt;
    };
    auto folded = state::apply(std::move(snapshot), entry, state::SignatureCheck::AlreadyVerified, rootAt);
    if (!folded)
        return base::passOn(folded);
    snapshot = std::move(*folded);
    tree.append(step.attempt.leaf);
    accepted.push_back(entry);
    m_spentNonce = step.attempt.statement.context->nonce;
    return {};
}

std::optional<RandomActs::Draft> RandomActs::draft()
{
    Draft made;
    Attempt& attempt = made.attempt;
    const Member* member = &dice.of(oracle.standing().members);
    const bool isOfFacts = m_focus == Focus::Gates || m_focus == Focus::Gateways;
    const std::size_t kind = dice.roll(isOfFacts ? 140 : 95);
    const auto open =
        std::count_if(oracle.proposals.begin(), oracle.proposals.end(),
                      [](const OracleProposal& one) { return one.status == domain::ProposalStatus::Open; });
    if (!oracle.proposals.empty() && (kind < 40 || (kind < 76 && open > 2 && !dice.oneIn(6)))) {
        attempt.statement.payload = decision(attempt);
        // Mostly by somebody whom the proposal waits for.
        const auto* approval = std::get_if<domain::ProposalApproved>(&attempt.statement.payload);
        const auto place = approval ? Oracle::placeOf(approval->proposal, oracle.proposals.size())
                                    : std::optional<std::size_t>();
        if (place && !dice.oneIn(5)) {
            const OracleProposal& proposal = oracle.proposals[*place];
            const auto rules = oracle.rulesOver(proposal);
            for (int i = 0; i < 4; ++i) {
                member = &somebody(dice.of(rules)->slotRoles);
                const bool hasSigned =
                    std::any_of(proposal.approvals.begin(), proposal.approvals.end(),
                                [&](const OracleApproval& one) { return one.member == member->id; });
                if (!hasSigned)
                    break;
            }
            if (proposal.facts.charter && dice.oneIn(4))
                member = &dice.of(proposal.facts.charter->members);
        }
        const auto* withdrawal = std::get_if<domain::ProposalWithdrawn>(&attempt.statement.payload);
        const auto withdrawn = withdrawal ? Oracle::placeOf(withdrawal->proposal, oracle.proposals.size())
                                          : std::optional<std::size_t>();
        if (withdrawn && !dice.oneIn(4)) {
            if (const Member* own = oracleMember(oracle.standing(), oracle.proposals[*withdrawn].proposer))
                member = own;
        }
    } else if (kind < 68) {
        member = &somebody({Role::Executive, Role::SafetyLead, Role::SecurityLead, Role::Legal});
        attempt.statement.payload = proposal(*member, attempt, false);
    } else if (kind < 76) {
        member = &somebody({Role::SafetyLead, Role::SecurityLead});
        attempt.statement.payload = proposal(*member, attempt, true);
    } else {
        if (m_focus == Focus::Gateways ? !dice.oneIn(3) : dice.oneIn(6))
            member = &somebody({Role::Gateway});
        else if (!dice.oneIn(4))
            member = &somebody({Role::SafetyLead, Role::SecurityLead, Role::Executive});
        attempt.statement.payload = fact(*member, attempt);
    }
    if (member->keys.empty())
        return std::nullopt;
    attempt.key = dice.of(member->keys).id;
    bind(attempt, *member);
    if (dice.oneIn(9))
        spoil(attempt);
    made.statementBytes = attempt.statement.context->nonce;
    return made;
}

void RandomActs::bind(Attempt& attempt, const Member& member)
{
    domain::StatementContext context;
    context.log = snapshot.log;
    context.member = member.id;
    context.nonce = dice.bytes16();
    context.basisSize = dice.oneIn(3) ? dice.roll(oracle.roots.size()) : oracle.roots.size() - 1;
    context.basisRoot = oracle.roots[context.basisSize];
    context.charterVersion = oracle.standing().version;
    context.charterSha256 = oracle.charterHashes.back();
    context.signedAt = signedAt();
    context.notAfter = std::max(context.signedAt, oracle.lastTime())
                           .plusUs(static_cast<std::int64_t>(30 + dice.roll(60)) * base::kUsPerMinute);

    const auto bindTo = [&](const domain::ChangeProposed& facts) {
        context.accessState = snapshot.accessStateFor(facts);
        attempt.accessSeen = oracle.accessFor(facts);
    };
    const auto bindToProposal = [&](const domain::ProposalId& id, bool bindsAccess) {
        const auto place = Oracle::placeOf(id, oracle.proposals.size());
        const base::Digest sheet = place ? oracle.proposals[*place].sheet : base::Digest();
        attempt.statement.subjects = {{QStringLiteral("sheet.txt"), sheet}};
        if (place && bindsAccess)
            bindTo(oracle.proposals[*place].facts);
    };
    domain::Payload& payload = attempt.statement.payload;
    if (const auto* proposed = std::get_if<domain::ChangeProposed>(&payload)) {
        const auto sheet = domain::renderSheet(*proposed);
        attempt.statement.subjects = {
            {QStringLiteral("sheet.txt"), sheet ? crypto::sha256(*sheet) : base::Digest()}};
        bindTo(*proposed);
    } else if (const auto* glass = std::get_if<domain::GlassBroken>(&payload)) {
        const auto sheet = domain::renderSheet(glass->change, domain::Urgency::BreakGlass);
        attempt.statement.subjects = {
            {QStringLiteral("sheet.txt"), sheet ? crypto::sha256(*sheet) : base::Digest()}};
        bindTo(glass->change);
    } else if (const auto* approval = std::get_if<domain::ProposalApproved>(&payload)) {
        bindToProposal(approval->proposal, true);
    } else if (const auto* refusal = std::get_if<domain::ProposalRefused>(&payload)) {
        bindToProposal(refusal->proposal, true);
    } else if (const auto* withdrawal = std::get_if<domain::ProposalWithdrawn>(&payload)) {
        bindToProposal(withdrawal->proposal, false);
    } else if (const auto* batch = std::get_if<domain::BatchImported>(&payload)) {
        attempt.statement.subjects = {{QStringLiteral("records"), batch->root}};
    } else {
        attempt.statement.subjects = {{QStringLiteral("ledger"), context.basisRoot}};
    }
    attempt.statement.context = std::move(context);
}

void RandomActs::spoil(Attempt& attempt)
{
    domain::StatementContext& context = *attempt.statement.context;
    switch (dice.roll(8)) {
    case 0:
        attempt.key = dice.of(m_world.pool).named.id;
        break;
    case 1:
        context.member = dice.of(oracle.standing().members).id;
        break;
    case 2:
        context.basisRoot = oracle.roots.front();
        if (attempt.statement.subjects.front().name == QLatin1String("ledger"))
            attempt.statement.subjects.front().sha256 = context.basisRoot;
        break;
    case 3:
        context.charterVersion = std::max<std::int64_t>(1, context.charterVersion - 1);
        context.charterSha256 = oracle.charterHashes[static_cast<std::size_t>(context.charterVersion) - 1];
        break;
    case 4:
        context.nonce = m_spentNonce;
        break;
    case 5:
        context.notAfter = context.signedAt;
        break;
    case 6:
        // What takes effect meanwhile would change the effect that was computed for the earlier moment.
        if (std::any_of(oracle.changes.begin(), oracle.changes.end(),
                        [&](const OracleChange& change) { return change.isScheduled(oracle.lastTime()); }))
            break;
        context.signedAt =
            context.signedAt.plusUs(static_cast<std::int64_t>(dice.roll(600)) * base::kUsPerSecond);
        break;
    default:
        if (context.accessState) {
            context.accessState = crypto::sha256("another access");
            attempt.accessSeen = "another access";
        } else {
            attempt.statement.subjects.front().sha256 = crypto::sha256("another subject");
            attempt.tampered = Attempt::Tampered::Subject;
        }
        break;
    }
}

domain::Payload RandomActs::decision(Attempt&)
{
    // Mostly one of the newest that are open.
    std::size_t place = dice.roll(oracle.proposals.size());
    for (std::size_t i = oracle.proposals.size(); i-- > 0 && !dice.oneIn(12);) {
        if (oracle.proposals[i].status != domain::ProposalStatus::Open)
            continue;
        place = i;
        if (!dice.oneIn(3))
            break;
    }
    const bool isNone = dice.oneIn(80);
    const auto id = placed<domain::ProposalId>('P', isNone ? oracle.proposals.size() + 3 : place);
    const OracleProposal& proposal = oracle.proposals[place];
    const base::Digest leaf = dice.oneIn(60) ? proposal.sheet : proposal.leaf;
    const std::size_t kind = dice.roll(20);
    if (kind == 0)
        return domain::ProposalWithdrawn{id, leaf, QStringLiteral("Moot")};
    if (kind <= 2)
        return domain::ProposalRefused{id, leaf, proposal.sheet, QStringLiteral("No")};
    std::optional<Role> slot;
    if (dice.oneIn(4))
        slot = dice.of(proposal.facts.slotRoles);
    return domain::ProposalApproved{id, leaf, proposal.sheet, slot};
}

} // namespace keyturn::tests
