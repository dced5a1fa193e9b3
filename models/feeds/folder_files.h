// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/feeds/feed_error.h"

#include <QByteArray>

#include <cstdint>
#include <sys/stat.h>
#include <vector>

namespace keyturn::feeds {

/// What changes when a file is written to or replaced. The time of change cannot be set by a program.
struct FileMark
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t bytes = 0;
    std::int64_t modifiedNs = 0; ///< Since 1970.
    std::int64_t changedNs = 0;  ///< The same.
    friend bool operator==(const FileMark&, const FileMark&) = default;

    [[nodiscard]] base::UtcTime modified() const { return {modifiedNs / 1000}; }
};

/// The mark in what stat(2) says.
[[nodiscard]] FileMark markOf(const struct stat& status);

/// A regular file of a folder.
struct FolderFile
{
    QByteArray name; ///< As the file system has it, without its folder.
    FileMark mark;
};

/// Whether programs name files so that are still being made, or hidden: a leading dot, a trailing `~`, and
/// endings such as .tmp and .part.
[[nodiscard]] bool isTemporaryName(const QByteArray& name);

/// The regular files of a folder, by name, without links, hidden and temporary ones; folders in it are not
/// entered. @return FolderUnreadable.
[[nodiscard]] base::Result<std::vector<FolderFile>> filesOf(const QByteArray& folder);

/// A file that is held open, so that what is hashed and what is imported is the same file.
class HeldFile
{
public:
    /// Opens a regular file, never through a link. @return FileUnreadable.
    [[nodiscard]] static base::Result<HeldFile> open(const QByteArray& path);
    HeldFile(HeldFile&& other) noexcept;
    HeldFile& operator=(HeldFile&&) = delete;
    ~HeldFile();

    /// @return FileUnreadable.
    [[nodiscard]] base::Result<FileMark> mark() const;
    /// SHA-256 of all of it. @return FileUnreadable.
    [[nodiscard]] base::Result<base::Digest> sha256() const;
    /// A path under which it can be read for as long as this lives, whatever becomes of its name.
    [[nodiscard]] QString path() const;

private:
    HeldFile(int descriptor, QByteArray name) : m_descriptor(descriptor), m_name(std::move(name)) {}

    int m_descriptor;
    QByteArray m_name; ///< For sentences.
};

/// Moves @p name from one folder to another on the same file system; never in place of another file: where
/// the name is taken, @p otherName is tried. @return NotMoved.
[[nodiscard]] base::Result<void> moveFile(const QByteArray& fromFolder, const QByteArray& name,
                                          const QByteArray& toFolder, const QByteArray& otherName);

} // namespace keyturn::feeds
