// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>

namespace keyturn::tests {

/// What RecordBuilder says of the times that it is given.
class TestRecordBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsUnlikelyTimesAsWrittenAndSaysSo_data();
    void keepsUnlikelyTimesAsWrittenAndSaysSo();
    void saysWhereALeapSecondWasRead();
};
KEYTURN_TEST(TestRecordBuilder);

namespace {

domain::NormalisedRecord recordAt(const char* text)
{
    intake::RecordBuilder builder({}, QStringLiteral("test/1"));
    builder.begin(1, text);
    builder.setTime(base::parseLenientIso(text).value());
    return builder.record();
}

bool assumes(const domain::NormalisedRecord& record, std::string_view assumption)
{
    return std::ranges::count(record.assumptions, assumption) == 1;
}

} // namespace

void TestRecordBuilder::keepsUnlikelyTimesAsWrittenAndSaysSo_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isUnlikely");
    QTest::newRow("Windows' first") << QByteArray("1601-01-01T00:00:00Z") << true;
    QTest::newRow("just before the epoch") << QByteArray("1969-12-31T23:59:59.999999Z") << true;
    QTest::newRow("the epoch") << QByteArray("1970-01-01T00:00:00Z") << true;
    QTest::newRow("the epoch's day") << QByteArray("1970-01-01") << true;
    QTest::newRow("the epoch's year") << QByteArray("1970") << false;
    QTest::newRow("just after the epoch") << QByteArray("1970-01-01T00:00:00.000001Z") << false;
    QTest::newRow("an incident") << QByteArray("2026-06-08T09:41:07Z") << false;
    QTest::newRow("the last second of 2099") << QByteArray("2099-12-31T23:59:59Z") << false;
    QTest::newRow("2100") << QByteArray("2100-01-01T00:00:00Z") << true;
    QTest::newRow("2227") << QByteArray("2227-03-04T05:06:07Z") << true;
}

void TestRecordBuilder::keepsUnlikelyTimesAsWrittenAndSaysSo()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isUnlikely);
    const domain::NormalisedRecord record = recordAt(text.constData());
    QCOMPARE(record.occurredAt, base::parseLenientIso(text.toStdString()).value());
    QCOMPARE(assumes(record, intake::kUnlikelyTimeAssumption), isUnlikely);
}

void TestRecordBuilder::saysWhereALeapSecondWasRead()
{
    const domain::NormalisedRecord leap = recordAt("2016-12-31T23:59:60Z");
    QCOMPARE(leap.occurredAt.toIso(), QStringLiteral("2016-12-31T23:59:59Z"));
    QVERIFY(assumes(leap, intake::kLeapSecondAssumption));
    QVERIFY(!assumes(recordAt("2016-12-31T23:59:59Z"), intake::kLeapSecondAssumption));
}

} // namespace keyturn::tests

#include "test_record_builder.moc"
