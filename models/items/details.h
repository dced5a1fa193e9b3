// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/event.h"
#include "models/state/snapshot.h"
#include "models/timeline/overlay.h"

#include <QString>

#include <vector>

namespace keyturn::items {

/// One labelled line of a details pane. All of it is plain text.
struct DetailLine
{
    QString label;
    QString text;
    friend bool operator==(const DetailLine&, const DetailLine&) = default;
};

/// What the details pane shows of one thing.
struct Details
{
    QString kind; ///< "Signal", "Proposal".
    QString title;
    std::vector<DetailLine> lines;
    QString body; ///< Description, rationale.
    QString raw;  ///< The source's own record; empty where there is none.
    friend bool operator==(const Details&, const Details&) = default;
};

/// Of an imported or hand-entered event.
[[nodiscard]] Details detailsOf(const domain::Event& event, const state::Snapshot& snapshot);
/// Of something that the ledger tells itself, as the overlay names it; an empty title for what is not there.
[[nodiscard]] Details detailsOf(const state::Snapshot& snapshot, timeline::OverlayKind kind,
                                const QString& id, base::UtcTime now);

} // namespace keyturn::items
