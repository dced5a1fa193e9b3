// SPDX-License-Identifier: GPL-3.0-or-later
// Documents by their hash.

#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/service/evidence_store.h"
#include "models/service/input_file.h"

#include <QFileInfo>

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

base::Result<domain::EvidenceAdded> factsOf(const EvidenceOptions& options)
{
    domain::EvidenceAdded facts;
    facts.title = text(options.title);
    KEYTURN_TRY_LET(kind, wordOption<domain::EvidenceKind>("--kind", options.kind));
    facts.kind = kind;
    facts.stored = !options.elsewhere;
    if (!options.incident.empty())
        facts.incident = ledgerId<domain::IncidentId>(options.incident);
    facts.requests = idsOf<domain::RequestId>(options.requests);
    facts.gates = idsOf<domain::GateId>(options.gates);
    return facts;
}

/// Name, size and hash of a file whose bytes stay where they are.
base::Result<service::KeptFile> described(const QString& path)
{
    constexpr qint64 kPieceBytes = 1 << 20;
    QFile file(path);
    KEYTURN_TRY(service::openInput(file, QIODevice::ReadOnly | QIODevice::Unbuffered));
    service::KeptFile out;
    out.fileName = base::harmlessText(QFileInfo(path).fileName());
    crypto::Sha256Stream hash;
    for (;;) {
        const QByteArray piece = file.read(kPieceBytes);
        if (file.error() != QFileDevice::NoError)
            return tl::make_unexpected(service::unreadable(file));
        if (piece.isEmpty())
            break;
        hash.add(piece);
        out.size += static_cast<std::uint64_t>(piece.size());
    }
    out.sha256 = hash.finish();
    return out;
}

base::Result<int> addEvidence(const Context& context, const EvidenceOptions& options)
{
    KEYTURN_TRY_LET(facts, factsOf(options));
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    const service::Describe describe = [&](const service::KeptFile& file) {
        domain::EvidenceAdded whole = facts;
        whole.sha256 = file.sha256;
        whole.size = file.size;
        whole.fileName = file.fileName;
        return domain::Payload(whole);
    };
    const QString path = text(options.file);
    if (options.elsewhere) {
        KEYTURN_TRY_LET(file, described(path));
        KEYTURN_TRY(workspace->execute(identity.member, describe(file), *identity.key));
    } else {
        KEYTURN_TRY(service::addEvidenceFile(*workspace, identity.member, *identity.key, path, describe,
                                             context.progress(path), kNever));
    }
    const state::EvidenceState& added = workspace->snapshot()->evidence.back();
    context.print(evidenceJson(added), evidenceText(*workspace->snapshot(), added));
    return 0;
}

base::Result<int> listEvidence(const Context& context, const EvidenceOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const auto incident = ledgerId<domain::IncidentId>(options.incident);
    if (!options.incident.empty() && !snapshot.incident(incident))
        return base::fail(domain::DomainError::UnknownIncident, base::harmlessText(incident.value(), 40));
    bool isAny = false;
    for (const state::EvidenceState& evidence : snapshot.evidence) {
        if (!options.incident.empty() && evidence.facts.incident != incident)
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
