// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::domain {

/// Why the rules say no, or why something given does not make sense. Contexts are names for people, never
/// hashes alone.
enum class DomainError {
    // what was given
    BadCharter = 1,       ///< context: reason.
    CharterUnsatisfiable, ///< context: rule, reason.
    CharterBrittle,       ///< Losing two members would lock it; context: rule, the two names.
    BadCatalogue,         ///< context: reason.
    BadScope,             ///< context: reason.
    BadProposal,          ///< context: reason.
    BadDependent,         ///< context: dependent, reason.
    BadStatement,         ///< context: reason.
    UnknownKind,          ///< A statement of a kind this version does not know; context: kind.
    // what is named does not exist
    UnknownMember,
    UnknownIncident,
    UnknownRequest,
    UnknownProposal,
    UnknownChange,
    UnknownModel,
    UnknownName,  ///< context: dimension, name.
    NoRuleCovers, ///< context: what.
    // who
    KeyNotInCharter, ///< context: short key id.
    KeyNotOfMember,  ///< context: member.
    RoleMayNot,      ///< context: member, act, roles that may.
    NoSlotForRoles,  ///< context: member, the member's roles, missing roles.
    AlreadySigned,   ///< context: member, proposal.
    AlreadyRefused,  ///< context: member, proposal.
    ProposerAlone,   ///< context: member.
    NotProposer,     ///< context: member, proposer.
    // when and on what
    ProposalNotOpen,  ///< context: proposal, its state.
    ProposalExpired,  ///< context: proposal, when.
    SheetDiffers,     ///< What was shown is not what was signed; context: proposal.
    StaleAccessState, ///< Access changed since it was shown; context: proposal.
    ProposalOutdated, ///< Entries came in after the ledger it was laid out on; context: what does not fit
                      ///< now.
    StaleCharter,     ///< context: version signed, version now.
    StaleBasis,       ///< The ledger shown is not a prefix of this one.
    WrongLog,
    NonceSpent,
    StatementExpired,     ///< context: when.
    ClockBehind,          ///< Local time is more than 120 s before the ledger's; context: both.
    ChangeNotInForce,     ///< context: change.
    RequestNotOpen,       ///< context: request, state.
    IncidentClosed,       ///< context: incident.
    IncidentHasLooseEnds, ///< context: incident, what.
    NotFounded,           ///< The founding charter lacks signatures; context: missing.
    CharterExpired,       ///< context: when.
    // break-glass, gates, keys, gateways
    UnknownGate,
    UnknownEvidence,         ///< context: short hash.
    GatesOpen,               ///< context: change, the open gates.
    GateAlreadyMet,          ///< context: gate.
    BreakGlassRepeated,      ///< context: member, the earlier change.
    BreakGlassNotOwn,        ///< Whoever broke the glass cannot ratify; context: member.
    ProofMissing,            ///< context: member, short key id, reason.
    KeyRevoked,              ///< context: member, short key id.
    NotDisputed,             ///< context: entry.
    AcknowledgementReplayed, ///< context: gateway, counter given, counter known.
    AcknowledgementFalse,    ///< context: gateway, reason.
    WitnessUnknown,          ///< No known witness has signed; context: none.
    WitnessConflict,         ///< The note is over another ledger than this; context: size.
    // imports
    UnknownBatch,     ///< context: entry.
    AlreadyRetracted, ///< context: entry, when.
};
/// The table behind DomainError.
const base::ErrorDomain& errorDomain(DomainError);

} // namespace keyturn::domain
