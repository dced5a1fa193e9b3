// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/store_words.h"

#include "models/base/text_safety.h"
#include "models/ledger/ledger_error.h"

#include <QDir>

#include <cerrno>

namespace keyturn::storage {

using ledger::LedgerError;

QString shownLocation(const QString& location)
{
    return base::harmlessText(QDir::toNativeSeparators(location));
}

QString systemWords(int systemError)
{
    return base::harmlessText(qt_error_string(systemError));
}

base::Error fileError(const QString& path, int systemError)
{
    switch (systemError) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return base::makeError(LedgerError::StoreFull, shownLocation(path));
    case EROFS:
        return base::makeError(LedgerError::StoreReadOnly, shownLocation(path));
    case EEXIST:
        return base::makeError(LedgerError::StoreExists, shownLocation(path));
    case ENOENT:
        return base::makeError(LedgerError::StoreMissing, shownLocation(path));
    default:
        return base::makeError(LedgerError::StoreFailure, shownLocation(path), systemWords(systemError));
    }
}

} // namespace keyturn::storage
