// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/records/query_syntax.h"
#include "models/records/query_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::records {

namespace {

enum class Comparison { Is, AtLeast, Above, AtMost, Below };

std::uint32_t allValues(Attribute attribute)
{
    return (1u << wordsOfAttribute(attribute).size()) - 1;
}

/// The values that compare so with @p value. Not stating one is neither more nor less than any.
std::uint32_t valuesBy(Comparison comparison, Attribute attribute, std::size_t value)
{
    constexpr std::uint32_t kNotStated = 1;
    const std::uint32_t below = (1u << value) - 1;
    const std::uint32_t self = 1u << value;
    const std::uint32_t stated = allValues(attribute) & ~kNotStated;
    switch (comparison) {
    case Comparison::Is:
        return self;
    case Comparison::AtLeast:
        return ~below & stated;
    case Comparison::Above:
        return ~(below | self) & stated;
    case Comparison::AtMost:
        return (below | self) & stated;
    case Comparison::Below:
        return below & stated;
    }
    return 0;
}

QString tr(const char* text)
{
    return QCoreApplication::translate("errors", text);
}

/// Reads one query from left to right.
class QueryParser
{
public:
    explicit QueryParser(QStringView text) : m_text(text) {}

    QueryReading read()
    {
        if (m_text.size() > kMaximumQueryCharacters) {
            m_reading.faults.push_back(
                {kMaximumQueryCharacters, m_text.size() - kMaximumQueryCharacters,
                 base::makeError(RecordsError::QueryMalformed, base::harmlessText(m_text, kShownCharacters),
                                 tr(QT_TRANSLATE_NOOP("errors", "it is longer than a search may be")))});
            return std::move(m_reading);
        }
        for (;;) {
            while (m_at < m_text.size() && m_text[m_at].isSpace())
                ++m_at;
            if (m_at == m_text.size())
                return std::move(m_reading);
            m_partStart = m_at;
            m_trouble.reset();
            if (auto part = readPart(); !part) {
                const qsizetype end = partEnd();
                const Span trouble = m_trouble.value_or(Span{m_partStart, end});
                m_reading.faults.push_back({trouble.start, trouble.end - trouble.start, part.error()});
                m_at = end;
            }
        }
    }

private:
    static constexpr qsizetype kShownCharacters = 60;
    struct Span
    {
        qsizetype start = 0;
        qsizetype end = 0;
    };

    /// Where the part that is being read ends.
    [[nodiscard]] qsizetype partEnd() const
    {
        qsizetype end = std::max(m_at, m_partStart);
        while (end < m_text.size() && !m_text[end].isSpace())
            ++end;
        return end;
    }

    /// The error for the part that is being read; the trouble is the whole of it unless it was said before.
    tl::unexpected<base::Error> bad(const QString& reason) const
    {
        const QStringView part = m_text.sliced(m_partStart, partEnd() - m_partStart);
        return base::fail(
            RecordsError::QueryMalformed, base::harmlessText(part, kShownCharacters),
            tr(QT_TRANSLATE_NOOP("errors", "%1 (at character %2)")).arg(reason).arg(m_partStart + 1));
    }
    /// The same, where a stretch of it is to blame.
    tl::unexpected<base::Error> badThere(Span trouble, const QString& reason)
    {
        m_trouble = trouble;
        return bad(reason);
    }

    void note(QueryTokenKind kind, qsizetype start, qsizetype end)
    {
        if (end > start)
            m_reading.tokens.push_back({kind, start, end - start});
    }

    base::Result<void> readPart()
    {
        const bool negated = m_text[m_at] == u'-';
        if (negated) {
            note(QueryTokenKind::Negation, m_at, m_at + 1);
            ++m_at;
        }
        const QStringView key = keyAhead();
        if (!key.isEmpty()) {
            const qsizetype afterKey = m_at + key.size();
            const auto comparison = comparisonAt(afterKey);
            if (comparison) {
                if (const auto taken = readKeyed(key.toString().toLower(), comparison->first, afterKey,
                                                 comparison->second, negated))
                    return *taken;
            }
        }
        KEYTURN_TRY_LET(text, readValue(QueryTokenKind::Text));
        if (text.isEmpty()) {
            return bad(negated
                           ? tr(QT_TRANSLATE_NOOP("errors", "a minus sign is followed by what to leave out"))
                           : tr(QT_TRANSLATE_NOOP("errors", "there is nothing between the quotes")));
        }
        m_reading.query.texts.push_back({text, TextPlace::Anywhere, negated});
        return {};
    }

