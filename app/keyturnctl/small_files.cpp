// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/small_files.h"

#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/crypto/key_file.h"

#include <QFileInfo>

namespace keyturn::app {

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
