// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sheet.h"
#include "models/service/workspace.h"

namespace keyturn::service {

/// What a person says when proposing; the rest of a proposal follows from the ledger.
struct ChangeRequest
{
    // Exactly one of these: what it is about.
    std::optional<domain::Restriction> restriction; ///< To add.
    std::optional<domain::ChangeId> reverts;        ///< To lift.
    std::optional<domain::Charter> charter;         ///< To follow the standing one.
    std::vector<std::uint64_t> ratifiesEntries;     ///< Disputed entries to let stand, ascending.
    std::optional<domain::AbandonedHead> abandons;  ///< A head to leave behind.
    // What goes with it.
    std::optional<domain::ChangeId> supersedes; ///< With restriction: the change it replaces.
    std::optional<domain::Box> part;            ///< With reverts: lift only here.
    std::vector<domain::KeyProof> proofs;       ///< With charter: of its new keys, in its order.
    std::optional<domain::IncidentId> incident;
    QString rationale;
    std::vector<domain::RecordId> signalRecords;
    std::vector<domain::RequestId> requests;
    std::vector<base::Digest> evidence;
    std::optional<base::UtcTime> effectiveAt;
    std::optional<base::UtcTime> reviewBy;
};

/// The whole proposal as @p proposer would sign it over @p snapshot at @p now: rule, signatures needed,
/// expiry, effect, preview, names. @return NoCatalogue, UnknownChange, NoRuleCovers, GatesOpen, BadProposal,
/// BadScope …
[[nodiscard]] base::Result<domain::ChangeProposed>
draftProposal(const state::Snapshot& snapshot, base::UtcTime now, const domain::MemberId& proposer,
              const ChangeRequest& request, domain::Urgency urgency = domain::Urgency::Ordinary);

/// The approval of @p proposal as it stands. @return UnknownProposal.
[[nodiscard]] base::Result<domain::ProposalApproved> draftApproval(const state::Snapshot& snapshot,
                                                                   const domain::ProposalId& proposal,
                                                                   const std::optional<domain::Role>& slot);
/// The refusal of @p proposal as it stands. @return UnknownProposal.
[[nodiscard]] base::Result<domain::ProposalRefused>
draftRefusal(const state::Snapshot& snapshot, const domain::ProposalId& proposal, const QString& reason);
/// The withdrawal of @p proposal as it stands. @return UnknownProposal.
[[nodiscard]] base::Result<domain::ProposalWithdrawn>
draftWithdrawal(const state::Snapshot& snapshot, const domain::ProposalId& proposal, const QString& reason);

} // namespace keyturn::service
