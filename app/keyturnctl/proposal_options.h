// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keyturnctl/context.h"
#include "models/service/proposal_draft.h"

#include <memory>
#include <string>
#include <vector>

namespace keyturn::app {

/// A restriction as it is written on the command line.
struct RestrictionOptions
{
    std::string kind;
    std::vector<std::string> models;
    std::vector<std::string> channels;
    std::vector<std::string> regions;
    std::vector<std::string> tiers;
    std::vector<std::string> capabilities;
    std::vector<std::string> except;
    std::string fallback;
    std::int64_t requestsPerMinute = 0;
    std::string safeguard;
};

/// Why something is proposed, and for when.
struct GroundOptions
{
    std::string because;
    std::vector<std::string> signalRecords;
    std::vector<std::string> requests;
    std::vector<std::string> evidence;
    std::string incident;
    std::string effectiveAt;
    std::string reviewBy;
};

/// The ids of an option that lists them.
template <typename Id>
[[nodiscard]] std::vector<Id> idsOf(const std::vector<std::string>& given)
{
    std::vector<Id> ids;
    for (const QString& value : listOf(given))
        ids.emplace_back(value);
    return ids;
}

/// An id that the ledger gave ("P-1"), however its letter was typed.
template <typename Id>
[[nodiscard]] Id ledgerId(const std::string& given)
{
    return Id(text(given).trimmed().toUpper());
}

/// What is restricted, and how.
void addRestrictionOptions(CLI::App* sub, const std::shared_ptr<RestrictionOptions>& options);
/// The ground and what it rests on; `--because` is required.
void addGroundOptions(CLI::App* sub, const std::shared_ptr<GroundOptions>& options);
/// When it takes effect and when it is looked at again.
void addTimeOptions(CLI::App* sub, const std::shared_ptr<GroundOptions>& options);

/// @return BadOption, BadScope.
[[nodiscard]] base::Result<domain::Restriction> restrictionOf(const RestrictionOptions& options);
/// Fills in what @p options say, but for the incident. @return BadOption, UnknownEvidence, Ambiguous, time
/// errors.
[[nodiscard]] base::Result<void> addGrounds(const Context& context, const state::Snapshot& snapshot,
                                            const GroundOptions& options, service::ChangeRequest& request);
/// The incident named, or the only one that is open. @return Ambiguous.
[[nodiscard]] base::Result<std::optional<domain::IncidentId>> incidentOf(const state::Snapshot& snapshot,
                                                                         const std::string& given);
/// Evidence by its SHA-256, or by the first digits of it where they fit one piece only. @return
/// UnknownEvidence, Ambiguous.
[[nodiscard]] base::Result<base::Digest> evidenceNamed(const state::Snapshot& snapshot, const QString& given);
/// The same for an option that lists them.
[[nodiscard]] base::Result<std::vector<base::Digest>> evidenceListed(const state::Snapshot& snapshot,
                                                                     const std::vector<std::string>& given);

/// Signs the proposal, or breaks the glass, and prints what it is and what it needs.
/// @param beside printed with it.
[[nodiscard]] base::Result<int> submitProposal(const Context& context, service::Workspace& workspace,
                                               const Identity& identity,
                                               const service::ChangeRequest& request, domain::Urgency urgency,
                                               const QJsonObject& beside = {});

} // namespace keyturn::app
