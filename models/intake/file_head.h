// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

namespace keyturn::intake {

class JsonHead;

/// How a file begins, for telling its format; what several formats look at is worked out once. One thread's.
class FileHead
{
public:
    /// @param text the first bytes, up to 64 KiB; they outlive this.
    FileHead(std::string_view text); // NOLINT(google-explicit-constructor): a head is its text.
    ~FileHead();
    FileHead(const FileHead&) = delete;
    FileHead& operator=(const FileHead&) = delete;

    [[nodiscard]] std::string_view text() const { return m_text; }
    /// The text as JSON, parsed when it is first asked for.
    [[nodiscard]] const JsonHead& json() const;

private:
    std::string_view m_text;
    mutable std::unique_ptr<JsonHead> m_json;
};

} // namespace keyturn::intake
