// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/intake_table.h"

#include "models/base/text_safety.h"
#include "models/items/format_names.h"
#include "models/items/words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace keyturn::items {

namespace {

QString sayOfIntake(const char* text)
{
    return QCoreApplication::translate("items", text);
}

QString shownCount(std::uint64_t number)
{
    return QLocale().toString(static_cast<qulonglong>(number));
}

/// The format's word without the adapter's version.
QString importFormatOf(const state::BatchState& batch)
{
    return batch.facts.adapter.section(QLatin1Char('/'), 0, 0);
}

TableCell intakeCell(const QString& text, const QString& detail = {})
{
    return {text, detail, Tone::Neutral, Sign::None};
}

/// A count that is of interest where it is not nought.
TableCell intakeCount(std::uint64_t count, const char* sentence)
{
    if (count == 0)
        return intakeCell(shownCount(0));
    return {shownCount(count), sayOfIntake(sentence), Tone::Limited, Sign::Partial};
}

} // namespace

Table intakeTable(const state::Snapshot& snapshot)
{
    Table table;
    table.headers = {sayOfIntake(QT_TRANSLATE_NOOP("items", "File")),
                     sayOfIntake(QT_TRANSLATE_NOOP("items", "Format")),
                     sayOfIntake(QT_TRANSLATE_NOOP("items", "Imported")),
                     sayOfIntake(QT_TRANSLATE_NOOP("items", "By")),
                     sayOfIntake(QT_TRANSLATE_NOOP("items", "Records")),
                     sayOfIntake(QT_TRANSLATE_NOOP("items", "Rejected")),
                     sayOfIntake(QT_TRANSLATE_NOOP("items", "No time")),
                     sayOfIntake(QT_TRANSLATE_NOOP("items", "State"))};
    for (auto batch = snapshot.batches.crbegin(); batch != snapshot.batches.crend(); ++batch) {
        TableRow row;
        row.key = QString::number(batch->origin.seq);
        row.cells = {
            intakeCell(base::harmlessText(batch->facts.sourceName)),
            intakeCell(formatName(importFormatOf(*batch)), batch->facts.adapter),
            intakeCell(base::toDisplay(batch->origin.recordedAt)),
            intakeCell(snapshot.display(batch->origin.member)),
            intakeCell(shownCount(batch->facts.count)),
            intakeCount(batch->facts.rejected, QT_TRANSLATE_NOOP("items", "Not taken; the list says why")),
            intakeCount(batch->facts.withoutTime, QT_TRANSLATE_NOOP("items", "Their source states no time")),
            batch->retracted
                ? TableCell{sayOfIntake(QT_TRANSLATE_NOOP("items", "Retracted")),
                            base::harmlessText(batch->retracted->reason), Tone::Severe, Sign::Refused}
                : TableCell{sayOfIntake(QT_TRANSLATE_NOOP("items", "In use")), {}, Tone::Good, Sign::Done}};
        for (std::size_t cell = 0; batch->retracted && cell + 1 < row.cells.size(); ++cell)
            row.cells[cell].isStruck = true;
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::uint64_t retractedImports(const state::Snapshot& snapshot)
{
    return static_cast<std::uint64_t>(
        std::count_if(snapshot.batches.begin(), snapshot.batches.end(),
                      [](const state::BatchState& batch) { return batch.retracted.has_value(); }));
}

Details detailsOf(const state::BatchState& batch, const state::Snapshot& snapshot)
{
    Details out;
    out.kind = sayOfIntake(QT_TRANSLATE_NOOP("items", "Import"));
    out.title = base::harmlessText(batch.facts.sourceName);
    const auto add = [&out](const char* label, const QString& text) {
        if (!text.isEmpty())
            out.lines.push_back({sayOfIntake(label), text});
    };
    if (batch.retracted)
        add(QT_TRANSLATE_NOOP("items", "Retracted"),
            sayOfIntake(QT_TRANSLATE_NOOP("items", "%1 by %2 (entry %3): %4"))
                .arg(base::toDisplay(batch.retracted->origin.recordedAt),
                     snapshot.display(batch.retracted->origin.member))
                .arg(batch.retracted->origin.seq)
                .arg(base::harmlessText(batch.retracted->reason)));
    if (batch.facts.earliest && batch.facts.latest)
        add(QT_TRANSLATE_NOOP("items", "Happened"),
            sayOfIntake(QT_TRANSLATE_NOOP("items", "%1 to %2"))
                .arg(base::toDisplay(*batch.facts.earliest), base::toDisplay(*batch.facts.latest)));
    if (batch.facts.incident) {
        const state::IncidentState* incident = snapshot.incident(*batch.facts.incident);
        add(QT_TRANSLATE_NOOP("items", "Incident"),
            incident ? base::harmlessText(incident->facts.title) : batch.facts.incident->value());
    }
    add(QT_TRANSLATE_NOOP("items", "Read by"), batch.facts.adapter);
    add(QT_TRANSLATE_NOOP("items", "Entry"), QString::number(batch.origin.seq));
    add(QT_TRANSLATE_NOOP("items", "File's SHA-256"), batch.facts.sourceSha256.hex());
    return out;
}

QString retractionInWords(const state::BatchState& batch)
{
    const QString file = base::harmlessText(batch.facts.sourceName);
    if (batch.facts.count == 1)
        return sayOfIntake(QT_TRANSLATE_NOOP("items",
                                             "From now on the record of %1 is in no timeline, search, chart, "
                                             "figure or export; its signed entry stays, what cites it says "
                                             "that it was retracted, and importing the file again brings it "
                                             "back."))
            .arg(file);
    return sayOfIntake(QT_TRANSLATE_NOOP(
                           "items", "From now on the %1 records of %2 are in no timeline, search, chart, "
                                    "figure or export; their signed entry stays, what cites one says "
                                    "that it was retracted, and importing the file again brings them "
                                    "back."))
        .arg(shownCount(batch.facts.count), file);
}

} // namespace keyturn::items
