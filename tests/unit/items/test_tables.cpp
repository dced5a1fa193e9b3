// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/items/access_grid.h"
#include "models/items/details.h"
#include "models/items/overlay_of.h"
#include "models/items/tables.h"
#include "models/items/words.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>
#include <ctime>

using namespace keyturn;
using tests::LedgerHarness;

namespace {

domain::RequestReceived requestDueIn(const LedgerHarness& harness, const char* authority,
                                     std::int64_t minutes)
{
    domain::RequestReceived request;
    request.authority = QLatin1String(authority);
    request.jurisdiction = QStringLiteral("EU");
    request.legalBasis = QStringLiteral("Article 58");
    request.receivedAt = harness.ledgerNow();
    request.dueAt = harness.ledgerNow().plusUs(minutes * base::kUsPerMinute);
    request.demanded = {domain::EvidenceItem::SafetyEvaluation, domain::EvidenceItem::Auditability};
    return request;
}

} // namespace

class TestTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lengthsAreToldInTheTwoLargestUnits()
    {
        using base::kUsPerHour;
        using base::kUsPerMinute;
        QCOMPARE(items::lengthText(3 * kUsPerHour + 12 * kUsPerMinute), QStringLiteral("3 h 12 min"));
        QCOMPARE(items::lengthText(59 * kUsPerMinute), QStringLiteral("59 min"));
        QCOMPARE(items::lengthText(2 * kUsPerHour), QStringLiteral("2 h"));
        QCOMPARE(items::lengthText(52 * kUsPerHour), QStringLiteral("2 d 4 h"));
        QCOMPARE(items::lengthText(48 * kUsPerHour), QStringLiteral("2 d"));
        QCOMPARE(items::lengthText(30 * base::kUsPerSecond), QStringLiteral("under a minute"));
        QCOMPARE(items::lengthText(-kUsPerHour), QStringLiteral("under a minute"));
        const base::UtcTime now{1'000 * kUsPerHour};
        QCOMPARE(items::distanceText(now.plusUs(kUsPerHour), now), QStringLiteral("in 1 h"));
        QCOMPARE(items::distanceText(now.plusUs(-kUsPerHour), now), QStringLiteral("1 h ago"));
    }

    void overdueRequestsStandFirstAndAreMarked()
    {
        LedgerHarness harness;
        harness.must(harness.append("scribe", requestDueIn(harness, "Later Office", 600)));
        harness.must(harness.append("scribe", requestDueIn(harness, "Sooner Office", 30)));
        harness.clock.advanceMinutes(60);
        const auto table = items::requestTable(harness.snapshot(), harness.ledgerNow(), std::nullopt);
        QCOMPARE(table.rows.size(), std::size_t{2});
        QVERIFY(table.rows[0].cells[0].text.startsWith(QStringLiteral("Sooner Office")));
        QCOMPARE(table.rows[0].cells[1].text, QStringLiteral("Overdue"));
        QCOMPARE(table.rows[0].cells[1].sign, items::Sign::Late);
        QCOMPARE(table.rows[1].cells[1].text, QStringLiteral("Received"));
        QCOMPARE(items::pressing(harness.snapshot(), harness.ledgerNow()).overdueRequests, 1);
    }

    void anAnswerFillsItsPlacesInTheEvidenceMatrix()
    {
        LedgerHarness harness;
        harness.must(harness.append("scribe", requestDueIn(harness, "Office", 600)));
        domain::RequestAnswered answer;
        answer.request = domain::RequestId(QStringLiteral("R-1"));
        answer.covers = {domain::EvidenceItem::Auditability};
        answer.text = QStringLiteral("Logs handed over.");
        harness.must(harness.append("counsel", answer));
        const auto table = items::evidenceMatrix(harness.snapshot(), harness.ledgerNow(), std::nullopt);
        QCOMPARE(table.headers.size(), qsizetype{4});
        QCOMPARE(table.rows.front().heading, QStringLiteral("Office"));
        QCOMPARE(table.rows.front().cells[0].text, QStringLiteral("Demanded"));
        QCOMPARE(table.rows.front().cells[1].text, QStringLiteral("Answered"));
        QCOMPARE(table.rows.front().cells[2].detail, QStringLiteral("Not demanded"));
    }

    void theGridShowsWhatIsSuspendedWhereAndWhy()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.decide("safety",
                       harness.restricting("safety", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                       {"safety", "ciso"});
        const auto& catalogue = harness.snapshot().catalogue;
        const auto grid = items::accessGrid(harness.snapshot(), {}, harness.ledgerNow());
        QCOMPARE(static_cast<std::size_t>(grid.headers.size()), catalogue.regions.size());
        const auto row = std::find_if(grid.rows.begin(), grid.rows.end(),
                                      [](const auto& one) { return one.key == QLatin1String("larch-4"); });
        QVERIFY(row != grid.rows.end());
        for (std::size_t i = 0; i < catalogue.regions.size(); ++i) {
            const bool isEu = catalogue.regions[i].id == domain::RegionId(QStringLiteral("EU"));
            QCOMPARE(row->cells[i].text, isEu ? QStringLiteral("Suspended") : QStringLiteral("Open"));
            QCOMPARE(row->cells[i].sign, isEu ? items::Sign::Stopped : items::Sign::Open);
            const auto why =
                items::explainAccess(harness.snapshot(), {}, domain::ModelId(QStringLiteral("larch-4")),
                                     static_cast<int>(i), harness.ledgerNow());
            QVERIFY(why.has_value());
            QCOMPARE(why->layers.size(), isEu ? std::size_t{1} : std::size_t{0});
        }
        QVERIFY(!items::explainAccess(harness.snapshot(), {}, domain::ModelId(QStringLiteral("larch-4")), 99,
                                      harness.ledgerNow()));
        const auto restrictions = items::restrictionTable(harness.snapshot(), harness.ledgerNow());
        QCOMPARE(restrictions.rows.size(), std::size_t{1});
        QCOMPARE(restrictions.rows.front().key, QStringLiteral("C-1"));
    }

    void theOverlayTellsProposalsSignaturesAndModelStates()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.clock.advanceMinutes(5);
        harness.decide("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"})),
                       {"ceo", "safety", "counsel"});
        const auto overlay = items::overlayOf(harness.snapshot(), harness.ledgerNow(), std::nullopt);
        const auto proposal = std::find_if(overlay.bars.begin(), overlay.bars.end(), [](const auto& bar) {
            return bar.kind == timeline::OverlayKind::Proposal;
        });
        QVERIFY(proposal != overlay.bars.end());
        // From its proposal over its quorum for as long as it is in force.
        QCOMPARE(proposal->tone, timeline::Tone::Severe);
        QCOMPARE(proposal->toneBefore, timeline::Tone::Pending);
        QVERIFY(proposal->settledAt == harness.snapshot().proposals.constFirst().decidedAt);
        QVERIFY(!proposal->end.has_value());
        QCOMPARE(
            std::count_if(overlay.marks.begin(), overlay.marks.end(),
                          [](const auto& mark) { return mark.kind == timeline::OverlayKind::Signature; }),
            std::ptrdiff_t{3});
        QVERIFY(std::any_of(overlay.bars.begin(), overlay.bars.end(), [](const auto& bar) {
            return items::modelOfItem(bar.id).value() == QLatin1String("larch-4") &&
                   bar.status == domain::ModelStatus::Suspended && !bar.end;
        }));
        const auto details = items::detailsOf(harness.snapshot(), timeline::OverlayKind::Signature,
                                              QStringLiteral("P-1/ceo"), harness.ledgerNow());
        QVERIFY(!details.title.isEmpty());
        QVERIFY(items::detailsOf(harness.snapshot(), timeline::OverlayKind::Proposal, QStringLiteral("P-9"),
                                 harness.ledgerNow())
                    .title.isEmpty());
    }

    void anEscalationsReferenceIsShownAsFarAsItIsTheSources()
    {
        LedgerHarness harness;
        domain::BatchImported batch;
        batch.count = 1;
        batch.root = crypto::sha256("records");
        const std::uint64_t seq = harness.must(harness.append("feed", batch)).seq;
        const QString id = QStringLiteral("%1:0").arg(seq);
        const auto shown = [&](domain::RecordKind kind, const QString& reference) {
            domain::Event event;
            event.kind = kind;
            event.reference = reference;
            for (const items::DetailLine& line : items::detailsOf(event, harness.snapshot()).lines) {
                if (line.label == QStringLiteral("Reference"))
                    return line.text;
            }
            return QString();
        };
        using enum domain::RecordKind;
        // The signal that it raises stands among its causes, by its title.
        QCOMPARE(shown(Escalation, id), QString());
        QCOMPARE(shown(Escalation, id + QStringLiteral(", NG-7")), QStringLiteral("NG-7"));
        QCOMPARE(shown(Escalation, QStringLiteral("NG-7 b")), QStringLiteral("NG-7 b"));
        QCOMPARE(shown(Signal, id), id);
    }

    void theLocalTimeStandsBesideUtcOnlyWhereItIsAnother()
    {
        const LedgerHarness harness;
        domain::Event event;
        event.title = QStringLiteral("a");
        event.occurredAt = *base::parseLenientIso("2026-06-12T09:41:07.250Z");
        const QByteArray before = qgetenv("TZ");
        const auto linesIn = [&](const char* zone) {
            qputenv("TZ", zone);
            ::tzset();
            return items::detailsOf(event, harness.snapshot()).lines;
        };
        const auto inTokyo = linesIn("Asia/Tokyo");
        const auto inUtc = linesIn("UTC");
        before.isNull() ? qunsetenv("TZ") : qputenv("TZ", before);
        ::tzset();
        QCOMPARE(inTokyo.at(1).label, QString());
        QVERIFY(inTokyo.at(1).text.startsWith(QStringLiteral("2026-06-12 18:41:07")));
        QCOMPARE(inUtc.size(), inTokyo.size() - 1);
        QVERIFY(!inUtc.at(1).label.isEmpty());
    }

    void sourceTextIsShownHarmless()
    {
        const LedgerHarness harness;
        domain::Event event;
        event.title = QStringLiteral("safe\u202Egnp.exe");
        event.raw = QStringLiteral("a\u001b[31m\nb");
        const auto details = items::detailsOf(event, harness.snapshot());
        QVERIFY(!details.title.contains(QChar(0x202E)));
        QVERIFY(!details.raw.contains(QChar(0x1b)));
        QCOMPARE(details.raw.count(u'\n'), qsizetype{1});
    }
};

KEYTURN_TEST(TestTables);
#include "test_tables.moc"
