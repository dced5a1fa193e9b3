// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::records {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kRecordsTexts{
    ErrorText{static_cast<int>(RecordsError::BlockDamaged), "block-damaged", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "A stored block of records is damaged in its %1: %2.")},
    ErrorText{static_cast<int>(RecordsError::UnknownLayout), "unknown-layout", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "A block of records is laid out as version %1, which this version of "
                                "Keyturn does not know; a newer one wrote it.")},
    ErrorText{static_cast<int>(RecordsError::QueryMalformed), "query-malformed", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The search is not understood at “%1”: %2.")},
    ErrorText{static_cast<int>(RecordsError::Cancelled), "cancelled", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "The search was cancelled.")},
};
constexpr base::ErrorDomain kRecordsDomain{"records", kRecordsTexts};

} // namespace

const base::ErrorDomain& errorDomain(RecordsError)
{
    return kRecordsDomain;
}

} // namespace keyturn::records
