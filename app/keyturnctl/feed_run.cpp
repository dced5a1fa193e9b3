// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/feed_run.h"

#include "app/keyturnctl/json_shapes.h"
#include "models/base/text_safety.h"

#include <cstdio>

namespace keyturn::app {

namespace {

/// Imports what arrives as signed batches, and takes down what came of each.
class WorkspaceHost final : public feeds::FeedHost
{
public:
    explicit WorkspaceHost(const FeedRun& run) : m_run(run) {}

    base::Result<feeds::Reception> receive(const feeds::Arrival& arrival) override
    {
        using Kind = feeds::Reception::Kind;
        service::ImportRequest request = m_run.as;
        request.path = arrival.path;
        request.names = service::ImportNames{arrival.shown, arrival.source};
        auto outcomes =
            service::importPath(m_run.workspace, m_run.identity.member, *m_run.identity.key, request,
                                m_run.context.progress(arrival.shown, Context::Counted::Bytes), stop());
        if (!outcomes && outcomes.error().is(service::ServiceError::NothingImported))
            return feeds::Reception{Kind::Empty, outcomes.error()};
        if (!outcomes && service::concernsOneFile(outcomes.error()))
            return feeds::Reception{Kind::Refused, outcomes.error()};
        if (!outcomes)
            return base::passOn(outcomes);
        bool isNew = false;
        for (service::ImportOutcome& outcome : *outcomes) {
            const bool wasSeen = outcome.records == 0 && outcome.rejectedCount == 0 && outcome.duplicates > 0;
            isNew = isNew || !wasSeen;
            if (!wasSeen)
                m_outcomes.push_back(std::move(outcome));
        }
        return feeds::Reception{isNew ? Kind::Signed : Kind::SeenBefore, std::nullopt};
    }
    void nameRefused(const feeds::Arrival& arrival, const base::Error& reason) override
    {
        m_outcomes.push_back(service::refusedOutcome(arrival.shown, m_run.as.format, reason.sentence()));
    }
    base::Result<void> keep(const feeds::FeedState& state) override { return m_run.memory.keep(state); }
    const std::atomic_bool& stop() const override { return StopSignals::stopped(); }

