// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keyturnctl/feed_memory.h"
#include "app/keyturnctl/import_options.h"
#include "app/keyturnctl/stop_signals.h"
#include "models/feeds/back_off.h"
#include "models/feeds/feed.h"

namespace keyturn::app {

/// How often a feed is asked.
enum class Rounds { Once, UntilStopped };

/// One run of a feed: its workspace, who signs, what it remembers, how it is asked again and again.
struct FeedRun
{
    const Context& context;
    service::Workspace& workspace;
    Identity& identity;
    service::ImportRequest as; ///< But for path and names.
    FeedMemory& memory;
    Rounds rounds = Rounds::Once;
    feeds::BackOff backOff;
};

/// Asks @p feed as @p run says and imports what it brings; each round that brought or failed something is
/// printed. @return the exit status; errors that end the run.
[[nodiscard]] base::Result<int> runFeed(const FeedRun& run, feeds::Feed& feed);

} // namespace keyturn::app
