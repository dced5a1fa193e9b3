// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules of several kinds have in common.

#include "models/state/fold_rules.h"

#include "models/domain/reason.h"

#include <QStringList>

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

namespace {

/// What an act is called after "may not".
QString actInWords(domain::Act act)
{
    switch (act) {
    case domain::Act::Import:
        return domain::reason(QT_TRANSLATE_NOOP("errors", "import records"));
    case domain::Act::Incident:
        return domain::reason(QT_TRANSLATE_NOOP("errors", "open, change or close incidents"));
    case domain::Act::Request:
        return domain::reason(QT_TRANSLATE_NOOP("errors", "keep regulatory requests"));
    case domain::Act::Catalogue:
        return domain::reason(QT_TRANSLATE_NOOP("errors", "set the catalogue"));
    case domain::Act::Note:
        return domain::reason(QT_TRANSLATE_NOOP("errors", "add notes and milestones"));
    case domain::Act::Propose:
        return domain::reason(QT_TRANSLATE_NOOP("errors", "propose access changes"));
    }
    return domain::toWord(act);
}

} // namespace

QString roleWords(const std::vector<domain::Role>& roles)
{
    QStringList words;
    for (const domain::Role role : roles)
        words += domain::toWord(role);
    return words.join(QStringLiteral(", "));
}

bool isAbout(const Case& judged, const char* name, const base::Digest& sha256)
{
    const auto& subjects = judged.statement.subjects;
    return subjects.size() == 1 && subjects.front().name == QLatin1String(name) &&
           subjects.front().sha256 == sha256;
}

base::Result<void> checkAboutLedger(const Case& judged)
{
    if (!isAbout(judged, "ledger", judged.context().basisRoot))
        return badStatement(QT_TRANSLATE_NOOP("errors", "its subject is not the ledger that was shown"));
    return {};
}

base::Result<void> checkMayAct(const Case& judged, domain::Act act)
{
    if (judged.snapshot.charter.mayAct(*judged.member, act))
        return {};
    return base::fail(DomainError::RoleMayNot, judged.member->display(), actInWords(act),
                      roleWords(judged.snapshot.charter.rolesFor(act)));
}

base::Result<void> checkIsPerson(const Case& judged)
{
    if (judged.member->kind != domain::MemberKind::Person)
        return base::fail(StateError::NotAPerson, judged.member->display());
    return {};
}

base::Result<void> checkIncident(const Case& judged, const std::optional<domain::IncidentId>& id)
{
    if (!id)
        return {};
    const IncidentState* incident = judged.snapshot.incident(*id);
    if (!incident)
        return base::fail(DomainError::UnknownIncident, id->value());
    if (incident->status == domain::IncidentStatus::Closed)
        return base::fail(DomainError::IncidentClosed, id->value());
    return {};
}

base::Result<crypto::PublicKey> readKey(const QByteArray& spki)
{
    constexpr qsizetype kMostKeys = 256;
    static thread_local QHash<QByteArray, crypto::PublicKey> known;
    if (const auto found = known.constFind(spki); found != known.constEnd())
        return *found;
    KEYTURN_TRY_LET(key, crypto::PublicKey::fromSpki(spki));
    if (known.size() >= kMostKeys)
        known.clear();
    known.insert(spki, key);
    return key;
}

tl::unexpected<base::Error> badStatement(const char* text)
{
    return base::fail(DomainError::BadStatement, domain::reason(text));
}

QString numbered(char letter, qsizetype count)
{
    return QStringLiteral("%1-%2").arg(QLatin1Char(letter)).arg(count + 1);
}

void expireProposals(Snapshot& snapshot, base::UtcTime now)
{
    std::erase_if(snapshot.openProposals, [&](qsizetype place) {
        // Asked first without touching the list, which a copy of the snapshot may share.
        const ProposalState& asked = std::as_const(snapshot.proposals)[place];
        const base::UtcTime expiresAt = asked.facts.expiresAt;
        // What broke the glass never lapses by itself.
        if (!(expiresAt < now) || asked.breakGlass)
            return false;
        ProposalState& proposal = snapshot.proposals[place];
        proposal.status = domain::ProposalStatus::Expired;
        proposal.decidedAt = expiresAt;
        proposal.decidedCharter = snapshot.charter.version;
        return true;
    });
}

} // namespace keyturn::state
