// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/input_file.h"

#include "models/base/text_safety.h"

#include <QFileInfo>

namespace keyturn::service {

base::Result<void> openInput(QFile& file, QIODevice::OpenMode mode)
{
    const QFileInfo info(file.fileName());
    if (!info.exists())
        return base::fail(intake::IntakeError::FileMissing, base::harmlessText(file.fileName()));
    if (!file.open(mode) || info.isDir())
        return tl::make_unexpected(unreadable(file));
    return {};
}

base::Error unreadable(const QFile& file)
{
    return base::makeError(intake::IntakeError::FileUnreadable, base::harmlessText(file.fileName()),
                           file.errorString());
}

} // namespace keyturn::service
