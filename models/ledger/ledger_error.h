// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::ledger {

enum class LedgerError {
    EntryMalformed = 1, ///< context: seq or "?", reason.
    EntryTooLarge,      ///< context: bytes.
    EnvelopeMalformed,  ///< context: reason.
    NoteMalformed,      ///< A checkpoint note is not C2SP signed-note; context: reason.
    NoteNotSigned,      ///< No signature by the named key; context: key name.
    ProofMalformed,
    ProofMismatch,
    UnknownVersion,     ///< Written by a later version; context: what.
    StoreReadOnly,      ///< context: file.
    StoreLocked,        ///< Another program held the workspace too long; context: file.
    StoreFull,          ///< context: file.
    StoreCorrupt,       ///< SQLite or our own checks say the file is damaged; context: file, reason.
    StoreNewer,         ///< Made by a later version; context: file, its version.
    StoreNotAWorkspace, ///< context: file.
    StoreMissing,       ///< context: file.
    StoreExists,        ///< context: file.
    StoreFailure,       ///< Any other failure; context: file, reason.
    HeadMoved,          ///< Another seat appended first.
    Cancelled,
    BlobMissing,        ///< context: short code of the hash.
    BlobDamaged,        ///< A kept file's bytes are not those of its hash; context: short code of the hash.
    RequestMalformed,   ///< A request to a witness is not laid out as it must be; context: reason.
    WitnessSeatUnknown, ///< Nobody that the witness knows signed; context: the names that did.
    WitnessBehind,      ///< context: size offered, size cosigned.
    WitnessOldSize,     ///< The proof starts elsewhere; context: size cosigned.
    WitnessConflict,    ///< Two histories of one log; context: size offered, size cosigned.
    NoteDiffers,        ///< Two notes to be merged are over different texts.
    NoSuchCheckpoint,   ///< context: size.
};
/// The table behind LedgerError.
const base::ErrorDomain& errorDomain(LedgerError);

} // namespace keyturn::ledger
