// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/overlay.h"

#include <QHash>
#include <QString>

#include <variant>

namespace keyturn::timeline {

/// Names a bar or mark of any overlay in which it occurs.
struct OverlayName
{
    OverlayKind kind = OverlayKind::Note;
    QString id;
    friend bool operator==(const OverlayName&, const OverlayName&) = default;
};

/// Names something on the timeline, so that it is found again in other columns and another overlay; or
/// nothing.
using ItemName = std::variant<std::monostate, EventKey, OverlayName>;

[[nodiscard]] inline std::size_t qHash(const OverlayName& name, std::size_t seed = 0)
{
    return qHashMulti(seed, static_cast<int>(name.kind), name.id);
}
[[nodiscard]] inline std::size_t qHash(const EventKey& key, std::size_t seed = 0)
{
    return qHashMulti(seed, static_cast<quint64>(key.batchSeq), key.leaf);
}
/// For QHash; another name than qHash(), which ADL does not find for a variant.
struct ItemNameHash
{
    [[nodiscard]] std::size_t operator()(const ItemName& name) const
    {
        if (const auto* event = std::get_if<EventKey>(&name))
            return qHash(*event);
        if (const auto* item = std::get_if<OverlayName>(&name))
            return qHash(*item);
        return 0;
    }
};

} // namespace keyturn::timeline
