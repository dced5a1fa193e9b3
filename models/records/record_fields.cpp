// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/record_fields.h"

#include "models/records/text_find.h"

#include <cstring>

namespace keyturn::records {

FieldWalker::FieldWalker(std::string_view record) : m_at(record.data()), m_end(record.data() + record.size())
{
    if (!skip('{'))
        fault();
}

bool FieldWalker::fault()
{
    m_failed = true;
    m_done = true;
    return false;
}

bool FieldWalker::readString(std::string_view& out)
{
    const char* const start = m_at;
    for (;;) {
        m_at = findQuoteOrBackslash(m_at, m_end);
        if (m_at == m_end)
            return false;
        if (*m_at == '"')
            break;
        if (m_end - m_at < 2)
            return false;
        m_at += 2;
    }
    out = std::string_view(start, static_cast<std::size_t>(m_at - start));
    ++m_at;
    return true;
}

bool FieldWalker::readBare(std::string_view& out)
{
    const char* const start = m_at;
    while (m_at != m_end &&
           ((*m_at >= '0' && *m_at <= '9') || (*m_at >= 'a' && *m_at <= 'z') || *m_at == '-'))
        ++m_at;
    out = std::string_view(start, static_cast<std::size_t>(m_at - start));
    return !out.empty();
}

bool FieldWalker::enterMember()
{
    if (!m_first && !skip(','))
        return false;
    m_first = false;
    if (!skip('"'))
        return false;
    const auto left = static_cast<std::size_t>(m_end - m_at);
    for (; m_nextField < kFieldKeys.size(); ++m_nextField) {
        const std::string_view key = kFieldKeys[m_nextField];
        if (left >= key.size() + 2 && m_at[key.size()] == '"' &&
            std::memcmp(m_at, key.data(), key.size()) == 0) {
            m_field = static_cast<RecordField>(m_nextField++);
            m_at += key.size() + 1;
            return skip(':');
        }
    }
    return false;
}

bool FieldWalker::next(FieldText& out)
{
    while (!m_done) {
        if (m_inList) {
            if (skip(']')) {
                m_inList = false;
                continue;
            }
            if (!m_firstInList && !skip(','))
                return fault();
            m_firstInList = false;
            if (!skip('"') || !readString(out.text))
                return fault();
            out.field = m_field;
            out.isString = true;
            return true;
        }
        if (skip('}')) {
            m_done = true;
            m_failed = m_at != m_end;
            return false;
        }
        if (!enterMember())
            return fault();
        out.field = m_field;
        if (skip('"')) {
            out.isString = true;
            return readString(out.text) || fault();
        }
        if (skip('[')) {
            m_inList = true;
            m_firstInList = true;
            continue;
        }
        out.isString = false;
        return readBare(out.text) || fault();
    }
    return false;
}

} // namespace keyturn::records
