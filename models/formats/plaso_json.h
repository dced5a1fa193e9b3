// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Plaso's JSON output: json_line (one event a line) and json (one object of event_0, event_1 …).
///
/// Source: plaso 20230717, plaso/output/json_line.py and shared_json.py (timestamp: microseconds since 1970
/// UTC; date_time: a dfDateTime object with __class_name__, is_local_time, time_zone_offset).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | timestamp, no finer than date_time's class states; none where that is a SemanticTime    |
/// |             | ("Not set"); a local time is kept without a zone                                        |
/// | others      | as Timesketch's attributes of the same names: timesketch_mapping.h; display_name and    |
/// |             | hostname are details                                                                    |
class PlasoJson final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("plaso-json"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats
