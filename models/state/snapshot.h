// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/domain/payload.h"
#include "models/domain/quorum.h"
#include "models/domain/sheet.h"
#include "models/domain/statement.h"
#include "models/state/shared_list.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace keyturn::state {

/// When and by whom something was entered.
struct Origin
{
    std::uint64_t seq = 0;    ///< The entry.
    base::UtcTime recordedAt; ///< Its ledger time.
    domain::MemberId member;  ///< Who signed; empty for a seat.
    friend bool operator==(const Origin&, const Origin&) = default;
};

struct IncidentState
{
    domain::IncidentId id;
    domain::IncidentOpened facts; ///< As they stand now.
    domain::IncidentStatus status = domain::IncidentStatus::Open;
    Origin opened;
    std::optional<Origin> closed;
    QString closingReason;
    QStringList carried;
    friend bool operator==(const IncidentState&, const IncidentState&) = default;
};

struct RequestState
{
    domain::RequestId id;
    domain::RequestReceived facts;
    domain::RequestStatus status = domain::RequestStatus::Received;
    Origin received;
    struct Answer
    {
        domain::RequestAnswered facts;
        Origin origin;
        friend bool operator==(const Answer&, const Answer&) = default;
    };
    std::vector<Answer> answers;
    std::optional<Origin> closed;
    QString closingReason;
    friend bool operator==(const RequestState&, const RequestState&) = default;

    /// Items demanded and not yet covered by an answer.
    [[nodiscard]] std::vector<domain::EvidenceItem> open() const;
    /// Due passed and not answered at @p now.
    [[nodiscard]] bool isOverdue(base::UtcTime now) const;
};

struct NoteState
{
    domain::NoteId id;
    domain::NoteAdded facts;
    Origin origin;
    friend bool operator==(const NoteState&, const NoteState&) = default;
};

/// That an import was taken back.
struct RetractionState
{
    Origin origin;
    QString reason;
    friend bool operator==(const RetractionState&, const RetractionState&) = default;
};

struct BatchState
{
    domain::BatchImported facts;
    Origin origin;
    std::uint64_t firstRecord = 0;            ///< Records in earlier batches.
    std::optional<RetractionState> retracted; ///< Its records are then in nothing that is shown.
    friend bool operator==(const BatchState&, const BatchState&) = default;
};

/// An approval as it stands in a proposal.
struct ApprovalState
{
    Origin origin;
    std::optional<domain::Role> slot;
    base::Digest keyId;
    base::Digest entryLeaf;
    friend bool operator==(const ApprovalState&, const ApprovalState&) = default;
};

struct RefusalState
{
    Origin origin;
    QString reason;
    bool blocks = false; ///< The rule gives it force.
    base::Digest keyId;
    friend bool operator==(const RefusalState&, const RefusalState&) = default;
};

struct ProposalState
{
    domain::ProposalId id;
    domain::ChangeProposed facts;
    Origin origin;
    base::Digest entryLeaf; ///< What approvals name.
    base::Digest sheetSha256;
    base::Digest keyId;       ///< The proposer's.
    base::Digest accessState; ///< The access state that its effect was computed on.
    std::int64_t charterVersion = 1;
    domain::ProposalStatus status = domain::ProposalStatus::Open;
    std::vector<ApprovalState> approvals; ///< In ledger order; one a person.
    std::vector<RefusalState> refusals;
    QString withdrawalReason;
    std::optional<base::UtcTime> decidedAt; ///< Ledger time it left Open.
    std::optional<domain::ChangeId>
        change;                      ///< The change it became, lifts or, of a break-glass, made at once.
    bool breakGlass = false;         ///< In force from the start; the signatures ratify it.
    base::Digest statementSha256;    ///< Of its statement bytes: what names a charter that it makes.
    std::int64_t decidedCharter = 0; ///< Version that stood when it left Open; 0 while open.
    friend bool operator==(const ProposalState&, const ProposalState&) = default;

