// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/record_version.h"
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/review/causal_list.h"
#include "ui/timeline/timeline_view.h"

#include <QTest>

namespace keyturn::tests {

/// A record and its newer version, in the console.
class TestRecordVersions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordLeadsToWhatSupersedesItAndBack();
    void recordLeadsToANewerVersionInItsOwnFile();
    void wordsOfAVersionInAnotherRecordAreNotBelieved();
};
KEYTURN_TEST(TestRecordVersions);

using ui::review::CausalList;
using ui::review::CausalRow;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

const QByteArray kId = "tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

QByteArray toolCalled(const QByteArray& name)
{
    return R"({"type":"tool","spec_version":"2.1","id":")" + kId +
           R"(","created":"2026-06-12T01:00:00Z","modified":"2026-06-12T02:00:00Z","name":")" + name + "\"}";
}

/// Imports @p text and waits until the timeline has @p events. @return the import's entry.
std::uint64_t import(MainWindow& window, const QTemporaryDir& folder, const QByteArray& text,
                     std::size_t events)
{
    service::ImportRequest request;
    request.path = folder.filePath(QStringLiteral("%1.json").arg(events));
    QFile file(request.path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("the file could not be written");
    file.close();
    const auto importing = window.session().import({request});
    const auto isThere = [&] {
        return importing.isFinished() && window.session().columns() &&
               window.session().columns()->size() == events && window.isSettled();
    };
    if (!QTest::qWaitFor(isThere, kPatienceMs))
        qFatal("the file was not imported");
    return window.session().liveSnapshot()->batches.constLast().origin.seq;
}

/// Chooses the first record of an import, as a click on it does.
void choose(const MainWindow& window, std::uint64_t entry)
{
    Q_EMIT named<ui::timeline::TimelineView>(window, "timelineView")->eventSelected(entry, 0);
}

/// The rows of @p list that are shown: what is spoken of each.
QStringList spokenIn(const CausalList& list)
{
    QStringList spoken;
    for (const CausalRow* row : list.findChildren<CausalRow*>()) {
        if (row->isVisible())
            spoken += row->accessibleName();
    }
    return spoken;
}

bool isOne(const CausalList& list, const char* start, const char* title)
{
    const QStringList spoken = spokenIn(list);
    return spoken.size() == 1 && spoken.front().startsWith(QLatin1String(start)) &&
           spoken.front().endsWith(QLatin1String(title));
}

} // namespace

void TestRecordVersions::recordLeadsToWhatSupersedesItAndBack()
{
    ConsoleFixture fixture;
    const QTemporaryDir folder;
    const auto window = fixture.signedIn("safety", View::Timeline);
    const std::uint64_t first = import(*window, folder, toolCalled("As first told"), 1);
    import(*window, folder, toolCalled("As told since"), 2);
    const auto* versions = named<CausalList>(*window, "versionList");
    choose(*window, first);
    QTRY_VERIFY_WITH_TIMEOUT(isOne(*versions, "Newer version", ": As told since"), kPatienceMs);
    QTest::mouseClick(versions->findChildren<CausalRow*>().front(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(isOne(*versions, "Earlier version", ": As first told"), kPatienceMs);
    Q_EMIT named<ui::timeline::TimelineView>(*window, "timelineView")->selectionCleared();
    QVERIFY(spokenIn(*versions).isEmpty());
}

void TestRecordVersions::recordLeadsToANewerVersionInItsOwnFile()
{
    ConsoleFixture fixture;
    const QTemporaryDir folder;
    const auto window = fixture.signedIn("safety", View::Timeline);
    const std::uint64_t entry = import(
        *window, folder, '[' + toolCalled("As first told") + ',' + toolCalled("As told since") + ']', 2);
    choose(*window, entry);
    QTRY_VERIFY_WITH_TIMEOUT(
        isOne(*named<CausalList>(*window, "versionList"), "Newer version", ": As told since"), kPatienceMs);
}

void TestRecordVersions::wordsOfAVersionInAnotherRecordAreNotBelieved()
{
    ConsoleFixture fixture;
    const QTemporaryDir folder;
    const auto window = fixture.signedIn("safety", View::Timeline);
    const std::uint64_t first = import(*window, folder, toolCalled("As first told"), 1);
    domain::NormalisedRecord forged;
    forged.title = domain::newVersionAssumption({first, 0});
    forged.description = forged.title;
    forged.reference = kId.toStdString();
    forged.adapter = "by-hand/1";
    forged.number = 1;
    window->session().addByHand({forged}, std::nullopt);
    QTRY_COMPARE_WITH_TIMEOUT(window->session().columns()->size(), std::size_t{2}, kPatienceMs);
    choose(*window, first);
    const auto* versions = named<CausalList>(*window, "versionList");
    // Its words are found by the search; wait until nothing is looked for any more.
    QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), kPatienceMs);
    QTest::qWait(300);
    QVERIFY(window->isSettled());
    QVERIFY(spokenIn(*versions).isEmpty());
}

} // namespace keyturn::tests

#include "test_record_versions.moc"
