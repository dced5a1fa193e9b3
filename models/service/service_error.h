// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::service {

enum class ServiceError {
    ReadOnly = 1, ///< context: why.
    NotSignedIn,
    WorkspaceMissing,     ///< context: location.
    AlreadyFounded,       ///< context: location.
    NothingImported,      ///< context: file.
    SignatureNotNeeded,   ///< context: member.
    CharterFileMalformed, ///< context: file, reason.
    CharterNotMember,     ///< context: file, key id.
    FileFailure,          ///< context: file, reason.
    NoCatalogue,
    Cancelled,
    Ambiguous,     ///< context: what, the candidates.
    SeatFailure,   ///< context: reason.
    UnknownEvent,  ///< context: id.
    RecordDamaged, ///< context: batch entry, reason.
    Busy,
    FreshKeyNeeded,
    FileExists,       ///< context: file.
    EnrolmentRefused, ///< context: file.
};
/// The table behind ServiceError.
const base::ErrorDomain& errorDomain(ServiceError);

} // namespace keyturn::service
