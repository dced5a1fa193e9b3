// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/domain/statement.h"
#include "tests/unit/state/oracle_cells.h"
#include "tests/unit/state/oracle_quorum.h"

#include <set>
#include <string>

namespace keyturn::tests {

/// What somebody tries to append: a statement, whose key signed it, and where it would stand.
struct Attempt
{
    domain::Statement statement;
    base::Digest key;
    base::Digest log;
    std::uint64_t seq = 0;
    base::Digest previous;
    base::UtcTime at;
    base::Digest leaf;
    base::Digest statementSha256;

    /// What its maker looked at, in the oracle's words, where the statement has only a hash of it.
    std::string accessSeen;
    std::string gatesSeen;
    bool forgedProof = false;    ///< A proof of possession was not made with the key.
    domain::WitnessKey cosigner; ///< Whose signature really is on a witnessed checkpoint.
    /// After it was laid out; NotLaidOut: it could not be, so some other rule must be broken too.
    enum class Tampered { No, Subject, Derived, NotLaidOut } tampered = Tampered::No;
};

/// A rule that is broken.
struct OracleReason
{
    const base::ErrorDomain* domain = nullptr;
    int code = 0;
    friend bool operator==(const OracleReason&, const OracleReason&) = default;
};
/// All rules that an attempt breaks, in no order: it is refused for one of them, or accepted for none.
class OracleReasons
{
public:
    template <typename E>
    void add(E reason)
    {
        m_reasons.push_back({&errorDomain(reason), static_cast<int>(reason)});
    }
    template <typename E>
    void addIf(bool broken, E reason)
    {
        if (broken)
            add(reason);
    }
    /// Takes over what @p others hold; with @p outdated, what would make no sense as no longer fitting.
    void addAll(const OracleReasons& others, bool outdated);
    [[nodiscard]] bool empty() const { return m_reasons.empty(); }
    [[nodiscard]] bool holds(const base::Error& error) const;
    [[nodiscard]] QString words() const;

private:
    std::vector<OracleReason> m_reasons;
};

struct OracleApproval
{
    domain::MemberId member;
    std::optional<domain::Role> slot;
    base::Digest key;
    std::uint64_t seq = 0;
    base::UtcTime at;
};

struct OracleRefusal
{
    domain::MemberId member;
    bool blocks = false;
};

struct OracleProposal
{
    domain::ChangeProposed facts;
    domain::MemberId proposer;
    std::uint64_t seq = 0;
    base::UtcTime at;
    base::Digest leaf;
    base::Digest sheet;
    base::Digest statementSha256;
    std::size_t proposedUnder = 0; ///< Place of the charter.
    std::string access;            ///< That its effect was computed on.
    bool loosens = false;          ///< It replaces a change by one that lets more through.
    bool breakGlass = false;
    domain::ProposalStatus status = domain::ProposalStatus::Open;
    std::vector<OracleApproval> approvals;
    std::vector<OracleRefusal> refusals;
    std::optional<base::UtcTime> decidedAt;
    std::optional<std::size_t> change;
    std::size_t decidedUnder = 0;
    std::vector<OracleApproval> decidedBy; ///< What counted when it was authorised.
};

struct OracleChange
{
    CellSet cells = 0; ///< As authorised.
    domain::Access access = domain::Access::Open;
    std::size_t proposal = 0;
    domain::ChangeStatus status = domain::ChangeStatus::InForce;
    base::UtcTime authorisedAt;
    std::optional<base::UtcTime> effectiveAt;
    std::optional<base::UtcTime> reviewBy;
    std::optional<domain::IncidentId> incident;
    bool rehearsal = false;
    struct Part
    {
        CellSet cells = 0;
        std::size_t proposal = 0;
        base::UtcTime at;
    };
    std::vector<Part> parts;
    std::optional<std::size_t> endedBy;
    std::optional<base::UtcTime> endedAt;

