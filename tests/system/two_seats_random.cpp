// SPDX-License-Identifier: GPL-3.0-or-later
// Two installations, each a process of its own, decide at random on one file at the same time. Afterwards
// nothing was decided without its quorum, nothing that either was told is lost, and both see the same.
//   KEYTURN_ROUNDS  acts of both together (2000)
//   KEYTURN_SEED    where their choices start (1)

#include "app/common/store_provider.h"
#include "models/crypto/digest_functions.h"
#include "models/domain/domain_error.h"
#include "models/service/proposal_draft.h"
#include "models/service/verify.h"
#include "tests/support/ledger_harness.h"
#include "tests/unit/state/oracle_quorum.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

namespace keyturn::tests {

namespace {

using domain::ProposalStatus;

constexpr int kMostMilliseconds = 280'000;

[[noreturn]] void giveUp(const QString& why)
{
    std::fprintf(stderr, "two_seats_random: %s\n", qPrintable(why));
    std::_Exit(1);
}

template <typename T>
T mustHave(base::Result<T> result)
{
    if (!result)
        giveUp(result.error().sentence());
    return std::move(*result);
}

void demand(bool holds, const QString& what)
{
    if (!holds)
        giveUp(what);
}

/// The same key in every process, and nowhere on the disk.
crypto::PrivateKey keyOf(const QString& member)
{
    const base::Digest seed = crypto::sha256("two seats: " + member.toUtf8());
    return mustHave(crypto::PrivateKey::fromEd25519Seed(
        QByteArrayView(reinterpret_cast<const char*>(seed.bytes.data()), seed.bytes.size())));
}

domain::Charter charterOfTwoSeats()
{
    using enum domain::Role;
    domain::Charter charter = domain::usualCharter(QStringLiteral("Two seats"));
    charter.acceptsBrittle = true; // Eight people cannot spare any two of each role.
    const auto add = [&](const char* id, domain::Role role) {
        const crypto::PublicKey key = keyOf(QLatin1String(id)).publicKey();
        charter.members.push_back({domain::MemberId(QLatin1String(id)),
                                   QLatin1String(id),
                                   {},
                                   domain::MemberKind::Person,
                                   {role},
                                   {{key.id(), crypto::toWord(key.type()), key.spki()}}});
    };
    add("ceo", Executive);
    add("coo", Executive);
    add("safety", SafetyLead);
    add("deputy", SafetyLead);
    add("ciso", SecurityLead);
    add("architect", SecurityLead);
    add("counsel", Legal);
    add("solicitor", Legal);
    return charter;
}

service::OpenOptions optionsOf(const QString& folder, const QString& seat)
{
    service::OpenOptions options;
    options.provider = app::storeProvider();
    options.seat.path = folder + u'/' + seat;
    return options;
}

QString fileIn(const QString& folder)
{
    return folder + QStringLiteral("/war-room.keyturn");
}

/// One seat: acts at random, and tells on a line each what it was told was done.
class RandomSeat
{
public:
    RandomSeat(const QString& folder, const QString& seat, std::uint32_t seed)
        : m_workspace(mustHave(service::Workspace::open(fileIn(folder), optionsOf(folder, seat)))),
          m_dice(seed)
    {
    }

    void act()
    {
        if (const auto refreshed = m_workspace->refresh(); !refreshed)
            giveUp(refreshed.error().sentence());
        const domain::MemberId member = of(m_workspace->snapshot()->charter.members).id;
        auto payload = something(member);
        if (!payload) {
            // Drafting looks at the rules too.
            demand(payload.error().outcome() == base::Outcome::Refused, payload.error().sentence());
            return;
        }
        const QString kind = domain::kindOf(*payload);
        crypto::PrivateKey key = keyOf(member.value());
        const auto done = m_workspace->execute(member, std::move(*payload), key);
        if (done)
            std::printf("%llu %s %s %s\n", static_cast<unsigned long long>(done->seq),
                        qPrintable(done->leaf.hex()), qPrintable(kind), qPrintable(member.value()));
        else
            demand(done.error().outcome() == base::Outcome::Refused,
                   kind + QStringLiteral(": ") + done.error().sentence());
    }

private:
    std::size_t roll(std::size_t sides) { return m_dice() % sides; }
    template <typename List>
    const typename List::value_type& of(const List& list)
    {
        return list[static_cast<typename List::size_type>(roll(static_cast<std::size_t>(list.size())))];
    }

