// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"

#include "app/common/store_provider.h"
#include "app/keyturnctl/terminal.h"
#include "models/base/local_zone.h"
#include "models/base/text_safety.h"
#include "models/service/key_choice.h"
#include "models/service/work_pace.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <array>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace keyturn::app {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kCommandTexts{
    ErrorText{static_cast<int>(CommandError::BadOption), "bad-option", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 cannot be “%2”; it is one of: %3.")},
    ErrorText{
        static_cast<int>(CommandError::NoWorkspace), "no-workspace", Outcome::Usage,
        QT_TRANSLATE_NOOP("errors", "Name the workspace with -w FILE or the variable KEYTURN_WORKSPACE.")},
    ErrorText{static_cast<int>(CommandError::NothingToDo), "nothing-to-do", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "Nothing to do: %1.")},
};
constexpr base::ErrorDomain kCommandDomain{"command", kCommandTexts};

base::Result<crypto::SecretBytes> readPassphrase(int descriptor, const QString& name)
{
    crypto::SecretBytes buffer(kMaximumPassphraseBytes);
    std::size_t length = 0;
    while (length < buffer.size()) {
        const ssize_t got = ::read(descriptor, buffer.bytes().data() + length, buffer.size() - length);
        if (got < 0)
            return base::fail(service::ServiceError::FileFailure, name, qt_error_string());
        if (got == 0)
            break;
        length += static_cast<std::size_t>(got);
    }
    crypto::SecretBytes passphrase(std::span<const std::byte>(buffer.bytes().data(), length));
    passphrase.chopLineEnd();
    return passphrase;
}

} // namespace

const base::ErrorDomain& errorDomain(CommandError)
{
    return kCommandDomain;
}

Context::Context(CLI::App& app)
{
    app.add_option("-w,--workspace", m_workspace, "Workspace file")->envname("KEYTURN_WORKSPACE");
    app.add_option("--as", m_as, "Member who acts");
    auto* key = app.add_option("--key", m_key, "The member's private key file");
    app.add_option("--token", m_token, "The member's key on a token, as a pkcs11: URI")->excludes(key);
    app.add_option("--passphrase-file", m_passphraseFile, "File whose first line unlocks the key or token");
    app.add_option("--passphrase-fd", m_passphraseFd, "Open file descriptor to read the passphrase from");
    app.add_option("--tz", m_tz, "Time zone of times written without one (Europe/Berlin, +02:00)");
    app.add_option("--witness-key", m_witnessKeys, "Verifier key of a witness whose signatures count")
        ->allow_extra_args(false)
        ->check(verifierKeyGiven());
    app.add_flag("--json", m_json, "Print JSON");
    app.add_flag("--quiet", m_quiet, "Print nothing but errors");
    app.add_flag("--no-progress", m_noProgress, "Show no progress");
}

service::OpenOptions Context::openOptions(bool readOnly) const
{
    service::OpenOptions options;
    options.provider = storeProvider();
    options.readOnly = readOnly;
    options.witnesses = verifiersOf(m_witnessKeys);
    return options;
}

base::Result<QString> Context::location() const
{
    if (m_workspace.empty())
        return base::fail(CommandError::NoWorkspace);
    return text(m_workspace);
}

base::Result<std::unique_ptr<service::Workspace>> Context::open(bool readOnly) const
{
    if (readOnly) {
        KEYTURN_TRY_LET(where, location());
        return service::Workspace::open(where, openOptions(true));
    }
    KEYTURN_TRY_LET(workspace, openToDecide());
    if (workspace->health().readOnly)
        return tl::make_unexpected(service::readOnlyError(workspace->health()));
    return std::move(workspace);
}

base::Result<std::unique_ptr<service::Workspace>> Context::openToDecide() const
{
    KEYTURN_TRY_LET(where, location());
    KEYTURN_TRY_LET(workspace, service::Workspace::open(where, openOptions()));
    // Said before anybody is asked who they are: a damaged ledger may not even know its members.
    if (workspace->store().isReadOnly())
        return base::fail(ledger::LedgerError::StoreReadOnly, base::harmlessText(where));
    if (workspace->health().readOnly && !workspace->health().takesLeavingAHead())
        return tl::make_unexpected(service::readOnlyError(workspace->health()));
    return std::move(workspace);
}

