// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// JSON records of no format that is known, mapped by the names and values of the first of them: see
/// FieldMapping. Members of members are named with a point between: "event.time".
class GenericJson final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("generic-jsonl"); }
    [[nodiscard]] std::vector<std::string> listNames() const override;
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats
