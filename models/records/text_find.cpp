// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/text_find.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace keyturn::records {

namespace {

constexpr std::array<char, 256> kFoldTable = [] {
    std::array<char, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = foldAscii(static_cast<char>(i));
    return table;
}();

char folded(char c)
{
    return kFoldTable[static_cast<unsigned char>(c)];
}

constexpr char caseMask(char c)
{
    return c >= 'a' && c <= 'z' ? 0x20 : 0;
}

} // namespace

std::string foldAscii(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), folded);
    return out;
}

const char* findNonAscii(const char* at, const char* end)
{
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        const int high = _mm_movemask_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
        if (high != 0)
            return at + std::countr_zero(static_cast<unsigned>(high));
    }
#endif
    return std::find_if(at, end, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool isAscii(std::string_view text)
{
    const char* const end = text.data() + text.size();
    return findNonAscii(text.data(), end) == end;
}

const char* findQuoteOrBackslash(const char* at, const char* end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    for (; end - at >= 16; at += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const int found =
            _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
        if (found != 0)
            return at + std::countr_zero(static_cast<unsigned>(found));
    }
#endif
    return std::find_if(at, end, [](char c) { return c == '"' || c == '\\'; });
}

TextFinder::TextFinder(std::string_view needle) : m_needle(foldAscii(needle))
{
    Q_ASSERT(!m_needle.empty());
    m_firstMask = caseMask(m_needle.front());
    m_lastMask = caseMask(m_needle.back());
}

bool TextFinder::middleMatches(const char* at) const
{
    for (std::size_t i = 1; i + 1 < m_needle.size(); ++i) {
        if (folded(at[i]) != m_needle[i])
            return false;
    }
    return true;
}

std::size_t TextFinder::findSlowly(std::string_view text, std::size_t from) const
{
    const std::size_t length = m_needle.size();
    for (; from + length <= text.size(); ++from) {
        const char* const at = text.data() + from;
        if (folded(*at) == m_needle.front() && folded(at[length - 1]) == m_needle.back() && middleMatches(at))
            return from;
    }
    return kNotFound;
}

std::size_t TextFinder::find(std::string_view text, std::size_t from) const
{
    const std::size_t length = m_needle.size();
#ifdef __SSE2__
    const __m128i first = _mm_set1_epi8(m_needle.front());
    const __m128i firstMask = _mm_set1_epi8(m_firstMask);
    const __m128i last = _mm_set1_epi8(m_needle.back());
    const __m128i lastMask = _mm_set1_epi8(m_lastMask);
    for (; from + length + 15 <= text.size(); from += 16) {
        const char* const at = text.data() + from;
        const __m128i starts = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i ends = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + length - 1));
        const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(_mm_or_si128(starts, firstMask), first),
                                           _mm_cmpeq_epi8(_mm_or_si128(ends, lastMask), last));
        auto candidates = static_cast<unsigned>(_mm_movemask_epi8(both));
        while (candidates != 0) {
            const int place = std::countr_zero(candidates);
            if (middleMatches(at + place))
                return from + static_cast<std::size_t>(place);
            candidates &= candidates - 1;
        }
    }
#endif
    return findSlowly(text, from);
}

} // namespace keyturn::records
