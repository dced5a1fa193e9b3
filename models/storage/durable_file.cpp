// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/durable_file.h"

#include "models/ledger/ledger_error.h"
#include "models/storage/process_token.h"
#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::storage {

namespace {

constexpr char kMakingPrefix[] = ".keyturn-new.";

/// SQLite's companions of a database file.
constexpr const char* kCompanions[] = {"-wal", "-shm", "-journal"};

void removeCompanions(const QString& path)
{
    for (const char* suffix : kCompanions)
        ::unlink((QFile::encodeName(path) + suffix).constData());
}

base::Result<void> syncOpened(const QString& path, int flags)
{
    FileDescriptor file(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC));
    if (!file.isOpen())
        return tl::make_unexpected(fileError(path, errno));
    // File systems that cannot sync a folder say EINVAL and need none.
    if (::fsync(file.get()) != 0 && !((flags & O_DIRECTORY) != 0 && errno == EINVAL))
        return tl::make_unexpected(fileError(path, errno));
    return {};
}

/// Removes what killed processes left of earlier attempts in this folder.
void removeAbandoned(const QDir& folder)
{
    const QString prefix = QLatin1String(kMakingPrefix);
    const QStringList names = folder.entryList({prefix + QLatin1Char('*')}, QDir::Files | QDir::Hidden);
    for (const QString& name : names) {
        const QString owner = name.mid(prefix.size()).section(QLatin1Char('~'), 0, 0);
        if (ownerFate(owner) == OwnerFate::Gone)
            ::unlink(QFile::encodeName(folder.filePath(name)).constData());
    }
}

} // namespace

FileDescriptor::~FileDescriptor()
{
    static_cast<void>(close());
}

bool FileDescriptor::write(const QByteArray& bytes) const
{
    for (qsizetype written = 0; written < bytes.size();) {
        const ssize_t count =
            ::write(m_value, bytes.constData() + written, static_cast<size_t>(bytes.size() - written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count == 0)
            errno = ENOSPC;
        if (count <= 0)
            return false;
        written += count;
    }
    return true;
}

bool FileDescriptor::close()
{
    return m_value < 0 || ::close(std::exchange(m_value, -1)) == 0;
}

base::Result<void> syncFile(const QString& path)
{
    return syncOpened(path, O_RDONLY);
}

base::Result<void> syncFolderOf(const QString& path)
{
    return syncOpened(QFileInfo(path).absolutePath(), O_RDONLY | O_DIRECTORY);
}

base::Result<UnnamedFile> UnnamedFile::make(const QString& target)
{
    const QFileInfo info(QDir::cleanPath(QFileInfo(target).absoluteFilePath()));
    // An early word; publish() is what makes sure.
    struct stat status;
    if (::lstat(QFile::encodeName(info.filePath()).constData(), &status) == 0)
        return tl::make_unexpected(fileError(target, EEXIST));
    // What a killed program left of a file that is gone: SQLite would take it for the new file's and spoil
    // that.
    for (const char* suffix : kCompanions) {
        const QFileInfo companion(info.filePath() + QLatin1String(suffix));
        if (companion.size() > 0)
            return tl::make_unexpected(fileError(companion.filePath(), EEXIST));
    }
    removeAbandoned(info.dir());
    const QString name = QLatin1String(kMakingPrefix) + ownProcessToken() + QLatin1Char('~') +
                         QUuid::createUuid().toString(QUuid::Id128).left(8);
    const QString path = info.dir().filePath(name);
    const FileDescriptor file(::open(QFile::encodeName(path).constData(),
                                     O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen())
        return tl::make_unexpected(fileError(target, errno));
    return UnnamedFile(info.filePath(), path);
}

UnnamedFile::~UnnamedFile()
{
    if (m_path.isEmpty())
        return;
    removeCompanions(m_path);
    ::unlink(QFile::encodeName(m_path).constData());
}

base::Result<void> UnnamedFile::publish()
{
    if (QFileInfo(m_path + QStringLiteral("-wal")).size() > 0) {
        return base::fail(ledger::LedgerError::StoreFailure, shownLocation(m_target),
                          QCoreApplication::translate("errors", "the new file could not be completed"));
    }
    // A reader's, left empty: the file goes on without them.
    removeCompanions(m_path);
    KEYTURN_TRY(syncFile(m_path));
    const QByteArray from = QFile::encodeName(m_path);
    const QByteArray to = QFile::encodeName(m_target);
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) != 0) {
        if (errno != EINVAL && errno != ENOSYS)
            return tl::make_unexpected(fileError(m_target, errno));
        // Not every file system knows that call; a hard link refuses an existing name just as well.
        if (::link(from.constData(), to.constData()) != 0)
            return tl::make_unexpected(fileError(m_target, errno));
        ::unlink(from.constData());
    }
    m_path.clear();
    return syncFolderOf(m_target);
}

} // namespace keyturn::storage
