// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "tests/support/test_registry.h"

#include <random>

using namespace keyturn;
using namespace Qt::Literals::StringLiterals;

class TestTextSafety : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forbidsControlsAndTextDirection();
    void allowsOrdinaryTextOfTheWorld();
    void findsLoneSurrogates();
    void writesForbiddenCharactersVisibly();
    void makesAnyTextHarmlessAndLeavesHarmlessTextAlone();
    void cutsLongTextWithoutHalvingACharacter();
};
KEYTURN_TEST(TestTextSafety);

void TestTextSafety::forbidsControlsAndTextDirection()
{
    std::vector<char32_t> forbidden{0x7f, 0x061c, 0x200e, 0x200f, 0x2028, 0x2029, 0xfeff};
    for (char32_t c = 0; c < 0x20; ++c)
        forbidden.push_back(c);
    for (char32_t c = 0x80; c <= 0x9f; ++c)
        forbidden.push_back(c);
    for (char32_t c = 0x202a; c <= 0x202e; ++c)
        forbidden.push_back(c);
    for (char32_t c = 0x2066; c <= 0x2069; ++c)
        forbidden.push_back(c);
    std::size_t count = 0;
    for (char32_t c = 0; c <= 0x10ffff; ++c)
        count += base::isForbiddenInSignedText(c) ? 1 : 0;
    QCOMPARE(count, forbidden.size());
    for (const char32_t c : forbidden)
        QVERIFY2(base::isForbiddenInSignedText(c), qPrintable(QString::number(c, 16)));
}

void TestTextSafety::allowsOrdinaryTextOfTheWorld()
{
    for (const auto& text :
         {u"Größe, naïve"_s, u"עברית"_s, u"العربية"_s, u"漢字かな"_s, u"👩‍🚀 𝔎"_s, u"a\u00a0b"_s})
        QVERIFY2(!base::hasForbiddenCharacter(text), qPrintable(text));
}

void TestTextSafety::findsLoneSurrogates()
{
    QVERIFY(base::hasForbiddenCharacter(QString(QChar(0xd83d))));
    QVERIFY(base::hasForbiddenCharacter(QString(QChar(0xde00)) + u"a"_s));
    QVERIFY(base::hasForbiddenCharacter(u"a"_s + QChar(0xd83d) + u"b"_s));
    QVERIFY(!base::hasForbiddenCharacter(u"😀"_s));
}

void TestTextSafety::writesForbiddenCharactersVisibly()
{
    QCOMPARE(base::harmlessText(u"pay\u202egnp.exe"_s), u"pay⟨U+202E⟩gnp.exe"_s);
    QCOMPARE(base::harmlessText(u"\u001b[31mred"_s), u"⟨U+001B⟩[31mred"_s);
    QCOMPARE(base::harmlessText(u"a\tb\r\nc"_s), u"a b  c"_s);
    QCOMPARE(base::harmlessText(u"x"_s + QChar(0xd800)), u"x⟨U+D800⟩"_s);
    QCOMPARE(base::harmlessText(u"😀 ü"_s), u"😀 ü"_s);
}

void TestTextSafety::makesAnyTextHarmlessAndLeavesHarmlessTextAlone()
{
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
        QString text;
        for (std::size_t n = random() % 30; n > 0; --n) {
            static constexpr char16_t kKinds[] = {u'a',   0x1b,  0x202e, 0xd83d, 0xde00,
                                                  0x2066, u'漢', u' ',   0x85,   0};
            text += QChar(kKinds[random() % std::size(kKinds)]);
        }
        const QString harmless = base::harmlessText(text);
        QVERIFY(!base::hasForbiddenCharacter(harmless));
        QCOMPARE(base::harmlessText(harmless), harmless);
    }
}

void TestTextSafety::cutsLongTextWithoutHalvingACharacter()
{
    QCOMPARE(base::harmlessText(u"abcdef", 6), u"abcdef"_s);
    QCOMPARE(base::harmlessText(u"abcdef", 3), u"abc…"_s);
    QCOMPARE(base::harmlessText(u"ab😀cd", 3), u"ab…"_s);
    QCOMPARE(base::harmlessText(u"ab😀cd", 4), u"ab😀…"_s);
}

#include "test_text_safety.moc"
