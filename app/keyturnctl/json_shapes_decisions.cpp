// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals and decisions, as JSON and for people.

#include "app/keyturnctl/json_shapes.h"
#include "models/domain/sheet.h"

namespace keyturn::app {

namespace {

QJsonValue idOrNull(const auto& id)
{
    return id ? QJsonValue(id->value()) : QJsonValue();
}

QJsonValue alsoNeededJson(const domain::ChangeProposed& change)
{
    if (!change.alsoNeeded)
        return {};
    return QJsonObject{{QStringLiteral("rule"), change.alsoNeeded->rule.value()},
                       {QStringLiteral("title"), change.alsoNeeded->ruleTitle},
                       {QStringLiteral("roles"), wordArray(change.alsoNeeded->slotRoles)}};
}

QString roleText(const std::vector<domain::Role>& roles)
{
    return roleWords(roles).join(QStringLiteral(" + "));
}

QJsonArray textArray(const std::vector<QString>& texts)
{
    QJsonArray array;
    for (const QString& text : texts)
        array.append(text);
    return array;
}

/// What a proposal is about, beside its title: null or empty where it is about something else.
void addSubject(QJsonObject& object, const domain::ChangeProposed& change)
{
    object.insert(QStringLiteral("reverts"), idOrNull(change.reverts));
    object.insert(QStringLiteral("part"),
                  change.part ? QJsonValue(domain::toText(*change.part)) : QJsonValue());
    object.insert(QStringLiteral("supersedes"), idOrNull(change.supersedes));
    object.insert(QStringLiteral("charter"),
                  change.charter
                      ? QJsonValue(QJsonObject{
                            {QStringLiteral("version"), static_cast<qint64>(change.charter->version)},
                            {QStringLiteral("changes"), textArray(change.charterChanges)}})
                      : QJsonValue());
    QJsonArray entries;
    for (const std::uint64_t seq : change.ratifiesEntries)
        entries.append(static_cast<qint64>(seq));
    object.insert(QStringLiteral("ratifies_entries"), entries);
    object.insert(QStringLiteral("abandons"),
                  change.abandons ? QJsonValue(QJsonObject{
                                        {QStringLiteral("size"), static_cast<qint64>(change.abandons->size)},
                                        {QStringLiteral("root"), change.abandons->root.hex()}})
                                  : QJsonValue());
    object.insert(QStringLiteral("rule"), change.rule.value());
    object.insert(QStringLiteral("also_needs"), alsoNeededJson(change));
    object.insert(QStringLiteral("rehearsal"), change.rehearsal);
}

/// The same in lines, each begun with @p indent.
QStringList subjectLines(const domain::ChangeProposed& change, const QString& indent)
{
    QStringList lines;
    if (change.part)
        lines += indent + QStringLiteral("lifts %1 only for %2; the rest stays")
                              .arg(change.reverts->value(), domain::toText(*change.part));
    if (change.supersedes)
        lines += indent + QStringLiteral("takes the place of %1").arg(change.supersedes->value());
    for (const QString& line : change.charterChanges)
        lines += indent + line;
    for (std::size_t i = 0; i < change.ratifiedLines.size(); ++i)
        lines += indent +
                 QStringLiteral("entry %1: %2").arg(change.ratifiesEntries[i]).arg(change.ratifiedLines[i]);
    if (change.alsoNeeded)
        lines += indent + QStringLiteral("also needs “%1”: %2")
                              .arg(change.alsoNeeded->ruleTitle, roleText(change.alsoNeeded->slotRoles));
    return lines;
}

QJsonArray slotArray(const std::vector<domain::Role>& roles)
{
    QJsonArray array;
    for (std::size_t i = 0; i < roles.size(); ++i)
        array.append(QJsonObject{{QStringLiteral("slot"), static_cast<qint64>(i + 1)},
                                 {QStringLiteral("role"), domain::toWord(roles[i])}});
    return array;
}

/// What stands out about a decision: "open, BREAK-GLASS, REHEARSAL".
QString marksOf(const state::Snapshot& snapshot, const state::ProposalState& proposal, base::UtcTime now)
{
    QString marks = domain::toWord(snapshot.statusOf(proposal, now));
    if (proposal.breakGlass)
        marks += QStringLiteral(", BREAK-GLASS");
    if (proposal.isOverdue(now))
        marks += QStringLiteral(", OVERDUE");
    if (proposal.facts.rehearsal)
        marks += QStringLiteral(", REHEARSAL");
    if (snapshot.isDisputed(proposal))
        marks += QStringLiteral(", DISPUTED");
    return marks;
}

/// What became of it, or until when something may.
QString outlookOf(const state::ProposalState& proposal, domain::ProposalStatus status, base::UtcTime now)
{
    const QString by = QStringLiteral("%1 (%2)").arg(base::toDisplay(proposal.facts.expiresAt),
                                                     distanceText(now, proposal.facts.expiresAt));
    if (status == domain::ProposalStatus::Open && proposal.breakGlass)
        return QStringLiteral("in force as change %1, to be ratified by %2")
            .arg(proposal.change->value(), by);
    if (status == domain::ProposalStatus::Open)
        return QStringLiteral("expires %1").arg(by);
    if (proposal.change)
        return (proposal.facts.reverts ? QStringLiteral("lifted change %1")
                                       : QStringLiteral("became change %1"))
            .arg(proposal.change->value());
    if (proposal.facts.charter && status == domain::ProposalStatus::Authorised)
        return QStringLiteral("became version %1 of the charter").arg(proposal.facts.charter->version);
    return {};
}

QJsonArray questionsJson(const state::Snapshot& snapshot, const domain::ProposalId& id)
{
    QJsonArray array;
    for (const state::NoteState& note : snapshot.notes) {
        if (note.facts.about == id)
            array.append(QJsonObject{{QStringLiteral("note"), note.id.value()},
                                     {QStringLiteral("member"), note.origin.member.value()},
                                     {QStringLiteral("text"), note.facts.title},
                                     {QStringLiteral("asked_at"), timeValue(note.origin.recordedAt)}});
    }
    return array;
}

} // namespace

QJsonObject proposalJson(const state::Snapshot& snapshot, const state::ProposalState& proposal)
{
    const domain::ChangeProposed& change = proposal.facts;
    QJsonObject object{
        {QStringLiteral("proposal"), proposal.id.value()},
        {QStringLiteral("title"), domain::headline(change)},
        {QStringLiteral("sheet_sha256"), proposal.sheetSha256.hex()},
        {QStringLiteral("short_code"), proposal.sheetSha256.shortCode()},
        {QStringLiteral("needs"), slotArray(change.slotRoles)},
        {QStringLiteral("expires_at"), timeValue(change.expiresAt)},
        {QStringLiteral("incident"), idOrNull(change.incident)},
        {QStringLiteral("break_glass"), proposal.breakGlass},
        // A break-glass is in force already; of others, what they become is decided later.
        {QStringLiteral("change"), idOrNull(proposal.change)},
        {QStringLiteral("state"), domain::toWord(snapshot.statusOf(proposal, proposal.origin.recordedAt))}};
    addSubject(object, change);
    if (change.preview) {
        object.insert(QStringLiteral("dependents"), static_cast<qint64>(change.preview->dependents));
        object.insert(QStringLiteral("without_tested_fallback"),
                      static_cast<qint64>(change.preview->withoutTestedFallback));
        object.insert(QStringLiteral("leaks"), static_cast<qint64>(change.preview->leaks));
        object.insert(QStringLiteral("shadowed_by"), idArray(change.preview->shadowedBy));
    }
    return object;
}

QString proposalText(const state::ProposalState& proposal)
{
    const domain::ChangeProposed& change = proposal.facts;
    const QString indent = QStringLiteral("    ");
    QStringList lines{QStringLiteral("%1  %2%3")
                          .arg(proposal.id.value(), domain::headline(change),
                               change.rehearsal ? QStringLiteral("  [REHEARSAL]") : QString())};
    lines += proposal.breakGlass
                 ? QStringLiteral("    code %1, IN FORCE AT ONCE as %2, to be ratified by %3 before %4")
                       .arg(proposal.sheetSha256.shortCode(), proposal.change->value(),
                            roleText(change.slotRoles), base::toDisplay(change.expiresAt))
                 : QStringLiteral("    code %1, needs %2, expires %3")
                       .arg(proposal.sheetSha256.shortCode(), roleText(change.slotRoles),
                            base::toDisplay(change.expiresAt));
    lines += subjectLines(change, indent);
    if (change.preview && change.preview->dependents > 0)
        lines +=
            QStringLiteral("    takes something from %1 dependents, %2 of them without a tested fallback")
                .arg(change.preview->dependents)
                .arg(change.preview->withoutTestedFallback);
    if (change.preview && change.preview->leaks > 0)
        lines += QStringLiteral("    %1 routes would still serve what it stops; see the preview")
                     .arg(change.preview->leaks);
    if (change.preview && !change.preview->shadowedBy.empty()) {
        QStringList by;
        for (const domain::ChangeId& id : change.preview->shadowedBy)
            by += id.value();
        lines += QStringLiteral("    would do nothing while %1 in force")
                     .arg(by.size() > 1 ? by.join(QStringLiteral(" and ")) + QStringLiteral(" are")
                                        : by.first() + QStringLiteral(" is"));
    }
    return lines.join(QLatin1Char('\n'));
}

QJsonObject decisionJson(const state::Snapshot& snapshot, const state::ProposalState& proposal,
                         base::UtcTime now)
{
    const domain::Quorum quorum = snapshot.quorumOf(proposal, now);
    QJsonArray filled;
    for (const domain::SlotFilling& slot : quorum.filling) {
        if (slot.filledBy)
            filled.append(QJsonObject{{QStringLiteral("slot"), domain::toWord(slot.role)},
                                      {QStringLiteral("member"), slot.filledBy->value()},
                                      {QStringLiteral("name"), snapshot.display(*slot.filledBy)}});
    }
    QJsonArray refusals;
    for (const state::RefusalState& refusal : proposal.refusals)
        refusals.append(QJsonObject{{QStringLiteral("member"), refusal.origin.member.value()},
                                    {QStringLiteral("reason"), refusal.reason},
                                    {QStringLiteral("blocks"), refusal.blocks}});
    QJsonObject object{{QStringLiteral("proposal"), proposal.id.value()},
                       {QStringLiteral("title"), domain::headline(proposal.facts)},
                       {QStringLiteral("state"), domain::toWord(snapshot.statusOf(proposal, now))},
                       {QStringLiteral("filled"), filled},
                       {QStringLiteral("missing"), wordArray(quorum.missing())},
                       {QStringLiteral("refusals"), refusals},
                       {QStringLiteral("proposer"), proposal.origin.member.value()},
                       {QStringLiteral("proposed_at"), timeValue(proposal.origin.recordedAt)},
                       {QStringLiteral("expires_at"), timeValue(proposal.facts.expiresAt)},
                       {QStringLiteral("short_code"), proposal.sheetSha256.shortCode()},
                       {QStringLiteral("sheet_sha256"), proposal.sheetSha256.hex()},
                       {QStringLiteral("incident"), idOrNull(proposal.facts.incident)},
                       {QStringLiteral("change"), idOrNull(proposal.change)},
                       {QStringLiteral("break_glass"), proposal.breakGlass},
                       {QStringLiteral("overdue"), proposal.isOverdue(now)},
                       {QStringLiteral("disputed"), snapshot.isDisputed(proposal)},
                       {QStringLiteral("questions"), questionsJson(snapshot, proposal.id)}};
    addSubject(object, proposal.facts);
    return object;
}

QString decisionText(const state::Snapshot& snapshot, const state::ProposalState& proposal, base::UtcTime now)
{
    const domain::Quorum quorum = snapshot.quorumOf(proposal, now);
    const domain::ProposalStatus status = snapshot.statusOf(proposal, now);
    QStringList lines;
    lines += QStringLiteral("%1  %2  [%3, code %4]")
                 .arg(proposal.id.value(), domain::headline(proposal.facts), marksOf(snapshot, proposal, now),
                      proposal.sheetSha256.shortCode());
    lines += (proposal.breakGlass ? QStringLiteral("    broken by %1, %2")
                                  : QStringLiteral("    proposed by %1, %2"))
                 .arg(snapshot.display(proposal.origin.member), base::toDisplay(proposal.origin.recordedAt));
    lines += subjectLines(proposal.facts, QStringLiteral("    "));
    for (const domain::SlotFilling& slot : quorum.filling) {
        lines += QStringLiteral("    %1: %2")
                     .arg(domain::toWord(slot.role),
                          slot.filledBy ? snapshot.display(*slot.filledBy) : QStringLiteral("missing"));
    }
    for (const state::RefusalState& refusal : proposal.refusals)
        lines += QStringLiteral("    refused by %1: %2")
                     .arg(snapshot.display(refusal.origin.member), refusal.reason);
    for (const state::NoteState& note : snapshot.notes) {
        if (note.facts.about != proposal.id)
            continue;
        // Whoever proposed it answers; what others say may ask or only remark.
        const bool isAnswer = note.origin.member == proposal.origin.member;
        lines +=
            (isAnswer ? QStringLiteral("    answered by %1: %2") : QStringLiteral("    remarked by %1: %2"))
                .arg(snapshot.display(note.origin.member),
                     note.facts.text.isEmpty() ? note.facts.title : note.facts.text);
    }
    if (const QString outlook = outlookOf(proposal, status, now); !outlook.isEmpty())
        lines += QStringLiteral("    ") + outlook;
    return lines.join(QLatin1Char('\n'));
}

} // namespace keyturn::app
