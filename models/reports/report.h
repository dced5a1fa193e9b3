// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/event.h"
#include "models/state/chronicle.h"
#include "models/state/snapshot.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace keyturn::reports {

/// The most events that a report meant for reading lists; the rest is in the JSON and CSV formats.
inline constexpr std::size_t kEventsListed = 5'000;

/// What a full verification of the ledger found.
struct VerificationSummary
{
    struct Problem
    {
        std::optional<std::uint64_t> entry;
        QString code;
        QString text;
    };
    std::vector<Problem> problems; ///< Empty: everything holds.
    std::uint64_t entries = 0;
    std::uint64_t records = 0;
    std::uint64_t signatures = 0;
    bool witnessed = false; ///< Another party has cosigned a checkpoint.
    std::uint64_t size = 0; ///< Of the ledger that was verified.
    base::Digest root;
    [[nodiscard]] bool ok() const { return problems.empty(); }
};

/// Everything that a report is made of.
struct ReportInput
{
    state::SnapshotPointer snapshot; ///< Never null; its incident exists.
    domain::IncidentId incident;
    /// Records of the incident's batches and those its proposals link, as far as they are listed.
    std::vector<domain::Event> events;
    std::uint64_t eventCount = 0;      ///< How many there are, listed or not.
    std::vector<domain::Event> marked; ///< Records that are marked for this report.
    std::optional<base::UtcTime> firstSignal;
    std::optional<base::UtcTime> firstEscalation;
    VerificationSummary verification;
    base::UtcTime generatedAt;
    std::optional<base::UtcTime> knownAt; ///< The report shows what was known then.
    std::optional<base::UtcTime> from;    ///< Of the timeline.
    std::optional<base::UtcTime> to;
    QString audience;
    QString programVersion;
};

/// One line of the timeline: an imported event, or something done in the war room. Text is harmless.
struct TimelineEntry
{
    std::optional<base::UtcTime> at; ///< Nothing where the source states no time.
    QString when;                    ///< As finely as it was stated.
    QString lane; ///< "signal", "escalation", "request", "decision", "incident", "note" …
    QString kind; ///< Finer: "approval", "request-answered" …
    QString title;
    QString detail;
    QString source; ///< Who says so.
    domain::Severity severity = domain::Severity::NotStated;
    domain::Credibility credibility = domain::Credibility::NotStated;
    domain::Layer layer = domain::Layer::NotStated;
    QString reference;
    QStringList models;
    QString id; ///< "P-1", "12:345" …
    std::uint64_t entry = 0;
    base::UtcTime recordedAt;
};

/// Something that somebody marked for reports.
struct MarkedLine
{
    TimelineEntry entry;
    QString markedBy;
    base::UtcTime markedAt;
    bool isRetracted = false; ///< It is a record whose import was retracted after it was marked.
};

/// A signature under a decision, or a refusal.
struct DecisionSignature
{
    QString person;
    domain::MemberId member;
    std::optional<domain::Role> role; ///< The slot it fills; nothing where the decision did not need it.
    base::UtcTime at;
    std::uint64_t entry = 0;
    base::Digest keyId;
    QString reason; ///< Of a refusal.
    bool blocks = false;
};

struct DecisionEffect
{
    QString model;
    domain::ModelEffect counts;
};

/// A proposal and what became of it.
struct Decision
{
    domain::ProposalId id;
    QString headline;
    domain::ProposalStatus status = domain::ProposalStatus::Open;
    bool rehearsal = false;
    QString proposer;
    domain::MemberId proposerId;
    base::UtcTime proposedAt;
    QString rationale;
    QString ruleTitle;
    std::vector<DecisionEffect> effect;
    bool breakGlass = false; ///< In force at once on one signature; the signatures below ratified it.
    bool overdue = false;    ///< A break-glass that was not ratified in time, and still is not.
    bool disputed = false;   ///< Rests on signatures of a key that somebody else may have had.
    std::uint64_t leaks = 0; ///< Routes that would still serve, as the signers were shown.
    QStringList leakLines;   ///< The first of them, in words.
    std::uint64_t dependents = 0;
    std::uint64_t withoutTestedFallback = 0;
    std::vector<domain::GateLine> gates; ///< Of a lift: each met or waived, as the signers were shown.
    std::vector<DecisionSignature> approvals;
    std::vector<domain::Role> missing; ///< Slots that nobody has filled.
    std::size_t slotCount = 0;
    std::vector<DecisionSignature> refusals;
    QString withdrawalReason;
    std::optional<base::UtcTime> decidedAt;
    base::UtcTime expiresAt;
    std::optional<base::UtcTime> effectiveAt;
    std::optional<base::UtcTime> reviewBy;
    std::optional<domain::ChangeId> change;
    bool lifts = false;                      ///< It lifts a restriction instead of adding one.
    std::optional<base::UtcTime> revertedAt; ///< The change it became was lifted.
    std::optional<domain::ProposalId> revertedBy;
    QStringList requests;         ///< Linked: "National AI Safety Office (R-1)".
    QStringList records;          ///< Ids of linked records.
    QStringList retractedRecords; ///< Those of them whose import was retracted since.
    base::Digest sheet;
    std::uint64_t entry = 0;
};

