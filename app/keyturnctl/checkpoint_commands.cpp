// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/crypto/digest_functions.h"
#include "models/service/small_file.h"

namespace keyturn::app {

namespace {

struct CheckpointOptions
{
    std::string out;
    std::uint64_t since = 0;
    std::string note;
    std::string request;
    std::string response;
    std::string authorities;
};

base::Result<int> requestWitness(const Context& context, const CheckpointOptions& options)
{
    if (options.out.empty())
        return base::fail(CommandError::NothingToDo, QStringLiteral("name the file to write with --out"));
    const QString path = text(options.out);
    const QString keysPath = path + QStringLiteral(".vkey");
    KEYTURN_TRY(service::checkFree(path));
    KEYTURN_TRY(service::checkFree(keysPath));
    KEYTURN_TRY_LET(workspace, context.open(true));
    KEYTURN_TRY_LET(request, workspace->requestWitness(options.since));
    KEYTURN_TRY_LET(note, ledger::readNote(request.note));
    KEYTURN_TRY_LET(checkpoint, ledger::readCheckpoint(note.text));
    QByteArray keys;
    for (const ledger::NoteVerifier& seat : workspace->seatKeys())
        keys += ledger::noteVerifierKey(seat.name, seat.key).toUtf8() + '\n';
    KEYTURN_TRY(service::writeNewSmallFile(keysPath, keys));
    KEYTURN_TRY(service::writeNewSmallFile(path, ledger::encodeWitnessRequest(request)));
    context.print({{QStringLiteral("file"), path},
                   {QStringLiteral("keys"), keysPath},
                   {QStringLiteral("origin"), checkpoint.origin},
                   {QStringLiteral("since"), static_cast<qint64>(request.oldSize)},
                   {QStringLiteral("size"), static_cast<qint64>(checkpoint.size)},
                   {QStringLiteral("root"), checkpoint.root.hex()}},
                  QStringLiteral("Wrote the checkpoint over %1 entries to %2, and the seats' keys to %3.")
                      .arg(checkpoint.size)
                      .arg(path, keysPath));
    return 0;
}

/// Whether the ledger itself says what a witness vouched for.
struct Recorded
{
    std::optional<std::uint64_t> entry;
    QString said;
};

/// Has the ledger say it, where somebody signs for that and the ledger knows the witness.
base::Result<Recorded> record(service::Workspace& workspace, const std::optional<Identity>& identity,
                              const QByteArray& note)
{
    if (!identity)
        return Recorded{{},
                        QStringLiteral("The ledger does not record it; name a member and a key for that.")};
    const auto appended = workspace.execute(identity->member, domain::WitnessRecorded{note}, *identity->key);
    if (appended)
        return Recorded{appended->seq, QStringLiteral("Entry %1 records it.").arg(appended->seq)};
    if (!appended.error().is(domain::DomainError::WitnessUnknown))
        return base::passOn(appended);
    return Recorded{{}, QStringLiteral("The ledger does not record it: ") + appended.error().sentence()};
}

base::Result<int> takeCosigned(const Context& context, const CheckpointOptions& options)
{
    KEYTURN_TRY_LET(note, service::readSmallFile(text(options.note)));
    KEYTURN_TRY_LET(workspace, context.open());
    std::optional<Identity> identity;
    if (context.hasSigner()) {
        KEYTURN_TRY_LET(unlocked, context.identity(workspace->snapshot()->charter));
        identity = std::move(unlocked);
    }
    KEYTURN_TRY_LET(checkpoint, workspace->takeCosigned(note));
    KEYTURN_TRY_LET(recorded, record(*workspace, identity, note));
    const service::Health& health = workspace->health();
    const QString taken =
        health.witnessed
            ? QStringLiteral("Took the signatures on the checkpoint over %1 entries; it is signed by %2.")
                  .arg(checkpoint.size)
                  .arg(health.witnesses.join(QStringLiteral(", ")))
            : QStringLiteral("Took the signatures on the checkpoint over %1 entries; none is by a witness "
                             "whose key is known (see --witness-key).")
                  .arg(checkpoint.size);
    context.print({{QStringLiteral("size"), static_cast<qint64>(checkpoint.size)},
                   {QStringLiteral("root"), checkpoint.root.hex()},
                   {QStringLiteral("witnessed"), health.witnessed},
                   {QStringLiteral("witnesses"), QJsonArray::fromStringList(health.witnesses)},
                   {QStringLiteral("entry"),
                    recorded.entry ? QJsonValue(static_cast<qint64>(*recorded.entry)) : QJsonValue()}},
                  taken + QLatin1Char('\n') + recorded.said);
    return 0;
}

base::Result<int> requestStamp(const Context& context, const CheckpointOptions& options)
{
    const QString path = text(options.request);
    KEYTURN_TRY(service::checkFree(path));
    KEYTURN_TRY_LET(workspace, context.open(true));
    KEYTURN_TRY_LET(asked, workspace->requestWitness(0));
    KEYTURN_TRY_LET(note, ledger::readNote(asked.note));
    KEYTURN_TRY_LET(checkpoint, ledger::readCheckpoint(note.text));
    const base::Digest digest = crypto::sha256(note.text);
    KEYTURN_TRY_LET(request, crypto::makeTimestampRequest(digest));
    KEYTURN_TRY(service::writeNewSmallFile(path, request));
    context.print({{QStringLiteral("file"), path},
                   {QStringLiteral("size"), static_cast<qint64>(checkpoint.size)},
                   {QStringLiteral("sha256"), digest.hex()}},
                  QStringLiteral("Wrote a request for a time stamp over the checkpoint of %1 entries to %2.")
                      .arg(checkpoint.size)
                      .arg(path));
    return 0;
}

base::Result<int> takeStamp(const Context& context, const CheckpointOptions& options)
{
    if (options.authorities.empty())
        return base::fail(CommandError::NothingToDo,
                          QStringLiteral("name the authority's certificates with --ca"));
    KEYTURN_TRY_LET(response, service::readSmallFile(text(options.response)));
    KEYTURN_TRY_LET(authorities, service::readSmallFile(text(options.authorities)));
    QByteArray request;
    if (!options.request.empty()) {
        KEYTURN_TRY_LET(asked, service::readSmallFile(text(options.request)));
        request = asked;
    }
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(taken, workspace->takeTimestamp(response, authorities, request));
    context.print({{QStringLiteral("size"), static_cast<qint64>(taken.size)},
                   {QStringLiteral("time"), base::toRfc3339(taken.stamp.time)},
                   {QStringLiteral("policy"), taken.stamp.policy},
                   {QStringLiteral("serial"), QString::fromLatin1(taken.stamp.serial)}},
                  QStringLiteral("The checkpoint over %1 entries was stamped at %2.")
                      .arg(taken.size)
                      .arg(base::toDisplay(taken.stamp.time)));
    return 0;
}

base::Result<int> stamp(const Context& context, const CheckpointOptions& options)
{
    if (!options.response.empty())
        return takeStamp(context, options);
    if (!options.request.empty())
        return requestStamp(context, options);
    return base::fail(CommandError::NothingToDo, QStringLiteral("name --request or --response"));
}

} // namespace

void addCheckpointCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<CheckpointOptions>();
    auto* checkpoint =
        app.add_subcommand("checkpoint", "The newest signed checkpoint: for a witness, or a time stamp");
    checkpoint->footer("Example: keyturnctl -w larkfield.keyturn checkpoint --out for-witness --since 12");
    checkpoint->require_subcommand(0, 1);
    checkpoint->add_option("--out", options->out,
                           "New file: the request to a witness; the keys go beside it");
    checkpoint->add_option("--since", options->since, "How many entries the witness last cosigned");
    checkpoint->callback([checkpoint, &context, options] {
        if (checkpoint->get_subcommands().empty())
            context.run = command(context, [&context, options] { return requestWitness(context, *options); });
    });

