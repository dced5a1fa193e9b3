// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/charter_draft.h"
#include "models/service/enrolment.h"
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/common/theme.h"
#include "ui/people/charter_editor.h"
#include "ui/people/role_boxes.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::kPatienceMs;
using tests::named;
using ui::people::CharterEditor;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

constexpr int kSettleMs = 50; ///< For what a page lays out with the next turn of the event loop.

/// Opens the editor as a person does, from the page People & rules.
CharterEditor* openEditor(MainWindow& window)
{
    auto* change = named<QPushButton>(window, "changeCharter");
    if (!change->isEnabled())
        qFatal("the charter may not be changed: %s", qPrintable(change->toolTip()));
    change->click();
    auto* editor = qobject_cast<CharterEditor*>(dialogNamed(window, "charterEditor"));
    if (!editor || !QTest::qWaitFor([&] { return editor->isJudged(); }, kPatienceMs))
        qFatal("the editor did not open");
    return editor;
}

void chooseMember(CharterEditor& editor, const QString& name)
{
    auto* list = named<QListWidget>(editor, "draftMembers");
    const auto found = list->findItems(name, Qt::MatchStartsWith);
    if (found.isEmpty())
        qFatal("the draft does not name %s", qPrintable(name));
    list->setCurrentItem(found.front());
    // The buttons of the member before go with the next turn of the event loop.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

bool becomesJudged(const CharterEditor& editor)
{
    return QTest::qWaitFor([&] { return editor.isJudged(); }, kPatienceMs);
}

/// With KEYTURN_SHOTS naming a folder, pictures are kept there.
void keepPicture(QWidget& widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("KEYTURN_SHOTS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    QCoreApplication::sendPostedEvents();
    QVERIFY(widget.grab().save(folder + u'/' + name + QStringLiteral(".png")));
}

/// Revokes the key with which the head of safety set the catalogue.
domain::Charter withoutTheKeyOfSafety(const ConsoleFixture& fixture)
{
    const domain::MemberId safety(QStringLiteral("safety"));
    domain::Charter next = items::nextDraft(fixture.charter());
    const base::Digest key = next.member(safety)->keys.front().id;
    items::revokeKey(next, {key, safety, 0, QStringLiteral("Laptop stolen")});
    return next;
}

/// What is wider than the place it scrolls in.
QStringList partsCutOff(const QWidget& within)
{
    QStringList cut;
    for (const QScrollArea* area : within.findChildren<QScrollArea*>()) {
        if (area->isVisible() && area->widget()->width() > area->viewport()->width())
            cut +=
                QStringLiteral("%1 in %2: %3 of %4 px")
                    .arg(area->objectName(), QString::fromLatin1(area->parent()->metaObject()->className()))
                    .arg(area->viewport()->width())
                    .arg(area->widget()->width());
    }
    return cut;
}

} // namespace

class TestCharterEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoeverMayNotProposeIsToldWhy()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("scribe", View::People);
        const auto* change = named<QPushButton>(*window, "changeCharter");
        QVERIFY(!change->isEnabled());
        QVERIFY(change->toolTip().startsWith(QStringLiteral("Your roles (scribe) may not do this")));
        QCOMPARE(named<QLabel>(*window, "whyNotChange")->text(), change->toolTip());
    }

    void aDraftThatNobodyCouldMeetCannotBeProposed()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("ceo", View::People);
        CharterEditor* editor = openEditor(*window);
        auto* act = named<QPushButton>(*editor, "act");
        QCOMPARE(act->text(), QStringLiteral("Propose charter version 2…"));
        QVERIFY(!act->isEnabled());
        QCOMPARE(named<QLabel>(*editor, "whyNot")->text(), QStringLiteral("Nothing is changed yet"));

        chooseMember(*editor, QStringLiteral("Noor Haddad"));
        auto* remove = named<QPushButton>(*editor, "removeMember");
        QCOMPARE(remove->text(), QStringLiteral("Remove Noor Haddad"));
        remove->click();
        named<QPlainTextEdit>(*editor, "rationale")->setPlainText(QStringLiteral("She has left."));
        QVERIFY(!act->isEnabled());
        QVERIFY(becomesJudged(*editor));
        QVERIFY(!act->isEnabled());
        const QString whyNot = named<QLabel>(*editor, "whyNot")->text();
        QVERIFY2(whyNot.contains(QStringLiteral("nobody is left to sign as legal")), qPrintable(whyNot));
        const auto* problems = named<QLabel>(*editor, "draftProblems");
        QVERIFY(problems->isVisible());
        QVERIFY(problems->text().contains(QStringLiteral("Change the charter")));
        QVERIFY(named<QLabel>(*editor, "draftChanges")->text().startsWith(QStringLiteral("1. Leaves: Noor")));
    }

    void aSoundDraftIsProposedAndStands()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("ceo", View::People);
        CharterEditor* editor = openEditor(*window);
        chooseMember(*editor, QStringLiteral("Sam Weiss"));
        auto* roles = named<ui::people::RoleBoxes>(*editor, "memberRoles");
        auto* legal = named<QCheckBox>(*roles, "legal");
        legal->click();
        QVERIFY(becomesJudged(*editor));
        auto* act = named<QPushButton>(*editor, "act");
        QCOMPARE(act->toolTip(), QStringLiteral("Say why: the reason is signed with it"));
        named<QPlainTextEdit>(*editor, "rationale")
            ->setPlainText(QStringLiteral("A second person has to be able to sign as legal."));
        QVERIFY(act->isEnabled());
        // What is checked and cleared again leaves no difference.
        legal->click();
        QVERIFY(becomesJudged(*editor));
        QCOMPARE(act->toolTip(), QStringLiteral("Nothing is changed yet"));
        legal->click();
        QVERIFY(becomesJudged(*editor));
        act->click();
        fixture.sign(*window, "ceo");
        QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.size(), qsizetype{1},
                                  kPatienceMs);
        const auto& facts = window->session().liveSnapshot()->proposals.front().facts;
        QVERIFY(facts.charter);
        QCOMPARE(facts.charter->version, std::int64_t{2});
        QCOMPARE(facts.charterChanges.size(), std::size_t{1});
        QVERIFY(facts.charterChanges.front().startsWith(QStringLiteral("Changes roles: Sam Weiss")));
        QTRY_VERIFY(!window->findChild<CharterEditor*>());
    }

    void aKeyComesInByAnEnrolmentFileOfThisLogOnly()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("ceo", View::People);
        CharterEditor* editor = openEditor(*window);
        QTemporaryDir folder;
        auto key = crypto::PrivateKey::generate(crypto::KeyType::P256);
        QVERIFY(key);
        const auto enrol = [&](const base::Digest& log, const char* name) {
            const QString path = folder.filePath(QLatin1String(name));
            const auto made =
                service::makeEnrolment(log, domain::MemberId(QStringLiteral("renee-vogt")), *key);
            if (!made || !service::writeEnrolmentFile(path, *made))
                qFatal("no enrolment could be made");
            return path;
        };
        auto* error = named<QLabel>(*editor, "error");
        editor->addEnrolment(enrol(base::Digest{}, "other.json"));
        QVERIFY(error->isVisible());
        QVERIFY(error->text().contains(QStringLiteral("another workspace")));

        editor->addEnrolment(enrol(window->session().liveSnapshot()->log, "ours.json"));
        QVERIFY(!error->isVisible());
        QDialog* dialog = dialogNamed(*window, "memberDialog");
        QVERIFY(dialog);
        named<QLineEdit>(*dialog, "newName")->setText(QStringLiteral("Renée Vogt"));
        named<QPushButton>(*dialog, "act")->click();
        named<QCheckBox>(*named<ui::people::RoleBoxes>(*editor, "memberRoles"), "legal")->click();
        named<QPlainTextEdit>(*editor, "rationale")->setPlainText(QStringLiteral("A second lawyer."));
        QVERIFY(becomesJudged(*editor));
        auto* act = named<QPushButton>(*editor, "act");
        QVERIFY2(act->isEnabled(), qPrintable(act->toolTip()));
        act->click();
        fixture.sign(*window, "ceo");
        QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.size(), qsizetype{1},
                                  kPatienceMs);
        const auto& facts = window->session().liveSnapshot()->proposals.front().facts;
        QCOMPARE(facts.proofs.size(), std::size_t{1});
        QCOMPARE(facts.proofs.front().key, key->publicKey().id());
    }

    void revokingAKeyAsksFromWhichEntryAndWhy()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("ceo", View::People);
        CharterEditor* editor = openEditor(*window);
        chooseMember(*editor, QStringLiteral("Sam Weiss"));
        named<QPushButton>(*editor, "revokeKey")->click();
        QDialog* dialog = dialogNamed(*window, "revokeDialog");
        QVERIFY(dialog);
        auto* act = named<QPushButton>(*dialog, "act");
        QVERIFY(!act->isEnabled());
        named<QSpinBox>(*dialog, "fromEntry")->setValue(0);
        QVERIFY(named<QLabel>(*dialog, "entryChosen")
                    ->text()
                    .startsWith(QStringLiteral("Signature of the founding charter by Mara Lindqvist")));
        QVERIFY(named<QLabel>(*dialog, "consequence")->text().startsWith(QStringLiteral("Nothing")));
        named<QLineEdit>(*dialog, "reason")->setText(QStringLiteral("Laptop stolen"));
        keepPicture(*dialog, QStringLiteral("charter_revoke"));
        act->click();
        QVERIFY(becomesJudged(*editor));
        QVERIFY(named<QLabel>(*editor, "draftChanges")->text().contains(QStringLiteral("KEY REVOKED")));
        QTRY_VERIFY(editor->findChild<QPushButton*>(QStringLiteral("takeBackKey")));
        named<QPushButton>(*editor, "takeBackKey")->click();
        QVERIFY(becomesJudged(*editor));
        QCOMPARE(named<QLabel>(*editor, "whyNot")->text(), QStringLiteral("Nothing is changed yet"));
    }

    void disputedEntriesAreShownAndProposedToStand()
    {
        ConsoleFixture fixture;
        fixture.adopt(withoutTheKeyOfSafety(fixture));
        const auto window = fixture.window("ceo", View::People);
        auto* letStand = named<QPushButton>(*window, "letStand");
        QVERIFY(letStand->isVisible() && letStand->isEnabled());
        letStand->click();
        QDialog* dialog = dialogNamed(*window, "letStandDialog");
        QVERIFY(dialog);
        auto* act = named<QPushButton>(*dialog, "act");
        QCOMPARE(act->toolTip(), QStringLiteral("Choose the entries that are genuine"));
        const auto boxes = dialog->findChildren<QCheckBox*>();
        QCOMPARE(boxes.size(), qsizetype{1});
        QVERIFY(boxes.front()->text().contains(QStringLiteral("Catalogue set by Ines Okafor")));
        boxes.front()->click();
        named<QPlainTextEdit>(*dialog, "rationale")
            ->setPlainText(QStringLiteral("She set it in the war room, before witnesses."));
        QCOMPARE(act->text(), QStringLiteral("Propose to let one entry stand…"));
        act->click();
        fixture.sign(*window, "ceo");
        QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.size(), qsizetype{2},
                                  kPatienceMs);
        const auto& facts = window->session().liveSnapshot()->proposals.constLast().facts;
        QCOMPARE(facts.ratifiesEntries.size(), std::size_t{1});
    }

    void nothingIsCutOffInEitherLook_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void nothingIsCutOffInEitherLook()
    {
        QFETCH(bool, isDark);
        using ui::common::ThemeChoice;
        ui::common::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()),
                               isDark ? ThemeChoice::Dark : ThemeChoice::Light);
        const QString look = QString::fromLatin1(QTest::currentDataTag());
        ConsoleFixture fixture;
        fixture.adopt(withoutTheKeyOfSafety(fixture));
        const auto window = fixture.window("ceo", View::People);
        auto* tabs = named<QTabWidget>(*window, "peopleTabs");
        for (int i = tabs->count(); i-- > 0;) {
            tabs->setCurrentIndex(i);
            QTest::qWait(kSettleMs);
            keepPicture(*window, QStringLiteral("charter_people%1_%2")
                                     .arg(i > 0 ? QStringLiteral("_tab%1").arg(i) : QString(), look));
            QCOMPARE(partsCutOff(*tabs), QStringList());
        }
        CharterEditor* editor = openEditor(*window);
        chooseMember(*editor, QStringLiteral("Noor Haddad"));
        named<QPushButton>(*editor, "removeMember")->click();
        chooseMember(*editor, QStringLiteral("Sam Weiss"));
        named<QPushButton>(*editor, "retireKey")->click();
        QVERIFY(becomesJudged(*editor));
        auto* parts = named<QTabWidget>(*editor, "draftTabs");
        for (int i = parts->count(); i-- > 0;) {
            parts->setCurrentIndex(i);
            QTest::qWait(kSettleMs);
            keepPicture(*editor, QStringLiteral("charter_editor%1_%2")
                                     .arg(i > 0 ? QStringLiteral("_tab%1").arg(i) : QString(), look));
            QCOMPARE(partsCutOff(*editor), QStringList());
        }
    }
};

KEYTURN_TEST(TestCharterEditor);
#include "test_charter_editor.moc"
