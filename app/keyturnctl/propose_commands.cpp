// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/domain/sheet.h"
#include "models/service/proposal_draft.h"

#include <unistd.h>

namespace keyturn::app {

namespace {

struct ProposeOptions
{
    std::string kind;
    std::string change;
    std::vector<std::string> models;
    std::vector<std::string> channels;
    std::vector<std::string> regions;
    std::vector<std::string> tiers;
    std::vector<std::string> capabilities;
    std::vector<std::string> except;
    std::string fallback;
    std::int64_t requestsPerMinute = 0;
    std::string safeguard;
    std::string because;
    std::vector<std::string> signalRecords;
    std::vector<std::string> requests;
    std::vector<std::string> evidence;
    std::string incident;
    std::string effectiveAt;
    std::string reviewBy;
};

template <typename Id>
std::vector<Id> idsOf(const std::vector<std::string>& given)
{
    std::vector<Id> ids;
    for (const QString& value : listOf(given))
        ids.emplace_back(value);
    return ids;
}

template <typename Id>
domain::Selection<Id> selectionOf(const std::vector<std::string>& given)
{
    const std::vector<Id> ids = idsOf<Id>(given);
    return ids.empty() ? domain::Selection<Id>::everything() : domain::Selection<Id>::of(ids);
}

base::Result<domain::Restriction> restrictionOf(const ProposeOptions& options)
{
    domain::Restriction restriction;
    KEYTURN_TRY_LET(kind, wordOption<domain::RestrictionKind>("KIND", options.kind));
    restriction.measure.kind = kind;
    restriction.scope.include.models = selectionOf<domain::ModelId>(options.models);
    restriction.scope.include.channels = selectionOf<domain::ChannelId>(options.channels);
    restriction.scope.include.regions = selectionOf<domain::RegionId>(options.regions);
    restriction.scope.include.capabilities = selectionOf<domain::CapabilityId>(options.capabilities);
    // For limit-tiers, --tiers are those that keep access, so the scope itself takes in every tier.
    if (kind == domain::RestrictionKind::LimitTiers)
        restriction.measure.allowedTiers = idsOf<domain::TierId>(options.tiers);
    else
        restriction.scope.include.tiers = selectionOf<domain::TierId>(options.tiers);
    for (const std::string& given : options.except) {
        KEYTURN_TRY_LET(box, domain::boxFromText(text(given)));
        restriction.scope.except.push_back(box);
    }
    if (options.requestsPerMinute > 0)
        restriction.measure.requestsPerMinute = options.requestsPerMinute;
    restriction.measure.safeguard = text(options.safeguard);
    if (!options.fallback.empty())
        restriction.measure.fallback = domain::ModelId(text(options.fallback));
    return restriction;
}

/// --incident, or the one incident that is open.
base::Result<std::optional<domain::IncidentId>> incidentOf(const state::Snapshot& snapshot,
                                                           const std::string& given)
{
    if (!given.empty())
        return domain::IncidentId(text(given));
    QStringList open;
    for (const state::IncidentState& incident : snapshot.incidents) {
        if (incident.status != domain::IncidentStatus::Closed)
            open += incident.id.value();
    }
    if (open.size() > 1)
        return base::fail(service::ServiceError::Ambiguous, QStringLiteral("The incident"),
                          open.join(QStringLiteral(", ")));
    if (open.isEmpty())
        return std::optional<domain::IncidentId>();
    return domain::IncidentId(open.first());
}

base::Result<int> submit(const Context& context, const ProposeOptions& options,
                         service::ChangeRequest request)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    KEYTURN_TRY_LET(incident, incidentOf(*workspace->snapshot(), options.incident));
    request.incident = incident;
    request.rationale = text(options.because);
    request.signalRecords = idsOf<domain::RecordId>(options.signalRecords);
    request.requests = idsOf<domain::RequestId>(options.requests);
    for (const QString& hex : listOf(options.evidence)) {
        const auto digest = base::Digest::fromHex(hex);
        if (!digest)
            return base::fail(CommandError::BadOption, QStringLiteral("--evidence"), hex,
                              QStringLiteral("64 hexadecimal digits of a document's SHA-256"));
        request.evidence.push_back(*digest);
    }
    if (!options.effectiveAt.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.effectiveAt));
        request.effectiveAt = at;
    }
    if (!options.reviewBy.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.reviewBy));
        request.reviewBy = at;
    }
    KEYTURN_TRY_LET(draft, service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(),
                                                  identity.member, request));
    KEYTURN_TRY_LET(prepared, workspace->prepare(identity.member, draft));
    KEYTURN_TRY_LET(appended, workspace->commit(prepared, *identity.key));
    const state::ProposalState& proposal = appended.snapshot->proposals.back();
    QJsonArray needs;
    QStringList needed;
    for (std::size_t i = 0; i < draft.slotRoles.size(); ++i) {
        needs.append(QJsonObject{{QStringLiteral("slot"), static_cast<qint64>(i + 1)},
                                 {QStringLiteral("role"), domain::toWord(draft.slotRoles[i])}});
        needed += domain::toWord(draft.slotRoles[i]);
    }
    context.print({{QStringLiteral("proposal"), proposal.id.value()},
                   {QStringLiteral("title"), domain::headline(proposal.facts)},
                   {QStringLiteral("sheet_sha256"), proposal.sheetSha256.hex()},
                   {QStringLiteral("short_code"), proposal.sheetSha256.shortCode()},
                   {QStringLiteral("needs"), needs},
                   {QStringLiteral("expires_at"), timeValue(proposal.facts.expiresAt)}},
                  QStringLiteral("%1  %2\n    code %3, needs %4, expires %5")
                      .arg(proposal.id.value(), domain::headline(proposal.facts),
                           proposal.sheetSha256.shortCode(), needed.join(QStringLiteral(" + ")),
                           base::toDisplay(proposal.facts.expiresAt)));
    return 0;
}

