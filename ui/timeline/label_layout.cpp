// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/label_layout.h"

#include <algorithm>

namespace keyturn::ui::timeline {

std::vector<LabelPlace> placeLabels(std::span<const LabelWish> wishes, const LabelRow& row)
{
    std::vector<LabelPlace> places(wishes.size());
    double takenPx = row.leftPx;      // Up to here marks and labels have their place,
    double takenBelowPx = row.leftPx; // and labels below.
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const double mark = wishes[i].markPx;
        const double wanted = wishes[i].wantedPx;
        const double rightFrom = std::max(mark + row.afterMarkPx, row.leftPx);
        const double rightTo = i + 1 < wishes.size()
                                   ? std::min(wishes[i + 1].markPx - row.beforeMarkPx, row.rightPx)
                                   : row.rightPx;
        const double leftTo = std::min(mark - row.beforeMarkPx, row.rightPx);
        const double leftRoom = leftTo - takenPx;
        takenPx = std::max(takenPx, rightFrom);
        // Below, a label begins under its mark; near the end of the row it is moved back.
        const double belowFrom =
            std::max(takenBelowPx, std::min(std::max(mark, row.leftPx), row.rightPx - wanted));
        struct Room
        {
            double widthPx;
            enum { Right, Left, Below } where;
        };
        const Room rooms[] = {{rightTo - rightFrom, Room::Right},
                              {leftRoom, Room::Left},
                              {row.rightPx - belowFrom, Room::Below}};
        const Room* best = &rooms[0];
        for (const Room& room : rooms) {
            if (std::min(room.widthPx, wanted) > std::min(best->widthPx, wanted))
                best = &room;
        }
        // Too far from its mark it would be another's.
        if (best->where == Room::Below && belowFrom > mark + row.leastPx)
            best = rooms[0].widthPx >= leftRoom ? &rooms[0] : &rooms[1];
        const double width = std::min(wanted, best->widthPx);
        if (width < std::min(wanted, row.leastPx))
            continue;
        switch (best->where) {
        case Room::Right:
            places[i] = {rightFrom, width, false};
            takenPx = rightFrom + width + row.beforeMarkPx;
            break;
        case Room::Left:
            places[i] = {leftTo - width, width, false};
            break;
        case Room::Below:
            places[i] = {belowFrom, width, true};
            takenBelowPx = belowFrom + width + 2 * row.beforeMarkPx;
            break;
        }
    }
    return places;
}

} // namespace keyturn::ui::timeline
