// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <deque>
#include <optional>

namespace keyturn::service {

/// How fast a long piece of work went of late, and when it will be done if it goes on so. Not thread-safe.
class WorkPace
{
public:
    /// Notes that @p done of @p total bytes are done (a total of 0: nobody knows) at @p nowMs of any clock
    /// that only goes forward. Less done than before is the start of another piece of work.
    void note(std::uint64_t done, std::uint64_t total, std::int64_t nowMs);

    /// Bytes a second over the last ten seconds; nothing before there was a second to tell it from.
    [[nodiscard]] std::optional<double> bytesPerSecond() const;
    /// Seconds until all is done; nothing where the total or the pace is not known.
    [[nodiscard]] std::optional<double> secondsLeft() const;
    /// Both, for people, as far as they are known: "48.2 MB a second, 3 min left".
    [[nodiscard]] QString text() const;

private:
    struct Look
    {
        std::uint64_t done;
        std::int64_t atMs;
    };

    std::deque<Look> m_looks; ///< Half a second apart; the last is the newest, whenever it was.
    std::uint64_t m_total = 0;
};

} // namespace keyturn::service
