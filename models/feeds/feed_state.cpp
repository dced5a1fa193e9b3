// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/feed_state.h"

#include "models/base/json.h"
#include "models/base/text_safety.h"

namespace keyturn::feeds {

namespace {

constexpr std::int64_t kFormat = 1;
constexpr int kMostFailures = 1'000'000;
constexpr qsizetype kLongestValidator = 1024;

/// A validator as text, or nothing where it could not be written and read back: then it is not used.
QString kept(const QByteArray& validator)
{
    const QString text = QString::fromLatin1(validator);
    return validator.size() > kLongestValidator || base::hasForbiddenCharacter(text) ? QString() : text;
}

} // namespace

void FeedState::addDone(const base::Digest& digest)
{
    done.push_back(digest);
    while (done.size() > kMostDone)
        done.pop_front();
}

QByteArray feedStateBytes(const FeedState& state)
{
    base::JsonArray collections;
    for (const auto& [id, collection] : state.collections)
        collections.push_back(base::JsonObject{{QStringLiteral("id"), id},
                                               {QStringLiteral("added_after"), collection.addedAfter},
                                               {QStringLiteral("next"), collection.next}});
    base::JsonArray done;
    for (const base::Digest& digest : state.done)
        done.push_back(digest.hex());
    base::JsonObject object{{QStringLiteral("format"), kFormat},
                            {QStringLiteral("etag"), kept(state.etag)},
                            {QStringLiteral("last_modified"), kept(state.lastModified)}};
    if (state.body)
        object.emplace_back(QStringLiteral("body_sha256"), state.body->hex());
    object.emplace_back(QStringLiteral("collections"), std::move(collections));
    object.emplace_back(QStringLiteral("done_sha256"), std::move(done));
    object.emplace_back(QStringLiteral("failures_in_a_row"), state.failuresInARow);
    return base::toJsonBytes(object) + '\n';
}

base::Result<FeedState> readFeedState(const QByteArray& bytes, const QString& shownFile)
{
    const auto damaged = [&](const QString& reason) {
        return base::fail(FeedError::StateDamaged, shownFile, reason);
    };
    const auto value = base::parseStrictJson(bytes);
    if (!value)
        return damaged(value.error().sentence());
    base::JsonReader reader(*value, QStringLiteral("state"));
    if (reader.integer("format", 1, std::numeric_limits<int>::max()) > kFormat)
        return base::fail(FeedError::StateNewer, shownFile);
    FeedState state;
    state.etag = reader.string("etag").toLatin1();
    state.lastModified = reader.string("last_modified").toLatin1();
    state.body = reader.optionalDigest("body_sha256");
    for (const base::JsonValue& element : reader.array("collections")) {
        base::JsonReader collection(element, reader.pathOf("collections"));
        const QString id = collection.string("id");
        const QString addedAfter = collection.string("added_after");
        state.collections[id] = {addedAfter, collection.string("next")};
        if (const auto read = collection.finish(); !read)
            reader.take(read.error());
    }
    for (const QString& hex : reader.strings("done_sha256")) {
        if (const auto digest = base::Digest::fromHex(hex))
            state.addDone(*digest);
        else
            reader.reject(base::JsonError::BadValue, "done_sha256", hex);
    }
    state.failuresInARow = static_cast<int>(reader.integer("failures_in_a_row", 0, kMostFailures));
    if (const auto read = reader.finish(); !read)
        return damaged(read.error().sentence());
    return state;
}

} // namespace keyturn::feeds
