// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/small_files.h"

#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/crypto/key_file.h"

#include <QFile>
#include <QFileInfo>

namespace keyturn::app {

namespace {

constexpr qint64 kLargestSmallFileBytes = 1 << 20;

} // namespace

base::Result<QByteArray> readSmallFile(const QString& path)
{
    const auto failed = [&](const QString& reason) {
        return base::fail(service::ServiceError::FileFailure, base::harmlessText(path), reason);
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failed(file.errorString());
    const QByteArray bytes = file.read(kLargestSmallFileBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return failed(file.errorString());
    if (bytes.size() > kLargestSmallFileBytes)
        return failed(QStringLiteral("it is larger than 1 MiB"));
    return bytes;
}

base::Result<void> checkFree(const QString& path)
{
    if (QFileInfo::exists(path))
        return base::fail(CommandError::FileExists, base::harmlessText(path));
    return {};
}

base::Result<void> writeSmallFile(const QString& path, const QByteArray& bytes)
{
    KEYTURN_TRY(checkFree(path));
    return crypto::writeNewFile(path, crypto::KeyFileMode::Everybody,
                                {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace keyturn::app
