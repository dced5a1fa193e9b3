// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"

#include <cstdint>
#include <cstring>

namespace keyturn::base {

namespace {

void appendIndent(std::string& out, int indent)
{
    if (indent >= 0) {
        out += '\n';
        out.append(static_cast<size_t>(indent) * 2, ' ');
    }
}

/// @param indent the depth to indent to, or negative for compact output.
void append(std::string& out, const JsonValue& value, int indent)
{
    const int inner = indent >= 0 ? indent + 1 : indent;
    const auto appendText = [&](const QString& text) {
        const QByteArray utf8 = text.toUtf8();
        appendJsonString(out, {utf8.constData(), static_cast<size_t>(utf8.size())});
    };
    if (value.isNull()) {
        out += "null";
    } else if (const bool* flag = value.asBool()) {
        out += *flag ? "true" : "false";
    } else if (const std::int64_t* number = value.asInteger()) {
        out += std::to_string(*number);
    } else if (const QString* text = value.asString()) {
        appendText(*text);
    } else if (const JsonArray* array = value.asArray()) {
        out += '[';
        bool first = true;
        for (const JsonValue& element : *array) {
            if (!first)
                out += ',';
            first = false;
            appendIndent(out, inner);
            append(out, element, inner);
        }
        if (!first)
            appendIndent(out, indent);
        out += ']';
    } else if (const JsonObject* object = value.asObject()) {
        out += '{';
        bool first = true;
        for (const auto& [key, member] : *object) {
            if (!first)
                out += ',';
            first = false;
            appendIndent(out, inner);
            appendText(key);
            out += indent >= 0 ? ": " : ":";
            append(out, member, inner);
        }
        if (!first)
            appendIndent(out, indent);
        out += '}';
    }
}

QByteArray render(const JsonValue& value, int indent)
{
    std::string out;
    append(out, value, indent);
    return QByteArray(out.data(), static_cast<qsizetype>(out.size()));
}

/// The first place from @p from on that JSON must escape, or the end. Eight bytes at a time: imports spend
/// their time here.
size_t firstToEscape(std::string_view text, size_t from)
{
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    constexpr std::uint64_t kHighs = 0x8080808080808080;
    const auto zeroBytes = [](std::uint64_t v) { return (v - kOnes) & ~v; };
    for (; from + 8 <= text.size(); from += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + from, 8);
        const std::uint64_t controls = (word - kOnes * 0x20) & ~word;
        const std::uint64_t quotes = zeroBytes(word ^ kOnes * '"');
        const std::uint64_t backslashes = zeroBytes(word ^ kOnes * '\\');
        if ((controls | quotes | backslashes) & kHighs)
            break;
    }
    for (; from < text.size(); ++from) {
        const auto c = static_cast<unsigned char>(text[from]);
        if (c < 0x20 || c == '"' || c == '\\')
            break;
    }
    return from;
}

} // namespace

JsonArray jsonStrings(const QStringList& strings)
{
    JsonArray array;
    array.reserve(static_cast<size_t>(strings.size()));
    for (const QString& text : strings)
        array.emplace_back(text);
    return array;
}

QByteArray toJsonBytes(const JsonValue& value)
{
    return render(value, -1);
}

QByteArray toIndentedJsonBytes(const JsonValue& value)
{
    return render(value, 0) + '\n';
}

void appendJsonString(std::string& out, std::string_view utf8)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    size_t from = 0;
    for (;;) {
        const size_t special = firstToEscape(utf8, from);
        out.append(utf8, from, special - from);
        if (special == utf8.size())
            break;
        from = special + 1;
        const auto c = static_cast<unsigned char>(utf8[special]);
        out += '\\';
        switch (c) {
        case '"':
        case '\\':
            out += static_cast<char>(c);
            break;
        case '\n':
            out += 'n';
            break;
        case '\r':
            out += 'r';
            break;
        case '\t':
            out += 't';
            break;
        default:
            out += "u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
        }
    }
    out += '"';
}

} // namespace keyturn::base
