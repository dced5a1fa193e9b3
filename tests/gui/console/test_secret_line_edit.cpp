// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "ui/common/secret_line_edit.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

using keyturn::ui::common::SecretLineEdit;

namespace {

QByteArray bytesOf(const keyturn::crypto::SecretBytes& secret)
{
    return QByteArray(secret.characters(), static_cast<qsizetype>(secret.size()));
}

/// The phrase that is looked for, each letter one further in the alphabet: it stands nowhere in the program
/// as it is typed.
constexpr std::string_view kPhrase = "{joojbrvbsu{mboufsobnpouif";

/// How far apart the characters of an edit stand in QLineEdit's history: a kind and a character, three
/// positions.
constexpr std::size_t kHistoryStepBytes = 16;

char typedLetter(std::size_t i)
{
    return static_cast<char>(kPhrase[i] - 1);
}

void typePhrase(QLineEdit& field)
{
    for (std::size_t i = 0; i < kPhrase.size(); ++i)
        QTest::keyClick(&field, typedLetter(i));
}

/// How often the phrase stands in what this process may write, one character every @p stepBytes.
int timesInMemory(std::size_t stepBytes)
{
    int found = 0;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t start = 0;
        std::uintptr_t end = 0;
        if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " rw", &start, &end) != 2 ||
            line.find(" rw-p ") == std::string::npos)
            continue;
        const std::size_t length = (kPhrase.size() - 1) * stepBytes + sizeof(char16_t);
        for (std::uintptr_t at = start; at + length <= end; at += sizeof(char16_t)) {
            std::size_t same = 0;
            while (same < kPhrase.size() &&
                   *reinterpret_cast<const volatile char16_t*>(at + same * stepBytes) ==
                       static_cast<char16_t>(typedLetter(same)))
                ++same;
            if (same == kPhrase.size())
                ++found;
        }
    }
    return found;
}

} // namespace

class TestSecretLineEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takingEmptiesItAndOverwritesWhatItHeld()
    {
        SecretLineEdit field;
        QSignalSpy changed(&field, &QLineEdit::textChanged);
        QTest::keyClicks(&field, QStringLiteral("open sesame"));
        QTest::keyClick(&field, Qt::Key_Backspace);
        QTest::keyClick(&field, Qt::Key_E);
        QCOMPARE(changed.count(), 13);
        // The room that the characters lie in stays the field's own, so it may be looked at afterwards.
        const QChar* held = field.text().constData();
        QCOMPARE(held[0], QChar(u'o'));
        QCOMPARE(bytesOf(field.take()), QByteArray("open sesame"));
        QCOMPARE(changed.count(), 14);
        QVERIFY(changed.back().front().toString().isEmpty());
        QVERIFY(field.text().isEmpty());
        QVERIFY(bytesOf(field.take()).isEmpty());
    }

    void noCharacterIsMovedWhileItIsTyped()
    {
        SecretLineEdit field;
        QTest::keyClick(&field, Qt::Key_A);
        const QChar* first = field.text().constData();
        QTest::keyClicks(&field, QString(SecretLineEdit::kRoomCharacters - 1, u'b'));
        QCOMPARE(field.text().size(), qsizetype{SecretLineEdit::kRoomCharacters});
        QCOMPARE(field.text().constData(), first);
    }

    void nothingOfItStaysInMemory()
    {
        // What an ordinary field leaves behind shows that the search finds what there is.
        {
            QLineEdit ordinary;
            ordinary.setEchoMode(QLineEdit::Password);
            typePhrase(ordinary);
            QVERIFY(timesInMemory(sizeof(QChar)) > 0);
            QVERIFY(timesInMemory(kHistoryStepBytes) > 0);
            ordinary.clear();
            QVERIFY(timesInMemory(kHistoryStepBytes) > 0);
            SecretLineEdit().wipe();
        }
        const int textBefore = timesInMemory(sizeof(QChar));
        const int historyBefore = timesInMemory(kHistoryStepBytes);
        SecretLineEdit field;
        field.show();
        typePhrase(field);
        QCOMPARE(timesInMemory(sizeof(QChar)), textBefore + 1);
        QCOMPARE(timesInMemory(kHistoryStepBytes), historyBefore);
        field.wipe();
        QCOMPARE(timesInMemory(sizeof(QChar)), textBefore);
        typePhrase(field);
        QCOMPARE(field.take().size(), kPhrase.size());
        QCOMPARE(timesInMemory(sizeof(QChar)), textBefore);
    }

    void textSetFromTheProgramItselfIsLeftAlone()
    {
        SecretLineEdit field;
        field.setText(QStringLiteral("a literal"));
        QCOMPARE(bytesOf(field.take()), QByteArray("a literal"));
        QVERIFY(field.text().isEmpty());
    }

    void nothingCanBeCopiedOrUndone()
    {
        QClipboard* clipboard = QGuiApplication::clipboard();
        clipboard->setText(QStringLiteral("before"));
        SecretLineEdit field;
        QTest::keyClicks(&field, QStringLiteral("zinnia"));
        field.selectAll();
        for (const auto key : {QKeySequence::Copy, QKeySequence::Cut, QKeySequence::Undo})
            QTest::keySequence(&field, QKeySequence(key));
        field.copy();
        QCOMPARE(clipboard->text(), QStringLiteral("before"));
        QCOMPARE(field.text(), QStringLiteral("zinnia"));
        QVERIFY(!field.isUndoAvailable());
        QTest::keyClick(&field, Qt::Key_Delete);
        field.undo();
        QVERIFY(field.text().isEmpty());
    }

    void aPastedPassphraseLeavesTheClipboard()
    {
        QClipboard* clipboard = QGuiApplication::clipboard();
        clipboard->setText(QStringLiteral("zinnia"));
        SecretLineEdit field;
        QTest::keySequence(&field, QKeySequence(QKeySequence::Paste));
        QCOMPARE(bytesOf(field.take()), QByteArray("zinnia"));
        QVERIFY(clipboard->text().isEmpty());
    }

    void whatElseIsOnTheClipboardStays()
    {
        QClipboard* clipboard = QGuiApplication::clipboard();
        clipboard->setText(QStringLiteral("zin"));
        SecretLineEdit field;
        QTest::keySequence(&field, QKeySequence(QKeySequence::Paste));
        QTest::keyClicks(&field, QStringLiteral("nia"));
        QCOMPARE(bytesOf(field.take()), QByteArray("zinnia"));
        QCOMPARE(clipboard->text(), QStringLiteral("zin"));
        // Typed, not pasted: the clipboard is not even looked at.
        QTest::keyClicks(&field, QStringLiteral("zin"));
        QCOMPARE(bytesOf(field.take()), QByteArray("zin"));
        QCOMPARE(clipboard->text(), QStringLiteral("zin"));
    }

    void theMenuOffersPastingOnly()
    {
        QGuiApplication::clipboard()->setText(QStringLiteral("zinnia"));
        SecretLineEdit field;
        field.show();
        QContextMenuEvent asked(QContextMenuEvent::Mouse, QPoint(3, 3), field.mapToGlobal(QPoint(3, 3)));
        QApplication::sendEvent(&field, &asked);
        auto* menu = field.findChild<QMenu*>(QStringLiteral("passphraseMenu"));
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 1);
        menu->actions().front()->trigger();
        QCOMPARE(field.text(), QStringLiteral("zinnia"));
    }

    void hidingWipes()
    {
        SecretLineEdit field;
        field.show();
        QTest::keyClicks(&field, QStringLiteral("zinnia"));
        field.hide();
        QVERIFY(field.text().isEmpty());
    }
};

KEYTURN_TEST(TestSecretLineEdit);
#include "test_secret_line_edit.moc"
