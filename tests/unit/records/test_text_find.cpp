// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/text_find.h"
#include "tests/support/test_registry.h"
#include "tests/unit/records/sample_records.h"

using namespace keyturn;
using records::TextFinder;

namespace {

std::size_t findNaively(const std::string& text, const std::string& needle, std::size_t from)
{
    return records::foldAscii(text).find(records::foldAscii(needle), from);
}

} // namespace

class TestTextFind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatAPlainSearchFinds()
    {
        tests::RandomRecords random(31);
        for (int round = 0; round < 3000; ++round) {
            const std::string text = random.text(40);
            std::string needle = random.text(2);
            if (round % 2 == 0 && text.size() > 4) {
                const std::size_t at = random.below(static_cast<std::uint32_t>(text.size()));
                needle = text.substr(at, 1 + random.below(30));
            }
            if (needle.empty())
                continue;
            const TextFinder finder(needle);
            std::size_t from = 0;
            for (;;) {
                const std::size_t found = finder.find(text, from);
                QCOMPARE(found, findNaively(text, needle, from));
                if (found == TextFinder::kNotFound)
                    break;
                from = found + 1;
            }
        }
    }

    void findsAtEveryPlaceOfATextOfEveryLength()
    {
        for (std::size_t length = 1; length < 70; ++length) {
            for (std::size_t needleLength = 1; needleLength <= std::min<std::size_t>(length, 20);
                 ++needleLength) {
                const std::string needle = std::string(needleLength, 'q');
                const TextFinder finder(needle);
                for (std::size_t at = 0; at + needleLength <= length; ++at) {
                    std::string text(length, '.');
                    text.replace(at, needleLength, std::string(needleLength, 'Q'));
                    const std::vector<char> exact(text.begin(),
                                                  text.end()); // So that a sanitizer sees its end.
                    QCOMPARE(finder.find({exact.data(), exact.size()}), at);
                }
            }
        }
    }

    void onlyLettersOfAsciiMatchInEitherCase()
    {
        for (int a = 0; a < 256; ++a) {
            const TextFinder finder(std::string(1, static_cast<char>(a)));
            for (int b = 0; b < 256; ++b) {
                const std::string text = std::string(20, a == 'x' || a == 'X' ? '.' : 'x') +
                                         static_cast<char>(b) +
                                         std::string(20, a == 'x' || a == 'X' ? '.' : 'x');
                const bool letters = (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
                const bool equal = a == b || (letters && (a ^ b) == 0x20);
                if (const bool padding = !equal && (b == 'x' || b == '.'); padding)
                    continue;
                if (a == '.' && (b == 'X' || b == 'x'))
                    continue;
                QCOMPARE(finder.find(text) == 20, equal);
            }
        }
    }

    void findsQuotesBackslashesAndOtherLettersAnywhere()
    {
        for (std::size_t length = 1; length < 50; ++length) {
            for (std::size_t at = 0; at < length; ++at) {
                std::vector<char> text(length, 'x');
                const char* const begin = text.data();
                const char* const end = begin + length;
                QVERIFY(records::findQuoteOrBackslash(begin, end) == end);
                QVERIFY(records::findNonAscii(begin, end) == end);
                QVERIFY(records::isAscii({begin, length}));
                for (const char c : {'"', '\\'}) {
                    text[at] = c;
                    QVERIFY(records::findQuoteOrBackslash(begin, end) == begin + at);
                }
                for (const char c : {'\x80', '\xff'}) {
                    text[at] = c;
                    QVERIFY(records::findNonAscii(begin, end) == begin + at);
                    QVERIFY(!records::isAscii({begin, length}));
                }
            }
        }
    }
};
KEYTURN_TEST(TestTextFind);
#include "test_text_find.moc"
