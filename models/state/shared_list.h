// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QSet>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <vector>

namespace keyturn::state {

/// A list whose copies share all that they have in common, in chunks of a few elements: a copy costs a list
/// of pointers, and a change one chunk, however long the list is. So an old state beside the new one costs
/// what changed between them. Reading from several threads is safe; a list object is changed by one thread.
template <typename T>
class SharedList
{
public:
    using value_type = T;

    class const_iterator
    {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = T;
        using difference_type = qsizetype;
        using pointer = const T*;
        using reference = const T&;

        const_iterator() = default;
        const_iterator(const SharedList* list, qsizetype place) : m_list(list), m_place(place) {}
        reference operator*() const { return m_list->at(m_place); }
        pointer operator->() const { return &m_list->at(m_place); }
        reference operator[](difference_type n) const { return m_list->at(m_place + n); }
        const_iterator& operator+=(difference_type n)
        {
            m_place += n;
            return *this;
        }
        const_iterator& operator-=(difference_type n) { return *this += -n; }
        const_iterator& operator++() { return *this += 1; }
        const_iterator& operator--() { return *this += -1; }
        const_iterator operator++(int) { return {m_list, m_place++}; }
        const_iterator operator--(int) { return {m_list, m_place--}; }
        friend const_iterator operator+(const_iterator it, difference_type n) { return it += n; }
        friend const_iterator operator+(difference_type n, const_iterator it) { return it += n; }
        friend const_iterator operator-(const_iterator it, difference_type n) { return it -= n; }
        friend difference_type operator-(const const_iterator& a, const const_iterator& b)
        {
            return a.m_place - b.m_place;
        }
        friend bool operator==(const const_iterator& a, const const_iterator& b)
        {
            return a.m_place == b.m_place;
        }
        friend auto operator<=>(const const_iterator& a, const const_iterator& b)
        {
            return a.m_place <=> b.m_place;
        }

    private:
        const SharedList* m_list = nullptr;
        qsizetype m_place = 0;
    };
    using const_reverse_iterator = std::reverse_iterator<const_iterator>;

    [[nodiscard]] qsizetype size() const
    {
        return m_chunks.isEmpty()
                   ? 0
                   : (m_chunks.size() - 1) * kChunk + static_cast<qsizetype>(m_chunks.constLast()->size());
    }
    [[nodiscard]] bool isEmpty() const { return m_chunks.isEmpty(); }
    [[nodiscard]] bool empty() const { return isEmpty(); }

    [[nodiscard]] const T& at(qsizetype place) const
    {
        return (*m_chunks.at(place / kChunk))[static_cast<std::size_t>(place % kChunk)];
    }
    [[nodiscard]] const T& operator[](qsizetype place) const { return at(place); }
    /// To be changed: the element's chunk is made this list's own.
    [[nodiscard]] T& operator[](qsizetype place)
    {
        return own(place / kChunk)[static_cast<std::size_t>(place % kChunk)];
    }
    [[nodiscard]] const T& constFirst() const { return at(0); }
    [[nodiscard]] const T& first() const { return at(0); }
    [[nodiscard]] const T& front() const { return at(0); }
    [[nodiscard]] const T& constLast() const { return at(size() - 1); }
    [[nodiscard]] const T& last() const { return constLast(); }
    [[nodiscard]] const T& back() const { return constLast(); }
    [[nodiscard]] T& last() { return (*this)[size() - 1]; }
    [[nodiscard]] T& back() { return last(); }

    void append(T element)
    {
        if (m_chunks.isEmpty() || static_cast<qsizetype>(m_chunks.constLast()->size()) == kChunk) {
            auto chunk = std::make_shared<Chunk>();
            chunk->reserve(kChunk);
            m_chunks.append(std::move(chunk));
        }
        own(m_chunks.size() - 1).push_back(std::move(element));
    }
    void push_back(T element) { append(std::move(element)); }
    void clear() { m_chunks.clear(); }

    [[nodiscard]] const_iterator begin() const { return {this, 0}; }
    [[nodiscard]] const_iterator end() const { return {this, size()}; }
    [[nodiscard]] const_iterator cbegin() const { return begin(); }
    [[nodiscard]] const_iterator cend() const { return end(); }
    [[nodiscard]] const_reverse_iterator rbegin() const { return const_reverse_iterator(end()); }
    [[nodiscard]] const_reverse_iterator rend() const { return const_reverse_iterator(begin()); }
    [[nodiscard]] const_reverse_iterator crbegin() const { return rbegin(); }
    [[nodiscard]] const_reverse_iterator crend() const { return rend(); }

    friend bool operator==(const SharedList& a, const SharedList& b)
    {
        return a.m_chunks.size() == b.m_chunks.size() &&
               std::equal(a.m_chunks.begin(), a.m_chunks.end(), b.m_chunks.begin(),
                          [](const auto& one, const auto& other) { return one == other || *one == *other; });
    }

private:
    /// What is changed together is copied together: about two kilobytes.
    static constexpr qsizetype kChunk =
        std::clamp<qsizetype>(2048 / static_cast<qsizetype>(sizeof(T)), 1, 64);
    using Chunk = std::vector<T>;

    Chunk& own(qsizetype number)
    {
        std::shared_ptr<Chunk>& chunk = m_chunks[number];
        if (chunk.use_count() > 1) {
            auto copy = std::make_shared<Chunk>();
            copy->reserve(kChunk);
            copy->assign(chunk->begin(), chunk->end());
            chunk = std::move(copy);
        } else {
            // Whoever shared it last, on another thread, is done reading.
            std::atomic_thread_fence(std::memory_order_acquire);
        }
        return *chunk;
    }

    QList<std::shared_ptr<Chunk>> m_chunks; ///< All but the last are full.
};

/// A growing set of byte strings whose copies share what they have in common, like SharedList. Two are equal
/// where the same was inserted in the same order.
class SharedByteSet
{
public:
    [[nodiscard]] bool contains(const QByteArray& bytes) const
    {
        return std::any_of(m_parts.begin(), m_parts.end(),
                           [&](const QSet<QByteArray>& part) { return part.contains(bytes); });
    }
    void insert(const QByteArray& bytes)
    {
        if (contains(bytes))
            return;
        if (m_parts.isEmpty() || m_parts.constLast().size() >= kPart)
            m_parts.append(QSet<QByteArray>());
        m_parts.last().insert(bytes);
    }
    [[nodiscard]] QList<QByteArray> values() const
    {
        QList<QByteArray> all;
        for (const QSet<QByteArray>& part : m_parts)
            all += part.values();
        return all;
    }
    friend bool operator==(const SharedByteSet&, const SharedByteSet&) = default;

private:
    static constexpr qsizetype kPart = 256;
    QList<QSet<QByteArray>> m_parts; ///< Qt's sets share until changed; only the last one grows.
};

} // namespace keyturn::state
