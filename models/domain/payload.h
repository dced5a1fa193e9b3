// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/domain/access.h"
#include "models/domain/batch.h"
#include "models/domain/catalogue.h"
#include "models/domain/charter.h"
#include "models/domain/dependent.h"
#include "models/domain/event.h"
#include "models/domain/preview.h"
#include "models/domain/saved_view.h"

#include <QByteArray>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace keyturn::domain {

/// The founding charter, or (later) the next one. Each entry carries one signature over the same statement
/// bytes; the charter stands when its threshold is met.
struct CharterSigned
{
    Charter charter;
    friend bool operator==(const CharterSigned&, const CharterSigned&) = default;
};

/// A seat introduces its checkpoint key; signed with that key itself.
struct SeatIntroduced
{
    QString name;    ///< Key name of its checkpoint signatures: "keyturn.dev/seat/<first 16 hex of key id>".
    QByteArray spki; ///< Ed25519, DER.
    friend bool operator==(const SeatIntroduced&, const SeatIntroduced&) = default;
};

struct IncidentOpened
{
    QString title;
    QString summary;
    Severity severity = Severity::NotStated;
    std::vector<Layer> nature;
    Horizon horizon = Horizon::Undetermined;
    Cause cause = Cause::Undetermined;
    MemberId owner;
    std::optional<base::UtcTime> occurredAt;
    bool rehearsal = false;
    friend bool operator==(const IncidentOpened&, const IncidentOpened&) = default;
};

/// Changes of an incident's facts; what is absent stays.
struct IncidentChanged
{
    IncidentId incident;
    std::optional<QString> title;
    std::optional<QString> summary;
    std::optional<Severity> severity;
    std::optional<std::vector<Layer>> nature;
    std::optional<Horizon> horizon;
    std::optional<Cause> cause;
    std::optional<MemberId> owner;
    std::optional<IncidentStatus> status; ///< open, contained or restored.
    QString reason;
    friend bool operator==(const IncidentChanged&, const IncidentChanged&) = default;
};

struct IncidentClosed
{
    IncidentId incident;
    QString reason;
    QStringList carried; ///< Why each loose end is carried ("R-2: handed to the regulator team").
    friend bool operator==(const IncidentClosed&, const IncidentClosed&) = default;
};

/// A mark on the timeline made by a person; or how the timeline is looked at, what of it goes into reports.
struct NoteAdded
{
    std::optional<IncidentId> incident;
    bool milestone = false;
    QString title;
    QString text;
    std::optional<base::UtcTime> occurredAt;
    std::optional<ProposalId> about;              ///< A question or remark on a proposal, for who made it.
    std::optional<SavedView> view = std::nullopt; ///< Called `title`. It may retire the one that it replaces.
    std::optional<ReportMark> inReport = std::nullopt;
    std::optional<NoteId> retires = std::nullopt; ///< A standing view or report mark that ends with this.
    friend bool operator==(const NoteAdded&, const NoteAdded&) = default;
};

struct RequestReceived
{
    std::optional<IncidentId> incident;
    QString authority;
    QString jurisdiction;
    QString legalBasis;
    base::UtcTime receivedAt;
    std::optional<base::UtcTime> dueAt;
    std::vector<EvidenceItem> demanded;
    QString description;
    bool confidential = false;
    struct Conflict
    {
        RequestId with;
        RequestConflict kind = RequestConflict::PreserveOrDelete;
        friend bool operator==(const Conflict&, const Conflict&) = default;
    };
    std::vector<Conflict> conflicts;
    friend bool operator==(const RequestReceived&, const RequestReceived&) = default;
};

/// An answer, whole or partial: it names the items it covers.
struct RequestAnswered
{
    RequestId request;
    std::vector<EvidenceItem> covers;
    QString text;
    std::optional<base::UtcTime> answeredAt;
    friend bool operator==(const RequestAnswered&, const RequestAnswered&) = default;
};

struct RequestClosed
{
    RequestId request;
    QString reason;
    friend bool operator==(const RequestClosed&, const RequestClosed&) = default;
};

struct CatalogueSet
{
    Catalogue catalogue;
    friend bool operator==(const CatalogueSet&, const CatalogueSet&) = default;
};

/// What a proposal would do to one model, computed before anyone signs.
struct ModelEffect
{
    ModelId model;
    std::uint64_t cells = 0; ///< Cells of the model.
    std::uint64_t openBefore = 0;
    std::uint64_t openAfter = 0;
    std::uint64_t suspendedBefore = 0;
    std::uint64_t suspendedAfter = 0;
    friend bool operator==(const ModelEffect&, const ModelEffect&) = default;
};

