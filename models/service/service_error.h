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
    FileExists,         ///< context: file.
    EnrolmentRefused,   ///< context: file.
    OtherLedger,        ///< Compared with something of another log; context: its origin.
    NoteContradicts,    ///< A note from elsewhere states another tree; context: its size.
    NoteBeyond,         ///< A note over more entries than there are; context: its size, ours.
    NoteOfNoSeat,       ///< It bears no signature by a seat of this ledger.
    ClockBehindWitness, ///< context: local time, witness time.
    NothingInTheWay,    ///< No other head of the ledger keeps this copy from going on.
    RejectionsNotKept,  ///< Of an import by an earlier version; context: batch entry, how many.
    RejectionsDamaged,  ///< The kept list is not one; context: batch entry, reason.
};
/// The table behind ServiceError.
const base::ErrorDomain& errorDomain(ServiceError);

} // namespace keyturn::service
