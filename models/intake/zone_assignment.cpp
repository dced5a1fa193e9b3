// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/zone_assignment.h"

#include "models/intake/source_times.h"

#include <array>
#include <string_view>

namespace keyturn::intake {

namespace {

using base::ClockShows;
using base::SourceTime;

/// @p time as its source wrote it: without the Z that it does not name.
std::string clockText(const SourceTime& time)
{
    std::string text;
    base::appendIso(text, time);
    if (text.ends_with('Z'))
        text.pop_back();
    return text;
}

std::string instantText(base::UtcTime instant, base::TimePrecision precision)
{
    std::string text;
    base::appendIso(text, {instant, precision, {}});
    return text;
}

} // namespace

std::string ZoneAssignment::moveInto(SourceTime& time) const
{
    const std::string name = m_zone->name().toStdString();
    const std::string clock = clockText(time);
    if (time.precision <= base::TimePrecision::Day)
        return "the time is a day and names no zone; " + clock + " is kept as written and not moved to " +
               name;
    const base::LocalReading reading = m_zone->read(time.start.us);
    if (!timeFromEpoch(reading.earlier.us) || !timeFromEpoch(reading.later.us))
        return "the time names no zone; " + clock + " is kept as written, as in " + name +
               " it would lie outside the years 1 to 9999";
    constexpr std::array<std::string_view, 3> kSaidBy{"the import", "the import's mapping", "another field"};
    std::string said = "the time names no zone; " + clock + " is taken to be in " + name + ", as " +
                       std::string(kSaidBy[static_cast<std::size_t>(m_saidBy)]) + " says";
    if (reading.shows != ClockShows::Once) {
        said += reading.shows == ClockShows::Twice ? ", where clocks show it twice; of "
                                                   : ", where clocks skip it; of its readings ";
        said += instantText(reading.earlier, time.precision) + " and " +
                instantText(reading.later, time.precision) + " the earlier is taken";
    }
    time.start = reading.earlier;
    return said;
}

} // namespace keyturn::intake
