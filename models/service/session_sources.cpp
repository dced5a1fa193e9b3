// SPDX-License-Identifier: GPL-3.0-or-later
// Names of sources, for whoever asks for records by them.
#include "models/service/session.h"
#include "models/service/session_worker.h"

#include <algorithm>
#include <unordered_map>

namespace keyturn::service {

namespace {

/// A name is read from a record, which costs the decoding of a block.
constexpr std::size_t kMostSourceNames = 100;

struct SeenSource
{
    std::uint64_t count = 0;
    timeline::EventRow example = timeline::kNoEvent;
};

/// An event of each source, most frequent source first.
std::vector<timeline::EventRow> examplesOf(const timeline::EventColumns& columns)
{
    std::unordered_map<std::uint32_t, SeenSource> seen;
    const auto hashes = columns.sourceHashes();
    for (std::size_t row = 0; row < columns.size(); ++row) {
        SeenSource& source = seen[hashes[row]];
        if (source.count++ == 0)
            source.example = static_cast<timeline::EventRow>(row);
    }
    std::vector<SeenSource> sorted;
    sorted.reserve(seen.size());
    for (const auto& [hash, source] : seen)
        sorted.push_back(source);
    std::sort(sorted.begin(), sorted.end(), [](const SeenSource& a, const SeenSource& b) {
        return a.count != b.count ? a.count > b.count : a.example < b.example;
    });
    if (sorted.size() > kMostSourceNames)
        sorted.resize(kMostSourceNames);
    std::vector<timeline::EventRow> rows;
    for (const SeenSource& source : sorted)
        rows.push_back(source.example);
    return rows;
}

} // namespace

QFuture<base::Result<QStringList>> Session::sourceNames()
{
    return onWorker([columns = m_columns](Worker& worker) -> base::Result<QStringList> {
        QStringList names;
        if (!worker.reader || !columns)
            return names;
        for (const timeline::EventRow row : examplesOf(*columns)) {
            const timeline::EventKey key = columns->keyOf(row);
            KEYTURN_TRY_LET(event, worker.reader->event(key.batchSeq, key.leaf));
            if (!event.source.isEmpty() && !names.contains(event.source))
                names += event.source;
        }
        return names;
    });
}

} // namespace keyturn::service
