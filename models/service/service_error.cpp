// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/service_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::service {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kServiceTexts{
    ErrorText{
        static_cast<int>(ServiceError::ReadOnly), "read-only", Outcome::Integrity,
        QT_TRANSLATE_NOOP("errors", "The workspace is open for reading only: %1. Nothing was changed.")},
    ErrorText{
        static_cast<int>(ServiceError::NotSignedIn), "not-signed-in", Outcome::Usage,
        QT_TRANSLATE_NOOP("errors",
                          "Say who signs and with which key (--as, and --key or --token), then try again.")},
    ErrorText{static_cast<int>(ServiceError::WorkspaceMissing), "workspace-missing", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "There is no workspace at %1.")},
    ErrorText{static_cast<int>(ServiceError::AlreadyFounded), "already-founded", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 exists already; it was left as it is. Choose another name.")},
    ErrorText{static_cast<int>(ServiceError::NothingImported), "nothing-imported", Outcome::InputRejected,
              QT_TRANSLATE_NOOP("errors", "Nothing in %1 could be imported; the workspace is as it was.")},
    ErrorText{static_cast<int>(ServiceError::SignatureNotNeeded), "signature-not-needed", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 has signed this already.")},
    ErrorText{static_cast<int>(ServiceError::CharterFileMalformed), "charter-file-malformed", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 is not a charter file: %2")},
    ErrorText{
        static_cast<int>(ServiceError::CharterNotMember), "charter-not-member", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors", "The key is not one that the charter in %1 names for this member.")},
    ErrorText{static_cast<int>(ServiceError::FileFailure), "file-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 could not be used: %2.")},
    ErrorText{static_cast<int>(ServiceError::NoCatalogue), "no-catalogue", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "There is no catalogue of models yet; set one before proposing a change.")},
    ErrorText{static_cast<int>(ServiceError::Cancelled), "cancelled", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "Cancelled; the workspace is as it was.")},
    ErrorText{static_cast<int>(ServiceError::Ambiguous), "ambiguous", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 could mean several: %2. Name one.")},
    ErrorText{static_cast<int>(ServiceError::SeatFailure), "seat-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "This installation's own key could not be used: %1. Nothing was changed.")},
    ErrorText{static_cast<int>(ServiceError::UnknownEvent), "unknown-event", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "There is no event %1 in this workspace.")},
    ErrorText{static_cast<int>(ServiceError::RecordDamaged), "record-damaged", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "Records of entry %1 are damaged: %2. Verify the workspace.")},
    ErrorText{
        static_cast<int>(ServiceError::Busy), "busy", Outcome::Storage,
        QT_TRANSLATE_NOOP("errors", "Another piece of work is still running; try again when it is done.")},
    ErrorText{static_cast<int>(ServiceError::FreshKeyNeeded), "fresh-key-needed", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "Decisions are signed with the key unlocked for each of them, not with the "
                                "one of the sign-in. Nothing was changed.")},
    ErrorText{static_cast<int>(ServiceError::FileExists), "file-exists", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 exists already and was left as it is. Choose another name.")},
    ErrorText{static_cast<int>(ServiceError::EnrolmentRefused), "enrolment-refused", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "The enrolment in %1 was not made with the key that it names. Have it made "
                                "again.")},
    ErrorText{static_cast<int>(ServiceError::OtherLedger), "other-ledger", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "This is of another ledger (%1); there is nothing to compare.")},
    ErrorText{static_cast<int>(ServiceError::NoteContradicts), "note-contradicts", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The checkpoint over %1 entries states other entries than this "
                                          "workspace holds; nothing was taken from it.")},
    ErrorText{static_cast<int>(ServiceError::NoteBeyond), "note-beyond", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "The checkpoint is over %1 entries, but this workspace holds only %2; "
                                "nothing was taken from it.")},
    ErrorText{static_cast<int>(ServiceError::NoteOfNoSeat), "note-of-no-seat", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The checkpoint bears no signature by a seat of this ledger.")},
    ErrorText{static_cast<int>(ServiceError::ClockBehindWitness), "clock-behind-witness", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "This machine's clock says %1, but a time-stamp authority vouched for this "
                                "ledger at %2. Set the clock before signing.")},
    ErrorText{static_cast<int>(ServiceError::NothingInTheWay), "nothing-in-the-way", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "No other head of this ledger is in the way of this copy.")},
    ErrorText{static_cast<int>(ServiceError::RejectionsNotKept), "rejections-not-kept", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors",
                                "Entry %1 was imported by an earlier version, which kept the number of what "
                                "it rejected (%2) but not the list.")},
    ErrorText{static_cast<int>(ServiceError::RejectionsDamaged), "rejections-damaged", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "What entry %1 kept of its rejected records cannot be read: %2.")},
};
constexpr base::ErrorDomain kServiceDomain{"service", kServiceTexts};

} // namespace

const base::ErrorDomain& errorDomain(ServiceError)
{
    return kServiceDomain;
}

} // namespace keyturn::service