base::Result<crypto::SecretBytes> Context::passphrase(const QString& prompt) const
{
    if (m_passphraseFd >= 0)
        return readPassphrase(m_passphraseFd, QStringLiteral("--passphrase-fd"));
    if (!m_passphraseFile.empty()) {
        const int descriptor = ::open(m_passphraseFile.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            return base::fail(service::ServiceError::FileFailure, text(m_passphraseFile), qt_error_string());
        auto read = readPassphrase(descriptor, text(m_passphraseFile));
        ::close(descriptor);
        return read;
    }
    if (auto answered = askOnTerminal(prompt))
        return std::move(*answered);
    return base::fail(service::ServiceError::NotSignedIn);
}

base::Result<Context::LockedKey> Context::lockedKey() const
{
    const auto choice =
        m_token.empty() ? service::KeyChoice::file(text(m_key)) : service::KeyChoice::token(text(m_token));
    if (choice.isEmpty())
        return base::fail(service::ServiceError::NotSignedIn);
    KEYTURN_TRY_LET(secret, passphrase(choice.question()));
    return LockedKey{choice, std::move(secret)};
}

base::Result<std::unique_ptr<crypto::Signer>> Context::unlockKey() const
{
    KEYTURN_TRY_LET(locked, lockedKey());
    return service::openSigner(locked.choice, std::move(locked.secret));
}

base::Result<Identity> Context::identity(const domain::Charter& charter, const domain::Charter* next) const
{
    KEYTURN_TRY_LET(key, unlockKey());
    return identityOf(std::move(key), charter, next);
}

base::Result<const domain::Member*> Context::namedMember(const domain::Charter& charter) const
{
    const domain::MemberId member(text(m_as));
    if (const domain::Member* named = charter.member(member))
        return named;
    return base::fail(domain::DomainError::UnknownMember, base::harmlessText(member.value(), 64));
}

base::Result<Identity> Context::identityOf(std::unique_ptr<crypto::Signer> key,
                                           const domain::Charter& charter, const domain::Charter* next) const
{
    const domain::Charter* names = &charter;
    const domain::Member* owner = charter.memberOfKey(key->publicKey().id());
    if (const domain::Member* joining = next ? next->memberOfKey(key->publicKey().id()) : nullptr;
        joining && !owner) {
        names = next;
        owner = joining;
    }
    if (m_as.empty()) {
        if (!owner)
            return base::fail(domain::DomainError::KeyNotInCharter, key->publicKey().id().shortCode());
        return Identity{owner->id, std::move(key)};
    }
    KEYTURN_TRY_LET(named, namedMember(*names));
    if (owner != named)
        return base::fail(domain::DomainError::KeyNotOfMember, named->display());
    return Identity{named->id, std::move(key)};
}

base::Result<LateIdentity> Context::identityLater(const domain::Charter& charter,
                                                  std::atomic_bool& failed) const
{
    // A token is asked from this thread alone, and who signs without --as only the key says.
    if (m_as.empty() || !m_token.empty()) {
        KEYTURN_TRY_LET(identity, this->identity(charter));
        const domain::MemberId member = identity.member;
        std::promise<base::Result<Identity>> ready;
        ready.set_value(std::move(identity));
        return LateIdentity(member, ready.get_future());
    }
    KEYTURN_TRY_LET(locked, lockedKey());
    KEYTURN_TRY_LET(named, namedMember(charter));
    auto unlocking =
        std::async(std::launch::async,
                   [this, charter, &failed, locked = std::move(locked)]() mutable -> base::Result<Identity> {
                       auto key = service::openSigner(locked.choice, std::move(locked.secret));
                       auto identity = key ? identityOf(std::move(*key), charter, nullptr)
                                           : base::Result<Identity>(tl::make_unexpected(key.error()));
                       if (!identity)
                           failed = true;
                       return identity;
                   });
    return LateIdentity(named->id, std::move(unlocking));
}

base::Result<crypto::Signer*> LateIdentity::key()
{
    if (!m_identity)
        m_identity = m_unlocking.get();
    if (!*m_identity)
        return tl::make_unexpected(m_identity->error());
    return (*m_identity)->key.get();
}

QString Context::zone() const
{
    return text(m_tz);
}

base::Result<base::UtcTime> Context::time(const std::string& given) const
{
    if (!m_tz.empty()) {
        KEYTURN_TRY_LET(zone, base::LocalZone::named(text(m_tz)));
        KEYTURN_TRY_LET(parsed, base::parseLenientIso(std::string_view(given)));
        return parsed.zone.isEmpty() ? zone.read(parsed.start.us).earlier : parsed.start;
    }
    KEYTURN_TRY_LET(parsed, base::parseRfc3339(std::string_view(given)));
    return parsed.start;
}

void Context::printJson(const QJsonObject& object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
}

void Context::say(const QString& line) const
{
    if (m_quiet || m_json)
        return;
    for (const QString& part : line.split(QLatin1Char('\n'))) {
        const QByteArray bytes = base::harmlessText(part).toUtf8() + '\n';
        std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout);
    }
}