    [[nodiscard]] CellSet remaining(std::optional<base::UtcTime> at = std::nullopt) const;
    [[nodiscard]] bool wasInForce(base::UtcTime at) const;
    [[nodiscard]] bool isScheduled(base::UtcTime at) const;
};

struct OracleGate
{
    domain::IncidentId incident;
    bool met = false;
    std::vector<std::size_t> waivedFor; ///< Places of changes.
};

struct OracleIncident
{
    bool rehearsal = false;
    bool closed = false;
};

struct OracleGateway
{
    domain::MemberId member;
    std::uint64_t counter = 0;
    std::uint64_t revision = 0;
    std::uint64_t proven = 0;
    std::optional<domain::Cell> drifted;
};

struct OracleEntry
{
    base::UtcTime at;
    base::Digest leaf;
    base::Digest key;
};

/// A slow, literal reading of the rules (domain.md, trust.md), in plain lists and without a line of
/// models/state: what it decides, the fold has to decide.
class Oracle
{
public:
    /// A ledger that stands at its founding: @p entries are what founded it and set the catalogue.
    Oracle(const domain::Catalogue& catalogue, const domain::Charter& charter,
           const base::Digest& charterSha256, const base::Digest& log, std::vector<OracleEntry> entries,
           std::vector<base::Digest> roots);

    [[nodiscard]] OracleReasons judge(const Attempt& attempt) const;
    /// It was accepted; @p root is that of the ledger with it.
    void take(const Attempt& attempt, const base::Digest& root);

    // Plain lists, places are numbers less one.
    OracleCells cells;
    base::Digest log;
    std::vector<domain::Charter> charters;
    std::vector<base::Digest> charterHashes;
    std::vector<OracleEntry> entries;
    std::vector<base::Digest> roots; ///< By size.
    std::set<QByteArray> nonces;
    std::vector<OracleProposal> proposals;
    std::vector<OracleChange> changes;
    std::vector<OracleGate> gates;
    std::vector<OracleIncident> incidents;
    std::set<base::Digest> evidence;
    std::vector<OracleGateway> gateways;
    std::vector<std::string> revisions;
    std::set<std::uint64_t> disputed;
    std::uint64_t witnessed = 0;
    struct Note
    {
        enum class Is { Saying, View, Mark, TakingBack } is = Is::Saying;
        std::optional<domain::ReportMark> marked; ///< The note or record that it marks, where it does.
        bool takenBack = false;
    };
    std::vector<Note> notes;
    struct Batch
    {
        std::uint64_t seq = 0;
        std::uint64_t count = 0; ///< Of its records.
        bool retracted = false;
    };
    std::vector<Batch> batches;
    /// Whether @p record was brought in, and its import was not taken back.
    [[nodiscard]] bool isStanding(const domain::RecordId& record) const;

    [[nodiscard]] const domain::Charter& standing() const { return charters.back(); }
    [[nodiscard]] base::UtcTime lastTime() const { return entries.back().at; }
    /// The standing layers as a proposal for @p rehearsal sees them, in words.
    [[nodiscard]] std::string access(const std::optional<domain::IncidentId>& rehearsal) const;
    [[nodiscard]] std::string accessFor(const domain::ChangeProposed& facts) const;
    /// The gates that lifting @p change for @p incident has to pass, each with how it stands.
    [[nodiscard]] std::string gatesOf(std::size_t change,
                                      const std::optional<domain::IncidentId>& incident) const;
    [[nodiscard]] bool hasOpenGate(std::size_t change,
                                   const std::optional<domain::IncidentId>& incident) const;
    [[nodiscard]] domain::ProposalStatus statusOf(const OracleProposal& proposal, base::UtcTime now) const;
    [[nodiscard]] bool isDisputed(const OracleProposal& proposal) const;
    [[nodiscard]] bool isDisputed(const OracleChange& change) const;
    [[nodiscard]] bool isUnratified(const OracleChange& change) const;
    [[nodiscard]] std::vector<domain::Access>
    accessNow(base::UtcTime at, const std::optional<domain::IncidentId>& rehearsal = std::nullopt) const;
    /// The rules that hold for a proposal: those of the charter it was made under, and of the one standing.
    [[nodiscard]] std::vector<const domain::Rule*> rulesOver(const OracleProposal& proposal) const;
    /// Before and after a change of access, when it takes effect.
    [[nodiscard]] std::pair<std::vector<domain::Access>, std::vector<domain::Access>>
    aroundChange(const domain::ChangeProposed& facts, base::UtcTime signedAt) const;

