// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/high_stakes.h"

#include <type_traits>

namespace keyturn::domain {

namespace {

template <typename... Statements>
struct Kinds
{
    template <typename Statement>
    static constexpr bool holds = (std::is_same_v<Statement, Statements> || ...);
};

/// Who holds power, and what becomes of access: each of these binds others.
using Decisions = Kinds<CharterSigned, ChangeProposed, ProposalApproved, ProposalRefused, ProposalWithdrawn,
                        GlassBroken, GateWaived>;
/// What was seen, received or done. A seat introduces itself with its own key, which no person unlocks.
using Facts =
    Kinds<SeatIntroduced, BatchImported, IncidentOpened, IncidentChanged, IncidentClosed, NoteAdded,
          RequestReceived, RequestAnswered, RequestClosed, CatalogueSet, DependentsSet, EvidenceAdded,
          GateOpened, GateMet, WitnessRecorded, DirectiveAcknowledged, GatewayProbed, BatchRetracted>;

} // namespace

bool isHighStakes(const Payload& payload)
{
    return std::visit(
        []<typename Statement>(const Statement&) {
            // A new kind of statement does not compile until somebody has decided what it is.
            static_assert(Decisions::holds<Statement> != Facts::holds<Statement>,
                          "name this kind of statement in Decisions or in Facts");
            return Decisions::holds<Statement>;
        },
        payload);
}

} // namespace keyturn::domain
