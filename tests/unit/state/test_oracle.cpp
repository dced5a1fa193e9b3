// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/state/random_acts.h"

#include <QTest>

#include <algorithm>
#include <map>

namespace keyturn::tests {

namespace {

using domain::ProposalStatus;

/// How many histories: 3,000; fewer under sanitizers; as KEYTURN_HISTORIES says. KEYTURN_HISTORY is the seed
/// of the first, so that one can be played alone and many in parts; of very many QTEST_FUNCTION_TIMEOUT has
/// to know.
std::uint64_t numberFrom(const char* variable, std::uint64_t otherwise)
{
    bool isNumber = false;
    const qulonglong number = qEnvironmentVariable(variable).toULongLong(&isNumber);
    return isNumber ? number : otherwise;
}

std::uint64_t histories()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return numberFrom("KEYTURN_HISTORIES", 150);
#else
    return numberFrom("KEYTURN_HISTORIES", 3'000);
#endif
}

#define DIFFERS_IF(differs, what)                                                                            \
    do {                                                                                                     \
        if (differs)                                                                                         \
            return (what);                                                                                   \
    } while (false)

template <typename Id>
QString about(const Id& id, const char* what)
{
    return id.value() + QStringLiteral(": ") + QLatin1String(what);
}

/// What differs about a proposal, or nothing.
QString proposalDiffers(const RandomActs& acts, std::size_t place, base::UtcTime now)
{
    const state::ProposalState& is = acts.snapshot.proposals.at(static_cast<qsizetype>(place));
    const OracleProposal& ought = acts.oracle.proposals[place];
    DIFFERS_IF(is.status != ought.status, about(is.id, "status ") + domain::toWord(is.status) +
                                              QStringLiteral(" instead of ") + domain::toWord(ought.status));
    DIFFERS_IF(acts.snapshot.statusOf(is, now) != acts.oracle.statusOf(ought, now),
               about(is.id, "status at a time"));
    DIFFERS_IF(is.decidedAt != ought.decidedAt, about(is.id, "when it was decided"));
    DIFFERS_IF(is.breakGlass != ought.breakGlass, about(is.id, "break-glass"));
    DIFFERS_IF(is.change.has_value() != ought.change.has_value(), about(is.id, "whether it made a change"));
    DIFFERS_IF(is.change && Oracle::placeOf(*is.change, acts.oracle.changes.size()) != ought.change,
               about(is.id, "the change it made"));
    const bool isOverdue =
        ought.breakGlass && ought.status == ProposalStatus::Open && ought.facts.expiresAt < now;
    DIFFERS_IF(is.isOverdue(now) != isOverdue, about(is.id, "overdue"));
    DIFFERS_IF(acts.snapshot.isDisputed(is) != acts.oracle.isDisputed(ought), about(is.id, "disputed"));
    DIFFERS_IF(is.facts.alsoNeeded.has_value() != (ought.loosens || ought.facts.charter.has_value()),
               about(is.id, "second threshold"));
    DIFFERS_IF(is.approvals.size() != ought.approvals.size(), about(is.id, "number of approvals"));
    for (std::size_t i = 0; i < is.approvals.size(); ++i)
        DIFFERS_IF(is.approvals[i].origin.member != ought.approvals[i].member ||
                       is.approvals[i].origin.seq != ought.approvals[i].seq,
                   about(is.id, "approvals"));
    DIFFERS_IF(is.refusals.size() != ought.refusals.size(), about(is.id, "number of refusals"));
    for (std::size_t i = 0; i < is.refusals.size(); ++i)
        DIFFERS_IF(is.refusals[i].origin.member != ought.refusals[i].member ||
                       is.refusals[i].blocks != ought.refusals[i].blocks,
                   about(is.id, "refusals"));
    return {};
}

QString changeDiffers(const RandomActs& acts, std::size_t place, base::UtcTime now)
{
    const state::ChangeState& is = acts.snapshot.changes.at(static_cast<qsizetype>(place));
    const OracleChange& ought = acts.oracle.changes[place];
    DIFFERS_IF(is.status != ought.status, about(is.id, "status"));
    DIFFERS_IF(is.authorisedAt != ought.authorisedAt || is.effectiveAt != ought.effectiveAt,
               about(is.id, "times"));
    DIFFERS_IF(is.revertedAt != ought.endedAt || is.revertedBy.has_value() != ought.endedBy.has_value(),
               about(is.id, "its end"));
    DIFFERS_IF(is.wasInForce(now) != ought.wasInForce(now), about(is.id, "in force"));
    DIFFERS_IF(is.isScheduled(now) != ought.isScheduled(now), about(is.id, "scheduled"));
    const bool isDue =
        ought.status == domain::ChangeStatus::InForce && ought.reviewBy && *ought.reviewBy < now;
    DIFFERS_IF(is.isReviewDue(now) != isDue, about(is.id, "review due"));
    DIFFERS_IF(is.rehearsal != ought.rehearsal, about(is.id, "rehearsal"));
    DIFFERS_IF(is.lifted.size() != ought.parts.size(), about(is.id, "lifted parts"));
    DIFFERS_IF(acts.snapshot.isUnratified(is) != acts.oracle.isUnratified(ought), about(is.id, "unratified"));
    DIFFERS_IF(acts.snapshot.isDisputed(is) != acts.oracle.isDisputed(ought), about(is.id, "disputed"));
    return {};
}

QString gatesDiffer(const RandomActs& acts)
{
    DIFFERS_IF(static_cast<std::size_t>(acts.snapshot.gates.size()) != acts.oracle.gates.size(),
               QStringLiteral("the number of gates"));
    for (std::size_t i = 0; i < acts.oracle.gates.size(); ++i) {
        const state::GateState& is = acts.snapshot.gates.at(static_cast<qsizetype>(i));
        DIFFERS_IF((is.status == domain::GateStatus::Met) != acts.oracle.gates[i].met ||
                       is.waivers.size() != acts.oracle.gates[i].waivedFor.size(),
                   is.id.value());
    }
    for (std::size_t i = 0; i < acts.oracle.changes.size(); ++i) {
        const state::ChangeState& change = acts.snapshot.changes.at(static_cast<qsizetype>(i));
        DIFFERS_IF(acts.snapshot.openGatesFor(change, std::nullopt).empty() ==
                       acts.oracle.hasOpenGate(i, std::nullopt),
                   QStringLiteral("the open gates of ") + change.id.value());
    }
    return {};
}

QString othersDiffer(const RandomActs& acts)
{
    const state::Snapshot& is = acts.snapshot;
    const Oracle& ought = acts.oracle;
    DIFFERS_IF(is.size != ought.entries.size(), QStringLiteral("the size"));
    DIFFERS_IF(is.charter != ought.standing(), QStringLiteral("the standing charter"));
    DIFFERS_IF(static_cast<std::size_t>(is.charters.size()) != ought.charters.size(),
               QStringLiteral("the charters"));
    DIFFERS_IF(static_cast<std::size_t>(is.accessRevisions.size()) != ought.revisions.size(),
               QStringLiteral("the revisions of access"));
    DIFFERS_IF(is.witnessedSize() != ought.witnessed, QStringLiteral("what is witnessed"));
    DIFFERS_IF(static_cast<std::size_t>(is.disputed.size()) != ought.disputed.size(),
               QStringLiteral("the number of disputed entries"));
    for (const std::uint64_t seq : ought.disputed)
        DIFFERS_IF(!is.disputed.contains(seq), QStringLiteral("the disputed entries"));
    DIFFERS_IF(static_cast<std::size_t>(is.incidents.size()) != ought.incidents.size() ||
                   static_cast<std::size_t>(is.evidence.size()) != ought.evidence.size() ||
                   static_cast<std::size_t>(is.notes.size()) != ought.notes.size(),
               QStringLiteral("incidents, evidence or notes"));
    DIFFERS_IF(static_cast<std::size_t>(is.gateways.size()) != ought.gateways.size(),
               QStringLiteral("the number of gateways"));
    DIFFERS_IF(static_cast<std::size_t>(is.batches.size()) != ought.batches.size(),
               QStringLiteral("the number of imports"));
    for (std::size_t i = 0; i < ought.batches.size(); ++i) {
        const state::BatchState& batch = is.batches.at(static_cast<qsizetype>(i));
        DIFFERS_IF(batch.retracted.has_value() != ought.batches[i].retracted ||
                       batch.origin.seq != ought.batches[i].seq,
                   QStringLiteral("the import of entry %1").arg(ought.batches[i].seq));
    }
    for (std::size_t i = 0; i < ought.gateways.size(); ++i) {
        const state::GatewayState& gateway = is.gateways.at(static_cast<qsizetype>(i));
        const OracleGateway& other = ought.gateways[i];
        DIFFERS_IF(gateway.member != other.member || gateway.counter != other.counter ||
                       gateway.revision != other.revision || gateway.provenRevision != other.proven ||
                       gateway.drifted.has_value() != other.drifted.has_value() ||
                       (other.drifted && gateway.driftedCell != *other.drifted),
                   QStringLiteral("the gateway ") + gateway.member.value());
    }
    return {};
}

QString factsDiffer(const RandomActs& acts, base::UtcTime now)
{
    DIFFERS_IF(static_cast<std::size_t>(acts.snapshot.proposals.size()) != acts.oracle.proposals.size(),
               QStringLiteral("the number of proposals"));
    DIFFERS_IF(static_cast<std::size_t>(acts.snapshot.changes.size()) != acts.oracle.changes.size(),
               QStringLiteral("the number of changes"));
    QString what;
    for (std::size_t i = 0; i < acts.oracle.proposals.size() && what.isEmpty(); ++i)
        what = proposalDiffers(acts, i, now);
    for (std::size_t i = 0; i < acts.oracle.changes.size() && what.isEmpty(); ++i)
        what = changeDiffers(acts, i, now);
    if (what.isEmpty())
        what = gatesDiffer(acts);
    return what.isEmpty() ? othersDiffer(acts) : what;
}

/// The effect that is signed is that of the cells, one by one.
QString effectDiffers(const RandomActs& acts, const Attempt& attempt)
{
    const auto* proposed = std::get_if<domain::ChangeProposed>(&attempt.statement.payload);
    const auto* glass = std::get_if<domain::GlassBroken>(&attempt.statement.payload);
    const domain::ChangeProposed* facts = proposed ? proposed : glass ? &glass->change : nullptr;
    if (!facts || !facts->isOfAccess())
        return {};
    const auto [before, after] = acts.oracle.aroundChange(*facts, attempt.statement.context->signedAt);
    DIFFERS_IF(facts->effect != acts.oracle.cells.effect(before, after), QStringLiteral("the effect"));
    return {};
}

QString accessDiffers(const RandomActs& acts, base::UtcTime now)
{
    const auto layers = acts.snapshot.layersInForce(now);
    const std::vector<domain::Access> ought = acts.oracle.accessNow(now);
    for (std::size_t i = 0; i < ought.size(); ++i)
        DIFFERS_IF(domain::effectiveAccess(layers, acts.oracle.cells.all()[i]).access != ought[i],
                   QStringLiteral("the access of a cell"));
    return {};
}

/// How often an act of a kind was accepted and refused.
struct Tally
{
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
};
using Tallies = std::map<QString, Tally>;

/// Told apart as finely as the rules do.
QString kindOfAct(const domain::Payload& payload)
{
    const auto* proposed = std::get_if<domain::ChangeProposed>(&payload);
    if (!proposed)
        return domain::kindOf(payload);
    if (proposed->charter)
        return proposed->charter->revoked.empty() ? QStringLiteral("charter") : QStringLiteral("revocation");
    if (proposed->reverts)
        return proposed->part ? QStringLiteral("part-lift") : QStringLiteral("lift");
    if (proposed->abandons)
        return QStringLiteral("abandonment");
    if (!proposed->ratifiesEntries.empty())
        return QStringLiteral("ratification");
    if (proposed->supersedes)
        return QStringLiteral("replacement");
    return proposed->effectiveAt ? QStringLiteral("later-restriction") : QStringLiteral("restriction");
}

/// One history. @return where the oracle and the fold part, or nothing.
QString play(const OracleWorld& world, std::uint64_t seed, Tallies& acts, Tallies& outcomes)
{
    RandomActs history(world, seed);
    const std::size_t attempts = 12 + history.dice.roll(29);
    std::optional<state::Snapshot> earlier;
    for (std::size_t i = 0; i < attempts; ++i) {
        const auto step = history.next();
        if (!step)
            continue;
        const Attempt& attempt = step->attempt;
        const OracleReasons broken = history.oracle.judge(attempt);
        const QString effect = broken.empty() ? effectDiffers(history, attempt) : QString();
        const auto result = history.tryIt(*step);
        const QString kind = kindOfAct(attempt.statement.payload);
        const auto where = [&](const QString& what) {
            return QStringLiteral("entry %1, %2 by %3: ")
                       .arg(history.oracle.entries.size())
                       .arg(kind, attempt.statement.context->member.value()) +
                   what;
        };
        DIFFERS_IF(result && !broken.empty(), where(QStringLiteral("accepted against ") + broken.words()));
        DIFFERS_IF(!result && broken.empty(),
                   where(QStringLiteral("refused for nothing: ") + result.error().sentence()));
        DIFFERS_IF(!result && !broken.holds(result.error()),
                   where(QStringLiteral("refused by ") + result.error().name() +
                         QStringLiteral(" instead of ") + broken.words()));
        DIFFERS_IF(!effect.isEmpty(), where(effect));
        Tally& tally = acts[kind];
        ++(result ? tally.accepted : tally.refused);
        if (result) {
            history.oracle.take(attempt, history.tree.root());
            const QString what = factsDiffer(history, attempt.at);
            DIFFERS_IF(!what.isEmpty(), where(what));
            if (!earlier && history.dice.oneIn(6))
                earlier = history.snapshot;
        } else {
            ++outcomes[result.error().name()].refused;
        }
    }
    for (const OracleProposal& proposal : history.oracle.proposals) {
        ++outcomes[domain::toWord(proposal.status)].accepted;
        outcomes[QStringLiteral("disputed")].accepted += history.oracle.isDisputed(proposal) ? 1 : 0;
    }
    // Some time later, with nothing said meanwhile.
    const base::UtcTime later = history.oracle.lastTime().plusUs(
        static_cast<std::int64_t>(history.dice.roll(3'000)) * base::kUsPerMinute);
    QString what = factsDiffer(history, later);
    if (what.isEmpty())
        what = accessDiffers(history, later);
    DIFFERS_IF(!what.isEmpty(), QStringLiteral("at the end: ") + what);

    const auto whole = foldedFromNothing(history.accepted);
    DIFFERS_IF(!whole, QStringLiteral("what was accepted does not fold: ") + whole.error().sentence());
    DIFFERS_IF(*whole != history.snapshot, QStringLiteral("folded from nothing it is another state"));
    if (earlier) {
        const auto end = history.accepted.begin() + static_cast<std::ptrdiff_t>(earlier->size);
        const auto prefix = foldedFromNothing({history.accepted.begin(), end});
        DIFFERS_IF(!prefix || *prefix != *earlier, QStringLiteral("a prefix folds to another state"));
    }
    if (history.dice.oneIn(50))
        DIFFERS_IF(state::stateSha256(*whole) != state::stateSha256(history.snapshot),
                   QStringLiteral("the state's hash depends on how it was reached"));
    return {};
}

#undef DIFFERS_IF

} // namespace

/// The fold and a literal reading of the rules decide alike, whatever people do.
class TestOracle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decidesEveryHistoryAsTheRulesReadLiterally();
};

void TestOracle::decidesEveryHistoryAsTheRulesReadLiterally()
{
    std::vector<std::unique_ptr<OracleWorld>> worlds;
    for (unsigned variant = 0; variant < OracleWorld::kVariants; ++variant)
        worlds.push_back(std::make_unique<OracleWorld>(variant));
    const std::uint64_t first = numberFrom("KEYTURN_HISTORY", 1);
    const std::uint64_t count = histories();
    Tallies acts;
    Tallies outcomes;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const QString difference = play(*worlds[seed % worlds.size()], seed, acts, outcomes);
        QVERIFY2(
            difference.isEmpty(),
            qPrintable(QStringLiteral("KEYTURN_HISTORY=%1 KEYTURN_HISTORIES=1: ").arg(seed) + difference));
    }
    if (qEnvironmentVariableIsSet("KEYTURN_TALLIES")) {
        for (const auto& [kind, tally] : acts)
            qInfo("%s: %llu accepted, %llu refused", qPrintable(kind),
                  static_cast<unsigned long long>(tally.accepted),
                  static_cast<unsigned long long>(tally.refused));
        for (const auto& [word, tally] : outcomes)
            qInfo("%s: %llu", qPrintable(word),
                  static_cast<unsigned long long>(tally.accepted + tally.refused));
    }
    if (count < 1'000)
        return;
    // Whatever was hardly ever tried has not been shown.
    const std::uint64_t enough = count / 150;
    for (const auto& [kind, tally] : acts)
        QVERIFY2(tally.accepted >= enough && tally.refused >= enough,
                 qPrintable(kind + QStringLiteral(" was hardly ever accepted or hardly ever refused")));
    for (const char* word :
         {"open", "authorised", "refused", "expired", "withdrawn", "superseded", "disputed"})
        QVERIFY2(outcomes[QLatin1String(word)].accepted >= enough,
                 qPrintable(QStringLiteral("hardly any proposal became ") + QLatin1String(word)));
}

KEYTURN_TEST(TestOracle);

} // namespace keyturn::tests

#include "test_oracle.moc"
