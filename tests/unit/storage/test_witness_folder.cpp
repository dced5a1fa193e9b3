// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/crypto/digest_functions.h"
#include "models/storage/anchor.h"
#include "models/storage/witness_folder.h"
#include "tests/support/test_registry.h"
#include "tests/unit/storage/store_fixture.h"

#include <QDir>
#include <QFile>

using namespace keyturn;
using namespace keyturn::tests;
using storage::WitnessFolder;

class TestWitnessFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItWasGiven();
    void neverGoesBackwardOrSideways();
    void keepsLogsApart();
    void takesNoDamagedFileForNone();
    void letsNobodyElseInMeanwhile();
    void keepsAConflictOnce();
};
KEYTURN_TEST(TestWitnessFolder);

namespace {

const QString kOrigin = QStringLiteral("keyturn.dev/0123");

ledger::WitnessedLog logAt(std::uint64_t size, const char* root = "root", const QString& origin = kOrigin)
{
    return {origin, size, crypto::sha256(root), "note", {}};
}

WitnessFolder opened(const StoreFolder& folder)
{
    auto made = WitnessFolder::open(folder.path("witness"));
    if (!made)
        qFatal("%s", qPrintable(made.error().sentence()));
    return std::move(*made);
}

} // namespace

void TestWitnessFolder::keepsWhatItWasGiven()
{
    const StoreFolder folder;
    const auto key = crypto::PrivateKey::generate(crypto::KeyType::Ed25519);
    QVERIFY(key);
    ledger::WitnessedLog log = logAt(7);
    log.note = "text\n\n\u2014 seat c2lnbmF0dXJl\n";
    log.seats.push_back({QStringLiteral("seat"), key->publicKey()});
    QVERIFY(!opened(folder).known(kOrigin).value().has_value());
    VERIFY_OK(opened(folder).remember(log));
    const auto known = opened(folder).known(kOrigin).value();
    QVERIFY(known.has_value());
    QCOMPARE(known->size, log.size);
    QCOMPARE(known->root, log.root);
    QCOMPARE(known->note, log.note);
    QCOMPARE(known->seats.size(), 1u);
    QCOMPARE(known->seats.front().name, QStringLiteral("seat"));
    QCOMPARE(known->seats.front().key.id(), key->publicKey().id());
}

void TestWitnessFolder::neverGoesBackwardOrSideways()
{
    const StoreFolder folder;
    WitnessFolder witness = opened(folder);
    VERIFY_OK(witness.remember(logAt(7)));
    VERIFY_OK(witness.remember(logAt(7)));
    QCOMPARE(outcomeOf(witness.remember(logAt(6))), "storage/anchor-contradicts");
    QCOMPARE(outcomeOf(witness.remember(logAt(7, "other"))), "storage/anchor-contradicts");
    QCOMPARE(witness.known(kOrigin).value()->root, logAt(7).root);
    VERIFY_OK(witness.remember(logAt(8, "other")));
}

void TestWitnessFolder::keepsLogsApart()
{
    const StoreFolder folder;
    WitnessFolder witness = opened(folder);
    VERIFY_OK(witness.remember(logAt(7)));
    const QString other = QStringLiteral("../../anything");
    VERIFY_OK(witness.remember(logAt(3, "root", other)));
    QCOMPARE(witness.known(kOrigin).value()->size, std::uint64_t{7});
    QCOMPARE(witness.known(other).value()->size, std::uint64_t{3});
    QCOMPARE(QDir(folder.path("witness")).entryList(QDir::Files).size(), 2);
}

void TestWitnessFolder::takesNoDamagedFileForNone()
{
    const StoreFolder folder;
    WitnessFolder witness = opened(folder);
    VERIFY_OK(witness.remember(logAt(7)));
    const QString name = QDir(folder.path("witness")).entryList(QDir::Files).front();
    QFile file(QDir(folder.path("witness")).filePath(name));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray sound = file.readAll();
    const auto rewrite = [&](const QByteArray& bytes) {
        file.resize(0);
        file.seek(0);
        file.write(bytes);
        file.flush();
    };
    for (const QByteArray& bad : {QByteArray(), QByteArray("{}"), sound.chopped(3),
                                  QByteArray(sound).replace("\"size\": 7", "\"size\": -7"),
                                  QByteArray(sound).replace(kOrigin.toUtf8(), "keyturn.dev/4567")}) {
        rewrite(bad);
        QCOMPARE(outcomeOf(witness.known(kOrigin)), "storage/anchor-damaged");
        QCOMPARE(outcomeOf(witness.remember(logAt(9))), "storage/anchor-damaged");
    }
    rewrite("{\"keyturn_witness\": 2, \"unheard\": true}");
    QCOMPARE(outcomeOf(witness.known(kOrigin)), "storage/anchor-newer");
}

void TestWitnessFolder::letsNobodyElseInMeanwhile()
{
    const StoreFolder folder;
    {
        const WitnessFolder held = opened(folder);
        QCOMPARE(outcomeOf(WitnessFolder::open(folder.path("witness"))), "storage/anchor-locked");
    }
    VERIFY_OK(WitnessFolder::open(folder.path("witness")));
}

void TestWitnessFolder::keepsAConflictOnce()
{
    const StoreFolder folder;
    WitnessFolder witness = opened(folder);
    auto key = crypto::PrivateKey::generate(crypto::KeyType::Ed25519).value();
    const QByteArray note =
        ledger::signCheckpoint({kOrigin, 9, crypto::sha256("other")}, QStringLiteral("seat"), key).value();
    const ledger::WitnessRequest request{7, {crypto::sha256("proof")}, note};
    const auto kept = witness.keepConflict(logAt(7), request);
    VERIFY_OK(kept);
    QCOMPARE(witness.keepConflict(logAt(7), request).value(), *kept);
    QFile file(*kept);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto json = base::parseStrictJson(file.readAll());
    VERIFY_OK(json);
    base::JsonReader reader(*json, {});
    QCOMPARE(reader.integer("keyturn_fork", 1, 1), 1);
    QCOMPARE(reader.string("origin"), kOrigin);
    const auto& sides = reader.array("sides");
    QCOMPARE(sides.size(), 2u);
    base::JsonReader second(sides[1], {});
    QCOMPARE(second.integer("size", 0, 100), 9);
    QCOMPARE(QByteArray::fromBase64(second.string("note_base64").toLatin1()), note);
    QCOMPARE(reader.array("proof").size(), 1u);
}

#include "test_witness_folder.moc"
