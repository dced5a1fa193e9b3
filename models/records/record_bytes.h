// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/domain/event.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keyturn::records {

/// Beyond so much text a record is cut (see appendRecord); adapters cut the raw record long before.
inline constexpr std::size_t kMaximumRecordTextBytes = 8u << 20;
/// What is left of each over-long text.
inline constexpr std::size_t kCutTextBytes = 1u << 20;

/// Appends the stored bytes of @p record to @p out. Invalid UTF-8 is replaced by U+FFFD, and a record of more
/// than kMaximumRecordTextBytes has its texts cut to kCutTextBytes, with an assumption saying so: the last
/// guards, for adapters give valid and bounded text.
/// @param spare holds the mended copy where one was needed. @return the record that was written: @p record or
/// @p spare.
const domain::NormalisedRecord& appendRecord(std::string& out, const domain::NormalisedRecord& record,
                                             domain::NormalisedRecord& spare);

/// Reads the stored bytes back, every field. @return BlockDamaged, UnknownLayout.
[[nodiscard]] base::Result<domain::NormalisedRecord> decodeNormalised(std::string_view bytes);

/// base::toWord and base::timePrecisionFromWord over bytes; for volume.
[[nodiscard]] std::string_view precisionWord(base::TimePrecision precision);
[[nodiscard]] std::optional<base::TimePrecision> precisionFromWord(std::string_view word);

} // namespace keyturn::records
