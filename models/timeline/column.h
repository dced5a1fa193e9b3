// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <span>

namespace keyturn::timeline {

/// An array whose memory is not cleared first: millions of values, each written once by whoever makes it.
template <typename T>
class Column
{
public:
    Column() = default;
    explicit Column(std::size_t size) : m_values(std::make_unique_for_overwrite<T[]>(size)), m_size(size) {}
    [[nodiscard]] T* data() { return m_values.get(); }
    [[nodiscard]] const T* data() const { return m_values.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::span<const T> values() const { return {m_values.get(), m_size}; }
    [[nodiscard]] T& operator[](std::size_t i) { return m_values[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return m_values[i]; }

private:
    std::unique_ptr<T[]> m_values;
    std::size_t m_size = 0;
};

/// Two arrays seen as one.
template <typename T>
class ColumnView
{
public:
    ColumnView(const Column<T>& first, const Column<T>& second)
        : m_first(first.data()), m_second(second.data()), m_firstSize(first.size()),
          m_size(first.size() + second.size())
    {
    }
    [[nodiscard]] T operator[](std::size_t row) const
    {
        return row < m_firstSize ? m_first[row] : m_second[row - m_firstSize];
    }
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    const T* m_first;
    const T* m_second;
    std::size_t m_firstSize;
    std::size_t m_size;
};

} // namespace keyturn::timeline
