// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

#include <compare>
#include <functional>
#include <utility>

namespace keyturn::base {

/// An identifier of one kind of thing: never converted to or compared with another kind's.
template <typename Tag>
class StrongId
{
public:
    StrongId() = default;
    explicit StrongId(QString value) : m_value(std::move(value)) {}
    /// The identifier as written.
    [[nodiscard]] const QString& value() const { return m_value; }
    [[nodiscard]] bool isEmpty() const { return m_value.isEmpty(); }

    friend bool operator==(const StrongId& a, const StrongId& b) { return a.m_value == b.m_value; }
    friend std::strong_ordering operator<=>(const StrongId& a, const StrongId& b)
    {
        return a.m_value.compare(b.m_value) <=> 0;
    }
    friend size_t qHash(const StrongId& id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    QString m_value;
};

} // namespace keyturn::base

template <typename Tag>
struct std::hash<keyturn::base::StrongId<Tag>>
{
    size_t operator()(const keyturn::base::StrongId<Tag>& id) const noexcept { return qHash(id.value()); }
};
