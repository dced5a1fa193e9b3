// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of records, notes and the catalogue.

#include "models/crypto/digest_functions.h"
#include "models/domain/identifier.h"
#include "models/domain/reason.h"
#include "models/state/fold_rules.h"
#include "models/state/notes.h"

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

namespace {

base::Result<void> checkView(const domain::SavedView& view)
{
    if (view.from.has_value() != view.until.has_value() || (view.from && *view.until <= *view.from))
        return badStatement(QT_TRANSLATE_NOOP("errors", "the view's span of time does not make sense"));
    if (view.query.size() > domain::kMaximumViewQueryCharacters ||
        view.lanes.size() > domain::kMaximumViewLanes)
        return badStatement(QT_TRANSLATE_NOOP("errors", "the view is longer than one may be"));
    std::vector<QString> words;
    for (const domain::ViewLane& lane : view.lanes) {
        if (!domain::isWellFormedIdentifier(lane.lane) ||
            !(lane.split.isEmpty() || domain::isWellFormedIdentifier(lane.split)))
            return badStatement(QT_TRANSLATE_NOOP("errors", "a lane of the view is not named by a word"));
        words.push_back(lane.lane);
    }
    if (hasRepeats(words))
        return badStatement(QT_TRANSLATE_NOOP("errors", "a lane of the view stands twice"));
    return {};
}

base::Result<void> checkMark(const Snapshot& snapshot, const domain::ReportMark& mark)
{
    if (mark.record.has_value() == mark.note.has_value())
        return badStatement(QT_TRANSLATE_NOOP("errors", "it marks no one thing for reports"));
    const BatchState* batch = mark.record ? snapshot.batchOf(*mark.record) : nullptr;
    if (mark.record && batch == nullptr)
        return badStatement(QT_TRANSLATE_NOOP("errors", "it marks a record that is not there"));
    if (batch != nullptr && batch->retracted)
        return badStatement(QT_TRANSLATE_NOOP("errors", "it marks a record whose import was retracted"));
    const NoteState* note = mark.note ? noteOf(snapshot, *mark.note) : nullptr;
    if (mark.note && (note == nullptr || !isSaying(*note)))
        return badStatement(QT_TRANSLATE_NOOP("errors", "it marks a note that is not there"));
    if (markOf(snapshot, mark) != nullptr)
        return badStatement(QT_TRANSLATE_NOOP("errors", "it is marked for reports already"));
    return {};
}

base::Result<void> checkRetiring(const Snapshot& snapshot, const domain::NoteAdded& note)
{
    const NoteState* retired = noteOf(snapshot, *note.retires);
    if (retired == nullptr || (!retired->facts.view && !retired->facts.inReport))
        return badStatement(QT_TRANSLATE_NOOP("errors", "it takes back what is neither a view nor a mark"));
    if (isRetired(snapshot, *note.retires))
        return badStatement(QT_TRANSLATE_NOOP("errors", "it takes back what was taken back before"));
    if (note.view && !retired->facts.view)
        return badStatement(QT_TRANSLATE_NOOP("errors", "a view can only replace a view"));
    return {};
}

} // namespace

base::Result<void> check(const Case& judged, const domain::BatchImported& batch)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Import));
    KEYTURN_TRY(checkIncident(judged, batch.incident));
    if (!isAbout(judged, "records", batch.root))
        return badStatement(QT_TRANSLATE_NOOP("errors", "its subject is not the records that it commits to"));
    if (batch.count == 0 && batch.root != crypto::sha256(QByteArrayView()))
        return badStatement(QT_TRANSLATE_NOOP("errors", "it holds no records and yet a root over some"));
    if (batch.withoutTime > batch.count)
        return badStatement(QT_TRANSLATE_NOOP("errors", "more records lack a time than there are"));
    if (batch.earliest.has_value() != batch.latest.has_value() ||
        (batch.earliest && *batch.latest < *batch.earliest))
        return badStatement(QT_TRANSLATE_NOOP("errors", "its span of time does not make sense"));
    if (batch.rejectionsSha256 && batch.rejected == 0)
        return badStatement(QT_TRANSLATE_NOOP("errors", "it lists rejections and yet rejected nothing"));
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::BatchImported& batch)
{
    snapshot.batches.append({batch, accepted.origin, snapshot.records, std::nullopt});
    snapshot.records += batch.count;
}

