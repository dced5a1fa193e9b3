// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QByteArray>
#include <QString>

#include <utility>

namespace keyturn::storage {

/// Owns a file descriptor.
class FileDescriptor
{
public:
    explicit FileDescriptor(int value = -1) : m_value(value) {}
    FileDescriptor(FileDescriptor&& other) noexcept : m_value(std::exchange(other.m_value, -1)) {}
    FileDescriptor& operator=(FileDescriptor&&) = delete;
    ~FileDescriptor();
    [[nodiscard]] int get() const { return m_value; }
    [[nodiscard]] bool isOpen() const { return m_value >= 0; }
    /// Writes all of @p bytes; false with errno set where that fails.
    [[nodiscard]] bool write(const QByteArray& bytes) const;
    /// Closes now, for calls whose failure to close means a failure to write.
    [[nodiscard]] bool close();

private:
    int m_value;
};

/// Waits until the device has all of @p path. @return ledger::LedgerError::StoreFailure …
[[nodiscard]] base::Result<void> syncFile(const QString& path);
/// Waits until the device has the names in the folder of @p path.
[[nodiscard]] base::Result<void> syncFolderOf(const QString& path);

/// A file in the making beside the place it is for. It is removed again unless publish() gives it that name.
/// Made by a process that was killed, it is removed when the next one in the same folder is made.
class UnnamedFile
{
public:
    /// Makes the empty file, for its owner alone. @return StoreExists where @p target or one of
    /// SQLite's companion names of it is taken already …
    [[nodiscard]] static base::Result<UnnamedFile> make(const QString& target);
    UnnamedFile(UnnamedFile&& other) noexcept
        : m_target(other.m_target), m_path(std::exchange(other.m_path, {}))
    {
    }
    UnnamedFile& operator=(UnnamedFile&&) = delete;
    ~UnnamedFile();
    /// Where it is for now.
    [[nodiscard]] const QString& path() const { return m_path; }
    /// Syncs it and gives it its name, durably; never in place of another file. @return StoreExists …
    [[nodiscard]] base::Result<void> publish();

private:
    UnnamedFile(QString target, QString path) : m_target(std::move(target)), m_path(std::move(path)) {}

    QString m_target;
    QString m_path; ///< Empty once published or moved from.
};

} // namespace keyturn::storage