    base::Result<domain::Payload> something(const domain::MemberId& member)
    {
        const state::Snapshot& now = *m_workspace->snapshot();
        if (now.openProposals.size() < 2 || roll(12) == 0)
            return proposal(now, member);
        const auto id = now.proposals[of(now.openProposals)].id;
        const std::size_t kind = roll(16);
        if (kind == 0) {
            KEYTURN_TRY_LET(refusal, service::draftRefusal(now, id, QStringLiteral("Not yet")));
            return refusal;
        }
        if (kind == 1) {
            KEYTURN_TRY_LET(withdrawal, service::draftWithdrawal(now, id, QStringLiteral("Moot")));
            return withdrawal;
        }
        KEYTURN_TRY_LET(approval, service::draftApproval(now, id, std::nullopt));
        return approval;
    }

    base::Result<domain::Payload> proposal(const state::Snapshot& now, const domain::MemberId& member)
    {
        service::ChangeRequest request;
        request.rationale = QStringLiteral("It came to mind");
        std::vector<domain::ChangeId> standing;
        for (const state::ChangeState& change : now.changes) {
            if (change.status == domain::ChangeStatus::InForce)
                standing.push_back(change.id);
        }
        // Few stand at a time, so that both seats are after the same ones.
        if (standing.size() > 3 || (!standing.empty() && roll(2) == 0))
            request.reverts = of(standing);
        else
            request.restriction = LedgerHarness::suspension({"larch-4"}, {roll(2) == 0 ? "EU" : "UK"});
        KEYTURN_TRY_LET(drafted, service::draftProposal(now, m_workspace->ledgerNow(), member, request));
        return drafted;
    }

