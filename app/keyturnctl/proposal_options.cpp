// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/proposal_options.h"

#include "app/keyturnctl/json_shapes.h"
#include "models/base/text_safety.h"

namespace keyturn::app {

namespace {

/// Fewer digits fit too much by chance.
constexpr qsizetype kFewestDigits = 4;
constexpr qsizetype kAllDigits = 64;

template <typename Id>
domain::Selection<Id> selectionOf(const std::vector<std::string>& given)
{
    auto ids = idsOf<Id>(given);
    return ids.empty() ? domain::Selection<Id>::everything() : domain::Selection<Id>::of(std::move(ids));
}

bool isHex(const QString& digits)
{
    return std::all_of(digits.begin(), digits.end(),
                       [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
}

} // namespace

void addRestrictionOptions(CLI::App* sub, const std::shared_ptr<RestrictionOptions>& options)
{
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
}

void addGroundOptions(CLI::App* sub, const std::shared_ptr<GroundOptions>& options)
{
    sub->add_option("--because", options->because, "The ground, in a paragraph")->required();
    sub->add_option("--signals", options->signalRecords, "Records it rests on (12:3), comma-separated");
    sub->add_option("--requests", options->requests, "Requests it answers, comma-separated");
    sub->add_option("--evidence", options->evidence,
                    "Documents it rests on: their SHA-256, or the short code of it");
    sub->add_option("--incident", options->incident, "Incident; may be left out when only one is open");
}

void addTimeOptions(CLI::App* sub, const std::shared_ptr<GroundOptions>& options)
{
    sub->add_option("--effective-at", options->effectiveAt, "When it shall take effect")->check(timeGiven());
    sub->add_option("--review-by", options->reviewBy, "When it must be looked at again")->check(timeGiven());
}

base::Result<domain::Restriction> restrictionOf(const RestrictionOptions& options)
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

base::Result<void> addGrounds(const Context& context, const state::Snapshot& snapshot,
                              const GroundOptions& options, service::ChangeRequest& request)
{
    request.rationale = text(options.because);
    request.signalRecords = idsOf<domain::RecordId>(options.signalRecords);
    request.requests = idsOf<domain::RequestId>(options.requests);
    KEYTURN_TRY_LET(evidence, evidenceListed(snapshot, options.evidence));
    request.evidence = evidence;
    if (!options.effectiveAt.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.effectiveAt));
        request.effectiveAt = at;
    }
    if (!options.reviewBy.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.reviewBy));
        request.reviewBy = at;
    }
    return {};
}

base::Result<std::optional<domain::IncidentId>> incidentOf(const state::Snapshot& snapshot,
                                                           const std::string& given)
{
    if (!given.empty())
        return ledgerId<domain::IncidentId>(given);
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

base::Result<base::Digest> evidenceNamed(const state::Snapshot& snapshot, const QString& given)
{
    const QString digits = given.trimmed().toLower();
    if (digits.size() < kFewestDigits || digits.size() > kAllDigits || !isHex(digits))
        return base::fail(CommandError::BadOption, QStringLiteral("evidence"), base::harmlessText(given, 80),
                          QStringLiteral("the SHA-256 of a document in hexadecimal, or its first digits"));
    // Whether a whole one is known here is for the rules to say.
    if (const auto whole = base::Digest::fromHex(digits))
        return *whole;
    QStringList fitting;
    base::Digest found;
    for (const state::EvidenceState& evidence : snapshot.evidence) {
        if (!evidence.facts.sha256.hex().startsWith(digits))
            continue;
        found = evidence.facts.sha256;
        fitting += evidence.facts.sha256.hex().left(16) + u' ' + base::harmlessText(evidence.facts.title, 40);
    }
    if (fitting.isEmpty())
        return base::fail(domain::DomainError::UnknownEvidence, digits);
    if (fitting.size() > 1)
        return base::fail(service::ServiceError::Ambiguous, digits, fitting.join(QStringLiteral(", ")));
    return found;
}

base::Result<std::vector<base::Digest>> evidenceListed(const state::Snapshot& snapshot,
                                                       const std::vector<std::string>& given)
{
    std::vector<base::Digest> digests;
    for (const QString& one : listOf(given)) {
        KEYTURN_TRY_LET(digest, evidenceNamed(snapshot, one));
        digests.push_back(digest);
    }
    return digests;
}

base::Result<int> submitProposal(const Context& context, service::Workspace& workspace,
                                 const Identity& identity, const service::ChangeRequest& request,
                                 domain::Urgency urgency, const QJsonObject& beside)
{
    KEYTURN_TRY_LET(draft, service::draftProposal(*workspace.snapshot(), workspace.ledgerNow(),
                                                  identity.member, request, urgency));
    const domain::Payload payload = urgency == domain::Urgency::BreakGlass
                                        ? domain::Payload(domain::GlassBroken{draft})
                                        : domain::Payload(draft);
    KEYTURN_TRY_LET(appended, workspace.execute(identity.member, payload, *identity.key));
    const state::ProposalState& proposal = appended.snapshot->proposals.back();
    QJsonObject object = proposalJson(*appended.snapshot, proposal);
    for (auto at = beside.begin(); at != beside.end(); ++at)
        object.insert(at.key(), at.value());
    context.print(object, proposalText(proposal));
    return 0;
}

} // namespace keyturn::app