void Context::print(const QJsonObject& object, const QString& line) const
{
    if (m_json)
        printJson(object);
    else
        say(line);
}

int Context::fail(const base::Error& error) const
{
    const QString sentence = base::harmlessText(error.sentence());
    if (m_json)
        printJson({{QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), error.name()},
                                                         {QStringLiteral("text"), sentence}}}});
    std::fprintf(stderr, "keyturnctl: %s\n", qUtf8Printable(sentence));
    return static_cast<int>(error.outcome());
}

std::function<void(std::uint64_t, std::uint64_t)> Context::progress(const QString& what,
                                                                    Counted counted) const
{
    if (m_noProgress || m_quiet || ::isatty(STDERR_FILENO) == 0)
        return {};
    using std::chrono::milliseconds;
    const auto nowMs = [] {
        return duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    };
    constexpr std::int64_t kBetweenMs = 200;
    return [=, what = base::harmlessText(what), lastMs = std::int64_t{0},
            pace = service::WorkPace()](std::uint64_t done, std::uint64_t total) mutable {
        const std::int64_t now = nowMs();
        if (now - lastMs < kBetweenMs)
            return;
        lastMs = now;
        QString line = what + QLatin1Char(' ');
        if (total > 0)
            line += QStringLiteral("%1%").arg(100 * static_cast<double>(done) / static_cast<double>(total), 3,
                                              'f', 0);
        else
            line += QString::number(done);
        if (counted == Counted::Bytes) {
            pace.note(done, total, now);
            line += QLatin1String("  ") + pace.text();
        }
        std::fprintf(stderr, "\r%s\x1b[K", qUtf8Printable(line)); // And clears what was longer before.
    };
}

CLI::Validator timeGiven()
{
    return {[](const std::string& given) {
                return given.empty() ? std::string("the time is empty; leave the option out or write a time")
                                     : std::string();
            },
            std::string()};
}

CLI::Validator verifierKeyGiven()
{
    return {[](const std::string& given) {
                const auto verifier = ledger::readVerifierKey(text(given));
                return verifier ? std::string() : verifier.error().sentence().toStdString();
            },
            std::string()};
}

std::vector<ledger::NoteVerifier> verifiersOf(const std::vector<std::string>& keys)
{
    std::vector<ledger::NoteVerifier> verifiers;
    for (const std::string& key : keys) {
        if (auto verifier = ledger::readVerifierKey(text(key)))
            verifiers.push_back(std::move(*verifier));
    }
    return verifiers;
}

QStringList listOf(const std::vector<std::string>& values)
{
    QStringList list;
    for (const std::string& value : values) {
        for (const QString& part : text(value).split(QLatin1Char(','), Qt::SkipEmptyParts))
            list += part.trimmed();
    }
    list.removeAll(QString());
    return list;
}

std::function<int()> command(const Context& context, std::function<base::Result<int>()> body)
{
    return [&context, body = std::move(body)] {
        const auto result = body();
        return result ? *result : context.fail(result.error());
    };
}

} // namespace keyturn::app