base::Result<void> check(const Case& judged, const domain::BatchRetracted& retraction)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Import));
    const QString entry = QString::number(retraction.batch);
    const BatchState* batch = judged.snapshot.batch(retraction.batch);
    if (batch == nullptr)
        return base::fail(DomainError::UnknownBatch, entry);
    if (batch->retracted)
        return base::fail(DomainError::AlreadyRetracted, entry,
                          base::toDisplay(batch->retracted->origin.recordedAt));
    if (retraction.reason.trimmed().isEmpty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "it does not say why the import is retracted"));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::BatchRetracted& retraction)
{
    snapshot.batches[snapshot.placeOfBatch(retraction.batch)].retracted =
        RetractionState{accepted.origin, retraction.reason};
}

base::Result<void> check(const Case& judged, const domain::NoteAdded& note)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Note));
    KEYTURN_TRY(checkIncident(judged, note.incident));
    if (note.title.trimmed().isEmpty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "the note has no title"));
    if (note.about && !judged.snapshot.proposal(*note.about))
        return base::fail(DomainError::UnknownProposal, note.about->value());
    const int kinds = static_cast<int>(note.milestone) + static_cast<int>(note.about.has_value()) +
                      static_cast<int>(note.inReport.has_value()) +
                      static_cast<int>(note.view.has_value() || note.retires.has_value());
    if (kinds > 1)
        return badStatement(QT_TRANSLATE_NOOP("errors", "the note is several things at once"));
    if (note.view)
        KEYTURN_TRY(checkView(*note.view));
    if (note.inReport)
        KEYTURN_TRY(checkMark(judged.snapshot, *note.inReport));
    if (note.retires)
        KEYTURN_TRY(checkRetiring(judged.snapshot, note));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::NoteAdded& note)
{
    snapshot.notes.append({domain::NoteId(numbered('N', snapshot.notes.size())), note, accepted.origin});
}

base::Result<void> check(const Case& judged, const domain::CatalogueSet& set)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Catalogue));
    KEYTURN_TRY(domain::checkCatalogue(set.catalogue));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted&, const domain::CatalogueSet& set)
{
    snapshot.catalogue = set.catalogue;
}

base::Result<void> check(const Case& judged, const domain::DependentsSet& set)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Catalogue));
    if (set.set.empty() && set.removed.empty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "it changes nothing in the register"));
    std::vector<domain::DependentId> ids = set.removed;
    for (const domain::DependentId& id : set.removed) {
        if (!judged.snapshot.dependent(id))
            return base::fail(DomainError::BadDependent, base::harmlessText(id.value(), 80),
                              domain::reason(QT_TRANSLATE_NOOP("errors", "it is not in the register")));
    }
    for (const domain::Dependent& dependent : set.set) {
        KEYTURN_TRY(domain::checkDependent(dependent, judged.snapshot.catalogue));
        ids.push_back(dependent.id);
    }
    if (hasRepeats(ids))
        return badStatement(QT_TRANSLATE_NOOP("errors", "a dependent stands twice"));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted&, const domain::DependentsSet& set)
{
    const auto place = [&](const domain::DependentId& id) {
        return std::lower_bound(snapshot.dependents.begin(), snapshot.dependents.end(), id,
                                [](const domain::Dependent& one, const auto& key) { return one.id < key; });
    };
    for (const domain::DependentId& id : set.removed)
        snapshot.dependents.erase(place(id));
    for (const domain::Dependent& dependent : set.set) {
        const auto at = place(dependent.id);
        if (at != snapshot.dependents.end() && at->id == dependent.id)
            *at = dependent;
        else
            snapshot.dependents.insert(at, dependent);
    }
}

} // namespace keyturn::state
