// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/key_file.h"

#include "models/base/text_safety.h"
#include "models/crypto/crypto_error.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace keyturn::crypto {

namespace {

constexpr off_t kLargestKeyFileBytes = 64 * 1024;
constexpr mode_t kOthersBits = 0077;

QString shownPath(const QString& path)
{
    return base::harmlessText(path);
}

tl::unexpected<base::Error> systemFailure(const QString& path, int errorNumber)
{
    return base::fail(CryptoError::FileFailure, shownPath(path),
                      QString::fromStdString(std::generic_category().message(errorNumber)));
}

/// An open file, closed when it goes.
class FileDescriptor
{
public:
    explicit FileDescriptor(int descriptor) : m_descriptor(descriptor) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    /// Closes and says whether that went well: some file systems report a failed write only now.
    [[nodiscard]] bool close() { return ::close(std::exchange(m_descriptor, -1)) == 0; }

private:
    int m_descriptor;
};

bool writeAll(int descriptor, std::span<const char> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

/// Makes the name of a new file durable. File systems that cannot sync a folder say EINVAL and need none.
bool syncFolderOf(const QString& path)
{
    const FileDescriptor folder(
        ::open(QFile::encodeName(QFileInfo(path).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder.isOpen() && (::fsync(folder.get()) == 0 || errno == EINVAL);
}

} // namespace

base::Result<void> writeNewFile(const QString& path, KeyFileMode mode, std::span<const char> bytes)
{
    const QByteArray name = QFile::encodeName(path);
    FileDescriptor file(::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen()) {
        if (errno == EEXIST)
            return base::fail(CryptoError::FileExists, shownPath(path));
        return systemFailure(path, errno);
    }
    // The mode is set by hand because the user's umask cuts the one given to open().
    const bool kept = ::fchmod(file.get(), static_cast<mode_t>(mode)) == 0 && writeAll(file.get(), bytes) &&
                      ::fsync(file.get()) == 0 && file.close() && syncFolderOf(path);
    if (!kept) {
        const int reason = errno;
        ::unlink(name.constData());
        return systemFailure(path, reason);
    }
    return {};
}

base::Result<SecretBytes> readPrivateFile(const QString& path)
{
    // Not blocking, so that a pipe of that name cannot hold the program.
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen())
        return systemFailure(path, errno);
    struct stat status;
    if (::fstat(file.get(), &status) != 0)
        return systemFailure(path, errno);
    if (!S_ISREG(status.st_mode))
        return base::fail(CryptoError::NotAKey, shownPath(path), QStringLiteral("it is not a plain file"));
    if ((status.st_mode & kOthersBits) != 0)
        return base::fail(CryptoError::UnsafeMode, shownPath(path));
    if (status.st_size > kLargestKeyFileBytes)
        return base::fail(CryptoError::NotAKey, shownPath(path), QStringLiteral("it is too long"));
    SecretBytes bytes(static_cast<std::size_t>(status.st_size));
    for (std::span<std::byte> rest = bytes.bytes(); !rest.empty();) {
        const ssize_t count = ::read(file.get(), rest.data(), rest.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure(path, errno);
        if (count == 0)
            return base::fail(CryptoError::FileFailure, shownPath(path),
                              QStringLiteral("it shrank while being read"));
        rest = rest.subspan(static_cast<std::size_t>(count));
    }
    return bytes;
}

} // namespace keyturn::crypto