    std::unique_ptr<service::Workspace> m_workspace;
    std::mt19937 m_dice;
};

std::uint64_t found(const QString& folder)
{
    const domain::Charter charter = charterOfTwoSeats();
    domain::Statement statement;
    statement.subjects.push_back(
        {QStringLiteral("charter.json"), crypto::sha256(domain::encodeCharterDraft(charter))});
    statement.payload = domain::CharterSigned{charter};
    const QByteArray bytes = mustHave(domain::encodeStatement(statement));
    std::vector<QByteArray> envelopes;
    for (const char* member : {"ceo", "coo", "counsel"}) {
        crypto::PrivateKey key = keyOf(QLatin1String(member));
        envelopes.push_back(mustHave(ledger::signEnvelope(bytes, key)));
    }
    const auto workspace = mustHave(
        service::Workspace::found(fileIn(folder), envelopes, optionsOf(folder, QStringLiteral("left"))));
    crypto::PrivateKey key = keyOf(QStringLiteral("safety"));
    mustHave(workspace->execute(domain::MemberId(QStringLiteral("safety")),
                                domain::CatalogueSet{LedgerHarness::catalogue()}, key));
    return workspace->snapshot()->size;
}

/// Decided by those whom the rule demands, each of them once, by approvals that are in the ledger; and what
/// is open is open because somebody is missing.
void checkDecisions(const state::Snapshot& now)
{
    std::map<ProposalStatus, int> ends;
    for (const state::ProposalState& proposal : now.proposals) {
        ++ends[proposal.status];
        std::vector<OracleSigner> signers;
        for (const state::ApprovalState& approval : proposal.approvals) {
            const state::EntryLine& line = now.entries.at(static_cast<qsizetype>(approval.origin.seq));
            demand(line.kind == u"approval" && line.member == approval.origin.member &&
                       line.leaf == approval.entryLeaf,
                   proposal.id.value() + QStringLiteral(" has an approval that the ledger has not"));
            signers.push_back({line.member, now.charter.member(line.member)->roles, approval.slot});
        }
        const bool isMet = allFilled(proposal.facts.slotRoles, signers, proposal.origin.member);
        if (proposal.status == ProposalStatus::Authorised)
            demand(isMet, proposal.id.value() + QStringLiteral(" was decided without its quorum"));
        if (proposal.status == ProposalStatus::Open)
            demand(!isMet, proposal.id.value() + QStringLiteral(" has its quorum and is open"));
    }
    for (const auto status : {ProposalStatus::Authorised, ProposalStatus::Refused, ProposalStatus::Withdrawn})
        demand(ends[status] > 0, QStringLiteral("no proposal became ") + domain::toWord(status));
}

/// Every act that a seat was told was done is in the ledger where it was told, and nothing else is.
void checkNoneLost(const state::Snapshot& now, std::uint64_t founded, const QList<QByteArray>& told)
{
    std::map<std::uint64_t, QByteArray> ledger;
    for (std::uint64_t seq = founded; seq < now.size; ++seq) {
        const state::EntryLine& line = now.entries.at(static_cast<qsizetype>(seq));
        if (line.kind != u"seat")
            ledger[seq] = QStringLiteral("%1 %2 %3 %4")
                              .arg(seq)
                              .arg(line.leaf.hex(), line.kind, line.member.value())
                              .toLatin1();
    }
    for (const QByteArray& line : told) {
        const std::uint64_t seq = line.left(line.indexOf(' ')).toULongLong();
        demand(ledger[seq] == line, QStringLiteral("lost: ") + QString::fromLatin1(line));
        ledger.erase(seq);
    }
    demand(ledger.empty(), QStringLiteral("the ledger holds what nobody was told of"));
}

QList<QByteArray> linesOf(QProcess& process)
{
    demand(process.waitForFinished(kMostMilliseconds), QStringLiteral("a seat did not come to an end"));
    demand(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
           QStringLiteral("a seat failed: ") + QString::fromUtf8(process.readAllStandardError()));
    QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

void begin(QProcess& process, const QStringList& arguments)
{
    process.start(QCoreApplication::applicationFilePath(), arguments);
    demand(process.waitForStarted(), process.errorString());
}

int asBothSeats()
{
    const auto numberOf = [](const char* variable, int otherwise) {
        bool isNumber = false;
        const int number = qEnvironmentVariableIntValue(variable, &isNumber);
        return isNumber ? number : otherwise;
    };
    const int rounds = numberOf("KEYTURN_ROUNDS", 2'000);
    const int seed = numberOf("KEYTURN_SEED", 1);
    const QTemporaryDir place;
    demand(place.isValid(), place.errorString());
    const QString folder = place.path();
    const std::uint64_t founded = found(folder);

    QProcess left;
    QProcess right;
    const QString half = QString::number(rounds / 2);
    begin(left, {QStringLiteral("act"), folder, QStringLiteral("left"), QString::number(seed), half});
    begin(right,
          {QStringLiteral("act"), folder, QStringLiteral("right"), QString::number(seed + 1'000), half});
    const QList<QByteArray> ofLeft = linesOf(left);
    const QList<QByteArray> ofRight = linesOf(right);
    demand(ofLeft.size() > rounds / 20 && ofRight.size() > rounds / 20,
           QStringLiteral("a seat hardly got anything done"));

    begin(left, {QStringLiteral("fold"), folder, QStringLiteral("left")});
    begin(right, {QStringLiteral("fold"), folder, QStringLiteral("right")});
    demand(linesOf(left) == linesOf(right), QStringLiteral("the two seats see different states"));

    const auto options = optionsOf(folder, QStringLiteral("left"));
    const auto verified =
        mustHave(service::verifyLocation(fileIn(folder), options, {}, std::atomic_bool{false}));
    demand(verified.ok(), QStringLiteral("it does not verify: ") +
                              (verified.ok() ? QString() : verified.problems.front().text));
    const auto workspace = mustHave(service::Workspace::open(fileIn(folder), options));
    checkDecisions(*workspace->snapshot());
    checkNoneLost(*workspace->snapshot(), founded, ofLeft + ofRight);
    std::printf("%d rounds: %d done at the left, %d at the right, %d proposals\n", rounds,
                static_cast<int>(ofLeft.size()), static_cast<int>(ofRight.size()),
                static_cast<int>(workspace->snapshot()->proposals.size()));
    return 0;
}

int asOneSeat(const QStringList& arguments)
{
    if (arguments[1] == u"fold") {
        const auto workspace =
            mustHave(service::Workspace::open(fileIn(arguments[2]), optionsOf(arguments[2], arguments[3])));
        demand(!workspace->health().readOnly, workspace->health().readOnlyReason);
        std::printf("%s %s\n", qPrintable(state::stateSha256(*workspace->snapshot()).hex()),
                    qPrintable(workspace->tree().root().hex()));
        return 0;
    }
    RandomSeat seat(arguments[2], arguments[3], arguments[4].toUInt());
    for (int rounds = arguments[5].toInt(); rounds > 0; --rounds)
        seat.act();
    return 0;
}

} // namespace

} // namespace keyturn::tests

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    return arguments.size() < 2 ? keyturn::tests::asBothSeats() : keyturn::tests::asOneSeat(arguments);
}