    /// How its sheet is rendered.
    [[nodiscard]] domain::Urgency urgency() const
    {
        return breakGlass ? domain::Urgency::BreakGlass : domain::Urgency::Ordinary;
    }
    /// A break-glass that nobody has ratified in the charter's time.
    [[nodiscard]] bool isOverdue(base::UtcTime now) const;
};

/// A part of a change that was lifted while the rest stayed.
struct LiftedPart
{
    domain::Box part;
    domain::ProposalId by;
    base::UtcTime at;
    friend bool operator==(const LiftedPart&, const LiftedPart&) = default;
};

/// A restriction in force, one that will be, or one that was.
struct ChangeState
{
    domain::ChangeId id;
    domain::Restriction restriction; ///< As it was authorised.
    domain::ProposalId proposal;
    domain::ChangeStatus status = domain::ChangeStatus::InForce;
    base::UtcTime authorisedAt;
    std::uint64_t authorisedBySeq = 0;
    std::optional<base::UtcTime> effectiveAt;
    std::optional<base::UtcTime> reviewBy;
    std::optional<domain::IncidentId> incident;
    bool rehearsal = false; ///< Touches nobody's access.
    std::vector<LiftedPart> lifted;
    std::optional<domain::ProposalId> revertedBy; ///< What lifted or replaced it.
    std::optional<base::UtcTime> revertedAt;
    friend bool operator==(const ChangeState&, const ChangeState&) = default;

    /// Review-by has passed at @p now and the change stands.
    [[nodiscard]] bool isReviewDue(base::UtcTime now) const;
    /// Authorised, and takes effect only after @p now.
    [[nodiscard]] bool isScheduled(base::UtcTime now) const;
    /// The restriction without the parts lifted by @p at.
    [[nodiscard]] domain::Restriction remaining(base::UtcTime at) const;
    /// The restriction without all lifted parts.
    [[nodiscard]] domain::Restriction remaining() const;
    /// A rehearsal's layers are seen only by its own incident.
    [[nodiscard]] bool isSeenBy(const std::optional<domain::IncidentId>& rehearsalOf) const;
    /// Both are real, or both of the same rehearsal.
    [[nodiscard]] bool isOfSamePlay(const domain::ChangeProposed& proposal) const;
    /// Whether it was in force at @p at, as far as this snapshot knows.
    [[nodiscard]] bool wasInForce(base::UtcTime at) const;
};

/// A charter that stands or stood.
struct CharterState
{
    domain::Charter charter;
    base::Digest sha256;
    Origin adopted; ///< The entry that met its threshold.
    friend bool operator==(const CharterState&, const CharterState&) = default;
};

struct GateState
{
    domain::GateId id;
    domain::GateOpened facts;
    domain::GateStatus status = domain::GateStatus::Open;
    Origin opened;
    std::optional<Origin> met;
    std::vector<base::Digest> evidence;
    QString how;
    struct Waiver
    {
        domain::ChangeId change;
        QString reason;
        Origin origin;
        friend bool operator==(const Waiver&, const Waiver&) = default;
    };
    std::vector<Waiver> waivers;
    friend bool operator==(const GateState&, const GateState&) = default;

    /// The waiver for @p change, or null.
    [[nodiscard]] const Waiver* waiverFor(const domain::ChangeId& change) const;
};

struct EvidenceState
{
    domain::EvidenceAdded facts;
    Origin origin;
    friend bool operator==(const EvidenceState&, const EvidenceState&) = default;
};

/// A checkpoint that another party has cosigned.
struct WitnessState
{
    QString name;           ///< Of the witness's key.
    bool byCharter = false; ///< The charter named it; else another seat.
    std::uint64_t size = 0;
    base::Digest root;
    Origin origin;
    friend bool operator==(const WitnessState&, const WitnessState&) = default;
};

