// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/time_axis.h"
#include "models/timeline/time_entry.h"
#include "tests/support/test_registry.h"

using namespace keyturn;
using timeline::readTimeEntry;

namespace {

constexpr base::UtcTime kNow{1'781'257'267 * base::kUsPerSecond}; // 2026-06-12T09:41:07Z

QString read(const char* text)
{
    const auto entry = readTimeEntry(QString::fromUtf8(text), kNow);
    if (!entry)
        return QStringLiteral("not understood");
    return base::toRfc3339(entry->at) +
           (entry->stated.lengthUs() > 0
                ? QStringLiteral(" +%1 h").arg(entry->stated.lengthUs() / base::kUsPerHour)
                : QString());
}

} // namespace

class TestTimeEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatPeopleWrite_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("at");
        const auto row = [](const char* text, const char* at) {
            QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(at);
        };
        row("now", "2026-06-12T09:41:07Z");
        row(" NOW ", "2026-06-12T09:41:07Z");
        row("-2h", "2026-06-12T07:41:07Z");
        row("+3d", "2026-06-15T09:41:07Z");
        row("-90 min", "2026-06-12T08:11:07Z");
        row("-90m", "2026-06-12T08:11:07Z");
        row("+1d 6h", "2026-06-13T15:41:07Z");
        row("-7s", "2026-06-12T09:41:00Z");
        row("-1w", "2026-06-05T09:41:07Z");
        row("2026-06-12", "2026-06-12T00:00:00Z +24 h");
        row("2026-06", "2026-06-01T00:00:00Z +720 h");
        row("2026", "2026-01-01T00:00:00Z +8760 h");
        row("2026-06-12T11:41:07+02:00", "2026-06-12T09:41:07Z");
        row("2026-06-12 09:41", "2026-06-12T09:41:00Z");
        for (const char* wrong : {"", "soon", "-", "-h", "-2", "-2y", "2h", "--2h", "2026-13", "2026-02-30",
                                  "-99999999999999999999d", "-9000000d", "now now"})
            row(wrong, "not understood");
    }
    void readsWhatPeopleWrite()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, at);
        QCOMPARE(read(text.constData()), at);
    }

    void anInstantKeepsTheLengthThatIsShown()
    {
        const base::TimeRange visible{{0}, {base::kUsPerHour}};
        const auto range = timeline::rangeFor(*readTimeEntry(u"now", kNow), visible);
        QCOMPARE(range.lengthUs(), visible.lengthUs());
        QVERIFY(range.contains(kNow));
        QCOMPARE(kNow.us - range.start.us, base::kUsPerHour / 2);
    }

    void aDateIsShownWhole()
    {
        const auto entry = *readTimeEntry(u"2026-06-12", kNow);
        const auto range = timeline::rangeFor(entry, {{0}, {1000}});
        QVERIFY(range.start < entry.stated.start && entry.stated.end < range.end);
        QVERIFY(range.lengthUs() < 2 * base::kUsPerDay);
    }
};

KEYTURN_TEST(TestTimeEntry);
#include "test_time_entry.moc"
