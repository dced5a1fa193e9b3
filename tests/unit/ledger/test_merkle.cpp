// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/ledger/merkle.h"
#include "models/ledger/merkle_accumulator.h"
#include "tests/support/run_program.h"
#include "tests/support/test_registry.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace keyturn;
using base::Digest;
using ledger::LedgerError;
using ledger::MerkleTree;

namespace {

constexpr std::uint64_t kLargestTriedTree = 64;

std::vector<Digest> numberedLeaves(std::uint64_t count)
{
    std::vector<Digest> leaves;
    for (std::uint64_t i = 0; i < count; ++i)
        leaves.push_back(crypto::leafHash({QByteArray::number(static_cast<quint64>(i))}));
    return leaves;
}

MerkleTree treeOf(const std::vector<Digest>& leaves)
{
    MerkleTree tree;
    for (const Digest& leaf : leaves)
        tree.append(leaf);
    return tree;
}

/// RFC 6962 section 2.1 written down as it stands there, to compare with.
Digest rootByDefinition(std::span<const Digest> leaves)
{
    if (leaves.empty())
        return crypto::sha256(QByteArrayView());
    if (leaves.size() == 1)
        return leaves[0];
    std::size_t split = 1;
    while (split * 2 < leaves.size())
        split *= 2;
    return crypto::nodeHash(rootByDefinition(leaves.first(split)), rootByDefinition(leaves.subspan(split)));
}

Digest flipped(Digest digest, unsigned bit)
{
    digest.bytes[bit / 8] = static_cast<std::uint8_t>(digest.bytes[bit / 8] ^ (1u << (bit % 8)));
    return digest;
}

/// Every proof that differs from @p proof by one altered, missing, added or exchanged hash.
std::vector<std::vector<Digest>> alteredProofs(const std::vector<Digest>& proof)
{
    std::vector<std::vector<Digest>> out;
    for (std::size_t i = 0; i < proof.size(); ++i) {
        auto altered = proof;
        altered[i] = flipped(altered[i], static_cast<unsigned>(i * 37 % 256));
        out.push_back(altered);
        altered = proof;
        altered.erase(altered.begin() + static_cast<std::ptrdiff_t>(i));
        out.push_back(altered);
        if (i + 1 < proof.size()) {
            altered = proof;
            std::swap(altered[i], altered[i + 1]);
            out.push_back(altered);
        }
    }
    for (const Digest& extra : {Digest{}, proof.empty() ? Digest{} : proof.front()}) {
        auto altered = proof;
        altered.push_back(extra);
        out.push_back(altered);
        altered = proof;
        altered.insert(altered.begin(), extra);
        out.push_back(altered);
    }
    return out;
}

/// One published case. Numbers are read from the text, because they go up to 2^64-1.
struct ProofCase
{
    QByteArray text;
    QJsonObject object;
    bool hashesAreWhole = true;

    explicit ProofCase(const QString& file)
        : text(tests::readTestFile(file)), object(QJsonDocument::fromJson(text).object())
    {
    }
    std::uint64_t number(const char* key) const
    {
        static const QString kPattern = QStringLiteral("\"%1\":\\s*(\\d+)");
        const QRegularExpression pattern(kPattern.arg(QLatin1String(key)));
        bool ok = false;
        const auto value = pattern.match(QString::fromUtf8(text)).captured(1).toULongLong(&ok);
        if (!ok)
            qFatal("no number %s", key);
        return value;
    }
    Digest digestOf(const QJsonValue& value)
    {
        const auto digest = Digest::fromBytes(QByteArray::fromBase64(value.toString().toLatin1()));
        hashesAreWhole = hashesAreWhole && digest.has_value();
        return digest.value_or(Digest{});
    }
    std::vector<Digest> proof()
    {
        std::vector<Digest> out;
        for (const QJsonValue hash : object["proof"].toArray())
            out.push_back(digestOf(hash));
        return out;
    }
    bool mustFail() const { return object["wantErr"].toBool(true); }
};

} // namespace

