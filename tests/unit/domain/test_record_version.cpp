// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/record_version.h"
#include "tests/support/test_registry.h"

#include <QTest>

namespace keyturn::tests {

/// What a new version of a record says of the one that it supersedes.
class TestRecordVersion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void assumptionIsReadBackAsItWasSaid();
    void nothingElseIsTakenForIt();
};
KEYTURN_TEST(TestRecordVersion);

using domain::EarlierVersion;
using domain::earlierVersionIn;

namespace {

QString said(const EarlierVersion& earlier)
{
    return QString::fromStdString(domain::newVersionAssumption(earlier));
}

} // namespace

void TestRecordVersion::assumptionIsReadBackAsItWasSaid()
{
    for (const EarlierVersion& earlier :
         {EarlierVersion{3, 17}, EarlierVersion{0, 5}, EarlierVersion{1, 0}}) {
        const auto read = earlierVersionIn({QStringLiteral("time has no zone, read as UTC"), said(earlier)});
        QVERIFY(read.has_value());
        QVERIFY(*read == earlier);
    }
    QCOMPARE(said({3, 17}),
             QStringLiteral("a new version of record 3:17, which has the same source and the same id"));
    QCOMPARE(
        said({0, 5}),
        QStringLiteral("a new version of record 5 of this file, which has the same source and the same id"));
}

void TestRecordVersion::nothingElseIsTakenForIt()
{
    QVERIFY(!earlierVersionIn({}));
    for (const QString& other : {QStringLiteral("datetime is not a time in ISO 8601: ") + said({3, 17}),
                                 QStringLiteral("a new version of record 3:, which"),
                                 QStringLiteral("a new version of record 3:17 which"),
                                 QStringLiteral("a new version of record 99999999999999999999:1, which has")})
        QVERIFY2(!earlierVersionIn({other}), qPrintable(other));
}

} // namespace keyturn::tests

#include "test_record_version.moc"
