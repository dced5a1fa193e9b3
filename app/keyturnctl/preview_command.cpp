// SPDX-License-Identifier: GPL-3.0-or-later
// What an open proposal would do, and what would still get around it.

#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/base/text_safety.h"
#include "models/domain/sheet.h"
#include "models/state/proposal_terms.h"

namespace keyturn::app {

namespace {

struct PreviewOptions
{
    std::string proposal;
};

/// How many of a kind are shown to people; JSON has all.
constexpr std::size_t kShown = 20;

struct Preview
{
    domain::ChangePreview whole;
    std::vector<domain::ChangeId> shadowedBy;
};

Preview previewNow(const state::Snapshot& snapshot, const state::ProposalState& proposal, base::UtcTime now)
{
    const domain::ChangeProposed& facts = proposal.facts;
    if (!facts.isOfAccess())
        return {};
    if (proposal.breakGlass) {
        // It is in force already: what it does shows against access without it.
        const auto after = snapshot.layersInForce(now, facts.rehearsal ? facts.incident : std::nullopt);
        auto before = after;
        std::erase_if(before, [&](const domain::Layered& layer) { return layer.change == *proposal.change; });
        return {
            domain::previewChange(before, after, facts.restriction, snapshot.catalogue, snapshot.dependents),
            domain::shadowedBy(after, *proposal.change, snapshot.catalogue)};
    }
    Preview preview{state::previewOf(snapshot, facts, now), {}};
    if (facts.restriction)
        preview.shadowedBy = domain::shadowedBy(state::layersAround(snapshot, facts, now).after,
                                                domain::ChangeId(), snapshot.catalogue);
    return preview;
}

QJsonObject shiftJson(const domain::AccessShift& shift)
{
    return {{QStringLiteral("before"), domain::toWord(shift.before)},
            {QStringLiteral("after"), domain::toWord(shift.after)},
            {QStringLiteral("cells"), static_cast<qint64>(shift.cells)}};
}

QJsonObject hitJson(const state::Snapshot& snapshot, const domain::DependentHit& hit)
{
    const domain::Dependent* dependent = snapshot.dependent(hit.id);
    QJsonObject object = dependentJson(*dependent);
    object.insert(QStringLiteral("cells"), static_cast<qint64>(hit.cells));
    object.insert(QStringLiteral("worst"), domain::toWord(hit.worst));
    return object;
}

QJsonObject leakJson(const domain::Leak& leak)
{
    return {{QStringLiteral("route"), leak.route.value()},
            {QStringLiteral("why"), domain::toWord(leak.kind)},
            {QStringLiteral("model"), leak.model.value()},
            {QStringLiteral("channel"), leak.channel.value()},
            {QStringLiteral("region"), leak.region.value()},
            {QStringLiteral("alias"), leak.alias},
            {QStringLiteral("via"), idArray(leak.via)},
            {QStringLiteral("cells"), static_cast<qint64>(leak.cells)}};
}

/// The first of @p list in lines, and how many more there are.
template <typename T>
void addLines(QStringList& lines, const QString& title, const std::vector<T>& list, auto lineOf)
{
    lines += QStringLiteral("%1: %2").arg(title).arg(list.size());
    for (std::size_t i = 0; i < list.size() && i < kShown; ++i)
        lines += QStringLiteral("  ") + lineOf(list[i]);
    if (list.size() > kShown)
        lines += QStringLiteral("  … and %1 more; --json lists them").arg(list.size() - kShown);
}

QString previewText(const state::Snapshot& snapshot, const state::ProposalState& proposal,
                    const Preview& preview)
{
    QStringList lines{QStringLiteral("%1  %2").arg(proposal.id.value(), domain::headline(proposal.facts))};
    addLines(lines, QStringLiteral("Access changes"), preview.whole.shifts,
             [](const domain::AccessShift& shift) {
                 return QStringLiteral("%1 combinations from %2 to %3")
                     .arg(shift.cells)
                     .arg(domain::toWord(shift.before), domain::toWord(shift.after));
             });
    addLines(lines, QStringLiteral("Dependents hit"), preview.whole.dependents,
             [&](const domain::DependentHit& hit) {
                 const domain::Dependent* dependent = snapshot.dependent(hit.id);
                 return QStringLiteral("%1 (%2): %3 in %4 combinations, fallback %5")
                     .arg(dependent->name, hit.id.value(), domain::toWord(hit.worst))
                     .arg(hit.cells)
                     .arg(domain::toWord(dependent->fallback));
             });
    addLines(lines, QStringLiteral("Routes that would still serve"), preview.whole.leaks,
             [&](const domain::Leak& leak) {
                 const domain::Catalogue& names = snapshot.catalogue;
                 QString line =
                     QStringLiteral("%1: %2 on %3 in %4, by %5")
                         .arg(leak.route.value(), names.nameOf(leak.model), names.nameOf(leak.channel),
                              names.nameOf(leak.region), domain::toWord(leak.kind));
                 QStringList via;
                 for (const domain::RouteId& route : leak.via)
                     via += route.value();
                 if (!via.isEmpty())
                     line += QStringLiteral(" via ") + via.join(QStringLiteral(" → "));
                 return line;
             });
    for (const domain::ChangeId& id : preview.shadowedBy)
        lines += QStringLiteral("It would do nothing while %1 stands").arg(id.value());
    return lines.join(QLatin1Char('\n'));
}

base::Result<int> showPreview(const Context& context, const PreviewOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const base::UtcTime now = workspace->ledgerNow();
    const domain::ProposalId id(text(options.proposal).toUpper());
    const state::ProposalState* proposal = snapshot.proposal(id);
    if (!proposal)
        return base::fail(domain::DomainError::UnknownProposal,
                          base::harmlessText(text(options.proposal), 40));
    const domain::ProposalStatus status = snapshot.statusOf(*proposal, now);
    if (status != domain::ProposalStatus::Open)
        return base::fail(domain::DomainError::ProposalNotOpen, id.value(), domain::toWord(status));
    const Preview preview = previewNow(snapshot, *proposal, now);
    QJsonArray cells;
    for (const domain::AccessShift& shift : preview.whole.shifts)
        cells.append(shiftJson(shift));
    QJsonArray dependents;
    for (const domain::DependentHit& hit : preview.whole.dependents)
        dependents.append(hitJson(snapshot, hit));
    QJsonArray leaks;
    for (const domain::Leak& leak : preview.whole.leaks)
        leaks.append(leakJson(leak));
    context.print({{QStringLiteral("proposal"), id.value()},
                   {QStringLiteral("title"), domain::headline(proposal->facts)},
                   {QStringLiteral("cells"), cells},
                   {QStringLiteral("dependents"), dependents},
                   {QStringLiteral("leaks"), leaks},
                   {QStringLiteral("shadowed_by"), idArray(preview.shadowedBy)}},
                  previewText(snapshot, *proposal, preview));
    return 0;
}

} // namespace

void addPreviewCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<PreviewOptions>();
    auto* sub = app.add_subcommand(
        "preview", "What an open proposal would do now: access, who is hit, and what would still serve");
    sub->footer("Example: keyturnctl -w larkfield.keyturn preview P-1 --json");
    sub->add_option("PROPOSAL", options->proposal, "P-1")->required();
    runs(sub, context, options, showPreview);
}

} // namespace keyturn::app
