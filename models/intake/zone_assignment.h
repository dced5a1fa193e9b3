// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/local_zone.h"

#include <cstdint>
#include <memory>
#include <string>

namespace keyturn::intake {

/// Whether a zone is missed in @p time: a year or a month names none either, but needs none.
[[nodiscard]] inline bool missesZone(const base::SourceTime& time)
{
    return time.precision >= base::TimePrecision::Day && time.zone.isEmpty();
}

/// The zone that zoneless times are in, as the user says of a file or a record of itself. Cheap to copy.
class ZoneAssignment
{
public:
    enum class SaidBy : std::uint8_t { Import, Mapping, Record };

    ZoneAssignment(base::LocalZone zone, SaidBy saidBy)
        : m_zone(std::make_shared<const base::LocalZone>(std::move(zone))), m_saidBy(saidBy)
    {
    }
    /// Makes @p time, which names no zone and was read as if in UTC, the instant that the zone's clocks show
    /// it at; of two such instants, and of the two readings of a time that clocks skip, the earlier. Its zone
    /// stays empty: nobody wrote it. A day without a time of day stays the day that is written, and a time
    /// that would lie outside the years 1 to 9999 stays where it is.
    /// @return the assumption to keep in the record.
    [[nodiscard]] std::string moveInto(base::SourceTime& time) const;

private:
    std::shared_ptr<const base::LocalZone> m_zone;
    SaidBy m_saidBy;
};

} // namespace keyturn::intake