    [[nodiscard]] std::vector<service::ImportOutcome> takeOutcomes() { return std::exchange(m_outcomes, {}); }

private:
    const FeedRun& m_run;
    std::vector<service::ImportOutcome> m_outcomes;
};

/// What a round is printed from.
struct RoundAccount
{
    const feeds::Feed& feed;
    const feeds::Round& round;
    std::vector<service::ImportOutcome> outcomes;
    base::UtcTime at;
    std::optional<base::UtcTime> nextAt;
};

QJsonObject accountJson(const RoundAccount& account)
{
    QJsonArray batches;
    for (const service::ImportOutcome& outcome : account.outcomes)
        batches.append(outcomeJson(outcome));
    QJsonValue error;
    if (account.round.error)
        error = QJsonObject{{QStringLiteral("code"), account.round.error->name()},
                            {QStringLiteral("text"), base::harmlessText(account.round.error->sentence())}};
    return {{QStringLiteral("feed"), account.feed.kind()},
            {QStringLiteral("source"), account.feed.source()},
            {QStringLiteral("at"), base::toRfc3339Ms(account.at)},
            {QStringLiteral("batches"), batches},
            {QStringLiteral("unchanged"), static_cast<qint64>(account.round.unchanged)},
            {QStringLiteral("seen_before"), static_cast<qint64>(account.round.seenBefore)},
            {QStringLiteral("waiting"), static_cast<qint64>(account.round.waiting)},
            {QStringLiteral("error"), error},
            {QStringLiteral("next_at"),
             account.nextAt ? QJsonValue(base::toRfc3339Ms(*account.nextAt)) : QJsonValue()}};
}

/// One line on what came, and what was rejected below it.
QString accountText(const RoundAccount& account)
{
    std::uint64_t batches = 0;
    std::uint64_t records = 0;
    std::uint64_t rejected = 0;
    QString faults;
    for (const service::ImportOutcome& outcome : account.outcomes) {
        batches += outcome.records > 0 ? 1 : 0;
        records += outcome.records;
        rejected += outcome.rejectedCount;
        if (outcome.rejectedCount > 0)
            faults += QStringLiteral("\n ") + outcome.file +
                      rejectionsText(outcome.rejected, outcome.rejectedCount);
    }
    QStringList parts;
    if (batches > 0)
        parts += QStringLiteral("%1 records in %2 batches").arg(records).arg(batches);
    if (rejected > 0)
        parts += QStringLiteral("%1 rejected").arg(rejected);
    if (account.round.seenBefore > 0)
        parts += QStringLiteral("%1 seen before").arg(account.round.seenBefore);
    if (account.round.waiting > 0)
        parts += QStringLiteral("%1 still being written").arg(account.round.waiting);
    if (parts.isEmpty())
        parts += QStringLiteral("nothing new");
    return QStringLiteral("%1 %2: %3")
               .arg(base::toDisplay(account.at), account.feed.source(), parts.join(QStringLiteral(", "))) +
           faults;
}

void printRound(const FeedRun& run, const RoundAccount& account)
{
    const bool broughtSomething = !account.outcomes.empty();
    if (run.context.json())
        Context::printJson(accountJson(account));
    else if (broughtSomething || (run.rounds == Rounds::Once && !account.round.error))
        run.context.say(accountText(account));
    // Whoever reads along a pipe is to see it now.
    std::fflush(stdout);
    if (!account.round.error)
        return;
    QString sentence = base::harmlessText(account.round.error->sentence());
    if (account.nextAt)
        sentence += QStringLiteral(" Asking again at %1.").arg(base::toDisplay(*account.nextAt));
    std::fprintf(stderr, "keyturnctl: %s\n", qUtf8Printable(sentence));
}

/// Whether asking again later can help: not where the rules refuse, or the ledger is not sound.
bool mayPass(const base::Error& error)
{
    return error.outcome() == base::Outcome::Storage || error.outcome() == base::Outcome::InputRejected;
}

int statusOf(const RoundAccount& account)
{
    if (account.round.error)
        return static_cast<int>(account.round.error->outcome());
    for (const service::ImportOutcome& outcome : account.outcomes) {
        if (outcome.rejectedCount > 0)
            return static_cast<int>(ExitStatus::InputRejected);
    }
    return 0;
}

/// One round; a failure to remember how it went counts as one of the round.
feeds::Round ask(feeds::Feed& feed, feeds::FeedState& state, WorkspaceHost& host)
{
    feeds::Round round = feed.round(state, host);
    const int before = state.failuresInARow;
    // That somebody stopped it says nothing of the feed.
    if (!host.stop())
        state.failuresInARow = round.error ? before + 1 : 0;
    if (state.failuresInARow != before) {
        if (const auto kept = host.keep(state); !kept && !round.error)
            round.error = kept.error();
    }
    return round;
}

/// Waits until @p until, a stop, or something new where the feed can tell.
void waitFor(base::UtcTime until, const StopSignals& signals, int wakingDescriptor)
{
    const base::SystemClock clock;
    while (!StopSignals::stopped() && clock.now() < until) {
        if (signals.wait(until.us - clock.now().us, wakingDescriptor) == StopSignals::Waking::ByDescriptor)
            return;
    }
}

base::Result<int> askOnce(const FeedRun& run, feeds::Feed& feed, feeds::FeedState& state,
                          const StopSignals& signals)
{
    const base::SystemClock clock;
    WorkspaceHost host(run);
    feeds::Round round = ask(feed, state, host);
    // What is being written just now is given the time to become whole, once.
    if (!round.error && round.lastWholeAt) {
        waitFor(*round.lastWholeAt, signals, -1);
        const std::uint64_t seenBefore = round.seenBefore;
        round = ask(feed, state, host);
        round.seenBefore += seenBefore;
    }
    const RoundAccount account{feed, round, host.takeOutcomes(), clock.now(), std::nullopt};
    printRound(run, account);
    return statusOf(account);
}

base::Result<int> askUntilStopped(const FeedRun& run, feeds::Feed& feed, feeds::FeedState& state,
                                  const StopSignals& signals)
{
    const base::SystemClock clock;
    const feeds::RandomUpTo random = feeds::systemRandom();
    WorkspaceHost host(run);
    while (true) {
        const feeds::Round round = ask(feed, state, host);
        RoundAccount account{feed, round, host.takeOutcomes(), clock.now(), std::nullopt};
        const bool isStopped = StopSignals::stopped();
        const bool goesOn = !isStopped && (!round.error || mayPass(*round.error));
        if (goesOn) {
            account.nextAt = run.backOff.next(account.at, state.failuresInARow, random, round.notBefore);
            if (!round.error && round.firstWholeAt)
                account.nextAt = std::min(*account.nextAt, *round.firstWholeAt);
        }
        if (!isStopped || !account.outcomes.empty())
            printRound(run, account);
        if (isStopped)
            return 0;
        if (!goesOn)
            return statusOf(account);
        waitFor(*account.nextAt, signals, round.error ? -1 : feed.wakingDescriptor());
        if (StopSignals::stopped())
            return 0;
    }
}

} // namespace

base::Result<int> runFeed(const FeedRun& run, feeds::Feed& feed)
{
    KEYTURN_TRY_LET(state, run.memory.load());
    const StopSignals signals;
    return run.rounds == Rounds::Once ? askOnce(run, feed, state, signals)
                                      : askUntilStopped(run, feed, state, signals);
}

} // namespace keyturn::app
