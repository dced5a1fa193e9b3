// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/causality.h"
#include "ui/timeline/item_text.h"
#include "ui/timeline/timeline_scene.h"

#include <QPainterPath>
#include <QPointF>

#include <functional>
#include <memory>
#include <vector>

class QPainter;

namespace keyturn::ui::timeline {

/// Whether an arrow leads to what is selected or away from it.
enum class ArrowKind : std::uint8_t { Cause, Effect };

/// One arrow from what led to something to what came of it.
struct CausalArrow
{
    ArrowKind kind = ArrowKind::Cause;
    keyturn::timeline::CausalLink link;
    bool isDirect = false; ///< One end is the selection itself.
    QPointF from;
    QPointF to; ///< Where its head is. Ends out of sight lie on the canvas's edge.
    bool isFromInSight = true;
    bool isToInSight = true;
};

/// The arrows of what is selected: what led to it dashed, what came of it solid.
class CausalArrows
{
public:
    /// Finds what is shown of a thing; the time it is at tells where to look.
    using Find = std::function<TimelineItem(const keyturn::timeline::CausalNode&)>;

    void setGraph(std::shared_ptr<const keyturn::timeline::CausalGraph> graph) { m_graph = std::move(graph); }
    [[nodiscard]] const keyturn::timeline::CausalGraph* graph() const { return m_graph.get(); }
    /// Gathers the links of @p selected and finds their ends; to be called when the selection, the graph or
    /// the data have changed.
    void select(const keyturn::timeline::ItemName& selected, const Find& find);
    /// The arrows as they run now. Those with both ends out of sight, and those too short to be seen, are
    /// left out.
    [[nodiscard]] std::vector<CausalArrow> arrows(const TimelineScene& scene) const;
    /// Paints them into the canvas, with names at the edge for ends that are out of sight.
    void paint(QPainter& painter, const TimelineScene& scene, const EventTitler& titler) const;

private:
    struct Link
    {
        ArrowKind kind;
        keyturn::timeline::CausalLink link;
        bool isDirect;
        TimelineItem cause;
        TimelineItem effect;
    };
    void paintEdgeNames(QPainter& painter, const TimelineScene& scene, const EventTitler& titler,
                        const std::vector<CausalArrow>& arrows) const;

    std::shared_ptr<const keyturn::timeline::CausalGraph> m_graph;
    std::vector<Link> m_links;
};

/// The way an arrow takes: a curve that leaves and arrives along the axis of time.
[[nodiscard]] QPainterPath arrowPath(const CausalArrow& arrow);

} // namespace keyturn::ui::timeline
