// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/folder_files.h"

#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>

namespace keyturn::feeds {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::array kTemporaryEndings{"~",           ".tmp",  ".temp", ".part",     ".partial",
                                       ".crdownload", ".swp",  ".swx",  ".filepart", ".download",
                                       ".incomplete", ".lock", ".!ut"};

QString shownName(const QByteArray& path)
{
    return base::harmlessText(QFile::decodeName(path));
}

QString systemWords(int systemError)
{
    return qt_error_string(systemError);
}

std::int64_t nsOf(const timespec& time)
{
    return time.tv_sec * kNsPerSecond + time.tv_nsec;
}

} // namespace

FileMark markOf(const struct stat& status)
{
    return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
            static_cast<std::int64_t>(status.st_size), nsOf(status.st_mtim), nsOf(status.st_ctim)};
}

bool isTemporaryName(const QByteArray& name)
{
    const QByteArray lower = name.toLower();
    return lower.startsWith('.') || (lower.startsWith('#') && lower.endsWith('#')) ||
           std::any_of(kTemporaryEndings.begin(), kTemporaryEndings.end(),
                       [&](const char* ending) { return lower.endsWith(ending); });
}

base::Result<std::vector<FolderFile>> filesOf(const QByteArray& folder)
{
    const auto failed = [&](int systemError) {
        return base::fail(FeedError::FolderUnreadable, shownName(folder), systemWords(systemError));
    };
    const std::unique_ptr<DIR, int (*)(DIR*)> opened(::opendir(folder.constData()), ::closedir);
    if (!opened)
        return failed(errno);
    std::vector<FolderFile> files;
    while (true) {
        errno = 0;
        const dirent* entry = ::readdir(opened.get());
        if (!entry && errno != 0)
            return failed(errno);
        if (!entry)
            break;
        const QByteArray name(entry->d_name);
        if (isTemporaryName(name))
            continue;
        struct stat status;
        // What went away meanwhile is no file of the folder any more.
        if (::fstatat(::dirfd(opened.get()), name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(status.st_mode))
            continue;
        files.push_back({name, markOf(status)});
    }
    std::sort(files.begin(), files.end(),
              [](const FolderFile& a, const FolderFile& b) { return a.name < b.name; });
    return files;
}

base::Result<HeldFile> HeldFile::open(const QByteArray& path)
{
    // Not blocking, so that a pipe put in its place cannot hold the program.
    const int descriptor = ::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return base::fail(FeedError::FileUnreadable, shownName(path), systemWords(errno));
    HeldFile file(descriptor, path);
    struct stat status;
    if (::fstat(descriptor, &status) != 0)
        return base::fail(FeedError::FileUnreadable, shownName(path), systemWords(errno));
    if (!S_ISREG(status.st_mode))
        return base::fail(FeedError::FileUnreadable, shownName(path),
                          QCoreApplication::translate("errors", "it is not a plain file"));
    return file;
}

HeldFile::HeldFile(HeldFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_name(std::move(other.m_name))
{
}

HeldFile::~HeldFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

base::Result<FileMark> HeldFile::mark() const
{
    struct stat status;
    if (::fstat(m_descriptor, &status) != 0)
        return base::fail(FeedError::FileUnreadable, shownName(m_name), systemWords(errno));
    return markOf(status);
}

base::Result<base::Digest> HeldFile::sha256() const
{
    QByteArray piece(256 * 1024, Qt::Uninitialized);
    crypto::Sha256Stream hash;
    for (off_t at = 0;;) {
        const ssize_t got = ::pread(m_descriptor, piece.data(), static_cast<size_t>(piece.size()), at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return base::fail(FeedError::FileUnreadable, shownName(m_name), systemWords(errno));
        if (got == 0)
            return hash.finish();
        hash.add(QByteArrayView(piece.constData(), got));
        at += got;
    }
}

QString HeldFile::path() const
{
    return QStringLiteral("/proc/self/fd/%1").arg(m_descriptor);
}

base::Result<void> moveFile(const QByteArray& fromFolder, const QByteArray& name, const QByteArray& toFolder,
                            const QByteArray& otherName)
{
    const QByteArray from = fromFolder + '/' + name;
    int systemError = EEXIST;
    for (const QByteArray& taken : {name, otherName}) {
        const QByteArray to = toFolder + '/' + taken;
        if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
            return {};
        systemError = errno;
        // Not every file system knows that call; a hard link refuses an existing name just as well.
        if (systemError == EINVAL || systemError == ENOSYS) {
            if (::link(from.constData(), to.constData()) == 0 && ::unlink(from.constData()) == 0)
                return {};
            systemError = errno;
        }
        if (systemError != EEXIST)
            break;
    }
    return base::fail(FeedError::NotMoved, shownName(from), systemWords(systemError));
}

} // namespace keyturn::feeds
