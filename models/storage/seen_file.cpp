// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/seen_file.h"

#include "models/crypto/digest_functions.h"
#include "models/storage/store_words.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QThread>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace keyturn::storage {

namespace {

constexpr qint64 kLargestSeenFileBytes = 1 << 20;
constexpr int kFolderPatienceMs = 5'000;

tl::unexpected<base::Error> seenFailure(const QString& path, int systemError)
{
    return base::fail(AnchorError::Failure, shownLocation(path), systemWords(systemError));
}

} // namespace

base::Result<FileDescriptor> lockSeenFolder(const QString& folder)
{
    if (!QDir().mkpath(folder))
        return seenFailure(folder, errno != 0 ? errno : EACCES);
    FileDescriptor held(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!held.isOpen())
        return seenFailure(folder, errno);
    const QDeadlineTimer deadline(kFolderPatienceMs);
    while (::flock(held.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return seenFailure(folder, errno);
        if (deadline.hasExpired())
            return base::fail(AnchorError::Locked, shownLocation(folder));
        QThread::msleep(5);
    }
    return held;
}

base::Result<void> replaceSeenFile(const QString& path, const QByteArray& bytes, const FileDescriptor& folder)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray making = target + ".new";
    const auto failed = [&](int systemError) {
        ::unlink(making.constData());
        return seenFailure(path, systemError);
    };
    FileDescriptor file(
        ::open(making.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen())
        return seenFailure(path, errno);
    if (!file.write(bytes))
        return failed(errno);
    if (::fsync(file.get()) != 0 || !file.close() || ::rename(making.constData(), target.constData()) != 0)
        return failed(errno);
    if (::fsync(folder.get()) != 0 && errno != EINVAL)
        return seenFailure(path, errno);
    return {};
}

base::Result<std::optional<QByteArray>> readSeenFile(const QString& path)
{
    // Not blocking, so that a pipe of that name cannot hold the program.
    const int opened = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened < 0) {
        if (errno == ENOENT)
            return std::nullopt;
        return seenFailure(path, errno);
    }
    QFile file;
    if (!file.open(opened, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(opened);
        return base::fail(AnchorError::Failure, shownLocation(path), file.errorString());
    }
    const QByteArray bytes = file.read(kLargestSeenFileBytes);
    if (file.error() != QFileDevice::NoError)
        return base::fail(AnchorError::Failure, shownLocation(path), file.errorString());
    return bytes;
}

base::Result<QString> keepSeenFile(const QString& folder, const QString& suffix, const QByteArray& bytes)
{
    KEYTURN_TRY_LET(held, lockSeenFolder(folder));
    const QString path = QDir(folder).filePath(crypto::sha256(bytes).hex() + suffix);
    KEYTURN_TRY_LET(there, readSeenFile(path));
    if (there == bytes)
        return path;
    KEYTURN_TRY(replaceSeenFile(path, bytes, held));
    return path;
}

} // namespace keyturn::storage
