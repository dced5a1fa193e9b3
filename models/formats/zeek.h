// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"
#include "models/intake/line_format.h"

namespace keyturn::formats {

/// Zeek's logs as JSON lines, of one log or of many in one file (`_path` or `@stream` names the log); mapping
/// in zeek_mapping.h. Points in the names of fields may be underscores.
class ZeekJson final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("zeek-json"); }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

/// Zeek's logs as it writes them by default: fields between separators, named by lines that begin with `#`
/// (#separator, #path, #fields, #unset_field, #empty_field); several such logs may stand one behind another.
/// Mapping in zeek_mapping.h.
class ZeekTsv final : public intake::LineFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("zeek-tsv"); }
    [[nodiscard]] int recognises(std::span<const std::string_view> lines) const override;
    [[nodiscard]] std::unique_ptr<intake::LineMapper> mapper(const intake::ImportHints& hints) const override;
};

} // namespace keyturn::formats
