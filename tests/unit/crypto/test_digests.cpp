// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "tests/support/test_registry.h"

#include <array>
#include <atomic>
#include <thread>
#include <vector>

using namespace keyturn;
using crypto::sha256;

class TestDigests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesThePublishedValues();
    void givesThePublishedValueOfAMillionLetters();
    void takesPartsAsOneText();
    void streamStartsAfreshAfterEachDigest();
    void streamKeepsItsStateWhenMoved();
    void leafAndNodeHashesAreThoseOfRfc6962();
    void leafNeverEqualsPlainDigest();
    void threadsDoNotDisturbEachOther();
    void randomBytesAreAsManyAsAskedAndDiffer();
};

KEYTURN_TEST(TestDigests);

// FIPS 180-4's examples (NIST, "SHA256.pdf" of the Cryptographic Standards and Guidelines).
void TestDigests::givesThePublishedValues()
{
    QCOMPARE(sha256(QByteArrayView()).hex(),
             QString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256("abc").hex(),
             QString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex(),
             QString("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
}

void TestDigests::givesThePublishedValueOfAMillionLetters()
{
    const QString expected("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    QCOMPARE(sha256(QByteArray(1'000'000, 'a')).hex(), expected);
    crypto::Sha256Stream stream;
    for (int i = 0; i < 1000; ++i)
        stream.add(QByteArray(1000, 'a'));
    QCOMPARE(stream.finish().hex(), expected);
}

void TestDigests::takesPartsAsOneText()
{
    QCOMPARE(sha256({"a", "", "bc"}), sha256("abc"));
    QCOMPARE(sha256({}), sha256(QByteArrayView()));
    QCOMPARE(sha256({QByteArrayView("a\0b", 3), "c"}), sha256(QByteArrayView("a\0bc", 4)));
}

void TestDigests::streamStartsAfreshAfterEachDigest()
{
    crypto::Sha256Stream stream;
    stream.add("xyz");
    QCOMPARE(stream.finish(), sha256("xyz"));
    stream.add("abc");
    QCOMPARE(stream.finish(), sha256("abc"));
    QCOMPARE(stream.finish(), sha256(QByteArrayView()));
}

void TestDigests::streamKeepsItsStateWhenMoved()
{
    crypto::Sha256Stream first;
    first.add("ab");
    crypto::Sha256Stream second = std::move(first);
    second.add("c");
    QCOMPARE(second.finish(), sha256("abc"));
}

// Roots of trees of one and two leaves as published with certificate-transparency's reference code.
void TestDigests::leafAndNodeHashesAreThoseOfRfc6962()
{
    const base::Digest empty = crypto::leafHash({});
    QCOMPARE(empty.hex(), QString("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
    const base::Digest zero = crypto::leafHash({QByteArrayView("\0", 1)});
    QCOMPARE(crypto::nodeHash(empty, zero).hex(),
             QString("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
}

void TestDigests::leafNeverEqualsPlainDigest()
{
    QVERIFY(crypto::leafHash({"abc"}) != sha256("abc"));
    QCOMPARE(crypto::leafHash({"a", "bc"}), sha256(QByteArrayView("\0abc", 4)));
}

void TestDigests::threadsDoNotDisturbEachOther()
{
    std::array<base::Digest, 64> expected;
    for (size_t i = 0; i < expected.size(); ++i)
        expected[i] = sha256(QByteArray(static_cast<qsizetype>(i), 'x'));
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                for (size_t i = 0; i < expected.size(); ++i) {
                    if (sha256(QByteArray(static_cast<qsizetype>(i), 'x')) != expected[i])
                        ++wrong;
                }
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

void TestDigests::randomBytesAreAsManyAsAskedAndDiffer()
{
    QCOMPARE(crypto::randomBytes(0).size(), 0);
    QCOMPARE(crypto::randomBytes(16).size(), 16);
    QVERIFY(crypto::randomBytes(32) != crypto::randomBytes(32));
    std::array<std::byte, 64> filled{};
    crypto::fillRandom(filled);
    QVERIFY(filled != (std::array<std::byte, 64>{}));
}

#include "test_digests.moc"
