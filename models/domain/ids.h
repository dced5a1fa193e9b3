// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/strong_id.h"

namespace keyturn::domain {

using MemberId = base::StrongId<struct MemberTag>;         ///< As the charter writes it: "head-of-safety".
using RuleId = base::StrongId<struct RuleTag>;             ///< As the charter writes it.
using IncidentId = base::StrongId<struct IncidentTag>;     ///< "I-1", given by ledger order.
using RequestId = base::StrongId<struct RequestTag>;       ///< "R-1", given by ledger order.
using ProposalId = base::StrongId<struct ProposalTag>;     ///< "P-1", given by ledger order.
using ChangeId = base::StrongId<struct ChangeTag>;         ///< "C-1", given by order of authorisation.
using NoteId = base::StrongId<struct NoteTag>;             ///< "N-1", given by ledger order.
using GateId = base::StrongId<struct GateTag>;             ///< "G-1", given by ledger order.
using ModelId = base::StrongId<struct ModelTag>;           ///< As the catalogue writes it: "larch-4".
using ChannelId = base::StrongId<struct ChannelTag>;       ///< As the catalogue writes it.
using RegionId = base::StrongId<struct RegionTag>;         ///< As the catalogue writes it: "EU".
using TierId = base::StrongId<struct TierTag>;             ///< As the catalogue writes it.
using CapabilityId = base::StrongId<struct CapabilityTag>; ///< As the catalogue writes it.
using RouteId = base::StrongId<struct RouteTag>;           ///< As the catalogue writes it.
using DependentId = base::StrongId<struct DependentTag>;   ///< As the register of dependents writes it.
using RecordId = base::StrongId<struct RecordTag>; ///< "12:345": seq of the batch entry and leaf index in it.

} // namespace keyturn::domain