    auto* take = checkpoint->add_subcommand("take", "Takes a cosigned checkpoint back");
    take->footer(
        "Example: keyturnctl -w larkfield.keyturn checkpoint take cosigned --as scribe --key scribe.key\n"
        "With a key, an entry of the ledger records what the witness vouched for.");
    take->add_option("FILE", options->note, "What the witness wrote")->required();
    take->callback([&context, options] {
        context.run = command(context, [&context, options] { return takeCosigned(context, *options); });
    });

    auto* stamped = checkpoint->add_subcommand("stamp", "Has a time-stamp authority (RFC 3161) vouch for it");
    stamped->footer("Example: keyturnctl -w larkfield.keyturn checkpoint stamp --request larkfield.tsq\n"
                    "         keyturnctl -w larkfield.keyturn checkpoint stamp --request larkfield.tsq "
                    "--response larkfield.tsr --ca authority.pem");
    stamped->add_option("--request", options->request,
                        "New file: the request; with --response, the request that it must answer");
    stamped->add_option("--response", options->response, "The authority's response");
    stamped->add_option("--ca", options->authorities,
                        "Certificates that the authority's must lead to (PEM); trusted from then on");
    stamped->callback([&context, options] {
        context.run = command(context, [&context, options] { return stamp(context, *options); });
    });
}

} // namespace keyturn::app
