// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/presentable.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::items {

namespace {

bool isConfidential(const state::Snapshot& snapshot, const QString& id)
{
    const auto found =
        std::find_if(snapshot.requests.begin(), snapshot.requests.end(),
                     [&](const state::RequestState& request) { return request.id.value() == id; });
    // What is not known of is not shown either.
    return found == snapshot.requests.end() || found->facts.confidential;
}

} // namespace

timeline::Overlay presentable(timeline::Overlay overlay, const state::Snapshot& snapshot)
{
    const auto cover = [&](auto& item) {
        if (item.kind == timeline::OverlayKind::Request &&
            isConfidential(snapshot, item.id.section(u'/', 0, 0)))
            item.title = QCoreApplication::translate("items", "Confidential request");
    };
    for (timeline::OverlayBar& bar : overlay.bars) {
        const QString known = bar.title;
        cover(bar);
        if (bar.title != known && !bar.group.isEmpty())
            bar.group = bar.title; // Who asks is told by the part of the lane as well.
    }
    for (timeline::OverlayMark& mark : overlay.marks)
        cover(mark);
    return overlay;
}

} // namespace keyturn::items
