// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/file_head.h"

#include "models/intake/json_format.h"

namespace keyturn::intake {

FileHead::FileHead(std::string_view text) : m_text(text) {}

FileHead::~FileHead() = default;

const JsonHead& FileHead::json() const
{
    if (!m_json)
        m_json = std::make_unique<JsonHead>(m_text);
    return *m_json;
}

} // namespace keyturn::intake
