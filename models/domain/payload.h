// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/domain/access.h"
#include "models/domain/catalogue.h"
#include "models/domain/charter.h"
#include "models/domain/event.h"

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

/// Commits to all records of one import.
struct BatchImported
{
    base::Digest root; ///< Merkle root over the record leaves; SHA-256 of nothing for none.
    std::uint64_t count = 0;
    std::uint64_t rejected = 0;
    std::uint64_t withoutTime = 0;
    base::Digest sourceSha256; ///< Of the file's bytes as read.
    QString sourceName;        ///< File name, harmless text.
    QString adapter;           ///< "stix-2.1/1".
    std::optional<base::UtcTime> earliest;
    std::optional<base::UtcTime> latest;
    std::optional<IncidentId> incident;
    std::uint32_t blocks = 0;        ///< Number of packed blocks.
    std::uint32_t layoutVersion = 1; ///< Of the derived columns and filters.
    base::Digest derivedSha256;      ///< Over the SHA-256 of every block's columns and filter, in order.
    friend bool operator==(const BatchImported&, const BatchImported&) = default;
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

/// A mark on the timeline made by a person.
struct NoteAdded
{
    std::optional<IncidentId> incident;
    bool milestone = false;
    QString title;
    QString text;
    std::optional<base::UtcTime> occurredAt;
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

/// A proposal as signed: everything that its sheet shows, so that the sheet is a function of it alone.
struct ChangeProposed
{
    std::optional<Restriction> restriction; ///< To add. Exactly one of these two.
    std::optional<ChangeId> reverts;        ///< To lift.
    std::optional<Restriction> reverted;    ///< With reverts: the restriction it lifts, for the sheet.
    std::optional<IncidentId> incident;
    QString incidentTitle; ///< As known, for the sheet.
    QString rationale;
    std::vector<RecordId> signalRecords;
    std::vector<RequestId> requests;
    std::vector<base::Digest> evidence;
    std::optional<base::UtcTime> effectiveAt;
    std::optional<base::UtcTime> reviewBy;
    base::UtcTime expiresAt; ///< After this ledger time it cannot be authorised.
    RuleId rule;
    QString ruleTitle;
    std::vector<Role> slotRoles;     ///< The signatures the rule demands, for the sheet.
    std::vector<ModelEffect> effect; ///< Models whose access would change, in the catalogue's order.
    QString organisation;
    bool demo = false;
    bool rehearsal = false;
    QString proposerName; ///< Name and title, for the sheet.
    Catalogue names;      ///< Names of what the scope mentions, for the sheet; routes left out.
    std::int64_t sheetTemplate = 1;
    QString sheetLanguage = QStringLiteral("en");
    friend bool operator==(const ChangeProposed&, const ChangeProposed&) = default;
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

/// Everything an entry can say; its predicate kinds are listed in statement.h in the same order.
using Payload =
    std::variant<CharterSigned, SeatIntroduced, BatchImported, IncidentOpened, IncidentChanged,
                 IncidentClosed, NoteAdded, RequestReceived, RequestAnswered, RequestClosed, CatalogueSet,
                 ChangeProposed, ProposalApproved, ProposalRefused, ProposalWithdrawn>;

} // namespace keyturn::domain
