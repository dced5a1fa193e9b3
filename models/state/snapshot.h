// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/domain/payload.h"
#include "models/domain/quorum.h"
#include "models/domain/statement.h"

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

struct BatchState
{
    domain::BatchImported facts;
    Origin origin;
    std::uint64_t firstRecord = 0; ///< Records in earlier batches.
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
    std::optional<domain::ChangeId> change; ///< The change it became.
    friend bool operator==(const ProposalState&, const ProposalState&) = default;
};

/// A restriction in force, or one that was.
struct ChangeState
{
    domain::ChangeId id;
    domain::Restriction restriction;
    domain::ProposalId proposal;
    domain::ChangeStatus status = domain::ChangeStatus::InForce;
    base::UtcTime authorisedAt;
    std::uint64_t authorisedBySeq = 0;
    std::optional<base::UtcTime> effectiveAt;
    std::optional<base::UtcTime> reviewBy;
    std::optional<domain::ProposalId> revertedBy;
    std::optional<base::UtcTime> revertedAt;
    friend bool operator==(const ChangeState&, const ChangeState&) = default;

    /// Review-by has passed at @p now and the change stands.
    [[nodiscard]] bool isReviewDue(base::UtcTime now) const;
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
    friend bool operator==(const EntryLine&, const EntryLine&) = default;
};

/// Everything the ledger says at one of its sizes; immutable once published. Maps are Qt's, shared until
/// changed, so a copy costs little.
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

    domain::Catalogue catalogue;
    QList<IncidentState> incidents; ///< I-1 at 0 …
    QList<RequestState> requests;   ///< R-1 at 0 …
    QList<NoteState> notes;         ///< N-1 at 0 …
    QList<BatchState> batches;      ///< In ledger order.
    QList<ProposalState> proposals; ///< P-1 at 0 …
    QList<ChangeState> changes;     ///< C-1 at 0 …
    QList<SeatState> seats;
    QList<EntryLine> entries; ///< seq is the index.
    QSet<QByteArray> nonces;
    std::uint64_t records = 0;

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
    [[nodiscard]] const SeatState* seat(const base::Digest& keyId) const;

    /// Layers in force, in order of change id: what effective access is computed from.
    [[nodiscard]] std::vector<domain::Layered> layersInForce() const;
    /// SHA-256 of accessStateBytes(layersInForce()).
    [[nodiscard]] base::Digest accessStateSha256() const;
    /// The quorum of a proposal as it stands at @p now: approvals older than the rule's limit do not count;
    /// the stricter of the charter at proposal and now applies.
    [[nodiscard]] domain::Quorum quorumOf(const ProposalState& proposal, base::UtcTime now) const;
    /// The proposal's status at @p now (an open one past its expiry reads Expired).
    [[nodiscard]] domain::ProposalStatus statusOf(const ProposalState& proposal, base::UtcTime now) const;
    /// Name and title of a member, or the bare id of one the charter no longer has.
    [[nodiscard]] QString display(const domain::MemberId& id) const;
};

using SnapshotPointer = std::shared_ptr<const Snapshot>;

/// SHA-256 over canonical JSON of the whole snapshot: equal on every seat that folded the same entries.
[[nodiscard]] base::Digest stateSha256(const Snapshot& snapshot);

} // namespace keyturn::state