/// Whether an authority got what it asked for in time.
enum class Punctuality : std::uint8_t { NoDueTime, Pending, Overdue, Met, MetLate };
/// "none", "pending", "overdue", "met", "met-late".
[[nodiscard]] QString toWord(Punctuality punctuality);

struct RequestLine
{
    domain::RequestId id;
    QString authority;
    QString jurisdiction;
    QString legalBasis;
    QString description;
    bool confidential = false;
    domain::RequestStatus status = domain::RequestStatus::Received;
    base::UtcTime receivedAt;
    std::optional<base::UtcTime> dueAt;
    Punctuality punctuality = Punctuality::NoDueTime;
    struct Item
    {
        domain::EvidenceItem item = domain::EvidenceItem::Other;
        std::optional<base::UtcTime> answeredAt;
    };
    std::vector<Item> demanded;
    std::optional<base::UtcTime> closedAt;
    std::uint64_t entry = 0;
};

struct ModelLine
{
    QString model;
    domain::ModelId id;
    domain::ModelStatus status = domain::ModelStatus::Available;
    base::UtcTime start;
    base::UtcTime end;
    bool running = false;
};

/// That an import was taken back.
struct Retraction
{
    QString by;
    base::UtcTime at;
    QString reason;
    std::uint64_t entry = 0;
};

/// One imported file.
struct SourceLine
{
    QString name;
    QString adapter;
    std::uint64_t records = 0;
    std::uint64_t withoutTime = 0;
    std::uint64_t rejected = 0;
    QString importedBy;
    base::UtcTime importedAt;
    base::Digest sha256;
    std::uint64_t entry = 0;
    bool linkedOnly = false; ///< Of another incident or none: here because a proposal links records of it.
    std::optional<Retraction> retracted; ///< Its records are then not in the timeline.
};

/// A step of how fast the organisation moved.
struct KeyTime
{
    QString word;  ///< Stable: "first-signal" …
    QString label; ///< For people.
    std::optional<base::UtcTime> at;
};

/// An incident report: values only, in no format yet. Everything in it is derived from its input.
struct Report
{
    QString organisation;
    bool demo = false;
    bool rehearsal = false;
    domain::IncidentId incident;
    QString title;
    QString summary;
    domain::Severity severity = domain::Severity::NotStated;
    std::vector<domain::Layer> nature;
    domain::Horizon horizon = domain::Horizon::Undetermined;
    domain::Cause cause = domain::Cause::Undetermined;
    domain::IncidentStatus status = domain::IncidentStatus::Open;
    QString owner;
    std::optional<base::UtcTime> occurredAt;
    QString openedBy;
    base::UtcTime openedAt;
    std::uint64_t openedEntry = 0;
    std::optional<base::UtcTime> closedAt;
    QString closingReason;
    QStringList carried;

    std::vector<KeyTime> keyTimes;
    std::vector<TimelineEntry> events; ///< Imported, in time order, those without time last.
    std::uint64_t eventCount = 0;      ///< Of all imported events, listed or not.
    std::vector<TimelineEntry> doings; ///< The war room's own, in time order.
    std::vector<MarkedLine> marked;    ///< In time order.
    std::vector<Decision> decisions;
    std::vector<RequestLine> requests;
    std::vector<ModelLine> models;
    std::vector<SourceLine> sources;
    VerificationSummary verification;

    base::Digest log;
    std::uint64_t shownSize = 0; ///< Entries that the report is made from.
    base::UtcTime generatedAt;
    std::optional<base::UtcTime> knownAt;
    std::optional<base::UtcTime> from;
    std::optional<base::UtcTime> to;
    QString audience;
    QString programVersion;
};

/// Makes the report. A pure function.
[[nodiscard]] Report makeReport(const ReportInput& input);

/// An imported event as a line of the timeline.
[[nodiscard]] TimelineEntry timelineEntry(const domain::Event& event);
/// The order of a timeline: by time, those without one last.
[[nodiscard]] bool isBefore(const TimelineEntry& a, const TimelineEntry& b);

} // namespace keyturn::reports