class TestMerkle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasThePublishedRoots();
    void everyRootIsThatOfTheDefinition();
    void appendingKeepsOlderTreesAsTheyWere();
    void everyInclusionProofHoldsAndNoAlteredOneDoes();
    void everyConsistencyProofHoldsAndNoAlteredOneDoes();
    void tellsMalformedProofsFromWrongOnes();
    void provesNothingAboutEmptyTrees();
    void agreesWithPublishedInclusionCases();
    void agreesWithPublishedConsistencyCases();
};

KEYTURN_TEST(TestMerkle);

// The eight leaves and nine roots of certificate-transparency's reference tests for RFC 6962.
void TestMerkle::hasThePublishedRoots()
{
    const QList<QByteArray> leaves{
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    const QStringList roots{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    MerkleTree tree;
    std::vector<Digest> hashes;
    QCOMPARE(tree.root().hex(), roots[0]);
    for (qsizetype i = 0; i < leaves.size(); ++i) {
        hashes.push_back(crypto::leafHash({QByteArray::fromHex(leaves[i])}));
        tree.append(hashes.back());
        QCOMPARE(tree.root().hex(), roots[i + 1]);
        QCOMPARE(ledger::merkleRoot(hashes).hex(), roots[i + 1]);
    }
    for (qsizetype i = 0; i < roots.size(); ++i)
        QCOMPARE(tree.rootAt(static_cast<std::uint64_t>(i)).hex(), roots[i]);
}

void TestMerkle::everyRootIsThatOfTheDefinition()
{
    const auto leaves = numberedLeaves(260);
    const MerkleTree tree = treeOf(leaves);
    ledger::MerkleAccumulator accumulator;
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        const std::span<const Digest> part = std::span(leaves).first(size);
        const Digest expected = rootByDefinition(part);
        QCOMPARE(tree.rootAt(size), expected);
        QCOMPARE(ledger::merkleRoot(part), expected);
        QCOMPARE(accumulator.root(), expected);
        if (size < leaves.size())
            accumulator.append(leaves[size]);
    }
}

void TestMerkle::appendingKeepsOlderTreesAsTheyWere()
{
    MerkleTree tree = treeOf(numberedLeaves(21));
    const MerkleTree older = tree;
    const Digest root = older.root();
    tree.append(crypto::leafHash({"more"}));
    QCOMPARE(older.size(), std::uint64_t{21});
    QCOMPARE(older.root(), root);
    QCOMPARE(tree.rootAt(21), root);
    QVERIFY(tree.root() != root);
}

void TestMerkle::everyInclusionProofHoldsAndNoAlteredOneDoes()
{
    const auto leaves = numberedLeaves(kLargestTriedTree);
    const MerkleTree tree = treeOf(leaves);
    for (std::uint64_t size = 1; size <= kLargestTriedTree; ++size) {
        const Digest root = tree.rootAt(size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto proof = tree.inclusionProof(index, size);
            const Digest& leaf = leaves[index];
            QVERIFY(ledger::verifyInclusion(leaf, index, size, proof, root));
            for (const auto& altered : alteredProofs(proof))
                QVERIFY(!ledger::verifyInclusion(leaf, index, size, altered, root));
            QVERIFY(!ledger::verifyInclusion(flipped(leaf, 7), index, size, proof, root));
            QVERIFY(!ledger::verifyInclusion(leaf, index, size, proof, flipped(root, 200)));
            for (std::uint64_t other = 0; other < size + 2; ++other) {
                if (other != index)
                    QVERIFY(!ledger::verifyInclusion(leaf, other, size, proof, root));
            }
        }
    }
}

void TestMerkle::everyConsistencyProofHoldsAndNoAlteredOneDoes()
{
    const MerkleTree tree = treeOf(numberedLeaves(kLargestTriedTree));
    for (std::uint64_t newer = 1; newer <= kLargestTriedTree; ++newer) {
        const Digest newerRoot = tree.rootAt(newer);
        for (std::uint64_t older = 1; older <= newer; ++older) {
            const Digest olderRoot = tree.rootAt(older);
            const auto proof = tree.consistencyProof(older, newer);
            QVERIFY(ledger::verifyConsistency(older, olderRoot, newer, newerRoot, proof));
            for (const auto& altered : alteredProofs(proof))
                QVERIFY(!ledger::verifyConsistency(older, olderRoot, newer, newerRoot, altered));
            QVERIFY(!ledger::verifyConsistency(older, flipped(olderRoot, 3), newer, newerRoot, proof));
            QVERIFY(!ledger::verifyConsistency(older, olderRoot, newer, flipped(newerRoot, 250), proof));
            for (std::uint64_t other = 0; other <= newer; ++other) {
                if (other != older)
                    QVERIFY(!ledger::verifyConsistency(other, olderRoot, newer, newerRoot, proof));
            }
        }
    }
}

void TestMerkle::tellsMalformedProofsFromWrongOnes()
{
    const auto leaves = numberedLeaves(5);
    const MerkleTree tree = treeOf(leaves);
    auto proof = tree.inclusionProof(2, 5);
    QVERIFY(ledger::verifyInclusion(leaves[2], 2, 5, proof, {}).error().is(LedgerError::ProofMismatch));
    QVERIFY(
        ledger::verifyInclusion(leaves[2], 5, 5, proof, tree.root()).error().is(LedgerError::ProofMalformed));
    proof.pop_back();
    QVERIFY(
        ledger::verifyInclusion(leaves[2], 2, 5, proof, tree.root()).error().is(LedgerError::ProofMalformed));
    const auto consistency = tree.consistencyProof(3, 5);
    QVERIFY(ledger::verifyConsistency(3, tree.rootAt(3), 5, {}, consistency)
                .error()
                .is(LedgerError::ProofMismatch));
    QVERIFY(ledger::verifyConsistency(5, tree.root(), 3, tree.rootAt(3), consistency)
                .error()
                .is(LedgerError::ProofMalformed));
    QVERIFY(ledger::verifyConsistency(3, tree.rootAt(3), 5, tree.root(), {})
                .error()
                .is(LedgerError::ProofMalformed));
}

void TestMerkle::provesNothingAboutEmptyTrees()
{
    const MerkleTree tree = treeOf(numberedLeaves(4));
    const Digest empty = MerkleTree().root();
    QCOMPARE(tree.rootAt(0), empty);
    QVERIFY(tree.consistencyProof(0, 4).empty());
    QVERIFY(ledger::verifyConsistency(0, empty, 4, tree.root(), {}).error().is(LedgerError::ProofMalformed));
    QVERIFY(ledger::verifyConsistency(0, empty, 0, empty, {}).error().is(LedgerError::ProofMalformed));
    QVERIFY(ledger::verifyInclusion(empty, 0, 0, {}, empty).error().is(LedgerError::ProofMalformed));
}

// transparency-dev/merkle, testdata/. A hash that is not 32 bytes long never reaches the verifier: it is
// refused on reading, so such a case must be one that has to fail.
void TestMerkle::agreesWithPublishedInclusionCases()
{
    int cases = 0;
    int accepted = 0;
    QDirIterator files(tests::dataFile("vectors/merkle/inclusion"), {"*.json"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        ProofCase one(files.next());
        const auto proof = one.proof();
        const Digest root = one.digestOf(one.object["root"]);
        const Digest leaf = one.digestOf(one.object["leafHash"]);
        const auto verdict =
            ledger::verifyInclusion(leaf, one.number("leafIdx"), one.number("treeSize"), proof, root);
        const bool passes = one.hashesAreWhole && verdict.has_value();
        QVERIFY2(passes != one.mustFail(), qPrintable(files.filePath()));
        ++cases;
        accepted += passes;
    }
    QCOMPARE(cases, 98);
    QVERIFY(accepted >= 5);
}

void TestMerkle::agreesWithPublishedConsistencyCases()
{
    int cases = 0;
    int accepted = 0;
    QDirIterator files(tests::dataFile("vectors/merkle/consistency"), {"*.json"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        ProofCase one(files.next());
        const auto proof = one.proof();
        const Digest older = one.digestOf(one.object["root1"]);
        const Digest newer = one.digestOf(one.object["root2"]);
        const auto verdict =
            ledger::verifyConsistency(one.number("size1"), older, one.number("size2"), newer, proof);
        const bool passes = one.hashesAreWhole && verdict.has_value();
        QVERIFY2(passes != one.mustFail(), qPrintable(files.filePath()));
        ++cases;
        accepted += passes;
    }
    QCOMPARE(cases, 97);
    QVERIFY(accepted >= 5);
}

#include "test_merkle.moc"
