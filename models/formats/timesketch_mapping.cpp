// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/timesketch_mapping.h"

#include "models/formats/json_parts.h"
#include "models/formats/word_of.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

using base::SourceTime;
using base::TimePrecision;
using Column = TimesketchColumn;

constexpr std::array<std::pair<std::string_view, Column>, static_cast<std::size_t>(Column::Count)>
    kColumnNames{{
        {"message", Column::Message},
        {"datetime", Column::Datetime},
        {"timestamp", Column::Timestamp},
        {"timestamp_desc", Column::TimestampDesc},
        {"source_long", Column::SourceLong},
        {"source", Column::Source},
        {"source_short", Column::SourceShort},
        {"parser", Column::Parser},
        {"data_type", Column::DataType},
        {"severity", Column::Severity},
        {"credibility", Column::Credibility},
        {"layer", Column::Layer},
        {"uuid", Column::Uuid},
        {"id", Column::Id},
        {"_id", Column::DocumentId},
    }};

template <typename Fits>
std::optional<Column> columnWhere(Fits fits)
{
    for (const auto& [known, column] : kColumnNames) {
        if (fits(known))
            return column;
    }
    return std::nullopt;
}

/// True when @p instant lies within what @p time states.
bool covers(const SourceTime& time, base::UtcTime instant)
{
    // The common precisions without calendar arithmetic: this runs once a row.
    const std::int64_t beyond = instant.us - time.start.us;
    switch (time.precision) {
    case TimePrecision::Second:
        return beyond >= 0 && beyond < base::kUsPerSecond;
    case TimePrecision::Millisecond:
        return beyond >= 0 && beyond < base::kUsPerMs;
    case TimePrecision::Microsecond:
        return beyond == 0;
    default:
        return time.extent().contains(instant);
    }
}

/// Makes @p time the instant within it that @p counted states.
void refine(SourceTime& time, const SourceTime& counted)
{
    if (counted.start == time.start)
        return;
    time.start = counted.start;
    time.precision = TimePrecision::Microsecond;
}

std::optional<SourceTime> countedTime(std::string_view text)
{
    const auto count = readInteger(text);
    return count ? timeFromEpoch(*count) : std::nullopt;
}

std::string_view firstWithText(std::initializer_list<std::string_view> texts)
{
    for (const std::string_view text : texts) {
        if (!trimmed(text).empty())
            return text;
    }
    return {};
}

} // namespace

std::optional<TimesketchColumn> timesketchColumn(std::string_view name)
{
    return columnWhere([name](std::string_view known) { return name == known; });
}

std::optional<TimesketchColumn> timesketchColumnInAnyCase(std::string_view name)
{
    return columnWhere([name](std::string_view known) { return equalsIgnoringCase(name, known); });
}

bool TimesketchMapper::hasTime(const TimesketchFields& fields)
{
    return m_times.read(fields[Column::Datetime]).has_value() ||
           countedTime(fields[Column::Timestamp]).has_value();
}

void TimesketchMapper::setTime(const TimesketchFields& fields, RecordBuilder& builder)
{
    const std::string_view datetimeText = trimmed(fields[Column::Datetime]);
    const auto counted = countedTime(fields[Column::Timestamp]);
    auto stated = datetimeText.empty() ? std::nullopt : m_times.read(datetimeText);
    if (!stated) {
        if (!datetimeText.empty())
            builder.assume("datetime is not a time in ISO 8601: " +
                           std::string(cutAtCharacter(datetimeText, 80)));
        if (counted) {
            builder.setTime(*counted);
            builder.assume("the time is taken from timestamp, in microseconds since 1970 UTC");
        }
        return;
    }
    // A timestamp within what datetime states as UTC shows that this is what it means.
    if (counted && covers(*stated, counted->start)) {
        refine(*stated, *counted);
        builder.setTimeInUtc(*stated);
        return;
    }
    builder.setTime(*stated);
    SourceTime& taken = builder.record().occurredAt;
    if (counted && covers(taken, counted->start))
        refine(taken, *counted);
    else if (counted)
        builder.assume("timestamp says " + counted->toIso().toStdString() + "; datetime is taken");
}

std::optional<QString> TimesketchMapper::fill(const TimesketchFields& fields, RecordBuilder& builder)
{
    bool titleIsWhole = true;
    const bool hasMessage = builder.setTitle(fields[Column::Message], titleIsWhole);
    if (!hasMessage) {
        const std::string_view instead =
            firstWithText({fields[Column::TimestampDesc], fields[Column::DataType]});
        if (!builder.setTitle(instead, titleIsWhole))
            return QCoreApplication::translate("intake",
                                               "It has no message, which every Timesketch event must have.");
        builder.assume("it has no message; its timestamp_desc or data_type is the title");
    }
    if (!titleIsWhole)
        builder.addDescription(fields[Column::Message]);
    if (hasMessage)
        builder.addDescription(fields[Column::TimestampDesc]);
    setTime(fields, builder);

    setSourceOr(
        builder,
        firstWithText({fields[Column::SourceLong], fields[Column::Source], fields[Column::SourceShort]}),
        fields[Column::Parser]);
    builder.setReference(
        firstWithText({fields[Column::Uuid], fields[Column::Id], fields[Column::DocumentId]}));

    domain::NormalisedRecord& record = builder.record();
    record.severity = wordOrNotStated<domain::Severity>(fields[Column::Severity]);
    record.credibility = wordOrNotStated<domain::Credibility>(fields[Column::Credibility]);
    record.layer = wordOrNotStated<domain::Layer>(fields[Column::Layer]);
    return std::nullopt;
}

} // namespace keyturn::formats
