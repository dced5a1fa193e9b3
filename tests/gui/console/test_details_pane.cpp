// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/review/details_pane.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace keyturn;
using namespace keyturn::tests;
using ui::common::TextBlock;

class TestDetailsPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsInSightWhatHasNoPlaceToBreak()
    {
        ui::review::DetailsPane pane;
        pane.resize(280, 700);
        pane.setVisible(true);
        items::Details details;
        details.kind = QStringLiteral("Signal");
        details.title = QStringLiteral("https://example.org/") + QString(120, u'a');
        details.lines = {{QStringLiteral("Reference"), QString(64, u'7')},
                         {QStringLiteral("Entry"), QStringLiteral("160")}};
        details.body = QStringLiteral("One line.\n") + QString(400, u'b');
        pane.show(details);
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        QTRY_COMPARE(pane.widget()->width(), pane.viewport()->width());
        const auto blocks = pane.findChildren<TextBlock*>();
        QCOMPARE(blocks.size(), 4);
        for (const TextBlock* block : blocks) {
            const QPoint end = block->mapTo(pane.widget(), QPoint(block->width(), 0));
            QVERIFY(end.x() <= pane.viewport()->width());
            QVERIFY(block->document()->idealWidth() <= block->width());
            // All of it, without scrolling within.
            QVERIFY(block->height() >= static_cast<int>(std::floor(block->document()->size().height())));
        }
        QCOMPARE(pane.title(), details.title);
    }

    void copiesATextAsItWasGiven()
    {
        ui::review::DetailsPane pane;
        items::Details details;
        details.title = QStringLiteral("t");
        details.lines = {{QStringLiteral("Reference"), QString(90, u'7')}};
        pane.show(details);
        const auto blocks = pane.findChildren<TextBlock*>();
        const auto found = std::find_if(blocks.begin(), blocks.end(), [](const TextBlock* block) {
            return block->accessibleName() == QLatin1String("Reference");
        });
        QVERIFY(found != blocks.end());
        TextBlock* const reference = *found;
        QCOMPARE(reference->text(), QString(90, u'7'));
        reference->selectAll();
        reference->copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString(90, u'7'));
    }

    void takesNoTextForMarkup()
    {
        ui::review::DetailsPane pane;
        items::Details details;
        details.title = QStringLiteral("<b>bold</b>");
        details.body = QStringLiteral("<a href=\"https://example.org\">x</a> \u202e");
        pane.show(details);
        QCOMPARE(pane.title(), details.title);
        const auto blocks = pane.findChildren<TextBlock*>();
        QVERIFY(std::any_of(blocks.begin(), blocks.end(), [](const TextBlock* block) {
            return block->text() ==
                   QStringLiteral("<a href=\"https://example.org\">x</a> \u27e8U+202E\u27e9");
        }));
    }
};

KEYTURN_TEST(TestDetailsPane);
#include "test_details_pane.moc"
