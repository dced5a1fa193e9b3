// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/records/query.h"
#include "models/records/query_syntax.h"
#include "tests/fuzz/fuzz_targets.h"

#include <algorithm>

namespace keyturn::tests {

namespace {

using namespace records;

domain::Event someEvent()
{
    domain::Event event;
    event.title = QStringLiteral("Straße gesperrt: \"tool use\" in nova-3");
    event.description = QStringLiteral("two lines\nof text, with İ and ſ in it");
    event.source = QStringLiteral("northgate");
    event.models = QStringList{QStringLiteral("nova-3")};
    event.severity = domain::Severity::High;
    event.occurredAt.start.us = 1'780'000'000'000'000;
    event.occurredAt.precision = base::TimePrecision::Second;
    return event;
}

std::string faultOfReading(const QString& text, const QueryReading& reading)
{
    qsizetype before = 0;
    for (const QueryToken& token : reading.tokens) {
        if (token.start < before || token.length <= 0 || token.end() > text.size())
            return "a token lies outside the text or in the one before";
        before = token.end();
    }
    for (const QueryFault& fault : reading.faults) {
        if (fault.start < 0 || fault.length < 0 || fault.start + fault.length > text.size())
            return "a fault lies outside the text";
        if (fault.sentence().isEmpty() || base::harmlessText(fault.sentence()) != fault.sentence())
            return "a fault has no sentence that is harmless to show";
    }
    const auto parsed = parseQuery(text);
    if (parsed.has_value() != reading.faults.empty() && text.size() <= kMaximumQueryCharacters)
        return "one reading finds a fault where the other finds none";
    if (parsed && !(*parsed == reading.query))
        return "the two readings differ";
    return {};
}

std::string faultOfCompletions(const QString& text, qsizetype cursor)
{
    static const QueryVocabulary vocabulary{{{QStringLiteral("north gate"), {}}},
                                            {{QStringLiteral("nova-3"), {}}},
                                            {{QStringLiteral("2026-06-01"), {}}}};
    const QueryCompletions completions = completionsAt(text, cursor, vocabulary);
    if (completions.start < 0 || completions.length < 0 ||
        completions.start + completions.length > text.size())
        return "a completion would replace what is not there";
    if (completions.offers.size() > kMostOffers)
        return "too many completions";
    return {};
}

} // namespace

std::string faultInQuery(std::string_view bytes)
{
    const QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    const QueryReading reading = readQuery(text);
    if (std::string fault = faultOfReading(text, reading); !fault.empty())
        return fault;
    for (const qsizetype cursor : {qsizetype{0}, text.size() / 2, text.size()}) {
        if (std::string fault = faultOfCompletions(text, cursor); !fault.empty())
            return fault;
    }
    static const domain::Event event = someEvent();
    constexpr qsizetype kSnippetCharacters = 60;
    static_cast<void>(matches(reading.query, event));
    const QString shown = snippet(reading.query, event, kSnippetCharacters);
    if (base::harmlessText(shown) != shown)
        return "a snippet is not harmless to show";
    const QString value = text.left(kSnippetCharacters);
    if (value.isEmpty() || value.trimmed().isEmpty())
        return {};
    // What is written down for a value has to look for that value.
    const auto quoted = parseQuery(quotedForQuery(value));
    const Query wanted{{}, {}, {}, {TextTerm{value, TextPlace::Anywhere, false}}};
    if (!quoted || !(*quoted == wanted))
        return "a value in quotes looks for something else";
    return {};
}

} // namespace keyturn::tests
