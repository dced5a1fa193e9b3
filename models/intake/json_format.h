// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/format_adapter.h"
#include "models/intake/json_list_scanner.h"
#include "models/intake/json_record.h"
#include "models/intake/record_builder.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::intake {

/// @p text without the cookie that says that JSON follows, "@cee:" (CEE Log Transport 1.0, as Suricata,
/// rsyslog and syslog-ng write it before each line).
[[nodiscard]] std::string_view withoutCeeCookie(std::string_view text);

/// The list at @p path within @p object: the names of members, each in the object before, with slashes
/// between.
[[nodiscard]] std::optional<simdjson::dom::array> listAt(const simdjson::dom::object& object,
                                                         std::string_view path);

/// What a JSON file begins with, parsed: where the bytes end within a value, that value is cut after its last
/// whole member and closed. Good enough for telling formats apart; a file is read anew.
class JsonHead
{
public:
    explicit JsonHead(std::string_view head);

    /// The object that the file starts with; nothing where it starts with something else or is not JSON.
    [[nodiscard]] const std::optional<simdjson::dom::object>& outermost() const { return m_outermost; }
    /// The first record: the first object of the outermost array or of the first member called one of
    /// @p listNames, else the outermost object.
    [[nodiscard]] std::optional<simdjson::dom::object>
    firstRecord(const std::vector<std::string>& listNames) const;

private:
    std::unique_ptr<simdjson::dom::parser> m_parser;
    std::string m_text;
    std::optional<simdjson::dom::object> m_outermost;
    std::optional<simdjson::dom::array> m_array;
};

/// Turns the records of one file into normalised records; may remember what earlier ones said. One thread's.
class JsonMapper
{
public:
    virtual ~JsonMapper() = default;
    /// Takes one JSON value of the file apart into the records that it holds, for formats that nest them
    /// deeper than JsonFormat::listNames() says. @return false where the value itself is the one record, as
    /// by default; else @p records, in order, all of them parts of @p value, perhaps none.
    virtual bool recordsIn(const simdjson::dom::object& value, std::vector<simdjson::dom::object>& records)
    {
        static_cast<void>(value);
        static_cast<void>(records);
        return false;
    }
    /// Fills the record begun in @p builder. @param index its place among those that recordsIn() gave last; 0
    /// where it gave none. @return the reason for refusing it, one plain harmless sentence, or nothing.
    [[nodiscard]] virtual std::optional<QString> fill(const simdjson::dom::object& record, std::size_t index,
                                                      RecordBuilder& builder) = 0;
};

/// One format of JSON records: how to know it, where its records lie, and what they mean.
class JsonFormat : public Format
{
public:
    /// Members of the outermost object whose list holds the records, as "Findings", or "response/Attribute"
    /// where that object lies within the outermost; records that stand by themselves, in an array, or one
    /// after another are understood always.
    [[nodiscard]] virtual std::vector<std::string> listNames() const { return {}; }
    /// Where the records lie in a value that begins as @p head and is too long or too short to be read whole,
    /// in the terms of listNames(), for formats whose mappers find them in whole values; by default nothing.
    [[nodiscard]] virtual std::optional<std::string> listWithin(const JsonHead& head) const
    {
        static_cast<void>(head);
        return std::nullopt;
    }
    /// How sure this is its format: 0 not, 100 certain. @param first the first record; it may lack members
    /// that come late. @param head all that the file begins with.
    [[nodiscard]] virtual int recognises(const simdjson::dom::object& first, const JsonHead& head) const = 0;
    /// A mapper for one file.
    [[nodiscard]] virtual std::unique_ptr<JsonMapper> mapper() const = 0;
    /// A mapper for the file that begins with @p head, for formats that have to see it: by default mapper().
    /// @param fileName for sentences. @return why the file cannot be read.
    [[nodiscard]] virtual base::Result<std::unique_ptr<JsonMapper>> mapperFor(std::string_view head,
                                                                              const QString& fileName) const
    {
        static_cast<void>(head);
        static_cast<void>(fileName);
        return mapper();
    }
};

/// Reads the files of a JsonFormat, whatever their shape: JSON lines, values one after another (also RFC
/// 7464), one array, one object, or an object with a list. Records in lines are numbered by line, others by
/// their place. A faulty record is rejected and the next is read; a file that ends early keeps what was
/// whole.
class JsonAdapter final : public FormatAdapter<JsonFormat>
{
public:
    using FormatAdapter::FormatAdapter;
    [[nodiscard]] int recognises(const FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const ImportHints& hints,
                                          RecordSink& sink) const override;

private:
    [[nodiscard]] base::Result<void> addListWithin(ChunkReader& reader,
                                                   std::vector<std::string>& listNames) const;
};

/// Hands the records of JSON values, one value after another, through a mapper to a sink.
class JsonFeed
{
public:
    /// @param listNames members in which a value may hold its records; none where it is a record itself.
    JsonFeed(JsonMapper& mapper, std::vector<std::string> listNames, const ImportHints& hints,
             const QString& versioned, RecordSink& sink);
    /// Takes a value that is whole. @param number its place or line, which is the record's where no greater
    /// one was given before; records that stand within values are numbered on from the last. SIMDJSON_PADDING
    /// bytes behind @p text must be readable. @param line where it stands, in a file of lines; else 0.
    void take(std::string_view text, std::uint64_t number, std::uint64_t offset, std::uint64_t line = 0);
    /// Takes all values that @p scanner has, and says what was wrong with the list around them.
    [[nodiscard]] base::Result<void> takeAll(JsonListScanner& scanner, const ChunkReader& reader);

private:
    /// The number of a record that stands by itself at place or line @p number. Numbers rise, so that none
    /// names two records where a file has some by themselves and others within values.
    [[nodiscard]] std::uint64_t numberFor(std::uint64_t number)
    {
        return m_last = std::max(number, m_last + 1);
    }
    void fillAndTake(const simdjson::dom::object& record, std::size_t index, std::uint64_t number,
                     std::uint64_t offset);

    JsonMapper& m_mapper;
    std::vector<std::string> m_listNames;
    RecordSink& m_sink;
    RecordBuilder m_builder;
    JsonRecordParser m_parser;
    std::vector<simdjson::dom::object> m_values;  ///< What the outermost value's list holds.
    std::vector<simdjson::dom::object> m_records; ///< What one value holds.
    std::uint64_t m_line = 0;                     ///< Of the value that is being taken; 0 for none.
    std::uint64_t m_last = 0;                     ///< The number given last.
};

} // namespace keyturn::intake
