// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sheet.h"
#include "models/ledger/checkpoint.h"
#include "models/service/courier_file.h"
#include "models/service/workspace.h"

#include <optional>

namespace keyturn::service {

/// A decision file whose parts belong together: the proposal is as its proposer signed it and stands in the
/// ledger that the file names, the sheet is its sheet, and what is to be signed is about exactly that.
///
/// What no file can show of itself is that the ledger and the charter in it are the real ones: whoever signs
/// has the ledger's fingerprint, its size and root, and the sheet's short code read to them by another way.
/// A file with another charter only yields an answer that the workspace refuses.
struct CarriedDecision
{
    CourierParts parts;
    domain::ProposalId proposal;
    domain::ChangeProposed change;
    domain::Urgency urgency = domain::Urgency::Ordinary;
    base::Digest sheetSha256;
    ledger::Checkpoint checkpoint;
    domain::Statement statement; ///< To be signed, but for the slot, the time and a refusal's reason.

    [[nodiscard]] bool mayApprove() const;
    [[nodiscard]] const domain::StatementContext& context() const { return *statement.context; }
    /// The clock to sign by: @p real, or of a DEMO workspace one that plays at the time of its story.
    [[nodiscard]] std::shared_ptr<const base::Clock> clockFor(std::shared_ptr<const base::Clock> real) const;
};

/// What the person decided.
struct CourierVerdict
{
    std::optional<QString> refusal;   ///< Why; nothing: approved.
    std::optional<domain::Role> slot; ///< Of an approval: to sign as; any that fits when absent.
};

/// What was carried out.
struct CarriedOut
{
    CarriedDecision decision;
    std::optional<base::Error> whyOnlyRefusal; ///< The member may refuse, but not approve: this rule.
};

/// What came back.
struct TakenIn
{
    domain::ProposalId proposal;
    domain::MemberId member;
    bool isApproval = true;
    Appended appended;
};

/// Lays @p proposal out for @p member to decide elsewhere, in a new file at @p path. @return the rule by
/// which they can neither approve nor refuse it, FileExists, FileFailure, store errors.
[[nodiscard]] base::Result<CarriedOut> courierOut(Workspace& workspace, const domain::ProposalId& proposal,
                                                  const domain::MemberId& member, const QString& path);
/// Checks that the parts belong together, without a workspace. @return CourierError.
[[nodiscard]] base::Result<CarriedDecision> checkDecision(CourierParts parts);
/// readDecisionFile() and checkDecision() in one.
[[nodiscard]] base::Result<CarriedDecision> openDecision(const QString& path);
/// Whether @p decision can still be signed at @p now. @return PassedNotAfter, ClockBehind.
[[nodiscard]] base::Result<void> checkTime(const CarriedDecision& decision, base::UtcTime now);
/// Whether @p decision can be decided so, before anybody is asked for a key. @return MayOnlyRefuse,
/// NotTheirRole, NoReason.
[[nodiscard]] base::Result<void> checkVerdict(const CarriedDecision& decision, const CourierVerdict& verdict);
/// Signs away from the workspace. @return CourierError, ClockBehind, the signer's errors.
[[nodiscard]] base::Result<CourierAnswer> signDecision(const CarriedDecision& decision,
                                                       const CourierVerdict& verdict, crypto::Signer& signer,
                                                       base::UtcTime now);
/// Appends what came back in the answer at @p path. @return CourierError, WrongLog, and whatever rule forbids
/// it now: the world may have changed while it travelled.
[[nodiscard]] base::Result<TakenIn> courierIn(Workspace& workspace, const QString& path);

} // namespace keyturn::service
