// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::intake {

struct YamlMember;

/// A value of a YAML document, with the lines it stands on. Scalars are text: what they mean is the reader's
/// to say.
struct YamlNode
{
    enum class Kind : std::uint8_t { Scalar, List, Map };

    Kind kind = Kind::Scalar;
    std::string text;                ///< Of a scalar; empty for null.
    std::vector<YamlNode> items;     ///< Of a list.
    std::vector<YamlMember> members; ///< Of a map, in the order written.
    int firstLine = 0;               ///< From 0.
    int endLine = -1;                ///< The line behind it; -1 where the file ends before.
    bool isWhole = true;             ///< False where a fault was met within it.

    /// The member called @p key; nullptr where this is no map or has none.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;
    /// The text of the scalar member called @p key; empty where there is none.
    [[nodiscard]] std::string_view textOf(std::string_view key) const;
    /// A key that stands twice in this map; empty where none does.
    [[nodiscard]] std::string_view keyNamedTwice() const;
};

/// One member of a map. A struct of its own, as a pair of something incomplete is more than clang takes.
struct YamlMember
{
    std::string key;
    YamlNode value;
};

/// What went wrong, and where.
struct YamlFault
{
    QString reason; ///< Part of a sentence.
    int line = 0;   ///< From 0.
};

/// The documents of a YAML text, as far as they could be read.
struct YamlDocuments
{
    std::vector<YamlNode> roots;
    std::optional<YamlFault> fault;
};

/// Reads all documents of @p text with yaml-cpp. Aliases are refused, as a few lines of them can stand for
/// more values than there is memory; so are more than kMaximumYamlNodes values and nesting beyond
/// kMaximumYamlDepth. Throws nothing.
[[nodiscard]] YamlDocuments readYaml(const std::string& text);

/// yaml-cpp takes up to 250 bytes of memory a byte of text; the whole ATLAS.yaml has less than one mebibyte.
inline constexpr std::size_t kMaximumYamlBytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t kMaximumYamlNodes = 250'000;
inline constexpr std::size_t kMaximumYamlDepth = 64;

} // namespace keyturn::intake
