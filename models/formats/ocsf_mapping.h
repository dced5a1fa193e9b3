// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/stated_times.h"
#include "models/intake/json_format.h"

#include <cstdint>
#include <optional>
#include <string>

namespace keyturn::formats {

/// The class of an OCSF event: class_uid, or what type_uid says; nothing where neither is a number.
[[nodiscard]] std::optional<std::int64_t> ocsfClassOf(const simdjson::dom::object& event);

/// What OCSF calls the class @p uid; empty for those that are not known here.
[[nodiscard]] std::string_view ocsfClassName(std::int64_t uid);

/// What an event is about where nothing names it: class, activity and its object.
[[nodiscard]] std::string ocsfSummary(const simdjson::dom::object& event);

/// Maps OCSF events to normalised records, by the table at Ocsf.
class OcsfMapper final : public intake::JsonMapper
{
public:
    bool recordsIn(const simdjson::dom::object& value, std::vector<simdjson::dom::object>& records) override;
    [[nodiscard]] std::optional<QString> fill(const simdjson::dom::object& event, std::size_t index,
                                              intake::RecordBuilder& builder) override;

private:
    void setTime(const simdjson::dom::object& event, const std::optional<simdjson::dom::object>& finding,
                 intake::RecordBuilder& builder);
    [[nodiscard]] std::string shownTime(const simdjson::dom::object& object, std::string_view key);
    void addDetails(const simdjson::dom::object& event, const std::optional<simdjson::dom::object>& finding,
                    intake::RecordBuilder& builder);

    StatedTimeReader m_times;
};

} // namespace keyturn::formats