/// A dependent that a change hits, as the sheet shows it.
struct DependentLine
{
    DependentHit hit;
    QString name;
    QString contact;
    Fallback fallback = Fallback::None;
    friend bool operator==(const DependentLine&, const DependentLine&) = default;
};

/// The effect preview and leakage map as they are signed: whole in figures, and the gravest of each by name.
struct SignedPreview
{
    std::vector<AccessShift> shifts;
    std::uint64_t dependents = 0;              ///< All that are hit.
    std::uint64_t withoutTestedFallback = 0;   ///< Of them.
    std::vector<DependentLine> dependentLines; ///< The first kMaximumSheetLines of them.
    std::uint64_t leaks = 0;                   ///< All routes that would still serve.
    std::vector<Leak> leakLines;               ///< The first kMaximumSheetLines of them.
    std::vector<ChangeId> shadowedBy;          ///< It would do nothing while these stand.
    friend bool operator==(const SignedPreview&, const SignedPreview&) = default;
};
/// More of a kind are counted on the sheet, not listed; the preview has all.
inline constexpr std::size_t kMaximumSheetLines = 30;

/// A second threshold that the same signatures must meet.
struct AlsoNeeded
{
    RuleId rule;
    QString ruleTitle;
    std::vector<Role> slotRoles;
    friend bool operator==(const AlsoNeeded&, const AlsoNeeded&) = default;
};

/// Shows that whoever is named with a new key holds it.
struct KeyProof
{
    base::Digest key;
    QByteArray signature; ///< Of possessionBytes(), by that key.
    friend bool operator==(const KeyProof&, const KeyProof&) = default;
};

/// A head of this log that is left behind: lost with a disk, or the other branch of a fork.
struct AbandonedHead
{
    std::uint64_t size = 0;
    base::Digest root;
    friend bool operator==(const AbandonedHead&, const AbandonedHead&) = default;
};

/// A restoration gate as it stood when access was proposed to come back.
struct GateLine
{
    GateId gate;
    Layer layer = Layer::NotStated;
    QString criterion;
    QString outcome; ///< "met: …", "waived by …: …".
    friend bool operator==(const GateLine&, const GateLine&) = default;
};

/// A proposal as signed: everything that its sheet shows, so that the sheet is a function of it alone. It is
/// about exactly one of: a restriction to add, a change to lift (whole or in part), the next charter,
/// disputed entries to let stand, a head to leave behind.
struct ChangeProposed
{
    std::optional<Restriction> restriction; ///< To add.
    std::optional<ChangeId> supersedes;     ///< With restriction: the change it replaces.
    std::optional<ChangeId> reverts;        ///< To lift.
    std::optional<Box> part;                ///< With reverts: lift only here; the rest stays.
    std::optional<Restriction> reverted;    ///< With reverts or supersedes: that restriction, for the sheet.
    std::optional<Charter> charter;         ///< To follow the standing one.
    std::vector<KeyProof> proofs;           ///< With charter: one for each new key, in the charter's order.
    std::vector<QString> charterChanges;    ///< With charter: what it changes, in words.
    std::vector<std::uint64_t> ratifiesEntries; ///< Disputed entries to let stand, ascending.
    std::vector<QString> ratifiedLines;         ///< With ratifiesEntries: each in words.
    std::optional<AbandonedHead> abandons;      ///< A head of this log to leave behind.
    std::optional<IncidentId> incident;
    QString incidentTitle; ///< As known, for the sheet.
    QString rationale;
    std::vector<RecordId> signalRecords;
    std::vector<RequestId> requests;
    std::vector<base::Digest> evidence;
    std::optional<base::UtcTime> effectiveAt;
    std::optional<base::UtcTime> reviewBy;
    base::UtcTime
        expiresAt; ///< After this ledger time it cannot be authorised; of a break-glass: is overdue.
    RuleId rule;
    QString ruleTitle;
    std::vector<Role> slotRoles;          ///< The signatures the rule demands, for the sheet.
    std::optional<AlsoNeeded> alsoNeeded; ///< A second threshold; template 2.
    std::vector<ModelEffect> effect;      ///< Models whose access would change, in the catalogue's order.
    std::optional<SignedPreview> preview; ///< Template 2, for changes of access.
    std::vector<GateLine> gates; ///< Of what gives access back: its incidents' gates, all met or waived.
    QString organisation;
    bool demo = false;
    bool rehearsal = false;
    QString proposerName; ///< Name and title, for the sheet.
    Catalogue names;      ///< Names of what the scope mentions, for the sheet; routes left out.
    std::int64_t sheetTemplate = 1;
    QString sheetLanguage = QStringLiteral("en");
    friend bool operator==(const ChangeProposed&, const ChangeProposed&) = default;