/// What a gateway has claimed, and what was seen of it.
struct GatewayState
{
    domain::MemberId member;
    std::uint64_t counter = 0;  ///< Of the newest acknowledgement.
    std::uint64_t revision = 0; ///< Acknowledged; a claim.
    std::optional<Origin> acknowledged;
    std::uint64_t provenRevision = 0; ///< Of the newest probe that saw what was decided; 0 for none.
    std::optional<Origin> proven;
    std::optional<Origin> drifted; ///< The newest probe, where it saw something else.
    domain::Cell driftedCell;
    domain::Access driftedSeen = domain::Access::Open;
    friend bool operator==(const GatewayState&, const GatewayState&) = default;
};

/// A head that the charter's people decided to leave behind.
struct AbandonedState
{
    domain::AbandonedHead head;
    domain::ProposalId proposal;
    Origin origin;
    friend bool operator==(const AbandonedState&, const AbandonedState&) = default;
};

struct SeatState
{
    QString name;
    QByteArray spki;
    base::Digest keyId;
    Origin origin;
    friend bool operator==(const SeatState&, const SeatState&) = default;
};

/// One line of the ledger for people and reports.
struct EntryLine
{
    std::uint64_t seq = 0;
    base::UtcTime time;
    QString kind;            ///< statement kind: "proposal" …
    domain::MemberId member; ///< Empty for a seat.
    base::Digest leaf;
    base::Digest keyId;
    friend bool operator==(const EntryLine&, const EntryLine&) = default;
};

/// Everything the ledger says at one of its sizes; immutable once published. Lists share what they have in
/// common, so a copy costs little and an older one beside it what has changed since.
struct Snapshot
{
    std::uint64_t size = 0; ///< Number of entries folded.
    base::Digest log;
    base::UtcTime lastTime; ///< Ledger time of the newest entry.
    base::Digest lastLeaf;

    domain::Charter charter;
    base::Digest charterSha256; ///< Of its statement bytes.
    bool founded = false;
    std::vector<Origin> charterSignatures; ///< Of the standing charter.

    SharedList<CharterState> charters; ///< Every one that stood, the standing one last.

    domain::Catalogue catalogue;
    std::vector<domain::Dependent> dependents; ///< By id.
    SharedList<IncidentState> incidents;       ///< I-1 at 0 …
    SharedList<RequestState> requests;         ///< R-1 at 0 …
    SharedList<NoteState> notes;               ///< N-1 at 0 …
    SharedList<BatchState> batches;            ///< In ledger order.
    SharedList<ProposalState> proposals;       ///< P-1 at 0 …
    SharedList<ChangeState> changes;           ///< C-1 at 0 …
    SharedList<GateState> gates;               ///< G-1 at 0 …
    SharedList<EvidenceState> evidence;        ///< In ledger order.
    SharedList<WitnessState> witnesses;        ///< In ledger order.
    SharedList<GatewayState> gateways;         ///< In order of their first word.
    SharedList<AbandonedState> abandoned;
    SharedList<base::Digest> accessRevisions; ///< Access state after each change of it.
    QSet<quint64> disputed; ///< Entries signed with a key that somebody else may have had, not ratified.
    SharedList<SeatState> seats;
    SharedList<EntryLine> entries; ///< seq is the index.
    SharedByteSet nonces;
    std::uint64_t records = 0; ///< In all batches, those retracted too.

    std::vector<qsizetype>
        openProposals; ///< Places in proposals of those that are open, so that time can end them.
    std::optional<base::Digest>
        accessState; ///< What accessStateSha256() gives, kept since the last change of access.

    friend bool operator==(const Snapshot&, const Snapshot&) = default;

