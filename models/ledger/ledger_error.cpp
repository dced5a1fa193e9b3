// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/ledger_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::ledger {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kLedgerTexts{
    ErrorText{static_cast<int>(LedgerError::EntryMalformed), "entry-malformed", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "Ledger entry %1 is not laid out as it must be: %2.")},
    ErrorText{static_cast<int>(LedgerError::EntryTooLarge), "entry-too-large", Outcome::Usage,
              QT_TRANSLATE_NOOP(
                  "errors", "A ledger entry may have 65,535 bytes; this one has %1. Attach long material as "
                            "evidence instead.")},
    ErrorText{static_cast<int>(LedgerError::EnvelopeMalformed), "envelope-malformed", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "A signed envelope is not laid out as it must be: %1.")},
    ErrorText{static_cast<int>(LedgerError::NoteMalformed), "note-malformed", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "A checkpoint is not laid out as it must be: %1.")},
    ErrorText{static_cast<int>(LedgerError::NoteNotSigned), "note-not-signed", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The checkpoint bears no signature by %1.")},
    ErrorText{static_cast<int>(LedgerError::ProofMalformed), "proof-malformed", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The proof does not have the shape that these tree sizes need.")},
    ErrorText{static_cast<int>(LedgerError::ProofMismatch), "proof-mismatch", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "The proof leads to another root: this is not the ledger that was signed.")},
    ErrorText{static_cast<int>(LedgerError::UnknownVersion), "unknown-version", Outcome::Storage,
              QT_TRANSLATE_NOOP(
                  "errors", "This was written by a later version of Keyturn (%1); use that one to read it.")},
    ErrorText{static_cast<int>(LedgerError::StoreReadOnly), "store-read-only", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The workspace %1 can be read but not written.")},
    ErrorText{static_cast<int>(LedgerError::StoreLocked), "store-locked", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "Another program is writing to the workspace %1; try again in a moment.")},
    ErrorText{static_cast<int>(LedgerError::StoreFull), "store-full", Outcome::Storage,
              QT_TRANSLATE_NOOP(
                  "errors", "There is no room left where the workspace %1 is kept; nothing was changed.")},
    ErrorText{static_cast<int>(LedgerError::StoreCorrupt), "store-corrupt", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The workspace %1 is damaged: %2.")},
    ErrorText{
        static_cast<int>(LedgerError::StoreNewer), "store-newer", Outcome::Storage,
        QT_TRANSLATE_NOOP("errors",
                          "The workspace %1 was made by a later version of Keyturn (format %2); use that one "
                          "to open it.")},
    ErrorText{static_cast<int>(LedgerError::StoreNotAWorkspace), "store-not-a-workspace", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 is not a Keyturn workspace.")},
    ErrorText{static_cast<int>(LedgerError::StoreMissing), "store-missing", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "There is no workspace at %1.")},
    ErrorText{static_cast<int>(LedgerError::StoreExists), "store-exists", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "There is a file at %1 already; nothing is ever overwritten.")},
    ErrorText{static_cast<int>(LedgerError::StoreFailure), "store-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The workspace %1 could not be read or written: %2.")},
    ErrorText{static_cast<int>(LedgerError::HeadMoved), "head-moved", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors", "Another seat wrote to the ledger first; look at what it wrote and try again.")},
    ErrorText{static_cast<int>(LedgerError::Cancelled), "cancelled", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "Cancelled; nothing was changed.")},
    ErrorText{static_cast<int>(LedgerError::BlobMissing), "blob-missing", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The workspace keeps no file of the hash %1.")},
    ErrorText{static_cast<int>(LedgerError::BlobDamaged), "blob-damaged", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "The kept file %1 is damaged: its bytes are not those that it is named by.")},
    ErrorText{static_cast<int>(LedgerError::RequestMalformed), "request-malformed", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "This is not a request to a witness: %1.")},
    ErrorText{static_cast<int>(LedgerError::WitnessSeatUnknown), "witness-seat-unknown", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "This witness knows none of the seats that signed (%1); give the key "
                                "of one, as it came to you by another way, with --seat-key.")},
    ErrorText{static_cast<int>(LedgerError::WitnessBehind), "witness-behind", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "This checkpoint is over %1 entries, but this witness has cosigned "
                                          "%2 of the same ledger already; it never goes backward.")},
    ErrorText{static_cast<int>(LedgerError::WitnessOldSize), "witness-old-size", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "This witness last cosigned %1 entries of the ledger; make the "
                                          "request again with --since %1.")},
    ErrorText{static_cast<int>(LedgerError::WitnessConflict), "witness-conflict", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "This checkpoint over %1 entries contradicts the %2 entries that this "
                                "witness has cosigned: the ledger was rewritten or copied apart.")},
    ErrorText{static_cast<int>(LedgerError::NoteDiffers), "note-differs", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "The signatures are for another checkpoint than the stored one; nothing was "
                                "changed.")},
    ErrorText{static_cast<int>(LedgerError::NoSuchCheckpoint), "no-such-checkpoint", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "There is no checkpoint over %1 entries in this workspace.")},
};
constexpr base::ErrorDomain kLedgerDomain{"ledger", kLedgerTexts};

} // namespace

const base::ErrorDomain& errorDomain(LedgerError)
{
    return kLedgerDomain;
}

} // namespace keyturn::ledger