    /// It changes access: adds, lifts or replaces a restriction.
    [[nodiscard]] bool isOfAccess() const { return restriction || reverts; }
};

/// One person restricts access at once; a quorum has to look at it (domain.md, "Break-glass").
struct GlassBroken
{
    ChangeProposed change; ///< A restriction, with the rule by which it is to be ratified.
    friend bool operator==(const GlassBroken&, const GlassBroken&) = default;
};

/// A member's yes to one exact proposal.
struct ProposalApproved
{
    ProposalId proposal;
    base::Digest proposalEntry; ///< Leaf hash of the proposal's entry.
    base::Digest sheet;         ///< SHA-256 of the sheet shown; also the statement's subject.
    std::optional<Role> slot;
    friend bool operator==(const ProposalApproved&, const ProposalApproved&) = default;
};

struct ProposalRefused
{
    ProposalId proposal;
    base::Digest proposalEntry;
    base::Digest sheet;
    QString reason;
    friend bool operator==(const ProposalRefused&, const ProposalRefused&) = default;
};

struct ProposalWithdrawn
{
    ProposalId proposal;
    base::Digest proposalEntry;
    QString reason;
    friend bool operator==(const ProposalWithdrawn&, const ProposalWithdrawn&) = default;
};

/// Members of the register that are new or changed, and those that leave it.
struct DependentsSet
{
    std::vector<Dependent> set;
    std::vector<DependentId> removed;
    friend bool operator==(const DependentsSet&, const DependentsSet&) = default;
};

/// A document by its SHA-256 (domain.md, "Evidence").
struct EvidenceAdded
{
    base::Digest sha256;
    std::uint64_t size = 0; ///< Bytes.
    QString title;
    EvidenceKind kind = EvidenceKind::Other;
    QString fileName;
    bool stored = true; ///< The bytes are in the workspace; else they are kept elsewhere.
    std::optional<IncidentId> incident;
    std::vector<RequestId> requests; ///< That it serves.
    std::vector<GateId> gates;       ///< That it serves.
    friend bool operator==(const EvidenceAdded&, const EvidenceAdded&) = default;
};

/// What must hold before access comes back (domain.md, "Restoration gate").
struct GateOpened
{
    IncidentId incident;
    Layer layer = Layer::NotStated;
    QString criterion;
    friend bool operator==(const GateOpened&, const GateOpened&) = default;
};

/// Somebody has seen that a gate's criterion holds.
struct GateMet
{
    GateId gate;
    std::vector<base::Digest> evidence; ///< Of this workspace; at least one.
    QString how;
    friend bool operator==(const GateMet&, const GateMet&) = default;
};

/// Access may come back although a gate is open: for one change, with a reason.
struct GateWaived
{
    GateId gate;
    ChangeId change;
    QString reason;
    friend bool operator==(const GateWaived&, const GateWaived&) = default;
};

/// A checkpoint of this ledger that another party has cosigned.
struct WitnessRecorded
{
    QByteArray note; ///< C2SP signed note, with the other party's signature line.
    friend bool operator==(const WitnessRecorded&, const WitnessRecorded&) = default;
};

/// A gateway claims to enforce a revision of access (trust.md, "Directives"). Only a probe proves it.
struct DirectiveAcknowledged
{
    std::uint64_t counter = 0;  ///< The gateway's own, one higher each time at least.
    std::uint64_t revision = 0; ///< Of access: how often it had changed.
    base::Digest accessState;   ///< What it enforces.
    std::uint64_t headSize = 0; ///< The head of the ledger that it was shown.
    base::Digest headRoot;
    friend bool operator==(const DirectiveAcknowledged&, const DirectiveAcknowledged&) = default;
};

/// Somebody other than the gateway saw what it really does.
struct GatewayProbed
{
    MemberId gateway;
    std::uint64_t revision = 0;
    Cell cell;
    Access seen = Access::Open;
    QString how;
    friend bool operator==(const GatewayProbed&, const GatewayProbed&) = default;
};

/// Everything an entry can say; its predicate kinds are listed in statement.h in the same order.
using Payload =
    std::variant<CharterSigned, SeatIntroduced, BatchImported, IncidentOpened, IncidentChanged,
                 IncidentClosed, NoteAdded, RequestReceived, RequestAnswered, RequestClosed, CatalogueSet,
                 ChangeProposed, ProposalApproved, ProposalRefused, ProposalWithdrawn, GlassBroken,
                 DependentsSet, EvidenceAdded, GateOpened, GateMet, GateWaived, WitnessRecorded,
                 DirectiveAcknowledged, GatewayProbed, BatchRetracted>;

} // namespace keyturn::domain
