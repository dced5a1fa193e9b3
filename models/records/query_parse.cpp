// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/records/query.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::records {

namespace {

enum class Comparison { Is, AtLeast, Above, AtMost, Below };

struct TextKey
{
    QLatin1String name;
    TextPlace place;
};
constexpr std::array kTextKeys{
    TextKey{QLatin1String("source"), TextPlace::Source},
    TextKey{QLatin1String("title"), TextPlace::Title},
    TextKey{QLatin1String("description"), TextPlace::Description},
    TextKey{QLatin1String("ref"), TextPlace::Reference},
    TextKey{QLatin1String("model"), TextPlace::Model},
};

struct AttributeKey
{
    QLatin1String name;
    Attribute attribute;
    bool ordered;
};
constexpr std::array kAttributeKeys{
    AttributeKey{QLatin1String("layer"), Attribute::Layer, false},
    AttributeKey{QLatin1String("severity"), Attribute::Severity, true},
    AttributeKey{QLatin1String("credibility"), Attribute::Credibility, true},
    AttributeKey{QLatin1String("kind"), Attribute::Kind, false},
    AttributeKey{QLatin1String("source-kind"), Attribute::SourceKind, false},
};

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

    base::Result<Query> parse()
    {
        if (m_text.size() > kMaximumQueryCharacters) {
            return base::fail(RecordsError::QueryMalformed, base::harmlessText(m_text, kShownCharacters),
                              tr(QT_TRANSLATE_NOOP("errors", "it is longer than a search may be")));
        }
        for (;;) {
            while (m_at < m_text.size() && m_text[m_at].isSpace())
                ++m_at;
            if (m_at == m_text.size())
                return std::move(m_query);
            m_partStart = m_at;
            KEYTURN_TRY(readPart());
        }
    }

private:
    static constexpr qsizetype kShownCharacters = 60;

    /// The error for the part that is being read.
    tl::unexpected<base::Error> bad(const QString& reason) const
    {
        qsizetype end = std::max(m_at, m_partStart);
        while (end < m_text.size() && !m_text[end].isSpace())
            ++end;
        const QStringView part = m_text.sliced(m_partStart, end - m_partStart);
        return base::fail(
            RecordsError::QueryMalformed, base::harmlessText(part, kShownCharacters),
            tr(QT_TRANSLATE_NOOP("errors", "%1 (at character %2)")).arg(reason).arg(m_partStart + 1));
    }

    base::Result<void> readPart()
    {
        const bool negated = m_text[m_at] == u'-';
        if (negated)
            ++m_at;
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
        KEYTURN_TRY_LET(text, readValue());
        if (text.isEmpty()) {
            return bad(negated
                           ? tr(QT_TRANSLATE_NOOP("errors", "a minus sign is followed by what to leave out"))
                           : tr(QT_TRANSLATE_NOOP("errors", "there is nothing between the quotes")));
        }
        m_query.texts.push_back({text, TextPlace::Anywhere, negated});
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
        const bool time = key == QLatin1String("after") || key == QLatin1String("before");
        const bool known = attribute != kAttributeKeys.end() || (colon && (text != kTextKeys.end() || time));
        if (!known) {
            if (!colon || m_text.sliced(afterKey + 1).startsWith(QLatin1String("//")))
                return std::nullopt;
            m_at = afterKey + 1;
            return bad(
                tr(QT_TRANSLATE_NOOP("errors", "“%1” is no attribute of a record; put the whole in quotes to "
                                               "search for the text"))
                    .arg(base::harmlessText(key)));
        }
        m_at = afterKey + comparisonLength;
        auto value = readValue();
        if (!value)
            return base::passOn(value);
        if (value->isEmpty())
            return bad(tr(QT_TRANSLATE_NOOP("errors", "“%1” is followed by what it should be")).arg(key));
        if (attribute != kAttributeKeys.end())
            return takeAttribute(*attribute, comparison, *value, negated);
        if (time)
            return takeTime(key, *value, negated);
        m_query.texts.push_back({*value, text->place, negated});
        return base::Result<void>();
    }

    base::Result<void> takeAttribute(const AttributeKey& key, Comparison comparison, const QString& value,
                                     bool negated)
    {
        if (comparison != Comparison::Is && !key.ordered)
            return bad(tr(QT_TRANSLATE_NOOP("errors", "the values of “%1” have no order")).arg(key.name));
        const QStringList named = value.split(u',');
        if (comparison != Comparison::Is && named.size() > 1)
            return bad(tr(QT_TRANSLATE_NOOP("errors", "a comparison takes one value")));
        std::uint32_t allowed = 0;
        const auto words = wordsOfAttribute(key.attribute);
        for (const QString& word : named) {
            const auto found = std::find_if(words.begin(), words.end(), [&](const char* known) {
                return word.compare(QLatin1String(known), Qt::CaseInsensitive) == 0;
            });
            if (found == words.end()) {
                QStringList all;
                for (const char* known : words)
                    all += QLatin1String(known);
                return bad(tr(QT_TRANSLATE_NOOP("errors", "“%1” is not one of %2"))
                               .arg(base::harmlessText(word), all.join(QStringLiteral(", "))));
            }
            allowed |= valuesBy(comparison, key.attribute, static_cast<std::size_t>(found - words.begin()));
        }
        m_query.attributes.push_back(
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
            return bad(time.error().sentence());
        if (time->precision > base::TimePrecision::Day && time->zone.isEmpty())
            return bad(base::makeError(base::TimeError::NoZone, base::harmlessText(value)).sentence());
        // Said twice, the narrower one counts, as all parts must hold.
        if (key == QLatin1String("after"))
            m_query.notBefore = m_query.notBefore ? std::max(*m_query.notBefore, time->start) : time->start;
        else
            m_query.before = m_query.before ? std::min(*m_query.before, time->start) : time->start;
        return {};
    }

    /// The value from here on: up to the next blank, or what stands in quotes.
    base::Result<QString> readValue()
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
    Query m_query;
};

} // namespace

base::Result<Query> parseQuery(QStringView text)
{
    return QueryParser(text).parse();
}

} // namespace keyturn::records