    template <typename Id>
    [[nodiscard]] static std::optional<std::size_t> placeOf(const Id& id, std::size_t count)
    {
        const qsizetype number = id.value().mid(2).toLongLong();
        if (number < 1 || static_cast<std::size_t>(number) > count)
            return std::nullopt;
        return static_cast<std::size_t>(number) - 1;
    }

private:
    struct Case;
    struct Threshold
    {
        std::vector<domain::Role> slotRoles;
        bool ofNext = false; ///< To be met by the people of the charter that is proposed.
    };

    [[nodiscard]] const domain::Member* owner(const Attempt& attempt) const;
    void judgeContext(const Attempt& attempt, OracleReasons& broken) const;
    [[nodiscard]] bool mayAct(const domain::Member& member, domain::Act act) const;
    void judgeNote(const domain::NoteAdded& note, OracleReasons& broken) const;
    void judgeIncident(const std::optional<domain::IncidentId>& incident, OracleReasons& broken) const;
    [[nodiscard]] bool isOfCharter(const domain::MemberId& id, domain::Role role) const;

    // Proposals (oracle_proposals.cpp).
    void judgeProposal(const Case& it, const domain::ChangeProposed& facts, bool breaksGlass) const;
    void judgeFit(const Case& it, const domain::ChangeProposed& facts, bool breaksGlass) const;
    void judgeLifted(const Case& it, const domain::ChangeProposed& facts) const;
    void judgeNext(const Case& it, const domain::ChangeProposed& facts) const;
    [[nodiscard]] domain::Governed governed(const domain::ChangeProposed& facts) const;
    [[nodiscard]] bool loosens(const domain::ChangeProposed& facts, base::UtcTime signedAt) const;
    [[nodiscard]] bool isSeen(const OracleChange& change,
                              const std::optional<domain::IncidentId>& rehearsal) const;
    OracleProposal& takeProposal(const Attempt& attempt, const domain::ChangeProposed& facts);

    // Decisions (oracle_decisions.cpp).
    [[nodiscard]] const OracleProposal* judgeOpen(const Case& it, const domain::ProposalId& id) const;
    void judgeShown(const Case& it, const OracleProposal& proposal, const base::Digest& entry) const;
    [[nodiscard]] std::vector<Threshold> thresholds(const OracleProposal& proposal,
                                                    std::size_t charter) const;
    [[nodiscard]] bool counts(const OracleProposal& proposal, const OracleApproval& approval,
                              base::UtcTime now) const;
    [[nodiscard]] bool isYoungAndFree(const OracleProposal& proposal, const OracleApproval& approval,
                                      base::UtcTime now) const;
    [[nodiscard]] std::vector<OracleSigner> signers(const OracleProposal& proposal,
                                                    const std::vector<OracleApproval>& approvals,
                                                    const Threshold& threshold, std::size_t charter) const;
    [[nodiscard]] std::vector<OracleApproval> counted(const OracleProposal& proposal,
                                                      base::UtcTime now) const;
    [[nodiscard]] bool isMet(const OracleProposal& proposal, const std::vector<OracleApproval>& approvals,
                             std::size_t charter) const;
    [[nodiscard]] bool fills(const OracleProposal& proposal, const OracleApproval& approval,
                             const domain::MemberId& proposer) const;
    void judgeApproval(const Case& it, const domain::ProposalApproved& approval) const;
    void judgeRefusal(const Case& it, const domain::ProposalRefused& refusal) const;
    void judgeWithdrawal(const Case& it, const domain::ProposalWithdrawn& withdrawal) const;
    void takeApproval(const Attempt& attempt, const domain::ProposalApproved& approval);
    void takeRefusal(const Attempt& attempt, const domain::ProposalRefused& refusal);
    void end(OracleProposal& proposal, domain::ProposalStatus status, base::UtcTime at);
    void execute(OracleProposal& proposal, base::UtcTime at);
    void putInForce(OracleProposal& proposal, base::UtcTime at);
    void endChange(std::size_t change, domain::ChangeStatus status, std::size_t by, base::UtcTime at);
    void noteRevision(const std::string& before);

    // Facts (oracle.cpp).
    void judgeFacts(const Case& it) const;
    void takeFacts(const Attempt& attempt);
};

/// What is judged: the attempt, who makes it, and where the broken rules are collected.
struct Oracle::Case
{
    const Attempt& attempt;
    const domain::Member& member;
    OracleReasons& broken;

    [[nodiscard]] const domain::StatementContext& context() const { return *attempt.statement.context; }
};

} // namespace keyturn::tests