base::Result<int> propose(const Context& context, const ProposeOptions& options)
{
    service::ChangeRequest request;
    KEYTURN_TRY_LET(restriction, restrictionOf(options));
    request.restriction = restriction;
    return submit(context, options, request);
}

base::Result<int> proposeRevert(const Context& context, const ProposeOptions& options)
{
    service::ChangeRequest request;
    request.reverts = domain::ChangeId(text(options.change));
    return submit(context, options, request);
}

void addGroundOptions(CLI::App* sub, const std::shared_ptr<ProposeOptions>& options)
{
    sub->add_option("--because", options->because, "The ground, in a paragraph")->required();
    sub->add_option("--signals", options->signalRecords, "Records it rests on (12:3), comma-separated");
    sub->add_option("--requests", options->requests, "Requests it answers, comma-separated");
    sub->add_option("--evidence", options->evidence, "SHA-256 of documents it rests on");
    sub->add_option("--incident", options->incident, "Incident; may be left out when only one is open");
    sub->add_option("--effective-at", options->effectiveAt, "When it shall take effect")->check(timeGiven());
    sub->add_option("--review-by", options->reviewBy, "When it must be looked at again")->check(timeGiven());
}

} // namespace

void addProposeCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<ProposeOptions>();
    auto* sub = app.add_subcommand("propose", "Proposes a restriction of access");
    sub->footer("Example: keyturnctl -w W propose suspend --models larch-4 --because 'Bypass confirmed' "
                "--incident I-1 "
                "--as head-of-safety --key hos.key");
    sub->add_option("KIND", options->kind,
                    "suspend, limit-tiers, rate-limit, require-safeguard, disable-capability, reroute, "
                    "enhance-logging")
        ->required();
    sub->add_option("--models", options->models, "Models, comma-separated")->required();
    sub->add_option("--channels", options->channels, "Channels; all when left out");
    sub->add_option("--regions", options->regions, "Regions; worldwide when left out");
    sub->add_option("--tiers", options->tiers,
                    "Tiers; all when left out. For limit-tiers: those that keep access");
    sub->add_option("--capabilities", options->capabilities, "Capabilities; all when left out");
    sub->add_option("--except", options->except,
                    "An exception, such as 'channels=first-party-api;tiers=research'");
    sub->add_option("--fallback", options->fallback, "Model that users are pointed to");
    sub->add_option("--requests-per-minute", options->requestsPerMinute, "For rate-limit")
        ->check(CLI::PositiveNumber);
    sub->add_option("--safeguard", options->safeguard,
                    "For require-safeguard and enhance-logging: what, in words");
    addGroundOptions(sub, options);
    sub->callback([&context, options] {
        context.run = command(context, [&context, options] { return propose(context, *options); });
    });

    auto revertOptions = std::make_shared<ProposeOptions>();
    auto* revert = app.add_subcommand("revert", "Proposes to lift a restriction in force");
    revert->footer("Example: keyturnctl -w W revert C-1 --because 'Safeguard verified' --as head-of-safety "
                   "--key hos.key");
    revert->add_option("CHANGE", revertOptions->change, "C-1")->required();
    addGroundOptions(revert, revertOptions);
    revert->callback([&context, revertOptions] {
        context.run =
            command(context, [&context, revertOptions] { return proposeRevert(context, *revertOptions); });
    });
}

} // namespace keyturn::app
