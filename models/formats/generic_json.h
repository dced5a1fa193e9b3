// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/file_fields.h"
#include "models/formats/import_mapping.h"
#include "models/intake/json_format.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace keyturn::formats {

/// JSON records of no format that is known, mapped by the names and values of the first of them: see
/// FieldMapping. Members of members are named with a point between: "event.time". The records are those of
/// the lists named below, or of the first list of objects within a value that tells nothing itself; hits of a
/// search engine (`_source`) and results that Splunk exports are unwrapped. With a mapping of the user's,
/// that says what the members mean, and its batch says that it was so.
class GenericJson final : public intake::JsonFormat
{
public:
    explicit GenericJson(std::optional<ImportMapping> mapping = std::nullopt) : m_mapping(std::move(mapping))
    {
    }
    [[nodiscard]] QString word() const override { return QStringLiteral("generic-jsonl"); }
    [[nodiscard]] std::vector<std::string> listNames() const override;
    [[nodiscard]] std::optional<std::string> listWithin(const intake::JsonHead& head) const override;
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
    [[nodiscard]] base::Result<std::unique_ptr<intake::JsonMapper>>
    mapperFor(std::string_view head, const QString& fileName) const override;
    [[nodiscard]] QString versioned() const override;

private:
    std::optional<ImportMapping> m_mapping;
};

/// The members of the first records in @p head, in the order in which they are met; nothing where there is no
/// whole record of JSON.
[[nodiscard]] std::optional<FileFields> jsonFields(std::string_view head);

} // namespace keyturn::formats
