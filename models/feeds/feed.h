// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/feeds/feed_state.h"

#include <QString>

#include <atomic>
#include <cstdint>
#include <optional>

namespace keyturn::feeds {

/// Bytes that a feed has fetched, whole, to be imported.
struct Arrival
{
    QString path;   ///< Where they can be read until the receiver returns.
    QString shown;  ///< For sentences; harmless.
    QString source; ///< What the batch keeps; harmless, and without secrets.
};

/// What became of an arrival.
struct Reception
{
    enum class Kind {
        Signed,     ///< It is in the ledger as far as it could be read.
        SeenBefore, ///< The ledger held all of it already.
        Empty,      ///< It could be read and holds no record.
        Refused,    ///< It could not be read; `reason` says why.
    };
    Kind kind = Kind::Signed;
    std::optional<base::Error> reason;
};

/// What a feed hands its arrivals to, and what keeps its state. Both return only when it is done for good.
class FeedHost
{
public:
    virtual ~FeedHost() = default;
    /// Imports and signs. @return what also the next arrival would meet: a rule, a failing store, a stop.
    [[nodiscard]] virtual base::Result<Reception> receive(const Arrival& arrival) = 0;
    /// Says in the account of this round that @p arrival was refused, where the round goes on.
    virtual void nameRefused(const Arrival& arrival, const base::Error& reason) = 0;
    /// Keeps @p state durably.
    [[nodiscard]] virtual base::Result<void> keep(const FeedState& state) = 0;
    /// Set when the feed is to stop.
    [[nodiscard]] virtual const std::atomic_bool& stop() const = 0;
};

/// What one round of a feed came to, beside what its host received.
struct Round
{
    std::uint64_t unchanged = 0;  ///< Files, bodies and collections in which there was nothing new.
    std::uint64_t seenBefore = 0; ///< Arrivals that the ledger held already.
    std::uint64_t waiting = 0;    ///< Files that may still be being written.
    std::optional<base::Error> error;
    std::optional<base::UtcTime> notBefore;    ///< Until when the server asks to be left alone.
    std::optional<base::UtcTime> firstWholeAt; ///< When the first of those that wait may be whole.
    std::optional<base::UtcTime> lastWholeAt;  ///< The last, unless they are written to again.

    /// Counts a file that waits until @p wholeAt.
    void addWaiting(base::UtcTime wholeAt);
};

/// Something that brings records now and then.
class Feed
{
public:
    virtual ~Feed() = default;
    /// "folder", "http", "taxii".
    [[nodiscard]] virtual QString kind() const = 0;
    /// What it is asked of; harmless, and without secrets.
    [[nodiscard]] virtual QString source() const = 0;
    /// Asks once. @p state is changed only for what the host has received.
    [[nodiscard]] virtual Round round(FeedState& state, FeedHost& host) = 0;
    /// A descriptor that has something to read when a round would be of use before its time; -1 for none.
    [[nodiscard]] virtual int wakingDescriptor() const { return -1; }
};

} // namespace keyturn::feeds
