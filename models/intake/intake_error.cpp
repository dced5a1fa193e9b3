// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/adapter.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::intake {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kIntakeTexts{
    ErrorText{static_cast<int>(IntakeError::FileMissing), "file-missing", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "There is no file “%1”.")},
    ErrorText{static_cast<int>(IntakeError::FileUnreadable), "file-unreadable", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "“%1” could not be read: %2.")},
    ErrorText{static_cast<int>(IntakeError::UnknownFormat), "unknown-format", Outcome::InputRejected,
              QT_TRANSLATE_NOOP("errors", "“%1” is in no format that can be imported.")},
    ErrorText{static_cast<int>(IntakeError::FormatMismatch), "format-mismatch", Outcome::InputRejected,
              QT_TRANSLATE_NOOP("errors", "“%1” cannot be read as %2: %3.")},
    ErrorText{static_cast<int>(IntakeError::NotText), "not-text", Outcome::InputRejected,
              QT_TRANSLATE_NOOP("errors", "“%1” is not UTF-8 text (byte %2); save it as UTF-8 first.")},
    ErrorText{static_cast<int>(IntakeError::Truncated), "truncated", Outcome::InputRejected,
              QT_TRANSLATE_NOOP("errors", "“%1” is cut off at byte %2: %3.")},
    ErrorText{static_cast<int>(IntakeError::Cancelled), "cancelled", Outcome::InputRejected,
              QT_TRANSLATE_NOOP("errors", "The import was stopped.")},
    ErrorText{static_cast<int>(IntakeError::BadMapping), "bad-mapping", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "“%1” is no mapping that can be used: %2")},
    ErrorText{static_cast<int>(IntakeError::MappingMismatch), "mapping-mismatch", Outcome::InputRejected,
              QT_TRANSLATE_NOOP("errors", "“%1” cannot be read by the mapping: %2.")},
};
constexpr base::ErrorDomain kIntakeDomain{"intake", kIntakeTexts};

} // namespace

const base::ErrorDomain& errorDomain(IntakeError)
{
    return kIntakeDomain;
}

} // namespace keyturn::intake
