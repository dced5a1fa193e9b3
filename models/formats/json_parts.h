// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"
#include "models/formats/stated_times.h"
#include "models/intake/loose_times.h"
#include "models/intake/record_builder.h"

#include <initializer_list>
#include <optional>
#include <simdjson.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keyturn::formats {

/// Where a value lies: the keys that lead to it.
using JsonPath = std::initializer_list<std::string_view>;

/// "a b": the parts that are not blank, with a blank between them.
[[nodiscard]] std::string joinedParts(std::initializer_list<std::string_view> parts,
                                      std::string_view between = " ");

/// The value at the end of @p path as text: strings and numbers as they are, truth values as words; empty for
/// objects, lists, null and where there is none.
[[nodiscard]] std::string plainTextAt(const simdjson::dom::object& object, JsonPath path);

/// The first of @p paths at whose end stands text that is not blank; a view into the record.
[[nodiscard]] std::string_view firstTextAt(const simdjson::dom::object& object,
                                           std::initializer_list<JsonPath> paths);

/// The object at the end of @p path, or nothing.
[[nodiscard]] std::optional<simdjson::dom::object> objectAt(const simdjson::dom::object& object,
                                                            JsonPath path);

/// The list at the end of @p path, or nothing.
[[nodiscard]] std::optional<simdjson::dom::array> arrayAt(const simdjson::dom::object& object, JsonPath path);

/// Whether @p key of @p object is the truth value true.
[[nodiscard]] bool isTrueAt(const simdjson::dom::object& object, std::string_view key);

/// Adds the objects of @p list to @p records. An item that is none gives @p parent in its place, which no
/// format takes for a record, so that it is rejected and not lost.
void addObjectsOf(const simdjson::dom::array& list, const simdjson::dom::object& parent,
                  std::vector<simdjson::dom::object>& records);

/// The first object in the list at the end of @p path, or nothing.
[[nodiscard]] std::optional<simdjson::dom::object> firstObjectIn(const simdjson::dom::object& object,
                                                                 JsonPath path);

/// The texts and numbers of the list at the end of @p path, or of @p key within its objects, joined by
/// commas; at most @p most of them, then "and N more". Empty where there are none.
[[nodiscard]] std::string listedTexts(const simdjson::dom::object& object, JsonPath path,
                                      std::string_view key = {}, std::size_t most = 10);

/// The findings within an event of AWS's EventBridge: the objects of `detail.findings`. @return false where
/// there is no such list. Items that are no objects: see addObjectsOf().
[[nodiscard]] bool eventBridgeFindings(const simdjson::dom::object& event,
                                       std::vector<simdjson::dom::object>& records);

/// Sets the title to @p text's first line, and keeps all of it where that is not the whole.
/// @return false where it is blank.
bool setTitleKeepingAll(intake::RecordBuilder& builder, std::string_view text);

/// Sets the time that @p stated holds, and keeps its notes either way. @return whether there is one.
bool setStatedTime(intake::RecordBuilder& builder, const StatedTime& stated);

/// Sets the time that was read, and says what had to be assumed for it.
void setLooseTime(intake::RecordBuilder& builder, const intake::LooseTime& read);

/// Sets the source to the caller's default, or to @p own where the caller names none.
void setSourceAfterDefault(intake::RecordBuilder& builder, std::string_view own);

/// Sets the source to @p own; where that is blank to the caller's default, and at last to @p otherwise.
void setSourceOr(intake::RecordBuilder& builder, std::string_view own, std::string_view otherwise);

/// @p text, or nothing where it is "-", as many logs write that there is nothing.
[[nodiscard]] std::string_view unlessDash(std::string_view text);

/// Adds a model's name, once, and cut where it is too long; blank adds nothing.
void addModel(intake::RecordBuilder& builder, std::string_view name);

/// A word of a source and what it means here.
template <typename E>
using WordTable = std::span<const std::pair<std::string_view, E>>;

/// The meaning of @p word, letter case apart; NotStated where the table lacks it.
[[nodiscard]] domain::Severity severityOfWord(std::string_view word, WordTable<domain::Severity> table);

/// The words that nearly all sources of findings use: informational (info), low, medium (moderate), high,
/// critical.
[[nodiscard]] domain::Severity severityOfFindingWord(std::string_view word);

/// The words of log levels: trace, debug, info and notice are informational, warning low, error medium,
/// critical and beyond high. A level grades the fault of a program, not harm done, so that it counts one step
/// less than the same word of a finding.
[[nodiscard]] domain::Severity severityOfLogWord(std::string_view word);

} // namespace keyturn::formats
