// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <compare>
#include <cstdint>
#include <vector>

namespace keyturn::domain {

/// A set of numbers below a size that all sets it meets share.
class BitSet
{
public:
    explicit BitSet(std::size_t size = 0) : m_words((size + kBits - 1) / kBits) {}
    friend bool operator==(const BitSet&, const BitSet&) = default;
    /// Some order, for sorting.
    friend auto operator<=>(const BitSet&, const BitSet&) = default;

    void insert(std::size_t number) { m_words[number / kBits] |= std::uint64_t{1} << (number % kBits); }
    void clear() { std::fill(m_words.begin(), m_words.end(), 0); }
    BitSet& operator|=(const BitSet& other)
    {
        for (std::size_t w = 0; w < m_words.size(); ++w)
            m_words[w] |= other.m_words[w];
        return *this;
    }
    BitSet& operator&=(const BitSet& other)
    {
        for (std::size_t w = 0; w < m_words.size(); ++w)
            m_words[w] &= other.m_words[w];
        return *this;
    }
    BitSet& operator-=(const BitSet& other)
    {
        for (std::size_t w = 0; w < m_words.size(); ++w)
            m_words[w] &= ~other.m_words[w];
        return *this;
    }
    /// Becomes what both hold, without a new allocation.
    void assignShared(const BitSet& a, const BitSet& b)
    {
        m_words.resize(a.m_words.size());
        for (std::size_t w = 0; w < m_words.size(); ++w)
            m_words[w] = a.m_words[w] & b.m_words[w];
    }

    [[nodiscard]] bool has(std::size_t number) const
    {
        return ((m_words[number / kBits] >> (number % kBits)) & 1) != 0;
    }
    [[nodiscard]] bool isEmpty() const
    {
        return std::all_of(m_words.begin(), m_words.end(), [](std::uint64_t word) { return word == 0; });
    }
    [[nodiscard]] bool intersects(const BitSet& other) const
    {
        for (std::size_t w = 0; w < m_words.size(); ++w) {
            if ((m_words[w] & other.m_words[w]) != 0)
                return true;
        }
        return false;
    }
    [[nodiscard]] std::uint64_t count() const
    {
        std::uint64_t numbers = 0;
        for (const std::uint64_t word : m_words)
            numbers += static_cast<std::uint64_t>(std::popcount(word));
        return numbers;
    }
    /// Calls @p visit with each number, the least first.
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (std::size_t w = 0; w < m_words.size(); ++w) {
            for (std::uint64_t word = m_words[w]; word != 0; word &= word - 1)
                visit(w * kBits + static_cast<std::size_t>(std::countr_zero(word)));
        }
    }

private:
    static constexpr std::size_t kBits = 64;

    std::vector<std::uint64_t> m_words;
};

} // namespace keyturn::domain
