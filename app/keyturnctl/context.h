// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/error.h"
#include "models/crypto/keys.h"
#include "models/service/key_choice.h"
#include "models/service/workspace.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keyturn::app {

/// For work that nothing cancels.
inline const std::atomic_bool kNever{false};

/// Exit statuses of `keyturnctl` (cli.md).
enum class ExitStatus : int {
    Done = 0,
    Refused = 1,
    Usage = 2,
    InputRejected = 3,
    Integrity = 4,
    Storage = 5
};

/// What `--as` and `--key` or `--token` amount to: a member and the key that signs for them.
struct Identity
{
    domain::MemberId member;
    std::unique_ptr<crypto::Signer> key;
};

/// A person whose key is still being unlocked on a thread of its own.
class LateIdentity
{
public:
    LateIdentity(domain::MemberId member, std::future<base::Result<Identity>> unlocking)
        : m_member(std::move(member)), m_unlocking(std::move(unlocking))
    {
    }
    [[nodiscard]] const domain::MemberId& member() const { return m_member; }
    /// Waits for the key. @return what Context::identity() does.
    [[nodiscard]] base::Result<crypto::Signer*> key();

private:
    domain::MemberId m_member;
    std::future<base::Result<Identity>> m_unlocking;
    std::optional<base::Result<Identity>> m_identity;
};

/// The global options of one run, and what every command needs: opening, signing, printing.
class Context
{
public:
    explicit Context(CLI::App& app);

    /// Opens the workspace named by -w or KEYTURN_WORKSPACE.
    [[nodiscard]] base::Result<std::unique_ptr<service::Workspace>> open(bool readOnly = false) const;
    /// The same for a decision, which may be the one that a frozen workspace waits for.
    [[nodiscard]] base::Result<std::unique_ptr<service::Workspace>> openToDecide() const;
    /// How workspaces are opened by this run.
    [[nodiscard]] service::OpenOptions openOptions(bool readOnly = false) const;
    /// Where -w points. @return Usage error when it is not given.
    [[nodiscard]] base::Result<QString> location() const;
    /// Opens the key of --key or --token; --as may be left out where the key says who it is (checked against
    /// @p charter).
    /// @param next a charter that is proposed: to approve it, its new members and keys may sign too.
    [[nodiscard]] base::Result<Identity> identity(const domain::Charter& charter,
                                                  const domain::Charter* next = nullptr) const;
    /// The same while a key file is unlocked beside other work, where --as says who signs. Who begins that
    /// work is to end it when @p failed is set, and to ask for the key before anything is said to be done.
    [[nodiscard]] base::Result<LateIdentity> identityLater(const domain::Charter& charter,
                                                           std::atomic_bool& failed) const;
    /// The passphrase from --passphrase-file, --passphrase-fd or the terminal.
    [[nodiscard]] base::Result<crypto::SecretBytes> passphrase(const QString& prompt) const;
    /// Reads a time: RFC 3339, or with --tz also a local one. @return base::TimeError.
    [[nodiscard]] base::Result<base::UtcTime> time(const std::string& text) const;
    /// What --tz names; empty where it is not given.
    [[nodiscard]] QString zone() const;

    /// A member or a key was named on the command line.
    [[nodiscard]] bool hasSigner() const { return !m_as.empty() || !m_key.empty() || !m_token.empty(); }
    [[nodiscard]] bool json() const { return m_json; }
    [[nodiscard]] bool quiet() const { return m_quiet; }
    /// Prints @p object as one line of JSON with --json, else @p text (unless --quiet).
    void print(const QJsonObject& object, const QString& text) const;
    /// Prints a line of plain text, made harmless for a terminal, unless --quiet.
    void say(const QString& text) const;
    /// Prints one JSON document or line.
    static void printJson(const QJsonObject& object);
    /// Says an error on standard error (as JSON too, with --json) and gives its exit status.
    [[nodiscard]] int fail(const base::Error& error) const;
    /// What progress is counted in: of bytes the pace is told too.
    enum class Counted { Bytes, Things };
    /// Shows progress on a terminal's standard error.
    [[nodiscard]] std::function<void(std::uint64_t, std::uint64_t)>
    progress(const QString& what, Counted counted = Counted::Things) const;

    /// The bare key of --key or --token. @return NotSignedIn.
    [[nodiscard]] base::Result<std::unique_ptr<crypto::Signer>> unlockKey() const;

