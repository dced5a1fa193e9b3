// SPDX-License-Identifier: GPL-3.0-or-later
// What may be written next in a query.

#include "models/records/query_syntax.h"
#include "models/records/query_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::records {

namespace {

QString hintOf(const char* english)
{
    return QCoreApplication::translate("query", english);
}

/// Takes offers that fit what has been written: those that begin with it first.
class OfferList
{
public:
    OfferList(QString written, std::vector<QueryOffer>& out) : m_written(std::move(written)), m_out(out) {}

    void take(const std::vector<QueryOffer>& offers)
    {
        std::vector<QueryOffer> within;
        for (const QueryOffer& offer : offers) {
            if (m_out.size() + within.size() == kMostOffers)
                break;
            if (offer.text.startsWith(m_written, Qt::CaseInsensitive))
                m_out.push_back(offer);
            else if (offer.text.contains(m_written, Qt::CaseInsensitive) ||
                     offer.hint.contains(m_written, Qt::CaseInsensitive))
                within.push_back(offer);
        }
        m_out.insert(m_out.end(), within.begin(), within.end());
    }

private:
    QString m_written;
    std::vector<QueryOffer>& m_out;
};

std::vector<QueryOffer> keyOffers()
{
    std::vector<QueryOffer> offers;
    for (const AttributeKey& key : kAttributeKeys) {
        if (key.isOrdered)
            offers.push_back({key.name + QStringLiteral(">="), hintOf(key.hint)});
        offers.push_back({key.name + QStringLiteral(":"), hintOf(key.hint)});
    }
    for (const TextKey& key : kTextKeys)
        offers.push_back({key.name + QStringLiteral(":"), hintOf(key.hint)});
    for (const TimeKey& key : kTimeKeys)
        offers.push_back({key.name + QStringLiteral(":"), hintOf(key.hint)});
    return offers;
}

std::vector<QueryOffer> wordOffers(Attribute attribute)
{
    std::vector<QueryOffer> offers;
    for (const char* word : wordsOfAttribute(attribute))
        offers.push_back({QLatin1String(word), {}});
    return offers;
}

/// What may stand behind @p key; quotes are not yet added.
std::vector<QueryOffer> valueOffers(const QString& key, const QueryVocabulary& vocabulary)
{
    for (const AttributeKey& known : kAttributeKeys) {
        if (key == known.name)
            return wordOffers(known.attribute);
    }
    for (const TimeKey& known : kTimeKeys) {
        if (key == known.name)
            return vocabulary.times;
    }
    if (key == QLatin1String("source"))
        return vocabulary.sources;
    if (key == QLatin1String("model"))
        return vocabulary.models;
    return {};
}

/// What was written of a value, without its opening quote and escapes.
QString plainOf(QStringView written)
{
    if (!written.startsWith(u'"'))
        return written.toString();
    QString plain;
    for (qsizetype i = 1; i < written.size(); ++i) {
        if (written[i] == u'\\' && i + 1 < written.size())
            ++i;
        plain += written[i];
    }
    return plain;
}

/// Where the part of @p text that goes on at @p from ends: at a blank, or at the quote that closes it.
qsizetype endOfValue(QStringView text, qsizetype from, bool isQuoted)
{
    qsizetype end = from;
    for (; end < text.size(); ++end) {
        if (isQuoted && text[end] == u'"')
            return end + 1;
        if (!isQuoted && (text[end].isSpace() || text[end] == u','))
            return end;
    }
    return isQuoted ? from : end;
}

} // namespace

QString quotedForQuery(const QString& value)
{
    const bool isPlain = !value.isEmpty() && std::none_of(value.begin(), value.end(), [](QChar c) {
        return c.isSpace() || c == u'"' || c == u'\\' || c == u':' || c == u'<' || c == u'>' || c == u'=';
    }) && !value.startsWith(u'-');
    if (isPlain)
        return value;
    QString quoted = value;
    quoted.replace(u'\\', QLatin1String("\\\\")).replace(u'"', QLatin1String("\\\""));
    return u'"' + quoted + u'"';
}

QueryCompletions completionsAt(QStringView text, qsizetype cursor, const QueryVocabulary& vocabulary)
{
    cursor = std::clamp(cursor, qsizetype{0}, text.size());
    const QStringView before = text.first(cursor);
    const QueryReading reading = readQuery(before);
    const auto& tokens = reading.tokens;
    QueryCompletions out;
    out.start = cursor;

    // The last part that was begun, unless a blank has ended it.
    std::size_t first = tokens.size();
    while (first > 0 && tokens[first - 1].end() == (first == tokens.size() ? cursor : tokens[first].start))
        --first;
    const auto ofKind = [&](QueryTokenKind kind) {
        return std::find_if(tokens.begin() + static_cast<std::ptrdiff_t>(first), tokens.end(),
                            [kind](const QueryToken& token) { return token.kind == kind; });
    };
    const auto comparison = ofKind(QueryTokenKind::Comparison);
    if (comparison == tokens.end()) {
        const auto plain = ofKind(QueryTokenKind::Text);
        const bool isText = plain != tokens.end();
        if (isText && before[plain->start] == u'"')
            return out; // Within quotes anything may stand.
        out.start = isText ? plain->start : cursor;
        out.length = endOfValue(text, cursor, false) - out.start;
        out.areKeys = true;
        const QString written = before.sliced(out.start).toString();
        std::vector<QueryOffer> fitting;
        OfferList(written, fitting).take(keyOffers());
        // Hints are for finding a name; a word that is looked for is not in want of one.
        std::copy_if(
            fitting.begin(), fitting.end(), std::back_inserter(out.offers),
            [&](const QueryOffer& offer) { return offer.text.startsWith(written, Qt::CaseInsensitive); });
        return out;
    }
    const QString key = before.sliced((comparison - 1)->start, (comparison - 1)->length).toString().toLower();
    out.start = comparison->end();
    QStringView written = before.sliced(out.start);
    const bool isQuoted = written.startsWith(u'"');
    if (!isQuoted && written.contains(u',')) {
        const qsizetype comma = written.lastIndexOf(u',') + 1;
        out.start += comma;
        written = written.sliced(comma);
    }
    out.length = endOfValue(text, cursor, isQuoted) - out.start;
    OfferList(plainOf(written), out.offers).take(valueOffers(key, vocabulary));
    for (QueryOffer& offer : out.offers)
        offer.text = key == QLatin1String("after") || key == QLatin1String("before")
                         ? offer.text
                         : quotedForQuery(offer.text);
    return out;
}

} // namespace keyturn::records
