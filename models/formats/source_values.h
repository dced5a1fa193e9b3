// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/json_parts.h"
#include "models/formats/stated_times.h"
#include "models/intake/json_record.h"
#include "models/intake/record_builder.h"

#include <initializer_list>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::formats {

/// The texts that @p value states: its own where it is a string, a number or a truth value, those of its
/// parts where it is an array of such. Blank ones, null and objects give none. At most @p atMost are taken.
[[nodiscard]] std::vector<std::string> textsOf(simdjson::dom::element value, std::size_t atMost = 1000);
/// The texts of the value at the end of @p path; none where there is no such value.
[[nodiscard]] std::vector<std::string> textsAt(const simdjson::dom::object& object,
                                               std::initializer_list<std::string_view> path);
/// "a, b": @p texts with @p separator between them.
[[nodiscard]] std::string joinedTexts(const std::vector<std::string>& texts,
                                      std::string_view separator = ", ");
/// The texts of the value at the end of @p path, with commas between them.
[[nodiscard]] std::string joinedAt(const simdjson::dom::object& object,
                                   std::initializer_list<std::string_view> path);

/// The parts of @p text between @p separator, without blanks around them; blank ones are left out.
[[nodiscard]] std::vector<std::string> splitTexts(std::string_view text, char separator);

/// Sets the title to the first of @p texts that is not blank; what of it does not fit the title becomes a
/// paragraph of the description. @return false where all are blank.
bool setTitleFrom(intake::RecordBuilder& builder, std::initializer_list<std::string_view> texts);

/// Sets the time to @p text as ISO 8601 writes one. @param member what the source calls it, for the notes.
/// @return whether it is set; false without a note for a blank text.
bool setTimeFromText(intake::RecordBuilder& builder, StatedTimeReader& times, std::string_view member,
                     std::string_view text);
/// Sets the time to the member @p member of @p object: a count of @p unit, also one written as text, or a
/// time in ISO 8601. A count of nought or less is how such sources write "none". @return whether it is set;
/// what is there and is no time is noted.
bool setTimeFromMember(intake::RecordBuilder& builder, StatedTimeReader& times,
                       const simdjson::dom::object& object, std::string_view member, EpochUnit unit);

} // namespace keyturn::formats
