// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "tests/support/intake_reading.h"

#include <string>
#include <string_view>

namespace keyturn::tests {

/// What no time that was read may be; empty where @p time is sound.
std::string faultOf(const base::SourceTime& time);

/// What must hold of all that an adapter hands over, whatever it read: bounds, UTF-8, rising numbers, places
/// within the file, sentences that are harmless to show, and records that storage gives back as they were
/// put in. @param fileBytes the size of what was read. @return the first rule that is broken, empty for none.
std::string faultOf(const Outcome& outcome, std::size_t fileBytes);

/// How two readings of the same bytes differ; empty where they do not.
std::string differenceOf(const Outcome& a, const Outcome& b);

/// Reads @p bytes with @p adapter at once and a few bytes at a time. @return what is wrong with either
/// reading or differs between them; empty for nothing.
std::string faultInReading(const intake::Adapter& adapter, std::string_view bytes);

/// How many bytes at a time faultInReading() and its like read a file of @p bytes the second time: few, but
/// not so few that a large file takes long.
qint64 bytesAtATime(std::string_view bytes);

} // namespace keyturn::tests
