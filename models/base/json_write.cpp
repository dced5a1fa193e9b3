// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/// How many bytes are looked at together, and stored whether all of them are wanted or not.
constexpr std::size_t kStep = 16;
/// An escape takes no more bytes.
constexpr std::size_t kMostEscapeBytes = 6;

bool mustBeEscaped(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

/// Which of kStep bytes must be escaped, a bit for each from the lowest on.
struct Specials
{
    std::uint32_t backslashed; ///< '"' and '\\': a backslash goes before them.
    std::uint32_t controls;    ///< Whatever is below 0x20: other bytes take their place.
};

Specials specialsOf(const char* from)
{
#ifdef __SSE2__
    const auto maskOf = [](__m128i found) { return static_cast<std::uint32_t>(_mm_movemask_epi8(found)); };
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    // Of unsigned bytes, those that 0x1F is not less than.
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    return {maskOf(_mm_or_si128(quotes, backslashes)), maskOf(controls)};
#else
    Specials found{0, 0};
    for (std::size_t i = 0; i < kStep; ++i) {
        if (mustBeEscaped(from[i]))
            (from[i] < 0x20 ? found.controls : found.backslashed) |= std::uint32_t{1} << i;
    }
    return found;
#endif
}

/// Writes the escape of @p c and returns its end.
char* putEscape(char c, char* to)
{
    static constexpr char kHex[] = "0123456789abcdef";
    *to++ = '\\';
    switch (c) {
    case '"':
    case '\\':
        *to++ = c;
        return to;
    case '\n':
        *to++ = 'n';
        return to;
    case '\r':
        *to++ = 'r';
        return to;
    case '\t':
        *to++ = 't';
        return to;
    default:
        for (const char digit : {'u', '0', '0', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]})
            *to++ = digit;
        return to;
    }
}

char* putByte(char c, char* to)
{
    if (mustBeEscaped(c))
        return putEscape(c, to);
    *to++ = c;
    return to;
}

/// Writes kStep bytes with what must be escaped among them and returns their end. Reads up to kStep bytes
/// beyond them.
char* putStep(const char* from, char* to)
{
    const Specials specials = specialsOf(from);
    if (specials.controls != 0) {
        for (std::size_t i = 0; i < kStep; ++i)
            to = putByte(from[i], to);
        return to;
    }
    std::memcpy(to, from, kStep);
    // Each backslash moves all that follows it by one place.
    for (std::uint32_t left = specials.backslashed; left != 0; left &= left - 1) {
        const int at = std::countr_zero(left);
        to[at] = '\\';
        ++to;
        std::memcpy(to + at, from + at, kStep);
    }
    return to + kStep;
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

// Imports spend their time here: what is written goes through a small buffer, so that the string grows by
// whole pieces and not between one quotation mark and the next.
void appendJsonString(std::string& out, std::string_view utf8)
{
    std::array<char, 1024> buffer;
    constexpr std::size_t kMostStepBytes = kStep * kMostEscapeBytes + kStep;
    const char* from = utf8.data();
    const char* const end = from + utf8.size();
    const auto left = [&] { return static_cast<std::size_t>(end - from); };
    char* to = buffer.data();
    const char* const full = buffer.data() + buffer.size() - 2 * kMostStepBytes - 1;
    *to++ = '"';
    const auto makeRoom = [&] {
        if (to > full) {
            out.append(buffer.data(), to);
            to = buffer.data();
        }
    };
    for (; left() >= 2 * kStep; from += kStep) {
        makeRoom();
        to = putStep(from, to);
    }
    makeRoom();
    if (left() >= kStep) {
        const Specials specials = specialsOf(from);
        if ((specials.backslashed | specials.controls) == 0) {
            std::memcpy(to, from, kStep);
            to += kStep;
            from += kStep;
        }
    }
    while (from != end)
        to = putByte(*from++, to);
    *to++ = '"';
    out.append(buffer.data(), to);
}

} // namespace keyturn::base
