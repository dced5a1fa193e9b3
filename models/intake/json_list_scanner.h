// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/chunk_reader.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keyturn::intake {

/// One value of the list, not yet parsed; valid until the next is asked for.
struct JsonListItem
{
    std::string_view text;    ///< Its bytes; empty when isTooLong.
    std::uint64_t number = 0; ///< From 1.
    std::uint64_t offset = 0; ///< Where it starts in the file.
    std::uint64_t size = 0;   ///< Its bytes.
    bool isTooLong = false;   ///< Longer than kMaximumRecordBytes: it was skipped over.
    bool isCutOff = false;    ///< The file ends within it.
};

/// Finds the values of one list in a JSON file of any size, a value at a time, by its brackets and quotes
/// alone: the list is the file's outermost array, or a member of a given name of its outermost object or of
/// an object within that, or the values that stand one after another in the file.
/// Memory is bounded by the longest value read. Nothing is judged here beyond what finding needs: each value
/// is parsed by itself later.
class JsonListScanner
{
public:
    /// What the file turned out to be.
    enum class Shape : std::uint8_t {
        NotJson,      ///< It starts with neither `{` nor `[`.
        List,         ///< The list was found: next() gives its values.
        ObjectOnly,   ///< An object without the list.
        ObjectCutOff, ///< The file ends within an object before any list.
    };
    /// What was seen when the list had ended.
    struct Ending
    {
        bool isCutOff = false;      ///< The file ends before the list or the object around it is closed.
        bool hasStrayText = false;  ///< Something else than values and commas stands between the values.
        bool hasSecondList = false; ///< A second member of the list's name; it is not read.
        bool hasTextBehind = false; ///< Text after the end of the outermost value.
    };

    /// @param listNames members that may hold the list; the first met is read. "hits/docs" is the member docs
    /// of the object that the member hits holds.
    JsonListScanner(ChunkReader& reader, std::vector<std::string> listNames)
        : m_reader(reader), m_listNames(std::move(listNames))
    {
    }

    /// True when the first value in @p text ends there.
    [[nodiscard]] static bool isFirstValueWhole(std::string_view text);
    /// Moves to the first value of the list.
    [[nodiscard]] base::Result<Shape> start();
    /// Takes the values of the file, one after another, for the list.
    void startSequence() { m_isSequence = true; }
    /// Goes on with the list of the object that stands behind the outermost one, and so forth, as if they
    /// were one list: a file of lines whose first is longer than can be seen at once.
    void readFurtherObjects() { m_readsFurtherObjects = true; }
    /// The next value. @return false when the list has ended; then ending() says how.
    [[nodiscard]] base::Result<bool> next(JsonListItem& item);
    /// Good after next() gave false.
    [[nodiscard]] const Ending& ending() const { return m_ending; }
    /// The string members "type" and "id" of the outermost object met so far, cut to 200 bytes.
    [[nodiscard]] const std::string& type() const { return m_type; }
    [[nodiscard]] const std::string& id() const { return m_id; }

private:
    /// Where a value ends, found by brackets and quotes, piece by piece. No JSON string spans lines (RFC
    /// 8259, section 7), so at a line end within one there are two ways to be wrong: a stray line end in a
    /// sound string, or a quote that is missing. Both are followed from there on, and the one that comes to
    /// an end first is believed.
    class Extent
    {
    public:
        /// Reads on; @return how many bytes of @p bytes belong to the value, and whether it is complete.
        std::size_t feed(std::string_view bytes, bool& isComplete);
        /// True for a number, a truth value or null, which only what follows ends.
        [[nodiscard]] bool isScalar() const { return m_asWritten.isScalar; }

    private:
        enum class Step : std::uint8_t { GoesOn, EndsBefore, EndsBehind };
        struct State
        {
            std::uint64_t depth = 0;
            char before = 0; ///< The last byte outside strings that is not blank.
            bool isStarted = false;
            bool isObject = false;
            bool isScalar = false;
            bool isInString = false;
            bool isEscaped = false;

            Step step(char c);
        };

        State m_asWritten;
        State m_quoteAdded; ///< Once isForked: as if a quote stood at the first line end within a string.
        bool m_isForked = false;
    };

    [[nodiscard]] base::Result<int> peek();
    [[nodiscard]] base::Result<bool> skipValue(std::string* keep);
    [[nodiscard]] base::Result<Shape> readMembers();
    [[nodiscard]] bool holdsList(const std::string& path) const;
    [[nodiscard]] base::Result<bool> finish();

    ChunkReader& m_reader;
    std::vector<std::string> m_listNames;
    std::string m_path; ///< Of the object being read: empty for the outermost, else as "hits/".
    std::string m_type;
    std::string m_id;
    Ending m_ending;
    std::uint64_t m_count = 0;
    std::size_t m_toConsume = 0; ///< The value handed out last; consumed when the next is asked for.
    bool m_isInObject = false;
    bool m_isSequence = false;
    bool m_listIsRead = false;
    bool m_readsFurtherObjects = false;
};

} // namespace keyturn::intake
