// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/words.h"

#include <array>

namespace keyturn::domain {

#define KEYTURN_WORDS(Enum, ...)                                                                             \
    template <>                                                                                              \
    std::span<const char* const> wordsOf<Enum>()                                                             \
    {                                                                                                        \
        static constexpr std::array words{__VA_ARGS__};                                                      \
        return words;                                                                                        \
    }

KEYTURN_WORDS(Role, "executive", "safety-lead", "security-lead", "legal", "scribe", "auditor", "intake",
              "gateway")
KEYTURN_WORDS(Layer, "not-stated", "model-behaviour", "system", "data-privacy", "abuse-at-scale")
KEYTURN_WORDS(Severity, "not-stated", "informational", "low", "medium", "high", "critical")
KEYTURN_WORDS(Credibility, "not-stated", "unverified", "credible-threat-model", "observed-behaviour")
KEYTURN_WORDS(SourceKind, "not-stated", "internal", "monitoring", "partner", "customer", "researcher",
              "regulator", "public")
KEYTURN_WORDS(RecordKind, "signal", "escalation", "request", "milestone", "note")
KEYTURN_WORDS(Horizon, "undetermined", "temporary", "structural")
KEYTURN_WORDS(Cause, "undetermined", "model-behaviour", "deployment", "both")
KEYTURN_WORDS(RestrictionKind, "suspend", "limit-tiers", "rate-limit", "require-safeguard",
              "disable-capability", "reroute", "enhance-logging")
KEYTURN_WORDS(Access, "open", "logged", "safeguarded", "rate-limited", "rerouted", "suspended")
KEYTURN_WORDS(Reach, "regional", "worldwide")
KEYTURN_WORDS(EvidenceItem, "safety-evaluation", "auditability", "risk-mitigation", "other")
KEYTURN_WORDS(MemberKind, "person", "service")
KEYTURN_WORDS(IncidentStatus, "open", "contained", "restored", "closed")
KEYTURN_WORDS(RequestStatus, "received", "in-preparation", "answered", "closed")
KEYTURN_WORDS(ProposalStatus, "open", "authorised", "refused", "expired", "withdrawn", "superseded")
KEYTURN_WORDS(ChangeStatus, "in-force", "reverted", "superseded")
KEYTURN_WORDS(EvidenceKind, "safety-evaluation", "audit-log", "risk-mitigation", "correspondence", "other")
KEYTURN_WORDS(GateStatus, "open", "met")
KEYTURN_WORDS(ModelStatus, "available", "under-review", "limited", "suspended")
KEYTURN_WORDS(RequestConflict, "preserve-or-delete", "disclose-or-confidential", "regional-or-global")
KEYTURN_WORDS(Fallback, "none", "declared", "tested")
KEYTURN_WORDS(DependentKind, "customer", "product", "team")
KEYTURN_WORDS(LeakKind, "failover", "alias", "region", "channel", "sibling", "capability")

#undef KEYTURN_WORDS

} // namespace keyturn::domain
