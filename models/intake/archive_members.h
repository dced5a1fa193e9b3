// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/intake/adapter.h"

#include <QIODevice>
#include <QString>

#include <memory>
#include <string_view>

namespace keyturn::intake {

/// True when @p head is the beginning of a zip file (APPNOTE.TXT 6.3.10, section 4.3.7) or of a tar file
/// (POSIX pax, IEEE 1003.1-2017; "ustar" at byte 257).
[[nodiscard]] bool startsAsArchive(std::string_view head);

/// A member of an archive.
struct ArchiveMember
{
    QString name;    ///< Harmless to show.
    QString refusal; ///< Why it is not read, one plain sentence: a link, a path that leads out; else empty.
};

/// Goes through the files in a zip or tar file, one after another as they stand in it; nothing is written
/// anywhere. Folders are stepped over. Memory stays bounded, and an archive that grows beyond all measure is
/// refused as a compressed file is: see UnpackedDevice.
class ArchiveMembers
{
public:
    /// @param bytes the archive, open for reading; outlives this. @param fileName for sentences.
    ArchiveMembers(QIODevice& bytes, QString fileName);
    ~ArchiveMembers();
    ArchiveMembers(const ArchiveMembers&) = delete;
    ArchiveMembers& operator=(const ArchiveMembers&) = delete;

    /// Moves to the next file, whether or not the one before was read. @return false at the end;
    /// FileUnreadable where the archive is damaged.
    [[nodiscard]] base::Result<bool> next(ArchiveMember& member);
    /// The bytes of the file that next() gave last; good until it is called again.
    [[nodiscard]] QIODevice& content();

private:
    class Reader;
    class Content;
    std::unique_ptr<Reader> m_reader;
    std::unique_ptr<Content> m_content;
};

} // namespace keyturn::intake
