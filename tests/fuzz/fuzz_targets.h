// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::tests {

/// One thing that is fuzzed: a format's adapter, or a parser besides.
struct FuzzTarget
{
    QString name; ///< The word of the format, or "times" …; the folder of its corpus in tests/fuzz.
    /// Does with some bytes what the program does with a file, and says what rule is broken; empty for none.
    std::function<std::string(std::string_view)> faultIn;
};

/// Every adapter of the registry, and what is fuzzed besides.
const std::vector<FuzzTarget>& fuzzTargets();
/// The target called @p name; nullptr where there is none.
const FuzzTarget* findFuzzTarget(QStringView name);

/// All that reads times: base, the intake's and the formats'. The first byte chooses what a count counts;
/// behind it every line is a time.
std::string faultInTimes(std::string_view bytes);
/// The query language: reading, tokens, faults and completions.
std::string faultInQuery(std::string_view bytes);
/// A file as it comes: decompressed, out of its archive, converted. The first byte chooses the encoding that
/// a person names.
std::string faultInSource(std::string_view bytes);

} // namespace keyturn::tests
