// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace keyturn::timeline {

/// Memory for so many bytes, not cleared by us. Large pieces come from the system in large pages and go back
/// to it at once when returned, whatever the program does with freed memory in general.
[[nodiscard]] void* takeColumnMemory(std::size_t bytes);

/// Returns what takeColumnMemory() gave.
struct ColumnMemoryReturner
{
    std::size_t bytes = 0;
    void operator()(void* memory) const;
};

using ColumnMemory = std::unique_ptr<void, ColumnMemoryReturner>;

/// An array whose memory is not cleared first: millions of values, each written once by whoever makes it.
template <typename T>
class Column
{
public:
    Column() = default;
    explicit Column(std::size_t size)
        : m_values(static_cast<T*>(takeColumnMemory(size * sizeof(T))), {size * sizeof(T)}), m_size(size)
    {
        static_assert(std::is_trivial_v<T>);
    }
    [[nodiscard]] T* data() { return m_values.get(); }
    [[nodiscard]] const T* data() const { return m_values.get(); }
    /// In memory that is at hand: of takeColumnMemory(), for so many values.
    Column(ColumnMemory memory, std::size_t size)
        : m_values(static_cast<T*>(memory.get()), memory.get_deleter()), m_size(size)
    {
        memory.release();
    }
    /// The memory, for another column; this one is empty then.
    [[nodiscard]] ColumnMemory release()
    {
        m_size = 0;
        const ColumnMemoryReturner returner = m_values.get_deleter();
        return {m_values.release(), returner};
    }
    Column(Column&& other) noexcept
        : m_values(std::move(other.m_values)), m_size(std::exchange(other.m_size, 0))
    {
    }
    Column& operator=(Column&& other) noexcept
    {
        m_values = std::move(other.m_values);
        m_size = std::exchange(other.m_size, 0);
        return *this;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::span<const T> values() const { return {m_values.get(), m_size}; }
    [[nodiscard]] T& operator[](std::size_t i) { return m_values.get()[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return m_values.get()[i]; }

private:
    std::unique_ptr<T[], ColumnMemoryReturner> m_values;
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
