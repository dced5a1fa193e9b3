// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/words.h"
#include "models/timeline/lanes.h"

#include <QString>

#include <optional>
#include <vector>

namespace keyturn::timeline {

/// What an overlay item stands for; with its id it names the thing.
enum class OverlayKind : std::uint8_t {
    Request,
    Proposal,
    Change,
    ModelState,
    Signature,
    Milestone,
    Note,
    Incident,
    Gate,
    Evidence
};

/// How an overlay item is to be taken. The view gives each tone a colour and a second sign besides.
enum class Tone : std::uint8_t {
    Neutral,
    Pending, ///< Waits for somebody.
    Good,    ///< Done, answered, available.
    Limited, ///< In part.
    Severe,  ///< Suspended, refused.
    Overdue, ///< Late.
};

/// A thing that lasts: a request, a decision from its proposal on, a state of a model.
struct OverlayBar
{
    LaneId lane = LaneId::Decisions;
    OverlayKind kind = OverlayKind::Proposal;
    QString id;    ///< "R-1", "P-3", a model's id.
    QString title; ///< One line, plain text.
    QString row;   ///< Lanes with BarPacking::RowPerKey: which row ("larch-4"); also its caption.
    /// With BarPacking::SubLanes: the part of its lane that it lies in, also that part's caption; empty where
    /// the lane is not split.
    QString group;
    base::UtcTime start;
    std::optional<base::UtcTime> end;   ///< Nothing: it still lasts.
    std::optional<base::UtcTime> dueAt; ///< Drawn as a mark of its own, however small the bar.
    /// From here on it is what `tone` says; before, it waited: a decision's quorum. Nothing: it is one thing
    /// throughout.
    std::optional<base::UtcTime> settledAt;
    Tone toneBefore = Tone::Pending; ///< Until settledAt.
    Tone tone = Tone::Neutral;
    std::optional<domain::ModelStatus> status; ///< Of model states.
    friend bool operator==(const OverlayBar&, const OverlayBar&) = default;
};

/// A thing that happens: a signature, a decision, a milestone.
struct OverlayMark
{
    LaneId lane = LaneId::Notes;
    OverlayKind kind = OverlayKind::Note;
    QString id;    ///< "N-1"; for signatures "P-3/head-of-safety".
    QString title; ///< One line, plain text.
    base::UtcTime at;
    QString onBar; ///< Id of the bar of the same lane it belongs on; empty: it stands by itself.
    Tone tone = Tone::Neutral;
    friend bool operator==(const OverlayMark&, const OverlayMark&) = default;
};

/// What the ledger's state adds to the events: never folded, however far out one zooms.
struct Overlay
{
    std::vector<OverlayBar> bars;
    std::vector<OverlayMark> marks;
    friend bool operator==(const Overlay&, const Overlay&) = default;

    /// From the first start to the last stated end, due time or mark; nothing where there is nothing.
    [[nodiscard]] std::optional<base::TimeRange> extent() const;
};

} // namespace keyturn::timeline