    /// The letters and hyphens from here on, which may be a key.
    [[nodiscard]] QStringView keyAhead() const
    {
        qsizetype end = m_at;
        const auto isKeyCharacter = [](QChar c) {
            return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'-';
        };
        while (end < m_text.size() && isKeyCharacter(m_text[end]))
            ++end;
        return m_text.sliced(m_at, end - m_at);
    }

    /// The comparison written at @p at, and its length.
    [[nodiscard]] std::optional<std::pair<Comparison, qsizetype>> comparisonAt(qsizetype at) const
    {
        const QStringView rest = m_text.sliced(at);
        if (rest.startsWith(QLatin1String(">=")))
            return std::pair(Comparison::AtLeast, qsizetype{2});
        if (rest.startsWith(QLatin1String("<=")))
            return std::pair(Comparison::AtMost, qsizetype{2});
        if (rest.startsWith(u'>'))
            return std::pair(Comparison::Above, qsizetype{1});
        if (rest.startsWith(u'<'))
            return std::pair(Comparison::Below, qsizetype{1});
        if (rest.startsWith(u':') || rest.startsWith(u'='))
            return std::pair(Comparison::Is, qsizetype{1});
        return std::nullopt;
    }

    /// Reads `key:value` if @p key is one; nothing where the part is plain text after all ("https://…",
    /// "a=b").
    std::optional<base::Result<void>> readKeyed(const QString& key, Comparison comparison, qsizetype afterKey,
                                                qsizetype comparisonLength, bool negated)
    {
        const bool colon = m_text[afterKey] == u':';
        const auto attribute = std::find_if(kAttributeKeys.begin(), kAttributeKeys.end(),
                                            [&](const AttributeKey& known) { return key == known.name; });
        const auto text = std::find_if(kTextKeys.begin(), kTextKeys.end(),
                                       [&](const TextKey& known) { return key == known.name; });
        const bool time = std::any_of(kTimeKeys.begin(), kTimeKeys.end(),
                                      [&](const TimeKey& known) { return key == known.name; });
        const bool known = attribute != kAttributeKeys.end() || (colon && (text != kTextKeys.end() || time));
        const Span keySpan{m_at, afterKey};
        if (!known) {
            if (!colon || m_text.sliced(afterKey + 1).startsWith(QLatin1String("//")))
                return std::nullopt;
            note(QueryTokenKind::Key, keySpan.start, keySpan.end);
            note(QueryTokenKind::Comparison, afterKey, afterKey + 1);
            m_at = afterKey + 1;
            return badThere(
                keySpan,
                tr(QT_TRANSLATE_NOOP("errors", "“%1” is no attribute of a record; put the whole in quotes to "
                                               "search for the text"))
                    .arg(base::harmlessText(key)));
        }
        // "severity:>=high" is what a habit of colons makes of it.
        if (attribute != kAttributeKeys.end() && colon) {
            if (const auto further = comparisonAt(afterKey + 1);
                further && further->first != Comparison::Is) {
                comparison = further->first;
                comparisonLength = 1 + further->second;
            }
        }
        m_at = afterKey + comparisonLength;
        note(QueryTokenKind::Key, keySpan.start, keySpan.end);
        note(QueryTokenKind::Comparison, afterKey, m_at);
        const qsizetype valueStart = m_at;
        auto value = readValue(attribute != kAttributeKeys.end() ? QueryTokenKind::Word
                               : time                            ? QueryTokenKind::Time
                                                                 : QueryTokenKind::Text);
        if (!value)
            return base::passOn(value);
        if (value->isEmpty())
            return bad(tr(QT_TRANSLATE_NOOP("errors", "“%1” is followed by what it should be")).arg(key));
        m_value = {valueStart, m_at};
        if (attribute != kAttributeKeys.end())
            return takeAttribute(*attribute, comparison, *value, negated);
        if (time)
            return takeTime(key, *value, negated);
        m_reading.query.texts.push_back({*value, text->place, negated});
        return base::Result<void>();
    }

