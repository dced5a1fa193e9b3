// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/small_file.h"

#include "models/base/text_safety.h"
#include "models/crypto/key_file.h"
#include "models/service/service_error.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace keyturn::service {

base::Result<QByteArray> readSmallFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(ServiceError::FileFailure, base::harmlessText(path), file.errorString());
    // Asked of what was read, since a pipe has no size.
    const QByteArray bytes = file.read(kMaximumSmallFileBytes + 1);
    if (bytes.size() > kMaximumSmallFileBytes)
        return base::fail(ServiceError::FileFailure, base::harmlessText(path),
                          QCoreApplication::translate("errors", "it is larger than 1 MiB"));
    if (file.error() != QFileDevice::NoError)
        return base::fail(ServiceError::FileFailure, base::harmlessText(path), file.errorString());
    return bytes;
}

base::Result<void> replaceSmallFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return base::fail(ServiceError::FileFailure, base::harmlessText(path), file.errorString());
    return {};
}

base::Result<void> checkFree(const QString& path)
{
    if (QFileInfo::exists(path))
        return base::fail(ServiceError::FileExists, base::harmlessText(path));
    return {};
}

base::Result<void> writeNewSmallFile(const QString& path, const QByteArray& bytes)
{
    KEYTURN_TRY(checkFree(path));
    return crypto::writeNewFile(path, crypto::KeyFileMode::Everybody,
                                {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace keyturn::service
