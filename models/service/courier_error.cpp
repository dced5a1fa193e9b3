// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/courier_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::service {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr ErrorText courierRow(CourierError code, const char* name, Outcome outcome, const char* sentence)
{
    return {static_cast<int>(code), name, outcome, sentence};
}

constexpr std::array kCourierTexts{
    courierRow(CourierError::NotADecisionFile, "not-a-decision-file", Outcome::Usage,
               QT_TRANSLATE_NOOP("errors", "%1 is not a decision file: %2")),
    courierRow(CourierError::NewerFile, "newer-decision-file", Outcome::Usage,
               QT_TRANSLATE_NOOP("errors",
                                 "%1 is of the kind “%2”, which this version does not know; a newer version "
                                 "may read it.")),
    courierRow(CourierError::NotSignedYet, "not-signed-yet", Outcome::Usage,
               QT_TRANSLATE_NOOP("errors",
                                 "%1 is the file to be signed, not the answer. Have it signed, then take in "
                                 "the file that comes back.")),
    courierRow(CourierError::SignedAlready, "signed-already", Outcome::Usage,
               QT_TRANSLATE_NOOP("errors",
                                 "%1 is signed already. Send it back to where the decision file came from.")),
    courierRow(
        CourierError::ProposalDamaged, "proposal-damaged", Outcome::Integrity,
        QT_TRANSLATE_NOOP("errors", "The proposal in this file cannot be read, so nothing is signed: %1")),
    courierRow(CourierError::ProposalForged, "proposal-forged", Outcome::Integrity,
               QT_TRANSLATE_NOOP("errors",
                                 "The proposal in this file is not as its proposer signed it: it was changed "
                                 "on the way. Do not sign it; tell whoever sent it.")),
    courierRow(CourierError::MixedLedgers, "mixed-ledgers", Outcome::Integrity,
               QT_TRANSLATE_NOOP("errors",
                                 "This file was put together from different ledgers (%1). Do not sign it; "
                                 "tell whoever sent it.")),
    courierRow(CourierError::NotInLedger, "not-in-ledger", Outcome::Integrity,
               QT_TRANSLATE_NOOP("errors",
                                 "Nothing shows that the proposal stands in the ledger that this file names: "
                                 "%1 Do not sign it; tell whoever sent it.")),
    courierRow(CourierError::SheetNotOfProposal, "sheet-not-of-proposal", Outcome::Integrity,
               QT_TRANSLATE_NOOP("errors",
                                 "The sheet in this file is not the sheet of its proposal. Do not sign it; "
                                 "tell whoever sent it.")),
    courierRow(CourierError::OtherStatement, "other-statement", Outcome::Integrity,
               QT_TRANSLATE_NOOP("errors",
                                 "What this file asks to be signed is not about what it shows: %1. Do not "
                                 "sign it; tell whoever sent it.")),
    courierRow(CourierError::ValidTooLong, "valid-too-long", Outcome::Integrity,
               QT_TRANSLATE_NOOP("errors",
                                 "This file asks for a signature that would be good until %1, longer than "
                                 "any may be. Do not sign it; tell whoever sent it.")),
    courierRow(CourierError::PassedNotAfter, "passed-not-after", Outcome::Refused,
               QT_TRANSLATE_NOOP("errors",
                                 "This file could be signed until %1; it is too late. Ask for a new one.")),
    courierRow(CourierError::NotTheirKey, "not-their-key", Outcome::Refused,
               QT_TRANSLATE_NOOP("errors",
                                 "This file is for %1, and the key is not one that it names for them. Choose "
                                 "another key, or ask for a file of your own.")),
    courierRow(CourierError::NotTheirRole, "not-their-role", Outcome::Refused,
               QT_TRANSLATE_NOOP("errors", "%1 does not hold the role %2 and cannot sign as such.")),
    courierRow(CourierError::MayOnlyRefuse, "may-only-refuse", Outcome::Refused,
               QT_TRANSLATE_NOOP("errors", "With this file %1 can refuse the proposal, but not approve it.")),
    courierRow(CourierError::NoReason, "no-reason", Outcome::Usage,
               QT_TRANSLATE_NOOP("errors", "Say why: the reason for a refusal is signed with it.")),
    courierRow(CourierError::AnswerMislabelled, "answer-mislabelled", Outcome::Integrity,
               QT_TRANSLATE_NOOP("errors",
                                 "%1 does not say what its signature is about: it was changed on the way. "
                                 "Nothing was taken in.")),
    courierRow(CourierError::NotADecision, "not-a-decision", Outcome::Refused,
               QT_TRANSLATE_NOOP("errors",
                                 "Only approvals and refusals can be signed elsewhere and taken in, not a "
                                 "statement of the kind “%1”.")),
};
constexpr base::ErrorDomain kCourierErrors{"service", kCourierTexts};

} // namespace

const base::ErrorDomain& errorDomain(CourierError)
{
    return kCourierErrors;
}

} // namespace keyturn::service
