// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/l2tcsv.h"

#include "models/formats/json_parts.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_text.h"
#include "models/intake/zone_assignment.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace keyturn::formats {

using namespace intake;

namespace {

class L2tCsvMapper final : public TableMapper
{
public:
    explicit L2tCsvMapper(const TableHeader& header) : m_header(header) {}
    std::optional<QString> fill(const TableCells& cells, RecordBuilder& builder) override
    {
        const std::string_view description = cell(cells, "desc");
        if (!setTitleKeepingAll(builder, description.empty() ? cell(cells, "short") : description))
            return QCoreApplication::translate("formats", "It has neither a desc nor a short text.");
        constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kDetails{{
            {"Time of", "type"},
            {"MACB", "MACB"},
            {"User", "user"},
            {"Host", "host"},
            {"File", "filename"},
            {"Notes", "notes"},
            {"More", "extra"},
        }};
        for (const auto& [label, column] : kDetails)
            builder.addDetail(label, cell(cells, column));
        setTime(cells, builder);
        const std::string_view kind = cell(cells, "sourcetype");
        builder.setSource(kind.empty() ? cell(cells, "source") : kind);
        return std::nullopt;
    }

private:
    /// The cell's text; empty for "-", as plaso writes that there is nothing.
    [[nodiscard]] std::string_view cell(const TableCells& cells, std::string_view column) const
    {
        return trimmed(unlessDash(cells[m_header.find(column)]));
    }
    void setTime(const TableCells& cells, RecordBuilder& builder)
    {
        const std::string_view date = cell(cells, "date");
        if (date.empty() || date == "00/00/0000")
            return;
        const std::string_view zone = cell(cells, "timezone");
        const bool isUtc = equalsIgnoringCase(zone, "UTC") || equalsIgnoringCase(zone, "GMT") || zone == "Z";
        const bool isOffset = zone.starts_with('+') || zone.starts_with('-');
        const std::string written =
            joinedParts({date, cell(cells, "time"), isUtc || isOffset ? zone : std::string_view()});
        auto read = m_times.read(written);
        if (!read && cell(cells, "time").starts_with("--:")) // log2timeline's own sign for no time of day
            read = m_times.read(date);
        if (!read) {
            builder.assume("date and time are no time: " + std::string(cutAtCharacter(written, 80)));
            return;
        }
        const bool isNamed = !isUtc && !isOffset && !zone.empty();
        if (const ZoneAssignment* named = isNamed ? zoneCalled(zone) : nullptr)
            return builder.setTimeIn(*named, read->time);
        builder.setTime(read->time);
        if (isNamed)
            builder.assume("the timezone is written as " + std::string(cutAtCharacter(zone, 80)) +
                           ", which is no zone that is known");
    }
    /// The zone of a name in the time zone database; null where it has none such.
    const ZoneAssignment* zoneCalled(std::string_view name)
    {
        // A file is from a few; a hostile one must not fill the memory.
        constexpr std::size_t kMostZones = 64;
        const auto known = m_zones.find(name);
        if (known != m_zones.end())
            return known->second ? &*known->second : nullptr;
        if (m_zones.size() == kMostZones)
            m_zones.clear();
        auto zone = base::LocalZone::named(
            QString::fromUtf8(name.data(), static_cast<qsizetype>(std::min<std::size_t>(name.size(), 80))));
        auto& entry = m_zones[std::string(name)];
        if (zone)
            entry.emplace(std::move(*zone), ZoneAssignment::SaidBy::Record);
        return entry ? &*entry : nullptr;
    }

    TableHeader m_header;
    LooseTimes m_times{TimeStyle::MonthFirst};
    std::map<std::string, std::optional<ZoneAssignment>, std::less<>> m_zones;
};

} // namespace

int L2tCsv::recognises(const TableHeader& header) const
{
    return header.hasAll({"date", "time", "timezone", "MACB", "sourcetype", "desc"}) ? 97 : 0;
}

std::unique_ptr<TableMapper> L2tCsv::mapper(const TableHeader& header) const
{
    return std::make_unique<L2tCsvMapper>(header);
}

} // namespace keyturn::formats