    /// Set by the chosen command; run after parsing.
    std::function<int()> run;

private:
    struct LockedKey
    {
        service::KeyChoice choice;
        crypto::SecretBytes secret;
    };
    [[nodiscard]] base::Result<LockedKey> lockedKey() const;
    [[nodiscard]] base::Result<const domain::Member*> namedMember(const domain::Charter& charter) const;
    [[nodiscard]] base::Result<Identity> identityOf(std::unique_ptr<crypto::Signer> key,
                                                    const domain::Charter& charter,
                                                    const domain::Charter* next) const;

    std::string m_workspace;
    std::string m_as;
    std::string m_key;
    std::string m_token;
    std::string m_passphraseFile;
    int m_passphraseFd = -1;
    std::string m_tz;
    std::vector<std::string> m_witnessKeys;
    bool m_json = false;
    bool m_quiet = false;
    bool m_noProgress = false;
};

/// UTF-8 of the command line as text.
[[nodiscard]] inline QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}
/// For options that take a time: an empty one (an unset variable of a script) is a mistake, not a time left
/// out.
[[nodiscard]] CLI::Validator timeGiven();
/// For options that take a verifier key of Ed25519 (C2SP signed-note).
[[nodiscard]] CLI::Validator verifierKeyGiven();
/// The keys of an option that verifierKeyGiven() has checked.
[[nodiscard]] std::vector<ledger::NoteVerifier> verifiersOf(const std::vector<std::string>& keys);
/// A comma-separated or repeated option as a list without blanks or empty parts.
[[nodiscard]] QStringList listOf(const std::vector<std::string>& values);

/// Reads a word of a closed list or gives a usage error naming the words there are.
template <typename E>
[[nodiscard]] base::Result<E> wordOption(const char* option, const std::string& word);

enum class CommandError { BadOption = 1, NoWorkspace, NothingToDo };
/// The table behind CommandError.
const base::ErrorDomain& errorDomain(CommandError);

template <typename E>
base::Result<E> wordOption(const char* option, const std::string& word)
{
    if (const auto value = domain::fromWord<E>(QStringView(text(word))))
        return *value;
    QStringList words;
    for (const char* w : domain::wordsOf<E>())
        words += QLatin1String(w);
    return base::fail(CommandError::BadOption, QString::fromLatin1(option), text(word),
                      words.join(QStringLiteral(", ")));
}

/// Wraps a command body that gives a Result<int>: prints errors, gives the exit status.
[[nodiscard]] std::function<int()> command(const Context& context, std::function<base::Result<int>()> body);

/// Has @p sub run @p function with the options that it fills.
template <typename Options>
void runs(CLI::App* sub, Context& context, const std::shared_ptr<Options>& options,
          base::Result<int> (*function)(const Context&, const Options&))
{
    sub->callback([&context, options, function] {
        context.run = command(context, [&context, options, function] { return function(context, *options); });
    });
}

void addKeyCommands(CLI::App& app, Context& context);
void addTokenCommands(CLI::App& key, Context& context);
void addCharterCommands(CLI::App& app, Context& context);
void addCharterDraftCommand(CLI::App& charter, Context& context);
void addNextCharterCommands(CLI::App& charter, Context& context);
void addImportCommands(CLI::App& app, Context& context);
void addBatchCommands(CLI::App& app, Context& context);
void addFeedCommands(CLI::App& app, Context& context);
void addTimelineCommands(CLI::App& app, Context& context);
void addIncidentCommands(CLI::App& app, Context& context);
void addRequestCommands(CLI::App& app, Context& context);
void addCatalogueCommands(CLI::App& app, Context& context);
void addProposeCommands(CLI::App& app, Context& context);
void addDecisionCommands(CLI::App& app, Context& context);
void addAccessCommands(CLI::App& app, Context& context);
void addPreviewCommands(CLI::App& app, Context& context);
void addGateCommands(CLI::App& app, Context& context);
void addViewCommands(CLI::App& app, Context& context);
void addEvidenceCommands(CLI::App& app, Context& context);
void addDependentCommands(CLI::App& app, Context& context);
void addGatewayCommands(CLI::App& app, Context& context);
void addFiguresCommands(CLI::App& app, Context& context);
void addCourierCommands(CLI::App& app, Context& context);
void addStatusCommands(CLI::App& app, Context& context);
void addVerifyCommands(CLI::App& app, Context& context);
void addCheckpointCommands(CLI::App& app, Context& context);
void addWitnessCommand(CLI::App& app, Context& context);
void addForkCommand(CLI::App& app, Context& context);
void addRestoreCommand(CLI::App& app, Context& context);
void addReportCommands(CLI::App& app, Context& context);
void addDemoCommand(CLI::App& app, Context& context);

} // namespace keyturn::app