    [[nodiscard]] const IncidentState* incident(const domain::IncidentId& id) const;
    [[nodiscard]] const RequestState* request(const domain::RequestId& id) const;
    [[nodiscard]] const ProposalState* proposal(const domain::ProposalId& id) const;
    [[nodiscard]] const ChangeState* change(const domain::ChangeId& id) const;
    [[nodiscard]] const BatchState* batch(std::uint64_t seq) const;
    /// Where in batches the import of entry @p seq is; the size of it where there is none.
    [[nodiscard]] qsizetype placeOfBatch(std::uint64_t seq) const;
    /// The import that holds the record, retracted or not; null where there is no such record.
    [[nodiscard]] const BatchState* batchOf(const domain::RecordId& id) const;
    /// How many records the imports hold that are not retracted.
    [[nodiscard]] std::uint64_t recordsStanding() const;
    [[nodiscard]] const SeatState* seat(const base::Digest& keyId) const;

    /// The charter of @p version, or null.
    [[nodiscard]] const domain::Charter* charterOf(std::int64_t version) const;
    [[nodiscard]] const GateState* gate(const domain::GateId& id) const;
    [[nodiscard]] const EvidenceState* evidenceOf(const base::Digest& sha256) const;
    [[nodiscard]] const domain::Dependent* dependent(const domain::DependentId& id) const;
    [[nodiscard]] const GatewayState* gateway(const domain::MemberId& id) const;

    /// Layers in force at @p at, in order of change id: what effective access is computed from. Rehearsals
    /// are left out, but for the one of @p rehearsal where given.
    [[nodiscard]] std::vector<domain::Layered>
    layersInForce(base::UtcTime at, const std::optional<domain::IncidentId>& rehearsal = std::nullopt) const;
    /// The same, with those that are authorised and take effect later.
    [[nodiscard]] std::vector<domain::Layered>
    layersStanding(const std::optional<domain::IncidentId>& rehearsal = std::nullopt) const;
    /// SHA-256 of accessStateBytes(layersStanding(rehearsal)).
    [[nodiscard]] base::Digest
    accessStateSha256(const std::optional<domain::IncidentId>& rehearsal = std::nullopt) const;
    /// The access state that decisions on @p proposal are bound to: its rehearsal's, or the real one.
    [[nodiscard]] base::Digest accessStateFor(const domain::ChangeProposed& proposal) const;
    /// A break-glass that no quorum has ratified, and that stands.
    [[nodiscard]] bool isUnratified(const ChangeState& change) const;
    /// An authorised proposal whose signatures no longer suffice without the disputed ones.
    [[nodiscard]] bool isDisputed(const ProposalState& proposal) const;
    /// What put @p change in force or lifted it is disputed.
    [[nodiscard]] bool isDisputed(const ChangeState& change) const;
    /// Gates of the incidents that lifting @p change by a proposal for @p incident has to pass.
    [[nodiscard]] std::vector<const GateState*>
    gatesFor(const ChangeState& change, const std::optional<domain::IncidentId>& incident) const;
    /// Of them, those neither met nor waived for the change.
    [[nodiscard]] std::vector<const GateState*>
    openGatesFor(const ChangeState& change, const std::optional<domain::IncidentId>& incident) const;
    /// The largest size that a witness named by a charter has cosigned.
    [[nodiscard]] std::uint64_t witnessedSize() const;
    /// The quorum of a proposal as it stands at @p now: approvals older than the rule's limit do not count;
    /// the stricter of the charter at proposal and now applies.
    [[nodiscard]] domain::Quorum quorumOf(const ProposalState& proposal, base::UtcTime now) const;
    /// The proposal's status at @p now (an open one past its expiry reads Expired).
    [[nodiscard]] domain::ProposalStatus statusOf(const ProposalState& proposal, base::UtcTime now) const;
    /// Name and title of a member, by the newest charter that has one of this id; else the bare id.
    [[nodiscard]] QString display(const domain::MemberId& id) const;
};

using SnapshotPointer = std::shared_ptr<const Snapshot>;

/// SHA-256 over canonical JSON of the whole snapshot: equal on every seat that folded the same entries.
[[nodiscard]] base::Digest stateSha256(const Snapshot& snapshot);

} // namespace keyturn::state
