// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/entry_teller.h"
#include "models/items/overlay_of.h"
#include "models/items/words.h"
#include "models/state/chronicle.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace keyturn::items {

namespace {

constexpr std::uint64_t kMostEntries = 500;

/// Gives the words of this file their translation context.
struct SinceWords
{
    Q_DECLARE_TR_FUNCTIONS(ChangesSince)
};

std::map<domain::ModelId, state::ModelSpan> runningSpans(const state::Snapshot& snapshot)
{
    std::map<domain::ModelId, state::ModelSpan> running;
    for (const state::ModelSpan& span : state::modelSpans(snapshot)) {
        if (span.running)
            running.insert_or_assign(span.model, span);
    }
    return running;
}

TableRow row(const QString& key, const QString& when, const QString& kind, const QString& what)
{
    return {key,
            {},
            {{when, {}, Tone::Neutral, Sign::None},
             {kind, {}, Tone::Neutral, Sign::None},
             {what, what, Tone::Neutral, Sign::None}}};
}

} // namespace

Table changesSince(const state::Snapshot& then, const EntryTeller& now, const QString& signalCounts)
{
    Table table;
    table.headers = {SinceWords::tr("Recorded"), SinceWords::tr("About"), SinceWords::tr("What changed")};
    const auto before = runningSpans(then);
    for (const auto& [model, span] : runningSpans(now.snapshot())) {
        const auto was = before.find(model);
        const QString name = now.snapshot().catalogue.nameOf(model);
        if (was == before.end())
            table.rows.push_back(row(QStringLiteral("model:") + modelStateItemId(model, span.start),
                                     base::toDisplay(span.start), SinceWords::tr("State of a model"),
                                     SinceWords::tr("%1: %2").arg(name, label(span.status))));
        else if (was->second.status != span.status)
            table.rows.push_back(row(
                QStringLiteral("model:") + modelStateItemId(model, span.start), base::toDisplay(span.start),
                SinceWords::tr("State of a model"),
                SinceWords::tr("%1: %2, was %3").arg(name, label(span.status), label(was->second.status))));
    }
    // Of very much the newest is shown; a list that nobody reads to its end helps nobody.
    const std::uint64_t size = now.snapshot().size;
    const std::uint64_t first = std::max(then.size, size > kMostEntries ? size - kMostEntries : 0);
    std::vector<std::uint64_t> seqs;
    for (std::uint64_t seq = first; seq < size; ++seq)
        seqs.push_back(seq);
    std::stable_sort(seqs.begin(), seqs.end(),
                     [&now](std::uint64_t a, std::uint64_t b) { return now.group(a) < now.group(b); });
    bool hasCounted = signalCounts.isEmpty();
    for (const std::uint64_t seq : seqs) {
        const EntryGroup group = now.group(seq);
        if (group >= EntryGroup::Signal && !hasCounted) {
            table.rows.push_back(row({}, {}, label(EntryGroup::Signal), signalCounts));
            hasCounted = true;
        }
        const base::UtcTime at = now.snapshot().entries.at(static_cast<qsizetype>(seq)).time;
        table.rows.push_back(
            row(QStringLiteral("entry:%1").arg(seq), base::toDisplay(at), label(group), now.text(seq)));
    }
    if (first > then.size)
        table.rows.push_back(row({}, {}, {},
                                 SinceWords::tr("%n earlier entries are not listed", nullptr,
                                                static_cast<int>(first - then.size))));
    if (!hasCounted && !seqs.empty())
        table.rows.push_back(row({}, {}, label(EntryGroup::Signal), signalCounts));
    return table;
}

} // namespace keyturn::items
