// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/domain/domain_error.h"
#include "models/state/fold.h"
#include "models/state/snapshot.h"
#include "models/state/state_error.h"

#include <algorithm>

// The rules of each kind of statement, one pair of functions a kind: check() says whether it may stand,
// fold() makes what it says part of the state and cannot fail. For models/state only.

namespace keyturn::state {

/// A statement before the rules, with what is known of it.
struct Case
{
    const Snapshot& snapshot;
    const domain::Statement& statement;
    base::UtcTime at;                       ///< Ledger time it would have.
    const RootAt& rootAt;                   ///< Roots of the ledger before it.
    const domain::Member* member = nullptr; ///< Who makes it; null for charters and seats.
    const base::Digest* key = nullptr;      ///< Whose key signed it; null before there is a signature.

    [[nodiscard]] const domain::StatementContext& context() const { return *statement.context; }
};

/// A statement that the rules let stand, with its place in the ledger.
struct Accepted
{
    Origin origin;
    base::Digest leaf;
    base::Digest keyId;
    base::Digest statementSha256;
    const domain::Statement& statement;
};

/// Words of roles for a sentence: "executive, legal".
[[nodiscard]] QString roleWords(const std::vector<domain::Role>& roles);

/// The statement is about exactly one thing, this one.
[[nodiscard]] bool isAbout(const Case& judged, const char* name, const base::Digest& sha256);
/// @return BadStatement unless the statement is about the ledger that its signer was shown.
[[nodiscard]] base::Result<void> checkAboutLedger(const Case& judged);
/// @return RoleMayNot.
[[nodiscard]] base::Result<void> checkMayAct(const Case& judged, domain::Act act);
/// @return NotAPerson.
[[nodiscard]] base::Result<void> checkIsPerson(const Case& judged);
/// The incident, where one is named, is there and not closed. @return UnknownIncident, IncidentClosed.
[[nodiscard]] base::Result<void> checkIncident(const Case& judged,
                                               const std::optional<domain::IncidentId>& incident);
/// The access that the signer was shown is the access now, as far as @p proposal (called @p id) is about it.
/// @return BadStatement, StaleAccessState.
[[nodiscard]] base::Result<void> checkAccessState(const Case& judged, const domain::ChangeProposed& proposal,
                                                  const QString& id);
/// Reads a key. The newest read are kept: to read one anew for every entry and charter that names it costs as
/// much as checking a signature. @return the errors of crypto::PublicKey::fromSpki().
[[nodiscard]] base::Result<crypto::PublicKey> readKey(const QByteArray& spki);
/// Each key of @p charter, its witnesses' too, is what is said of it. @return KeyUnfit.
[[nodiscard]] base::Result<void> checkCharterKeys(const domain::Charter& charter);
/// Whoever is named with a new key has shown that they hold it. @return ProofMissing.
[[nodiscard]] base::Result<void> checkPossession(const Snapshot& snapshot, const domain::Charter& next,
                                                 const std::vector<domain::KeyProof>& proofs);
/// An expired charter still tightens and no longer lifts. @return CharterExpired.
[[nodiscard]] base::Result<void> checkCharterAllowsLifting(const Case& judged,
                                                           const domain::ChangeProposed& proposal);
/// @return BadStatement with @p text, which is passed through QT_TRANSLATE_NOOP("errors", …), as its reason.
[[nodiscard]] tl::unexpected<base::Error> badStatement(const char* text);
/// Whether a value stands twice.
template <typename T>
[[nodiscard]] bool hasRepeats(std::vector<T> values)
{
    std::sort(values.begin(), values.end());
    return std::adjacent_find(values.begin(), values.end()) != values.end();
}
/// An id given by order: the place after the last of @p count.
[[nodiscard]] QString numbered(char letter, qsizetype count);

[[nodiscard]] base::Result<void> check(const Case& judged, const domain::CharterSigned& charter);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::SeatIntroduced& seat);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::BatchImported& batch);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::IncidentOpened& incident);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::IncidentChanged& change);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::IncidentClosed& closing);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::NoteAdded& note);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::RequestReceived& request);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::RequestAnswered& answer);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::RequestClosed& closing);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::CatalogueSet& set);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::ChangeProposed& proposal);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::ProposalApproved& approval);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::ProposalRefused& refusal);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::ProposalWithdrawn& withdrawal);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::GlassBroken& broken);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::DependentsSet& set);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::EvidenceAdded& evidence);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::GateOpened& gate);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::GateMet& met);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::GateWaived& waived);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::WitnessRecorded& witness);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::DirectiveAcknowledged& acknowledged);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::GatewayProbed& probe);
[[nodiscard]] base::Result<void> check(const Case& judged, const domain::BatchRetracted& retraction);

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::CharterSigned& charter);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::SeatIntroduced& seat);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::BatchImported& batch);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::IncidentOpened& incident);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::IncidentChanged& change);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::IncidentClosed& closing);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::NoteAdded& note);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::RequestReceived& request);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::RequestAnswered& answer);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::RequestClosed& closing);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::CatalogueSet& set);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ChangeProposed& proposal);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ProposalApproved& approval);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ProposalRefused& refusal);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::ProposalWithdrawn& withdrawal);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GlassBroken& broken);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::DependentsSet& set);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::EvidenceAdded& evidence);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GateOpened& gate);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GateMet& met);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GateWaived& waived);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::WitnessRecorded& witness);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::DirectiveAcknowledged& acknowledged);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::GatewayProbed& probe);
void fold(Snapshot& snapshot, const Accepted& accepted, const domain::BatchRetracted& retraction);

// What authorised proposals do (execution.cpp).

/// Makes the restriction of @p proposal a change in force, by @p by.
void putInForce(Snapshot& snapshot, ProposalState& proposal, const Origin& by);
/// Does what @p proposal says, now that its thresholds are met by @p by.
void execute(Snapshot& snapshot, ProposalState& proposal, const Origin& by);
/// Ends a proposal's being open.
void leaveOpen(Snapshot& snapshot, ProposalState& proposal, domain::ProposalStatus status, base::UtcTime at);

/// Who signs an entry that founds: a person of the charter who has not signed yet. @return KeyNotInCharter,
/// NotAPerson, AlreadySigned, CharterDiffers.
[[nodiscard]] base::Result<domain::MemberId> checkFounder(const Snapshot& snapshot,
                                                          const domain::Charter& charter,
                                                          const base::Digest& keyId,
                                                          const base::Digest& statementSha256);

/// Ends the open proposals whose time is over before @p now.
void expireProposals(Snapshot& snapshot, base::UtcTime now);

} // namespace keyturn::state
