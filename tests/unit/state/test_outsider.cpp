// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/state_checks.h"

#include <utility>

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

/// The attacker who has the file and none of the keys.
class TestOutsider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outsiderWithTheFileChangesNoByteUnnamed();
};

/// Every byte of every entry edited, deleted, swapped with the next, and with another put before it.
void TestOutsider::outsiderWithTheFileChangesNoByteUnnamed()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr qsizetype kStep = 41;
#else
    constexpr qsizetype kStep = 1;
#endif
    LedgerHarness ledger;
    ledger.setCatalogue();
    ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                  {"safety", "ciso"});
    const std::vector<QByteArray>& entries = ledger.entries();
    state::Snapshot before;
    ledger::MerkleTree tree;
    const state::RootAt rootAt = [&](std::uint64_t size) -> std::optional<base::Digest> {
        return size <= tree.size() ? std::optional(tree.rootAt(size)) : std::nullopt;
    };
    quint64 changed = 0;
    for (const QByteArray& entry : entries) {
        const auto original = state::openEntry(entry);
        QVERIFY(original);
        const auto isNamed = [&](const QByteArray& bytes) {
            ++changed;
            const auto opened = state::openEntry(bytes);
            if (!opened)
                return !opened.error().name().isEmpty();
            auto after =
                state::apply(state::Snapshot(before), *opened, state::SignatureCheck::Verify, rootAt);
            if (!after)
                return !after.error().name().isEmpty();
            // What only the seat has signed, in a checkpoint over the leaf, is the header.
            return opened->entry.payload == original->entry.payload &&
                   opened->entry.leafHash() != original->entry.leafHash();
        };
        for (qsizetype at = 0; at < entry.size(); at += kStep) {
            QByteArray edited = entry;
            edited[at] = static_cast<char>(edited[at] ^ 1);
            QByteArray deleted = entry;
            deleted.remove(at, 1);
            QByteArray appended = entry;
            appended.insert(at + 1, entry[at]);
            QByteArray swapped = entry;
            std::swap(swapped[at], swapped[(at + 1) % swapped.size()]);
            QVERIFY2(isNamed(edited) && isNamed(deleted) && isNamed(appended) &&
                         (swapped == entry || isNamed(swapped)),
                     qPrintable(QStringLiteral("entry %1, byte %2").arg(tree.size()).arg(at)));
        }
        auto next =
            state::apply(std::move(before), *original, state::SignatureCheck::AlreadyVerified, rootAt);
        QVERIFY(next);
        before = std::move(*next);
        tree.append(original->entry.leafHash());
    }
    QVERIFY(changed > 1'000);
}

KEYTURN_TEST(TestOutsider);
#include "test_outsider.moc"
