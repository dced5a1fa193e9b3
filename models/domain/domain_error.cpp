// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/domain_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::domain {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr ErrorText domainRow(DomainError code, const char* name, Outcome outcome, const char* sentence)
{
    return {static_cast<int>(code), name, outcome, sentence};
}

/// %1, %2 … are the contexts in the order that domain_error.h lists them; rows below say what they are where
/// it does not.
constexpr std::array kDomainTexts{
    // What was given.
    domainRow(DomainError::BadCharter, "bad-charter", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors",
                                "The charter does not hold together: %1. Correct the draft and try again.")),
    domainRow(DomainError::CharterUnsatisfiable, "charter-unsatisfiable", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "The rule “%1” could never be met: %2. Add members with these roles, or ask for other "
                  "signatures.")),
    domainRow(DomainError::CharterBrittle, "charter-brittle", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "The rule “%1” could no longer be met if %2 could not sign. Give another member the same "
                  "roles.")),
    domainRow(DomainError::BadCatalogue, "bad-catalogue", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The catalogue cannot be used: %1. Correct it and set it again.")),
    domainRow(DomainError::BadScope, "bad-scope", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The scope does not make sense: %1.")),
    domainRow(DomainError::BadProposal, "bad-proposal", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The proposal does not make sense as it stands: %1.")),
    domainRow(DomainError::BadDependent, "bad-dependent", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The dependent “%1” cannot stand in the register: %2.")),
    domainRow(DomainError::BadStatement, "bad-statement", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "This cannot stand in a signed statement: %1.")),
    domainRow(DomainError::UnknownKind, "unknown-kind", Outcome::Usage,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "A statement of the kind “%1” is not known to this version; a newer version may read it.")),
    // What is named does not exist; context: the name given.
    domainRow(DomainError::UnknownMember, "unknown-member", Outcome::Usage,
              QT_TRANSLATE_NOOP(
                  "errors", "The charter has no member “%1”. Names of members are listed with the charter.")),
    domainRow(DomainError::UnknownIncident, "unknown-incident", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "There is no incident “%1” in this workspace.")),
    domainRow(DomainError::UnknownRequest, "unknown-request", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "There is no regulatory request “%1” in this workspace.")),
    domainRow(DomainError::UnknownProposal, "unknown-proposal", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "There is no proposal “%1” in this workspace.")),
    domainRow(DomainError::UnknownChange, "unknown-change", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "There is no access change “%1” in this workspace.")),
    domainRow(DomainError::UnknownModel, "unknown-model", Outcome::Usage,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "The catalogue has no model “%1”. Add it to the catalogue, or check how it is written.")),
    domainRow(
        DomainError::UnknownName, "unknown-name", Outcome::Usage,
        QT_TRANSLATE_NOOP(
            "errors",
            "The catalogue has no “%2” among its %1. Add it to the catalogue, or check how it is written.")),
    domainRow(
        DomainError::NoRuleCovers, "no-rule-covers", Outcome::Refused,
        QT_TRANSLATE_NOOP(
            "errors", "No rule of the charter says who decides on “%1”. The charter must name one first.")),
    // Who.
    domainRow(
        DomainError::KeyNotInCharter, "key-not-in-charter", Outcome::Refused,
        QT_TRANSLATE_NOOP(
            "errors",
            "The key %1 belongs to no member of the charter, so its signature counts for nothing here.")),
    domainRow(
        DomainError::KeyNotOfMember, "key-not-of-member", Outcome::Refused,
        QT_TRANSLATE_NOOP(
            "errors", "This key is not one that the charter names for %1. Sign with that member's own key.")),
    domainRow(DomainError::RoleMayNot, "role-may-not", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 may not %2; that takes one of these roles: %3.")),
    domainRow(
        DomainError::NoSlotForRoles, "no-slot-for-roles", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors", "%1 (%2) cannot fill any signature that is still missing; missing: %3.")),
    domainRow(DomainError::AlreadySigned, "already-signed", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 has already signed %2; each person counts once.")),
    domainRow(DomainError::AlreadyRefused, "already-refused", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 has already refused %2; a refusal stands.")),
    domainRow(DomainError::ProposerAlone, "proposer-alone", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "%1 made this proposal and cannot also be the only one to sign it; someone else must.")),
    domainRow(DomainError::NotProposer, "not-proposer", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 cannot withdraw this proposal; only %2, who made it, can.")),
    // When and on what.
    domainRow(DomainError::ProposalNotOpen, "proposal-not-open", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 is no longer open to decision: it is %2.")),
    domainRow(DomainError::ProposalExpired, "proposal-expired", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 expired at %2. Propose it again if it is still wanted.")),
    domainRow(
        DomainError::SheetDiffers, "sheet-differs", Outcome::Integrity,
        QT_TRANSLATE_NOOP(
            "errors", "The sheet of %1 that was shown is not the one that was signed; nothing was counted.")),
    domainRow(DomainError::StaleAccessState, "stale-access-state", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "Access has changed since %1 was laid out, so its sheet no longer says what it would do. "
                  "It can no longer be signed; propose it anew as things stand now.")),
    domainRow(
        DomainError::ProposalOutdated, "proposal-outdated", Outcome::Refused,
        QT_TRANSLATE_NOOP(
            "errors",
            "Others have added to the ledger since this proposal was laid out, and it no longer fits: %1 "
            "Read the state again and propose it anew.")),
    domainRow(
        DomainError::StaleCharter, "stale-charter", Outcome::Refused,
        QT_TRANSLATE_NOOP(
            "errors",
            "This was signed under version %1 of the charter, but version %2 stands now. Sign it again.")),
    // Context: none.
    domainRow(DomainError::StaleBasis, "stale-basis", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "The ledger that was shown when this was signed is not part of this one. Read it again "
                  "here, then sign.")),
    domainRow(
        DomainError::WrongLog, "wrong-log", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors",
                          "This was signed for another workspace's ledger and cannot be used in this one.")),
    domainRow(
        DomainError::NonceSpent, "nonce-spent", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors", "This signed statement has been used before; a new one must be signed.")),
    domainRow(DomainError::StatementExpired, "statement-expired", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors", "This signed statement was valid until %1 and came too late. Sign it again.")),
    domainRow(
        DomainError::ClockBehind, "clock-behind", Outcome::Refused,
        QT_TRANSLATE_NOOP(
            "errors",
            "This machine's clock says %1, but the ledger is already at %2. Set the clock before signing.")),
    domainRow(DomainError::ChangeNotInForce, "change-not-in-force", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 is not in force any more, so there is nothing to lift.")),
    domainRow(DomainError::RequestNotOpen, "request-not-open", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "Regulatory request %1 is %2 and takes no further answer.")),
    domainRow(
        DomainError::IncidentClosed, "incident-closed", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors", "Incident %1 is closed; open a new one if there is more to record.")),
    domainRow(DomainError::IncidentHasLooseEnds, "incident-has-loose-ends", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors", "Incident %1 cannot be closed yet: %2. Settle each, or carry it with a reason.")),
    domainRow(
        DomainError::NotFounded, "not-founded", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors", "The founding charter is not signed by enough people yet; missing: %1.")),
    domainRow(DomainError::CharterExpired, "charter-expired", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "The charter expired at %1: access may still be restricted, but not restored. Sign a new "
                  "charter.")),
    // Break-glass, gates, keys, gateways.
    domainRow(DomainError::UnknownGate, "unknown-gate", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "There is no restoration gate “%1” in this workspace.")),
    domainRow(DomainError::UnknownEvidence, "unknown-evidence", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors",
                                "There is no evidence with the hash %1 in this workspace. Add it first.")),
    domainRow(DomainError::GatesOpen, "gates-open", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "%1 cannot be lifted while restoration gates are open: %2. Confirm each with "
                                "evidence, or have it waived with a signature.")),
    domainRow(DomainError::GateAlreadyMet, "gate-already-met", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "The restoration gate %1 is met already.")),
    domainRow(DomainError::BreakGlassRepeated, "break-glass-repeated", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors", "%1 has broken the glass over this before (%2), and no quorum has ratified that. "
                            "Propose the restriction, or have another person act.")),
    domainRow(DomainError::BreakGlassNotOwn, "break-glass-not-own", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "%1 broke the glass and cannot ratify that; others must.")),
    domainRow(DomainError::ProofMissing, "proof-missing", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "The charter names the key %2 for %1, but nothing shows that they hold it: %3. Have "
                  "them make an enrolment file.")),
    domainRow(
        DomainError::KeyRevoked, "key-revoked", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors", "The key %2 of %1 has been revoked; nothing that it signs counts.")),
    domainRow(DomainError::NotDisputed, "not-disputed", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "Entry %1 is not disputed, so there is nothing to ratify.")),
    domainRow(
        DomainError::AcknowledgementReplayed, "acknowledgement-replayed", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors",
                          "The acknowledgement of %1 carries the number %2, but number %3 has been received "
                          "already; an old one was sent again.")),
    domainRow(DomainError::AcknowledgementFalse, "acknowledgement-false", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "The acknowledgement of %1 cannot be true: %2.")),
    domainRow(DomainError::WitnessUnknown, "witness-unknown", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors", "No witness that the charter names, and no other seat of this ledger, has signed "
                            "this checkpoint.")),
    domainRow(DomainError::WitnessConflict, "witness-conflict", Outcome::Integrity,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "A witness has signed another ledger of %1 entries than this one: one of the two was "
                  "rewritten. Keep both and find out which.")),
    // Imports.
    domainRow(DomainError::UnknownBatch, "unknown-batch", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors",
                                "Entry %1 of this workspace is no import. Imports are in the intake "
                                "history, each with its entry.")),
    domainRow(DomainError::AlreadyRetracted, "already-retracted", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "The import of entry %1 was retracted already, at %2.")),
};

constexpr base::ErrorDomain kDomainErrors{"domain", kDomainTexts};

} // namespace

const base::ErrorDomain& errorDomain(DomainError)
{
    return kDomainErrors;
}

} // namespace keyturn::domain
