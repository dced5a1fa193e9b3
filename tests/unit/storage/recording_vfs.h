// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <map>
#include <random>
#include <vector>

namespace keyturn::tests {

/// A file layer of SQLite that keeps a log of all it writes, so that the files can be made as a power cut
/// would have left them at any moment: what was synced is there, of the rest any part. One for the whole
/// program; not for use from two threads at once.
class RecordingVfs
{
public:
    /// The name to open with.
    [[nodiscard]] static QString name();
    /// Forgets everything; the files of @p path (the database and its companions) are recorded from now on,
    /// starting as they are.
    static void start(const QString& path);
    /// The number of changes recorded so far: a moment to cut the power at.
    [[nodiscard]] static std::size_t moment();
    /// The files as a cut at @p moment may have left them, by the suffix of their name ("", "-wal").
    [[nodiscard]] static std::map<QByteArray, QByteArray> afterPowerCut(std::size_t moment,
                                                                        std::mt19937& random);
};

} // namespace keyturn::tests
