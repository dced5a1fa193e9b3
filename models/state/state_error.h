// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::state {

/// Why an entry does not follow from the ledger before it, where no rule of the domain says so already.
enum class StateError {
    NotInSequence = 1, ///< context: seq given, seq expected.
    BrokenChain,       ///< The hash of the entry before differs; context: seq.
    TimeBackwards,     ///< context: seq, its time, the time before.
    UnknownType,       ///< context: seq, media type.
    AlreadyFounded,    ///< A charter is signed after the ledger was founded.
    CharterDiffers,    ///< A founding signature is over another charter; context: seq.
    KeyUnfit,          ///< A key of the charter is not what the charter says; context: member, reason.
    SeatRefused,       ///< context: reason.
    NotAPerson,        ///< context: member.
    SignedInFuture,    ///< context: when it says it was signed, ledger time.
    EntryMissing,      ///< Of a ledger that was folded before, while it is open; context: seq.
    EntryChanged,      ///< Likewise.
};
/// The table behind StateError.
const base::ErrorDomain& errorDomain(StateError);

} // namespace keyturn::state
