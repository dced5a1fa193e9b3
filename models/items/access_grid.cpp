// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/access_grid.h"

#include "models/domain/sheet.h"
#include "models/items/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::items {

namespace {

QString sayOfAccess(const char* text)
{
    return QCoreApplication::translate("items", text);
}

domain::Box boxOf(const AccessSlice& slice, const domain::ModelId& model, const domain::RegionId& region)
{
    domain::Box box;
    box.models = domain::Selection<domain::ModelId>::of({model});
    box.regions = domain::Selection<domain::RegionId>::of({region});
    if (slice.channel)
        box.channels = domain::Selection<domain::ChannelId>::of({*slice.channel});
    if (slice.tier)
        box.tiers = domain::Selection<domain::TierId>::of({*slice.tier});
    if (slice.capability)
        box.capabilities = domain::Selection<domain::CapabilityId>::of({*slice.capability});
    return box;
}

/// "Suspended", or for an area that is not all alike "Limited".
QString wordOf(const domain::AreaAccess& area)
{
    if (area.loosest == area.strictest)
        return label(area.strictest);
    if (area.open == 0 && area.suspended == 0)
        return sayOfAccess(QT_TRANSLATE_NOOP("items", "Limited\nunder measures"));
    return sayOfAccess(QT_TRANSLATE_NOOP("items", "Limited\n%1 % open"))
        .arg(area.open * 100 / std::max<std::uint64_t>(1, area.cells));
}

QString summaryOf(const domain::AreaAccess& area)
{
    if (area.open == area.cells)
        return sayOfAccess(
                   QT_TRANSLATE_NOOP("items", "Open in all %1 combinations of channel, tier and capability"))
            .arg(area.cells);
    if (area.suspended == area.cells)
        return sayOfAccess(QT_TRANSLATE_NOOP(
                               "items", "Suspended in all %1 combinations of channel, tier and capability"))
            .arg(area.cells);
    return sayOfAccess(
               QT_TRANSLATE_NOOP(
                   "items", "Of %1 combinations of channel, tier and capability %2 are open, %3 suspended"))
        .arg(area.cells)
        .arg(area.open)
        .arg(area.suspended);
}

TableCell cellOf(const domain::AreaAccess& area)
{
    TableCell cell{wordOf(area), summaryOf(area), Tone::Limited, Sign::Partial};
    if (area.open == area.cells) {
        cell.tone = Tone::Good;
        cell.sign = Sign::Open;
    } else if (area.suspended == area.cells) {
        cell.tone = Tone::Severe;
        cell.sign = Sign::Stopped;
    }
    return cell;
}

} // namespace

Table accessGrid(const state::Snapshot& snapshot, const AccessSlice& slice, base::UtcTime now)
{
    Table table;
    const domain::Catalogue& catalogue = snapshot.catalogue;
    for (const auto& region : catalogue.regions)
        table.headers += region.name;
    const auto layers = snapshot.layersInForce(now);
    for (const auto& model : catalogue.models) {
        TableRow row;
        row.key = model.id.value();
        row.heading = model.name;
        for (const auto& region : catalogue.regions)
            row.cells.push_back(
                cellOf(domain::areaAccess(layers, boxOf(slice, model.id, region.id), catalogue)));
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::optional<AccessExplanation> explainAccess(const state::Snapshot& snapshot, const AccessSlice& slice,
                                               const domain::ModelId& model, int regionColumn,
                                               base::UtcTime now)
{
    const domain::Catalogue& catalogue = snapshot.catalogue;
    if (regionColumn < 0 || static_cast<std::size_t>(regionColumn) >= catalogue.regions.size())
        return std::nullopt;
    const auto& region = catalogue.regions[static_cast<std::size_t>(regionColumn)];
    const auto layers = snapshot.layersInForce(now);
    const auto area = domain::areaAccess(layers, boxOf(slice, model, region.id), catalogue);
    if (area.cells == 0)
        return std::nullopt;
    AccessExplanation out;
    out.title = sayOfAccess(QT_TRANSLATE_NOOP("items", "%1 · %2")).arg(catalogue.nameOf(model), region.name);
    out.summary = summaryOf(area);
    for (const domain::ChangeId& id : area.layers) {
        const state::ChangeState* change = snapshot.change(id);
        if (!change)
            continue;
        const state::ProposalState* proposal = snapshot.proposal(change->proposal);
        out.layers.push_back({id, domain::headline(change->remaining(now), catalogue),
                              base::toDisplay(change->authorisedAt),
                              proposal ? proposal->facts.rationale : QString()});
    }
    return out;
}

} // namespace keyturn::items
