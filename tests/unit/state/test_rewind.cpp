// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/rewind.h"
#include "models/state/state_error.h"
#include "tests/support/random_history.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using tests::LedgerHarness;
using tests::RandomHistory;

namespace {

/// A ledger with its checkpoints, as a workspace keeps them on the way.
struct RewoundLedger
{
    std::vector<QByteArray> entries;
    std::vector<state::Snapshot> folded; ///< By size, each judged and folded from the one before.
    state::SnapshotPointer live;
    state::Checkpoints checkpoints{32};
    mutable std::uint64_t entriesRead = 0;

    explicit RewoundLedger(std::uint32_t seed, std::size_t attempts)
    {
        RandomHistory history(seed);
        for (std::size_t i = 0; i < attempts; ++i)
            static_cast<void>(history.step());
        entries = history.ledger.entries();
        state::Snapshot snapshot;
        folded.push_back(snapshot);
        for (const QByteArray& bytes : entries) {
            const auto opened = state::openEntry(bytes);
            auto next = state::apply(std::move(snapshot), *opened, state::SignatureCheck::AlreadyVerified,
                                     history.ledger.rootAt());
            if (!next)
                qFatal("the history does not fold: %s", qPrintable(next.error().sentence()));
            snapshot = std::move(*next);
            folded.push_back(snapshot);
            checkpoints.keep(snapshot);
        }
        live = std::make_shared<const state::Snapshot>(std::move(snapshot));
    }

    [[nodiscard]] state::EntrySource source() const
    {
        return [this](std::uint64_t from, std::uint64_t count) -> base::Result<std::vector<QByteArray>> {
            const auto end = std::min<std::uint64_t>(from + count, entries.size());
            entriesRead += end - from;
            return std::vector<QByteArray>(entries.begin() + static_cast<std::ptrdiff_t>(from),
                                           entries.begin() + static_cast<std::ptrdiff_t>(end));
        };
    }
};

} // namespace

/// Earlier states are those that were.
class TestRewind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEarlierStateIsTheOneFoldedFromScratch_data()
    {
        QTest::addColumn<quint32>("seed");
        for (const quint32 seed : {1u, 2u, 3u})
            QTest::addRow("seed %u", seed) << seed;
    }
    void everyEarlierStateIsTheOneFoldedFromScratch()
    {
        QFETCH(quint32, seed);
        const RewoundLedger ledger(seed, 1'000);
        QVERIFY(ledger.live->size > 100); // More than two checkpoints.
        state::StateReader reader;
        // Backwards, forwards, and by leaps: the way that is remembered must never show.
        std::mt19937 dice(seed);
        std::vector<std::uint64_t> wishes;
        for (std::uint64_t size = ledger.live->size + 1; size-- > 0;)
            wishes.push_back(size);
        for (std::uint64_t size = 0; size <= ledger.live->size; ++size)
            wishes.push_back(size);
        for (int i = 0; i < 300; ++i)
            wishes.push_back(dice() % (ledger.live->size + 1));
        for (const std::uint64_t size : wishes) {
            const auto reached = reader.at(ledger.source(), ledger.live, ledger.checkpoints, size);
            QVERIFY2(reached, reached ? "" : qPrintable(reached.error().sentence()));
            QVERIFY2(**reached == ledger.folded[size], qPrintable(QString::number(size)));
            if (size % 50 == 0)
                QVERIFY(state::stateSha256(**reached) == state::stateSha256(ledger.folded[size]));
        }
    }

    void aStepToTheNeighbourReadsFewEntries()
    {
        const RewoundLedger ledger(4, 1'000);
        QVERIFY(ledger.live->size > 100);
        state::StateReader reader;
        const state::Checkpoints none;
        QVERIFY(reader.at(ledger.source(), ledger.live, none, 100));
        for (std::uint64_t size = 99; size > 20; --size) {
            ledger.entriesRead = 0;
            QVERIFY(reader.at(ledger.source(), ledger.live, none, size));
            QVERIFY2(ledger.entriesRead < 16, qPrintable(QString::number(size)));
        }
    }

    void checkpointsStayFewHoweverLongTheLedgerGrows()
    {
        state::Checkpoints checkpoints;
        state::Snapshot snapshot;
        for (snapshot.size = 1; snapshot.size <= 200'000; ++snapshot.size) {
            checkpoints.keep(snapshot);
            QVERIFY(checkpoints.count() < 192);
        }
        QVERIFY(checkpoints.count() >= 90);
        QCOMPARE(checkpoints.upTo(127), nullptr);
        for (const std::uint64_t size :
             {std::uint64_t{5'000}, std::uint64_t{123'456}, std::uint64_t{200'000}}) {
            const auto nearest = checkpoints.upTo(size);
            QVERIFY(nearest->size <= size && size - nearest->size < checkpoints.step());
        }
    }

    void refusesEntriesThatAreNotThoseOfTheLedger()
    {
        const RewoundLedger ledger(5, 500);
        const RewoundLedger other(6, 500);
        state::StateReader reader;
        const auto changed = reader.at(other.source(), ledger.live, state::Checkpoints(), 50);
        QVERIFY(!changed && changed.error().is(state::StateError::EntryChanged));
        const auto none = [](std::uint64_t, std::uint64_t) -> base::Result<std::vector<QByteArray>> {
            return std::vector<QByteArray>();
        };
        const auto missing = reader.at(none, ledger.live, state::Checkpoints(), 50);
        QVERIFY(!missing && missing.error().is(state::StateError::EntryMissing));
        QVERIFY(!missing.error().sentence().isEmpty());
    }

    void theWayThroughAnotherLedgerIsNotTaken()
    {
        const RewoundLedger ledger(7, 500);
        const RewoundLedger other(8, 500);
        state::StateReader reader;
        QVERIFY(reader.at(other.source(), other.live, state::Checkpoints(), 60));
        const auto reached = reader.at(ledger.source(), ledger.live, state::Checkpoints(), 60);
        QVERIFY(reached && **reached == ledger.folded[60]);
    }

    void anEarlierStateIsUntouchedByWhatFollows()
    {
        RandomHistory history(9);
        std::vector<state::Snapshot> kept;
        std::vector<base::Digest> hashes;
        for (int i = 0; i < 400; ++i) {
            static_cast<void>(history.step());
            if (i % 20 == 0) {
                kept.push_back(history.ledger.snapshot());
                hashes.push_back(state::stateSha256(kept.back()));
            }
        }
        for (std::size_t i = 0; i < kept.size(); ++i)
            QVERIFY(state::stateSha256(kept[i]) == hashes[i]);
    }
};

KEYTURN_TEST(TestRewind);
#include "test_rewind.moc"