    base::Result<void> takeAttribute(const AttributeKey& key, Comparison comparison, const QString& value,
                                     bool negated)
    {
        if (comparison != Comparison::Is && !key.isOrdered)
            return bad(tr(QT_TRANSLATE_NOOP("errors", "the values of “%1” have no order")).arg(key.name));
        const QStringList named = value.split(u',');
        if (comparison != Comparison::Is && named.size() > 1)
            return bad(tr(QT_TRANSLATE_NOOP("errors", "a comparison takes one value")));
        std::uint32_t allowed = 0;
        const auto words = wordsOfAttribute(key.attribute);
        qsizetype at = m_value.start + (m_text[m_value.start] == u'"' ? 1 : 0);
        for (const QString& word : named) {
            const Span span = word.isEmpty() ? m_value : Span{at, at + word.size()};
            at += word.size() + 1;
            const auto found = std::find_if(words.begin(), words.end(), [&](const char* known) {
                return word.compare(QLatin1String(known), Qt::CaseInsensitive) == 0;
            });
            if (found == words.end()) {
                QStringList all;
                for (const char* known : words)
                    all += QLatin1String(known);
                return badThere(span, tr(QT_TRANSLATE_NOOP("errors", "“%1” is not one of %2"))
                                          .arg(base::harmlessText(word), all.join(QStringLiteral(", "))));
            }
            allowed |= valuesBy(comparison, key.attribute, static_cast<std::size_t>(found - words.begin()));
        }
        m_reading.query.attributes.push_back(
            {key.attribute, negated ? allValues(key.attribute) & ~allowed : allowed});
        return {};
    }

    base::Result<void> takeTime(const QString& key, const QString& value, bool negated)
    {
        if (negated)
            return bad(
                tr(QT_TRANSLATE_NOOP("errors", "“%1” cannot be turned round by a minus sign")).arg(key));
        const QByteArray bytes = value.toUtf8();
        const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        const auto time = base::parseLenientIso(text);
        if (!time)
            return badThere(m_value, time.error().sentence());
        if (time->precision > base::TimePrecision::Day && time->zone.isEmpty())
            return badThere(m_value,
                            base::makeError(base::TimeError::NoZone, base::harmlessText(value)).sentence());
        // Said twice, the narrower one counts, as all parts must hold.
        if (key == QLatin1String("after"))
            m_reading.query.notBefore =
                m_reading.query.notBefore ? std::max(*m_reading.query.notBefore, time->start) : time->start;
        else
            m_reading.query.before =
                m_reading.query.before ? std::min(*m_reading.query.before, time->start) : time->start;
        return {};
    }

    /// The value from here on: up to the next blank, or what stands in quotes.
    [[nodiscard]] base::Result<QString> readValue(QueryTokenKind kind)
    {
        const qsizetype start = m_at;
        auto value = readRawValue();
        note(kind, start, m_at);
        return value;
    }

    base::Result<QString> readRawValue()
    {
        if (m_at == m_text.size() || m_text[m_at] != u'"') {
            const qsizetype start = m_at;
            while (m_at < m_text.size() && !m_text[m_at].isSpace())
                ++m_at;
            return m_text.sliced(start, m_at - start).toString();
        }
        QString value;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (c == u'"') {
                ++m_at;
                if (m_at < m_text.size() && !m_text[m_at].isSpace())
                    return bad(tr(QT_TRANSLATE_NOOP("errors", "a closing quote is followed by a blank")));
                return value;
            }
            const bool escape = c == u'\\' && m_at + 1 < m_text.size() &&
                                (m_text[m_at + 1] == u'"' || m_text[m_at + 1] == u'\\');
            value += escape ? m_text[++m_at] : c;
        }
        return bad(tr(QT_TRANSLATE_NOOP("errors", "a quote is opened and not closed")));
    }

    QStringView m_text;
    qsizetype m_at = 0;
    qsizetype m_partStart = 0;
    std::optional<Span> m_trouble; ///< In the part that is being read.
    Span m_value;                  ///< The value that was read last.
    QueryReading m_reading;
};

} // namespace

std::span<const char* const> wordsOfAttribute(Attribute attribute)
{
    switch (attribute) {
    case Attribute::Layer:
        return domain::wordsOf<domain::Layer>();
    case Attribute::Severity:
        return domain::wordsOf<domain::Severity>();
    case Attribute::Credibility:
        return domain::wordsOf<domain::Credibility>();
    case Attribute::Kind:
        return domain::wordsOf<domain::RecordKind>();
    case Attribute::SourceKind:
        return domain::wordsOf<domain::SourceKind>();
    }
    return {};
}

QueryReading readQuery(QStringView text)
{
    return QueryParser(text).read();
}

base::Result<Query> parseQuery(QStringView text)
{
    QueryReading reading = readQuery(text);
    if (!reading.faults.empty())
        return tl::make_unexpected(std::move(reading.faults.front().error));
    return std::move(reading.query);
}

} // namespace keyturn::records
