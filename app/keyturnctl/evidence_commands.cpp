// SPDX-License-Identifier: GPL-3.0-or-later
// Documents by their hash.

#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/service/evidence_store.h"

namespace keyturn::app {

namespace {

struct EvidenceOptions
{
    std::string file;
    std::string title;
    std::string kind = "other";
    std::string incident;
    std::vector<std::string> requests;
    std::vector<std::string> gates;
    bool elsewhere = false;
    std::string hash;
    std::string out;
};

QString evidenceText(const state::Snapshot& snapshot, const state::EvidenceState& evidence)
{
    const domain::EvidenceAdded& facts = evidence.facts;
    QString out = QStringLiteral("%1  %2  [%3, %4 bytes%5]")
                      .arg(facts.sha256.shortCode(), facts.title, domain::toWord(facts.kind))
                      .arg(facts.size)
                      .arg(facts.stored ? QString() : QStringLiteral(", kept elsewhere"));
    out += QStringLiteral("\n    %1, added %2 by %3")
               .arg(facts.fileName, base::toDisplay(evidence.origin.recordedAt),
                    snapshot.display(evidence.origin.member));
    return out;
}

base::Result<service::EvidenceRequest> requestOf(const EvidenceOptions& options)
{
    service::EvidenceRequest request;
    request.path = text(options.file);
    request.title = text(options.title);
    KEYTURN_TRY_LET(kind, wordOption<domain::EvidenceKind>("--kind", options.kind));
    request.kind = kind;
    request.bytes = options.elsewhere ? service::EvidenceBytes::Elsewhere : service::EvidenceBytes::Kept;
    if (!options.incident.empty())
        request.incident = ledgerId<domain::IncidentId>(options.incident);
    request.requests = idsOf<domain::RequestId>(options.requests);
    request.gates = idsOf<domain::GateId>(options.gates);
    return request;
}

base::Result<int> addEvidence(const Context& context, const EvidenceOptions& options)
{
    KEYTURN_TRY_LET(request, requestOf(options));
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    KEYTURN_TRY(service::addEvidence(*workspace, identity.member, *identity.key, request,
                                     context.progress(request.path), kNever));
    const state::EvidenceState& added = workspace->snapshot()->evidence.back();
    context.print(evidenceJson(added), evidenceText(*workspace->snapshot(), added));
    return 0;
}

base::Result<int> listEvidence(const Context& context, const EvidenceOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    KEYTURN_TRY_LET(incident, onlyIncident(snapshot, options.incident));
    bool isAny = false;
    for (const state::EvidenceState& evidence : snapshot.evidence) {
        if (incident && evidence.facts.incident != incident)
            continue;
        context.print(evidenceJson(evidence), evidenceText(snapshot, evidence));
        isAny = true;
    }
    if (!isAny)
        context.say(QStringLiteral("No evidence has been added."));
    return 0;
}

base::Result<int> writeEvidence(const Context& context, const EvidenceOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    KEYTURN_TRY_LET(digest, evidenceNamed(snapshot, text(options.hash)));
    const state::EvidenceState* evidence = snapshot.evidenceOf(digest);
    if (!evidence)
        return base::fail(domain::DomainError::UnknownEvidence, digest.shortCode());
    const QString out = text(options.out);
    KEYTURN_TRY(service::exportEvidence(workspace->store(), digest, out, context.progress(out), kNever));
    QJsonObject object = evidenceJson(*evidence);
    object.insert(QStringLiteral("written"), out);
    context.print(object, QStringLiteral("Wrote %1 bytes to %2").arg(evidence->facts.size).arg(out));
    return 0;
}

} // namespace

void addEvidenceCommands(CLI::App& app, Context& context)
{
    auto* evidence = app.add_subcommand("evidence", "Documents by their hash");
    evidence->require_subcommand(1);
    auto options = std::make_shared<EvidenceOptions>();

    auto* add = evidence->add_subcommand("add", "Keeps a document in the workspace and signs for it");
    add->footer("Example: keyturnctl -w W evidence add evaluation.pdf --title 'Bypass evaluation' --kind "
                "safety-evaluation --incident I-1 --requests R-1 --as hos --key hos.key");
    add->add_option("FILE", options->file, "The document")->required();
    add->add_option("--title", options->title, "One line")->required();
    add->add_option("--kind", options->kind,
                    "safety-evaluation, audit-log, risk-mitigation, correspondence or other (default)");
    add->add_option("--incident", options->incident, "Incident it belongs to");
    add->add_option("--requests", options->requests, "Requests it serves, comma-separated");
    add->add_option("--gates", options->gates, "Restoration gates it serves, comma-separated");
    add->add_flag("--elsewhere", options->elsewhere, "Sign for its hash; its bytes stay where they are");
    runs(add, context, options, addEvidence);

    auto* list = evidence->add_subcommand("list", "Lists documents");
    list->footer("Example: keyturnctl -w larkfield.keyturn evidence list --json");
    list->add_option("--incident", options->incident, "Only those of this incident");
    runs(list, context, options, listEvidence);

    auto* write = evidence->add_subcommand("export", "Writes a document's bytes, proven by their hash");
    write->footer("Example: keyturnctl -w larkfield.keyturn evidence export 5d41402a --out evaluation.pdf");
    write->add_option("HASH", options->hash, "SHA-256, or the short code of it")->required();
    write->add_option("--out", options->out, "File to write")->required();
    runs(write, context, options, writeEvidence);
}

} // namespace keyturn::app
