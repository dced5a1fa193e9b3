// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/notes.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using keyturn::tests::LedgerHarness;

namespace {

NoteAdded called(const char* title)
{
    NoteAdded note;
    note.title = QString::fromUtf8(title);
    return note;
}

NoteAdded viewCalled(const char* title, const SavedView& view = {})
{
    NoteAdded note = called(title);
    note.view = view;
    return note;
}

NoteAdded markOfNote(const char* id)
{
    NoteAdded note = called("In reports");
    note.inReport = ReportMark{std::nullopt, NoteId(QString::fromUtf8(id))};
    return note;
}

NoteAdded markOfRecord(const QString& id)
{
    NoteAdded note = called("In reports");
    note.inReport = ReportMark{RecordId(id), std::nullopt};
    return note;
}

NoteAdded takingBack(const char* id)
{
    NoteAdded note = called("Taken back");
    note.retires = NoteId(QString::fromUtf8(id));
    return note;
}

BatchImported threeRecords()
{
    BatchImported batch;
    batch.count = 3;
    batch.root = base::Digest::fromHex(QString(64, u'a')).value();
    batch.sourceName = QStringLiteral("three.csv");
    return batch;
}

} // namespace

/// Saved views and report marks: notes that later ones take back.
class TestNotes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aViewStandsUntilItIsTakenBack()
    {
        LedgerHarness ledger;
        SavedView view;
        view.query = QStringLiteral("severity>=high");
        view.from = base::UtcTime{0};
        view.until = base::UtcTime{1};
        view.lanes = {{QStringLiteral("system"), false, true, QStringLiteral("source")}};
        KEYTURN_ACCEPTED(ledger.append("safety", viewCalled("Night", view)));
        const auto standing = state::standingViews(ledger.snapshot());
        QCOMPARE(standing.size(), std::size_t{1});
        QCOMPARE(*standing.front()->facts.view, view);
        QVERIFY(!state::isSaying(*standing.front()));
        KEYTURN_ACCEPTED(ledger.append("deputy", takingBack("N-1")));
        QVERIFY(state::standingViews(ledger.snapshot()).empty());
        KEYTURN_REFUSED(ledger.append("safety", takingBack("N-1")), DomainError::BadStatement);
        KEYTURN_REFUSED(ledger.append("safety", takingBack("N-2")), DomainError::BadStatement);
        KEYTURN_REFUSED(ledger.append("safety", takingBack("N-9")), DomainError::BadStatement);
    }

    void aViewReplacesAViewAndNothingElse()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("safety", viewCalled("Night")));
        NoteAdded next = viewCalled("Night");
        next.retires = NoteId(QStringLiteral("N-1"));
        KEYTURN_ACCEPTED(ledger.append("safety", next));
        QCOMPARE(state::standingViews(ledger.snapshot()).size(), std::size_t{1});
        QCOMPARE(state::standingViews(ledger.snapshot()).front()->id.value(), QStringLiteral("N-2"));
        KEYTURN_ACCEPTED(ledger.append("safety", called("Seen")));
        next.retires = NoteId(QStringLiteral("N-3"));
        KEYTURN_REFUSED(ledger.append("safety", next), DomainError::BadStatement);
        KEYTURN_ACCEPTED(ledger.append("safety", markOfNote("N-3")));
        next.retires = NoteId(QStringLiteral("N-4"));
        KEYTURN_REFUSED(ledger.append("safety", next), DomainError::BadStatement);
    }

    void refusesViewsThatMakeNoSense()
    {
        LedgerHarness ledger;
        const auto refuses = [&](auto change) {
            SavedView view;
            change(view);
            const auto result = ledger.append("safety", viewCalled("Night", view));
            return !result && result.error().is(DomainError::BadStatement);
        };
        QVERIFY(refuses([](SavedView& view) { view.from = base::UtcTime{0}; }));
        QVERIFY(refuses([](SavedView& view) { view.from = view.until = base::UtcTime{0}; }));
        QVERIFY(refuses([](SavedView& view) { view.query = QString(4097, u'x'); }));
        QVERIFY(refuses([](SavedView& view) {
            view.lanes = {{QStringLiteral("two words"), true, false, {}}};
        }));
        QVERIFY(refuses([](SavedView& view) {
            view.lanes = {{QStringLiteral("system"), true, false, {}},
                          {QStringLiteral("system"), true, false, {}}};
        }));
        QVERIFY(refuses([](SavedView& view) {
            view.lanes.resize(65, {QStringLiteral("a"), true, false, {}});
        }));
        QVERIFY(!refuses([](SavedView&) {}));
    }

    void marksWhatIsThereOnce()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("feed", threeRecords()));
        const QString batch = QString::number(ledger.snapshot().batches.front().origin.seq);
        KEYTURN_ACCEPTED(ledger.append("safety", markOfRecord(batch + QStringLiteral(":2"))));
        KEYTURN_REFUSED(ledger.append("safety", markOfRecord(batch + QStringLiteral(":2"))),
                        DomainError::BadStatement);
        KEYTURN_REFUSED(ledger.append("safety", markOfRecord(batch + QStringLiteral(":3"))),
                        DomainError::BadStatement);
        KEYTURN_REFUSED(ledger.append("safety", markOfRecord(QStringLiteral("999:0"))),
                        DomainError::BadStatement);
        KEYTURN_REFUSED(ledger.append("safety", markOfNote("N-1")), DomainError::BadStatement);
        QVERIFY(state::markOf(ledger.snapshot(),
                              ReportMark{RecordId(batch + QStringLiteral(":2")), std::nullopt}));
        KEYTURN_ACCEPTED(ledger.append("safety", takingBack("N-1")));
        QVERIFY(state::standingMarks(ledger.snapshot()).empty());
        KEYTURN_ACCEPTED(ledger.append("safety", markOfRecord(batch + QStringLiteral(":2"))));
    }

    void aNoteIsOneThing()
    {
        LedgerHarness ledger;
        KEYTURN_ACCEPTED(ledger.append("safety", called("Seen")));
        NoteAdded both = markOfNote("N-1");
        both.milestone = true;
        KEYTURN_REFUSED(ledger.append("safety", both), DomainError::BadStatement);
        both = markOfNote("N-1");
        both.view = SavedView();
        KEYTURN_REFUSED(ledger.append("safety", both), DomainError::BadStatement);
        both = markOfNote("N-1");
        both.inReport->record = RecordId(QStringLiteral("1:1"));
        KEYTURN_REFUSED(ledger.append("safety", both), DomainError::BadStatement);
        both.inReport = ReportMark();
        KEYTURN_REFUSED(ledger.append("safety", both), DomainError::BadStatement);
    }
};

KEYTURN_TEST(TestNotes);
#include "test_notes.moc"
