// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/digest.h"
#include "models/base/error.h"
#include "models/base/json.h"
#include "models/base/strong_id.h"
#include "tests/support/test_registry.h"

#include <map>
#include <type_traits>
#include <unordered_set>

using namespace keyturn;
using namespace Qt::Literals::StringLiterals;
using base::Outcome;

namespace keyturn::tests {

enum class KitchenError { Burnt = 1, Cold = 2, Unknown = 99 };

constexpr std::array kKitchenTexts{
    base::ErrorText{1, "burnt", Outcome::Refused, "The %1 burnt at %2 degrees; %1 again."},
    base::ErrorText{2, "cold", Outcome::Storage, "100 % cold: %1."},
};
constexpr base::ErrorDomain kKitchenDomain{"kitchen", kKitchenTexts};

const base::ErrorDomain& errorDomain(KitchenError)
{
    return kKitchenDomain;
}

base::Result<int> soup(bool burns)
{
    if (burns)
        return base::fail(KitchenError::Burnt, u"soup"_s, u"300"_s);
    return 7;
}

base::Result<QString> meal(bool burns)
{
    KEYTURN_TRY(soup(false));
    KEYTURN_TRY_LET(plates, soup(burns));
    return QString::number(plates);
}

} // namespace keyturn::tests

using tests::KitchenError;

class TestErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsTheSentenceWithItsContext();
    void takesNoMarkerInTheContextForItsOwn();
    void leavesAMarkerWithoutContextEmpty();
    void knowsItsNameAndOutcome();
    void isOneValueOfOneModule();
    void saysWhenACodeIsNotListed();
    void passesErrorsOnUnchanged();
};
KEYTURN_TEST(TestErrors);

void TestErrors::fillsTheSentenceWithItsContext()
{
    QCOMPARE(base::makeError(KitchenError::Burnt, u"soup"_s, u"300"_s).sentence(),
             u"The soup burnt at 300 degrees; soup again."_s);
}

void TestErrors::takesNoMarkerInTheContextForItsOwn()
{
    QCOMPARE(base::makeError(KitchenError::Burnt, u"%2"_s, u"%1"_s).sentence(),
             u"The %2 burnt at %1 degrees; %2 again."_s);
}

void TestErrors::leavesAMarkerWithoutContextEmpty()
{
    QCOMPARE(base::makeError(KitchenError::Burnt, u"soup"_s).sentence(),
             u"The soup burnt at  degrees; soup again."_s);
    QCOMPARE(base::makeError(KitchenError::Cold, u"tea"_s).sentence(), u"100 % cold: tea."_s);
}

void TestErrors::knowsItsNameAndOutcome()
{
    const auto error = base::makeError(KitchenError::Burnt);
    QCOMPARE(error.name(), u"kitchen/burnt"_s);
    QCOMPARE(error.outcome(), Outcome::Refused);
    QCOMPARE(static_cast<int>(Outcome::Storage), 5);
}

void TestErrors::isOneValueOfOneModule()
{
    const auto error = base::makeError(KitchenError::Burnt);
    QVERIFY(error.is(KitchenError::Burnt) && !error.is(KitchenError::Cold));
    // The same number in another module is another error.
    QVERIFY(!error.is(base::JsonError::Malformed));
}

void TestErrors::saysWhenACodeIsNotListed()
{
    const auto error = base::makeError(KitchenError::Unknown);
    QCOMPARE(error.name(), u"kitchen/unlisted"_s);
    QVERIFY(!error.sentence().isEmpty());
}

void TestErrors::passesErrorsOnUnchanged()
{
    QCOMPARE(tests::meal(false).value(), u"7"_s);
    const auto burnt = tests::meal(true);
    QVERIFY(!burnt && burnt.error().is(KitchenError::Burnt));
    QCOMPARE(burnt.error().context, (QStringList{u"soup"_s, u"300"_s}));
    const base::Result<bool> passed = base::passOn(burnt);
    QVERIFY(!passed && passed.error().is(KitchenError::Burnt));
}

class TestIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesIdsOfOneKindByTheirText();
    void neverMixesKindsOfIds();
    void worksAsAKeyOfMapsAndHashes();
    void writesAndReadsDigestsAsHexadecimal();
    void readsNoOtherTextAsADigest();
    void shortensADigestToEightDigits();
    void takesExactlyThirtyTwoBytes();
};
KEYTURN_TEST(TestIds);

using TeaId = base::StrongId<struct TeaTag>;
using CupId = base::StrongId<struct CupTag>;

void TestIds::comparesIdsOfOneKindByTheirText()
{
    QVERIFY(TeaId(u"a"_s) == TeaId(u"a"_s) && TeaId(u"a"_s) != TeaId(u"A"_s));
    QVERIFY(TeaId(u"a"_s) < TeaId(u"b"_s) && TeaId(u"B"_s) < TeaId(u"a"_s));
    QVERIFY(TeaId().isEmpty() && !TeaId(u"a"_s).isEmpty());
    QCOMPARE(TeaId(u"a"_s).value(), u"a"_s);
}

void TestIds::neverMixesKindsOfIds()
{
    static_assert(!std::is_convertible_v<TeaId, CupId> && !std::is_constructible_v<TeaId, CupId>);
    static_assert(!std::is_convertible_v<QString, TeaId> && !std::is_convertible_v<TeaId, QString>);
    static_assert(!std::equality_comparable_with<TeaId, CupId>);
    QVERIFY((!std::is_same_v<TeaId, CupId>));
}

void TestIds::worksAsAKeyOfMapsAndHashes()
{
    std::map<TeaId, int> map{{TeaId(u"green"_s), 1}, {TeaId(u"black"_s), 2}};
    QCOMPARE(map.begin()->second, 2);
    std::unordered_set<TeaId> set{TeaId(u"green"_s), TeaId(u"green"_s)};
    QCOMPARE(set.size(), std::size_t{1});
    QSet<TeaId> qset{TeaId(u"green"_s), TeaId(u"black"_s)};
    QVERIFY(qset.contains(TeaId(u"black"_s)));
}

void TestIds::writesAndReadsDigestsAsHexadecimal()
{
    base::Digest digest;
    for (std::size_t i = 0; i < 32; ++i)
        digest.bytes[i] = static_cast<std::uint8_t>(i * 8 + 7);
    QCOMPARE(digest.hex(), u"070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff"_s);
    QCOMPARE(base::Digest::fromHex(digest.hex()), digest);
    QCOMPARE(base::Digest::fromBytes(digest.toByteArray()), digest);
    QVERIFY(base::Digest().isZero() && !digest.isZero());
    QVERIFY(base::Digest() < digest);
}

void TestIds::readsNoOtherTextAsADigest()
{
    const QString good = QString(64, u'a');
    QVERIFY(base::Digest::fromHex(good));
    QVERIFY(!base::Digest::fromHex(good.toUpper()));
    QVERIFY(!base::Digest::fromHex(good.left(63)));
    QVERIFY(!base::Digest::fromHex(good + u'a'));
    QVERIFY(!base::Digest::fromHex(good.left(63) + u'g'));
    QVERIFY(!base::Digest::fromHex(good.left(63) + u' '));
    QVERIFY(!base::Digest::fromHex({}));
}

void TestIds::shortensADigestToEightDigits()
{
    base::Digest digest;
    digest.bytes[0] = 0xab;
    QCOMPARE(digest.shortCode(), u"ab000000"_s);
}

void TestIds::takesExactlyThirtyTwoBytes()
{
    QVERIFY(!base::Digest::fromBytes(QByteArray(31, 'x')));
    QVERIFY(!base::Digest::fromBytes(QByteArray(33, 'x')));
    QVERIFY(!base::Digest::fromBytes({}));
}

#include "test_errors_and_ids.moc"
