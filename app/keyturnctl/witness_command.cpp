// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/service/small_file.h"
#include "models/storage/witness_folder.h"

#include <QFileInfo>

#include <cstdio>

namespace keyturn::app {

namespace {

struct WitnessOptions
{
    std::string in;
    std::string out;
    std::string state;
    std::string name;
    std::vector<std::string> seatKeys;
};

/// The keys that came beside the request, for a log that this witness has never seen.
base::Result<std::vector<ledger::NoteVerifier>> keysBeside(const QString& requestPath)
{
    std::vector<ledger::NoteVerifier> keys;
    const QString path = requestPath + QStringLiteral(".vkey");
    if (!QFileInfo::exists(path))
        return keys;
    KEYTURN_TRY_LET(bytes, service::readSmallFile(path));
    const QStringList lines = QString::fromUtf8(bytes).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        KEYTURN_TRY_LET(verifier, ledger::readVerifierKey(line));
        keys.push_back(verifier);
    }
    return keys;
}

base::Result<int> witness(const Context& context, const WitnessOptions& options)
{
    const QString in = text(options.in);
    const QString out = text(options.out);
    KEYTURN_TRY(service::checkFree(out));
    KEYTURN_TRY_LET(bytes, service::readSmallFile(in));
    KEYTURN_TRY_LET(request, ledger::readWitnessRequest(bytes));
    KEYTURN_TRY_LET(note, ledger::readNote(request.note));
    KEYTURN_TRY_LET(offered, ledger::readCheckpoint(note.text));

    const QString state =
        options.state.empty() ? service::SeatFolder::usual().witnessFolder() : text(options.state);
    KEYTURN_TRY_LET(folder, storage::WitnessFolder::open(state));
    KEYTURN_TRY_LET(known, folder.known(offered.origin));
    std::vector<ledger::NoteVerifier> seats = verifiersOf(options.seatKeys);
    // Trust on first use; from then on a new seat must be vouched for by a person.
    const bool trustsBeside = !known && seats.empty();
    if (trustsBeside) {
        KEYTURN_TRY_LET(beside, keysBeside(in));
        seats = beside;
    }
    const auto next = ledger::judgeWitnessRequest(request, known, seats);
    if (!next && next.error().is(ledger::LedgerError::WitnessConflict)) {
        KEYTURN_TRY_LET(kept, folder.keepConflict(*known, request));
        std::fprintf(stderr, "keyturnctl: Both checkpoints are kept in %s.\n",
                     qUtf8Printable(base::harmlessText(kept)));
    }
    if (!next)
        return base::passOn(next);
    // Nobody is asked for a passphrase in vain.
    KEYTURN_TRY_LET(unlocked, context.unlockKey());
    crypto::Signer& key = *unlocked;
    const QString name = options.name.empty() ? ledger::witnessName(key.publicKey()) : text(options.name);
    KEYTURN_TRY_LET(cosigned, ledger::cosign(request.note, name, key));
    // Remembered before it is given away: a witness must never be able to forget what it signed.
    KEYTURN_TRY(folder.remember(*next));
    KEYTURN_TRY(service::writeNewSmallFile(out, cosigned));

    const QString verifier = ledger::noteVerifierKey(name, key.publicKey());
    QString said = QStringLiteral("Cosigned %1 entries of %2 as %3.\nVerifier key: %4")
                       .arg(next->size)
                       .arg(next->origin, name, verifier);
    QJsonArray seatKeys;
    for (const ledger::NoteVerifier& seat : next->seats) {
        seatKeys.append(ledger::noteVerifierKey(seat.name, seat.key));
        if (trustsBeside)
            said += QStringLiteral("\nSeen for the first time; compare by another way: %1")
                        .arg(ledger::noteVerifierKey(seat.name, seat.key));
    }
    context.print({{QStringLiteral("file"), out},
                   {QStringLiteral("origin"), next->origin},
                   {QStringLiteral("size"), static_cast<qint64>(next->size)},
                   {QStringLiteral("root"), next->root.hex()},
                   {QStringLiteral("witness"), name},
                   {QStringLiteral("verifier_key"), verifier},
                   {QStringLiteral("first_use"), trustsBeside},
                   {QStringLiteral("seats"), seatKeys}},
                  said);
    return 0;
}

} // namespace

void addWitnessCommand(CLI::App& app, Context& context)
{
    auto options = std::make_shared<WitnessOptions>();
    auto* sub = app.add_subcommand("witness", "Cosigns the checkpoint of a ledger kept elsewhere");
    sub->footer("Example: keyturnctl witness --in for-witness --out cosigned --key witness.key");
    sub->add_option("--in", options->in, "What `checkpoint --out` wrote there")->required();
    sub->add_option("--out", options->out, "New file: the checkpoint with this witness's signature")
        ->required();
    sub->add_option("--state", options->state, "Folder that remembers what was cosigned");
    sub->add_option("--seat-key", options->seatKeys, "Verifier key of a seat, as it came by another way")
        ->allow_extra_args(false)
        ->check(verifierKeyGiven());
    sub->add_option("--name", options->name, "Name of this witness in its signatures");
    sub->callback([&context, options] {
        context.run = command(context, [&context, options] { return witness(context, *options); });
    });
}

} // namespace keyturn::app
