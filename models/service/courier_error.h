// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::service {

/// Why a decision file, or the answer to one, is not taken.
enum class CourierError {
    // the file
    NotADecisionFile = 1, ///< context: file, reason.
    NewerFile,            ///< context: file, its kind.
    NotSignedYet,         ///< The file to sign, where the answer is wanted; context: file.
    SignedAlready,        ///< The answer, where the file to sign is wanted; context: file.
    // what is in it
    ProposalDamaged, ///< context: reason.
    ProposalForged,  ///< Not as its proposer signed it.
    MixedLedgers,    ///< Parts of it are of different ledgers; context: which part.
    NotInLedger,     ///< context: reason.
    SheetNotOfProposal,
    OtherStatement, ///< What is to be signed is not about what is shown; context: reason.
    ValidTooLong,   ///< context: until when it says.
    // signing
    PassedNotAfter, ///< context: when.
    NotTheirKey,    ///< context: member.
    NotTheirRole,   ///< context: member, role.
    MayOnlyRefuse,  ///< context: member.
    NoReason,
    // the answer
    AnswerMislabelled, ///< context: file.
    NotADecision,      ///< context: kind of statement.
};
/// The table behind CourierError.
const base::ErrorDomain& errorDomain(CourierError);

} // namespace keyturn::service
