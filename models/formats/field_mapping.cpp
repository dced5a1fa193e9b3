// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/field_mapping.h"

#include "models/formats/json_parts.h"
#include "models/formats/word_of.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <initializer_list>
#include <numeric>

namespace keyturn::formats {

using namespace intake;

namespace {

using Words = std::initializer_list<std::string_view>;
constexpr std::size_t kNoField = static_cast<std::size_t>(-1);

/// A name in lower case with blanks between its words: "Event DateTime", "event_datetime" and "eventDateTime"
/// become "event datetime" or "event date time".
std::string plainName(std::string_view name)
{
    std::string out;
    bool wasLower = false;
    for (const char c : name) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        const bool isLower = c >= 'a' && c <= 'z';
        const bool isOther = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9');
        if (!isUpper && !isLower && !isOther) {
            if (!out.empty() && out.back() != ' ')
                out += ' ';
        } else {
            if (isUpper && wasLower)
                out += ' ';
            out += isUpper ? static_cast<char>(c | 0x20) : c;
        }
        wasLower = isLower;
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

bool hasWord(std::string_view plain, std::string_view word)
{
    for (std::size_t at = plain.find(word); at != std::string_view::npos; at = plain.find(word, at + 1)) {
        const bool startsThere = at == 0 || plain[at - 1] == ' ';
        const std::size_t end = at + word.size();
        if (startsThere && (end == plain.size() || plain[end] == ' '))
            return true;
    }
    return false;
}

/// The names and first values of a file, and which fields have a role already.
class Fields
{
public:
    Fields(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows)
        : m_rows(rows), m_isTaken(0)
    {
        std::size_t count = names.size();
        for (const auto& row : rows)
            count = std::max(count, row.size());
        m_plainNames.resize(count);
        for (std::size_t i = 0; i < names.size(); ++i)
            m_plainNames[i] = plainName(names[i]);
        m_isTaken.resize(count);
    }
    [[nodiscard]] std::size_t size() const { return m_plainNames.size(); }
    [[nodiscard]] const std::string& plainNameOf(std::size_t field) const { return m_plainNames[field]; }
    [[nodiscard]] std::vector<std::string_view> valuesOf(std::size_t field) const
    {
        std::vector<std::string_view> values;
        for (const auto& row : m_rows)
            values.push_back(field < row.size() ? std::string_view(row[field]) : std::string_view());
        return values;
    }
    [[nodiscard]] bool hasText(std::size_t field) const
    {
        const auto values = valuesOf(field);
        return std::any_of(values.begin(), values.end(),
                           [](std::string_view value) { return !trimmed(value).empty(); });
    }
    /// The first field without a role whose name is one of @p words, else has one of them as a word.
    [[nodiscard]] std::size_t named(Words words) const
    {
        for (const bool mustBeWhole : {true, false}) {
            for (const std::string_view word : words) {
                for (std::size_t i = 0; i < size(); ++i) {
                    const bool fits = mustBeWhole ? m_plainNames[i] == word : hasWord(m_plainNames[i], word);
                    if (fits && !m_isTaken[i] && hasText(i))
                        return i;
                }
            }
        }
        return kNoField;
    }
    [[nodiscard]] bool isTaken(std::size_t field) const { return m_isTaken[field]; }
    void take(std::size_t field) { m_isTaken[field] = true; }

private:
    const std::vector<std::vector<std::string>>& m_rows;
    std::vector<std::string> m_plainNames;
    std::vector<bool> m_isTaken;
};

constexpr std::array<std::string_view, 20> kTimeWords{
    "occurred",   "occurred at", "event time", "event datetime", "event date time",
    "datetime",   "date time",   "timestamp",  "time stamp",     "start",
    "start time", "started",     "time",       "date",           "created",
    "submission", "reported",    "ts",         "epoch",          "when"};

/// How well a name fits a time; 0 is best, kTimeWords.size() not at all.
std::size_t timeRank(std::string_view plain)
{
    std::size_t best = kTimeWords.size();
    for (std::size_t i = 0; i < kTimeWords.size(); ++i) {
        if (plain == kTimeWords[i])
            return i;
        if (hasWord(plain, kTimeWords[i]))
            best = std::min(best, i);
    }
    return best;
}

/// "2:42:26 PM": a time of day alone.
bool isTimeOfDay(std::string_view text)
{
    LooseTimes dated(TimeStyle::MonthFirst);
    const std::string whole = "1/1/2000 " + std::string(trimmed(text));
    const auto time = dated.read(whole);
    return time && time->time.precision >= base::TimePrecision::Minute;
}

/// How many words @p text has, as sentences have them.
std::size_t wordCount(std::string_view text)
{
    text = trimmed(text);
    return text.empty() ? 0 : static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

/// The field whose values have the most words; of those alike, the first.
std::size_t wordiest(const Fields& fields)
{
    std::size_t best = kNoField;
    std::size_t most = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        std::size_t words = 0;
        for (const std::string_view value : fields.valuesOf(i))
            words += wordCount(value);
        if (!fields.isTaken(i) && words > most) {
            best = i;
            most = words;
        }
    }
    return best;
}

} // namespace

bool areTimesOfDay(const std::vector<std::string_view>& values)
{
    const auto isBlank = [](std::string_view value) { return trimmed(value).empty(); };
    return !std::all_of(values.begin(), values.end(), isBlank) &&
           std::all_of(values.begin(), values.end(),
                       [&](std::string_view value) { return isBlank(value) || isTimeOfDay(value); });
}

FieldMapping FieldMapping::guess(const std::vector<std::string>& names,
                                 const std::vector<std::vector<std::string>>& rows)
{
    FieldMapping mapping;
    Fields fields(names, rows);
    mapping.m_titlesInstead.resize(fields.size());
    std::iota(mapping.m_titlesInstead.begin(), mapping.m_titlesInstead.end(), std::size_t{0});
    const auto give = [&](FieldRole role, std::size_t field) {
        if (field == kNoField)
            return false;
        mapping.fieldsFor(role).push_back(field);
        fields.take(field);
        return true;
    };

    std::size_t bestTime = kNoField;
    std::size_t bestRank = kTimeWords.size() + 1;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t rank = timeRank(fields.plainNameOf(i));
        if (rank >= bestRank || !fields.hasText(i))
            continue;
        if (auto times = LooseTimes::guess(fields.valuesOf(i), rank < kTimeWords.size())) {
            bestTime = i;
            bestRank = rank;
            mapping.m_times = std::move(times);
        }
    }
    if (give(FieldRole::Time, bestTime)) {
        const std::size_t beside = bestTime + 1;
        const auto days = fields.valuesOf(bestTime);
        const auto times = beside < fields.size() ? fields.valuesOf(beside) : std::vector<std::string_view>();
        const bool isOfDay = areTimesOfDay(times);
        const bool isDate = std::none_of(days.begin(), days.end(), [](std::string_view value) {
            return trimmed(value).find(':') != std::string_view::npos;
        });
        if (isOfDay && isDate)
            give(FieldRole::Time, beside);
    }
    give(FieldRole::Layer, fields.named({"layer of concern", "layer"}));
    give(FieldRole::Credibility, fields.named({"credibility"}));
    give(FieldRole::Severity, fields.named({"severity", "level", "priority", "impact", "risk"}));
    give(FieldRole::Reference, fields.named({"id", "uuid", "guid", "event id", "incident id", "record id",
                                             "request id", "reference", "url", "link"}));
    const bool isTitleNamed =
        give(FieldRole::Title,
             fields.named({"message", "msg", "title", "headline", "summary", "subject", "event name", "name",
                           "description", "event", "action", "type", "log", "text"}));
    give(FieldRole::Source, fields.named({"source", "source name", "product", "vendor", "sensor", "provider",
                                          "reporter", "host", "hostname"}));
    give(FieldRole::Model, fields.named({"model", "model name", "ai system"}));
    give(FieldRole::Description, fields.named({"description", "details", "notes", "comment", "comments"}));
    if (!isTitleNamed)
        give(FieldRole::Title, wordiest(fields));
    mapping.m_isLikely = bestTime != kNoField || isTitleNamed;
    return mapping;
}

std::string_view FieldMapping::first(FieldRole role, const ValueOf& valueOf) const
{
    const auto& fields = fieldsOf(role);
    return fields.empty() ? std::string_view() : trimmed(valueOf(fields.front()));
}

void FieldMapping::setTime(const ValueOf& valueOf, RecordBuilder& builder)
{
    std::string written;
    for (const std::size_t field : fieldsOf(FieldRole::Time))
        written = joinedParts({written, valueOf(field)});
    if (written.empty() || !m_times)
        return;
    const auto read = m_times->read(written);
    if (!read) {
        builder.assume("the time could not be read: " + std::string(cutAtCharacter(written, 80)));
        return;
    }
    setLooseTime(builder, *read);
}

domain::Severity FieldMapping::severityOf(std::string_view word) const
{
    if (m_given) {
        for (const auto& [known, severity] : m_given->severityWords) {
            if (equalsIgnoringCase(word, known))
                return severity;
        }
    }
    return severityOfFindingWord(word);
}

void FieldMapping::setGrades(const ValueOf& valueOf, RecordBuilder& builder)
{
    domain::NormalisedRecord& record = builder.record();
    const auto grade = [&](FieldRole role, auto& value, auto read, auto constant) {
        const std::string_view word = first(role, valueOf);
        value = word.empty() ? constant : read(word);
        // Whoever says that a column holds grades wants to know which of its words are none.
        if (m_given && !word.empty() && value == decltype(constant){})
            builder.assume("the " + toWord(role).toStdString() + " is written as " +
                           std::string(cutAtCharacter(word, 80)) + ", which is none that is known");
    };
    grade(
        FieldRole::Severity, record.severity, [this](std::string_view word) { return severityOf(word); },
        m_given ? m_given->severity : domain::Severity::NotStated);
    grade(FieldRole::Layer, record.layer, wordOrNotStated<domain::Layer>,
          m_given ? m_given->layer : domain::Layer::NotStated);
    grade(FieldRole::Credibility, record.credibility, wordOrNotStated<domain::Credibility>,
          domain::Credibility::NotStated);
}

std::optional<QString> FieldMapping::fill(const ValueOf& valueOf, RecordBuilder& builder,
                                          std::string_view instead)
{
    std::string_view title = first(FieldRole::Title, valueOf);
    for (std::size_t i = 0; title.empty() && i < m_titlesInstead.size(); ++i)
        title = trimmed(valueOf(m_titlesInstead[i]));
    if (!setTitleKeepingAll(builder, title.empty() ? instead : title))
        return QCoreApplication::translate("formats", "It holds nothing.");
    for (const std::size_t field : fieldsOf(FieldRole::Description))
        builder.addDescription(valueOf(field));
    setTime(valueOf, builder);
    setSourceOr(builder, first(FieldRole::Source, valueOf),
                m_given ? std::string_view(m_given->source) : std::string_view());
    builder.setReference(first(FieldRole::Reference, valueOf));
    for (const std::size_t field : fieldsOf(FieldRole::Model))
        addModel(builder, valueOf(field));
    setGrades(valueOf, builder);
    return std::nullopt;
}

} // namespace keyturn::formats
