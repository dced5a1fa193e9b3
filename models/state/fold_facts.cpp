// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of records, notes and the catalogue.

#include "models/crypto/digest_functions.h"
#include "models/domain/reason.h"
#include "models/state/fold_rules.h"

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

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
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::BatchImported& batch)
{
    snapshot.batches.append({batch, accepted.origin, snapshot.records});
    snapshot.records += batch.count;
}

base::Result<void> check(const Case& judged, const domain::NoteAdded& note)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Note));
    KEYTURN_TRY(checkIncident(judged, note.incident));
    if (note.title.trimmed().isEmpty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "the note has no title"));
    if (note.about && !judged.snapshot.proposal(*note.about))
        return base::fail(DomainError::UnknownProposal, note.about->value());
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
