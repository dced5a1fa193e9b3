// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/feeds/feed_error.h"

#include <QByteArray>
#include <QString>

#include <deque>
#include <map>
#include <optional>

namespace keyturn::feeds {

/// How far one TAXII collection has been read.
struct CollectionState
{
    QString addedAfter; ///< As the server wrote it (RFC 3339); empty: nothing was read to its end yet.
    QString next;       ///< The page to go on with after `addedAfter`; empty: the first.
    friend bool operator==(const CollectionState&, const CollectionState&) = default;
};

/// What a feed remembers from one round, and one run, to the next. What stands in it has been signed.
struct FeedState
{
    QByteArray etag;                  ///< Of the newest body that was taken, as sent; empty for none.
    QByteArray lastModified;          ///< The same.
    std::optional<base::Digest> body; ///< Of that body.
    std::map<QString, CollectionState> collections; ///< By their id.
    std::deque<base::Digest> done;                  ///< Of the files that were taken, the newest last.
    int failuresInARow = 0;
    friend bool operator==(const FeedState&, const FeedState&) = default;

    /// How many files are remembered; the ledger knows older ones by their digest.
    static constexpr std::size_t kMostDone = 10'000;
    /// Remembers a file as taken; forgets the oldest where there are too many.
    void addDone(const base::Digest& digest);
};

/// As JSON, to be kept; never longer than the seen files of models/storage may be.
[[nodiscard]] QByteArray feedStateBytes(const FeedState& state);
/// Reads what feedStateBytes() gave. @param shownFile for the sentence. @return StateDamaged, StateNewer.
[[nodiscard]] base::Result<FeedState> readFeedState(const QByteArray& bytes, const QString& shownFile);

} // namespace keyturn::feeds
