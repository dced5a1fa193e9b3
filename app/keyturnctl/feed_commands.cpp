// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/feed_run.h"
#include "models/crypto/digest_functions.h"
#include "models/feeds/feed_address.h"
#include "models/feeds/folder_feed.h"
#include "models/feeds/http_feed.h"
#include "models/feeds/taxii_feed.h"

#include <QDir>

namespace keyturn::app {

namespace {

struct FeedOptions
{
    std::string from;
    ImportOptions as;
    bool once = false;
    bool watch = false;
    std::int64_t intervalSeconds = 60;
    std::string headerFile;
    std::string authorityFile;
    std::int64_t mostMiB = 1024;
    int connectSeconds = 30;
    int stallSeconds = 60;
    std::string collection;
    std::string moveTo;
    std::int64_t settleSeconds = 2;
};

using MadeFeed = base::Result<std::unique_ptr<feeds::Feed>>;

/// Opens the workspace and all that a run needs, then runs the feed that @p make gives.
/// @param what tells the feed from all others of this ledger.
template <typename MakeFeed>
base::Result<int> runWith(const Context& context, const FeedOptions& options, const QStringList& what,
                          MakeFeed make)
{
    KEYTURN_TRY_LET(as, importRequest(options.as));
    KEYTURN_TRY_LET(workspace, context.open());
    const QByteArray told = what.join(QChar::Null).toUtf8();
    const QByteArray log = workspace->snapshot()->log.toByteArray();
    KEYTURN_TRY_LET(memory, FeedMemory::open(crypto::sha256({log, told})));
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    KEYTURN_TRY_LET(feed, make(memory));
    const FeedRun run{context,
                      *workspace,
                      identity,
                      as,
                      memory,
                      options.watch ? Rounds::UntilStopped : Rounds::Once,
                      feeds::BackOff::ofInterval(options.intervalSeconds * base::kUsPerSecond)};
    return runFeed(run, *feed);
}

base::Result<feeds::HttpOptions> httpOptions(const FeedOptions& options, const QUrl& address)
{
    constexpr int kMsPerSecond = 1000;
    feeds::HttpOptions http;
    if (!options.headerFile.empty()) {
        if (!feeds::keepsSecrets(address))
            return base::fail(feeds::FeedError::SecretsInTheClear, feeds::shownAddress(address));
        KEYTURN_TRY_LET(secrets, feeds::readHeaderFile(text(options.headerFile)));
        http.secrets = secrets;
        http.secretsFor = address;
    }
    if (!options.authorityFile.empty()) {
        KEYTURN_TRY_LET(authorities, feeds::readAuthorities(text(options.authorityFile)));
        http.authorities = authorities;
    }
    http.limits.bodyBytes = options.mostMiB << 20;
    http.limits.connectMs = options.connectSeconds * kMsPerSecond;
    http.limits.stallMs = options.stallSeconds * kMsPerSecond;
    http.userAgent = "keyturnctl/" KEYTURN_VERSION;
    return http;
}

base::Result<int> feedHttp(const Context& context, const FeedOptions& options)
{
    KEYTURN_TRY_LET(address, feeds::parseAddress(text(options.from)));
    KEYTURN_TRY_LET(http, httpOptions(options, address));
    const base::SystemClock clock;
    return runWith(context, options, {QStringLiteral("http"), address.toString(QUrl::FullyEncoded)},
                   [&](const FeedMemory& memory) -> MadeFeed {
                       http.bodyFolder = memory.folder();
                       return std::make_unique<feeds::HttpFeed>(address, http, clock);
                   });
}

base::Result<int> feedTaxii(const Context& context, const FeedOptions& options)
{
    KEYTURN_TRY_LET(address, feeds::parseAddress(text(options.from)));
    KEYTURN_TRY_LET(http, httpOptions(options, address));
    const QString collection = text(options.collection);
    const base::SystemClock clock;
    return runWith(context, options,
                   {QStringLiteral("taxii"), address.toString(QUrl::FullyEncoded), collection},
                   [&](const FeedMemory& memory) -> MadeFeed {
                       http.bodyFolder = memory.folder();
                       return std::make_unique<feeds::TaxiiFeed>(address, collection, http, clock);
                   });
}

base::Result<int> feedFolder(const Context& context, const FeedOptions& options)
{
    feeds::FolderOptions folder;
    const QString given = QDir(text(options.from)).absolutePath();
    const QString canonical = QFileInfo(given).canonicalFilePath();
    folder.folder = canonical.isEmpty() ? given : canonical;
    folder.settleUs = options.settleSeconds * base::kUsPerSecond;
    if (!options.moveTo.empty())
        folder.moveTo = QDir(text(options.moveTo)).absolutePath();
    const base::SystemClock clock;
    KEYTURN_TRY_LET(feed, feeds::FolderFeed::open(folder, clock));
    return runWith(context, options, {QStringLiteral("folder"), folder.folder},
                   [&](const FeedMemory&) -> MadeFeed { return std::move(feed); });
}

void addRoundOptions(CLI::App* sub, FeedOptions& options)
{
    constexpr std::int64_t kLongestIntervalSeconds = 30 * 24 * 3600;
    auto* once = sub->add_flag("--once", options.once, "Ask once and end (default)");
    sub->add_flag("--watch", options.watch, "Go on until stopped (SIGINT, SIGTERM)")->excludes(once);
    sub->add_option("--interval", options.intervalSeconds,
                    "Seconds between two rounds with --watch; longer after failures, up to an hour")
        ->check(CLI::Range(std::int64_t{1}, kLongestIntervalSeconds))
        ->capture_default_str();
}

void addHttpOptions(CLI::App* sub, FeedOptions& options)
{
    constexpr int kLongestWaitSeconds = 3600;
    constexpr std::int64_t kMostMiB = 1 << 20;
    sub->add_option("--header-file", options.headerFile,
                    "File, readable by its owner only, with request headers that hold secrets, one `Name: "
                    "value` a line; they are sent to this server only");
    sub->add_option("--ca-file", options.authorityFile,
                    "Certificates (PEM) of the authorities to trust instead of the system's");
    sub->add_option("--max-mib", options.mostMiB, "The largest answer that is taken, in MiB")
        ->check(CLI::Range(std::int64_t{1}, kMostMiB))
        ->capture_default_str();
    sub->add_option("--connect-timeout", options.connectSeconds, "Seconds that a connection may take")
        ->check(CLI::Range(1, kLongestWaitSeconds))
        ->capture_default_str();
    sub->add_option("--stall-timeout", options.stallSeconds, "Seconds that the server may send nothing")
        ->check(CLI::Range(1, kLongestWaitSeconds))
        ->capture_default_str();
}

} // namespace

void addFeedCommands(CLI::App& app, Context& context)
{
    constexpr std::int64_t kLongestSettleSeconds = 24 * 3600;
    constexpr std::int64_t kPageMiB = 128; // A page is held in memory while it is looked at.
    auto* feed = app.add_subcommand("feed", "Imports what arrives, as it arrives");
    feed->require_subcommand(1);

    auto folderOptions = std::make_shared<FeedOptions>();
    folderOptions->intervalSeconds = 5;
    auto* folder = feed->add_subcommand("folder", "Files that are put into a folder");
    folder->footer("Example: keyturnctl -w W feed folder /srv/alerts --watch --move-to /srv/alerts/done --as "
                   "intake --key intake.key --passphrase-file intake.pass");
    folder->add_option("DIR", folderOptions->from, "The folder; folders in it are not entered")->required();
    addRoundOptions(folder, *folderOptions);
    folder
        ->add_option("--settle", folderOptions->settleSeconds,
                     "Seconds that a file was not written to before it counts as whole")
        ->check(CLI::Range(std::int64_t{0}, kLongestSettleSeconds))
        ->capture_default_str();
    folder->add_option("--move-to", folderOptions->moveTo,
                       "Folder on the same file system where files go once they are signed; without it they "
                       "stay");
    addFormatOptions(folder, folderOptions->as);
    addBelongingOptions(folder, folderOptions->as);
    runs(folder, context, folderOptions, feedFolder);

    auto options = std::make_shared<FeedOptions>();
    auto* http = feed->add_subcommand("http", "A file at an http or https address");
    http->footer("Example: keyturnctl -w W feed http https://siem.example/alerts.json --watch --interval 60 "
                 "--header-file siem.headers --as intake --key intake.key --passphrase-file intake.pass");
    http->add_option("URL", options->from, "Its address")->required();
    addRoundOptions(http, *options);
    addHttpOptions(http, *options);
    addFormatOptions(http, options->as);
    addBelongingOptions(http, options->as);
    runs(http, context, options, feedHttp);

    auto taxiiOptions = std::make_shared<FeedOptions>();
    taxiiOptions->as.format = "stix-2.1";
    taxiiOptions->mostMiB = kPageMiB;
    auto* taxii = feed->add_subcommand("taxii", "Collections of a TAXII 2.1 server");
    taxii->footer(
        "Example: keyturnctl -w W feed taxii https://taxii.example/taxii2/ --collection "
        "91a7b528-80eb-42ed-a74d-c6fbd5a26116 --header-file taxii.headers --watch --as intake --key "
        "intake.key --passphrase-file intake.pass");
    taxii->add_option("URL", taxiiOptions->from, "Address of its discovery or of an API root")->required();
    taxii->add_option("--collection", taxiiOptions->collection,
                      "Id of the collection to read; without it all that may be read");
    addRoundOptions(taxii, *taxiiOptions);
    addHttpOptions(taxii, *taxiiOptions);
    addBelongingOptions(taxii, taxiiOptions->as);
    runs(taxii, context, taxiiOptions, feedTaxii);
}

} // namespace keyturn::app
