// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/charter_shapes.h"

#include "app/keyturnctl/json_shapes.h"
#include "models/ledger/checkpoint.h"

namespace keyturn::app {

namespace {

/// Those whose signature could fill a slot of @p role.
std::vector<const domain::Member*> signersAs(const domain::Charter& charter, domain::Role role)
{
    std::vector<const domain::Member*> signers;
    for (const domain::Member& member : charter.members) {
        if (member.kind == domain::MemberKind::Person && !member.keys.empty() && member.has(role))
            signers.push_back(&member);
    }
    return signers;
}

QJsonArray membersJson(const domain::Charter& charter)
{
    QJsonArray members;
    for (const domain::Member& member : charter.members) {
        QJsonArray keys;
        for (const domain::MemberKey& key : member.keys)
            keys.append(
                QJsonObject{{QStringLiteral("id"), key.id.hex()}, {QStringLiteral("type"), key.type}});
        members.append(
            QJsonObject{{QStringLiteral("id"), member.id.value()},
                        {QStringLiteral("kind"), domain::toWord(member.kind)},
                        {QStringLiteral("name"), member.name},
                        {QStringLiteral("title"), member.title},
                        {QStringLiteral("roles"), QJsonArray::fromStringList(roleWords(member.roles))},
                        {QStringLiteral("keys"), keys}});
    }
    return members;
}

QJsonArray signersJson(const domain::Charter& charter, const domain::Rule& rule)
{
    QJsonArray slotsOfRule;
    for (const domain::Role role : rule.slotRoles) {
        QJsonArray members;
        for (const domain::Member* member : signersAs(charter, role))
            members.append(member->id.value());
        slotsOfRule.append(QJsonObject{{QStringLiteral("role"), domain::toWord(role)},
                                       {QStringLiteral("members"), members}});
    }
    return slotsOfRule;
}

QJsonArray rulesJson(const domain::Charter& charter)
{
    QJsonArray rules;
    for (const domain::Rule& rule : charter.rules) {
        QStringList covers;
        for (const domain::Governed& governed : rule.covers)
            covers += domain::toText(governed);
        rules.append(QJsonObject{
            {QStringLiteral("id"), rule.id.value()},
            {QStringLiteral("title"), rule.title},
            {QStringLiteral("covers"), QJsonArray::fromStringList(covers)},
            {QStringLiteral("slots"), QJsonArray::fromStringList(roleWords(rule.slotRoles))},
            {QStringLiteral("refusal_blocks"), QJsonArray::fromStringList(roleWords(rule.refusalBlocks))},
            {QStringLiteral("proposal_valid_minutes"), static_cast<qint64>(rule.proposalValidMinutes)},
            {QStringLiteral("approval_valid_minutes"), static_cast<qint64>(rule.approvalValidMinutes)},
            {QStringLiteral("words"), domain::ruleInWords(rule)},
            {QStringLiteral("signers"), signersJson(charter, rule)}});
    }
    return rules;
}

/// The verifier key that other tools take, or nothing for a key that cannot be read.
QString verifierOf(const domain::WitnessKey& witness)
{
    const auto key = crypto::PublicKey::fromSpki(witness.spki);
    return key ? ledger::noteVerifierKey(witness.name, *key) : QString();
}

/// "Ada Stone or Bo Reed", each with a title.
QString anyOf(const std::vector<const domain::Member*>& members)
{
    QStringList names;
    for (const domain::Member* member : members)
        names += member->display();
    return names.isEmpty() ? QStringLiteral("nobody") : names.join(QStringLiteral(" or "));
}

QString orNobody(const std::vector<domain::Role>& roles)
{
    return roles.empty() ? QStringLiteral("nobody") : roleWords(roles).join(QStringLiteral(", "));
}

} // namespace

QStringList roleWords(const std::vector<domain::Role>& roles)
{
    QStringList words;
    for (const domain::Role role : roles)
        words += domain::toWord(role);
    return words;
}

QJsonObject charterJson(const domain::Charter& charter)
{
    QJsonArray witnesses;
    for (const domain::WitnessKey& witness : charter.witnesses)
        witnesses.append(QJsonObject{{QStringLiteral("name"), witness.name},
                                     {QStringLiteral("verifier"), verifierOf(witness)}});
    QJsonArray revoked;
    for (const domain::RevokedKey& key : charter.revoked)
        revoked.append(QJsonObject{{QStringLiteral("key"), key.key.hex()},
                                   {QStringLiteral("member"), key.member.value()},
                                   {QStringLiteral("from_entry"), static_cast<qint64>(key.fromSeq)},
                                   {QStringLiteral("reason"), key.reason}});
    QJsonValue breakGlass;
    if (charter.breakGlass)
        breakGlass = QJsonObject{{QStringLiteral("roles"), wordArray(charter.breakGlass->roles)},
                                 {QStringLiteral("ratify_within_minutes"),
                                  static_cast<qint64>(charter.breakGlass->ratifyWithinMinutes)}};
    return {{QStringLiteral("organisation"), charter.organisation},
            {QStringLiteral("version"), static_cast<qint64>(charter.version)},
            {QStringLiteral("format"), static_cast<qint64>(charter.format)},
            {QStringLiteral("demo"), charter.demo},
            {QStringLiteral("expires"), timeValue(charter.expires)},
            {QStringLiteral("members"), membersJson(charter)},
            {QStringLiteral("rules"), rulesJson(charter)},
            {QStringLiteral("break_glass"), breakGlass},
            {QStringLiteral("waiver_roles"), wordArray(charter.waiverRoles)},
            {QStringLiteral("witnesses"), witnesses},
            {QStringLiteral("revoked"), revoked},
            {QStringLiteral("accepts_brittle"), charter.acceptsBrittle},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(domain::charterWarnings(charter))}};
}

QString charterText(const domain::Charter& charter)
{
    QStringList lines{
        QStringLiteral("Charter of %1, version %2").arg(charter.organisation).arg(charter.version)};
    lines += QStringLiteral("Members");
    for (const domain::Member& member : charter.members)
        lines +=
            QStringLiteral("  %1 (%2): %3")
                .arg(member.display(), member.id.value(), roleWords(member.roles).join(QStringLiteral(", ")));
    lines += QStringLiteral("Rules, and who could sign");
    for (const domain::Rule& rule : charter.rules) {
        lines +=
            QStringLiteral("  %1: %2").arg(rule.title, roleWords(rule.slotRoles).join(QStringLiteral(" + ")));
        for (const domain::Role role : rule.slotRoles)
            lines += QStringLiteral("    %1: %2").arg(domain::toWord(role), anyOf(signersAs(charter, role)));
    }
    lines += QStringLiteral("Break-glass");
    lines += charter.breakGlass ? QStringLiteral("  %1, to be ratified within %2 minutes")
                                      .arg(orNobody(charter.breakGlass->roles))
                                      .arg(charter.breakGlass->ratifyWithinMinutes)
                                : QStringLiteral("  nobody");
    lines += QStringLiteral("May waive restoration gates");
    lines += QStringLiteral("  ") + orNobody(charter.waiverRoles);
    if (!charter.witnesses.empty())
        lines += QStringLiteral("Witnesses");
    for (const domain::WitnessKey& witness : charter.witnesses)
        lines += QStringLiteral("  ") + witness.name;
    if (!charter.revoked.empty())
        lines += QStringLiteral("Revoked keys");
    for (const domain::RevokedKey& key : charter.revoked)
        lines += QStringLiteral("  %1 of %2, from entry %3 on: %4")
                     .arg(key.key.shortCode(), key.member.value())
                     .arg(key.fromSeq)
                     .arg(key.reason);
    if (charter.expires)
        lines += QStringLiteral("After %1 access may be restricted, but not restored")
                     .arg(base::toDisplay(*charter.expires));
    if (charter.acceptsBrittle)
        lines += QStringLiteral("Its signers accept that the loss of two people may lock it");
    return lines.join(QLatin1Char('\n'));
}

QJsonArray charterVersionsJson(const state::Snapshot& snapshot)
{
    QJsonArray versions;
    for (const state::CharterState& stood : snapshot.charters)
        versions.append(QJsonObject{{QStringLiteral("version"), static_cast<qint64>(stood.charter.version)},
                                    {QStringLiteral("sha256"), stood.sha256.hex()},
                                    {QStringLiteral("adopted_at"), timeValue(stood.adopted.recordedAt)},
                                    {QStringLiteral("entry"), static_cast<qint64>(stood.adopted.seq)}});
    return versions;
}

QString charterVersionsText(const state::Snapshot& snapshot)
{
    QStringList lines{QStringLiteral("Versions")};
    const domain::Charter* before = nullptr;
    for (const state::CharterState& stood : snapshot.charters) {
        lines += QStringLiteral("  %1, since %2 (entry %3)")
                     .arg(stood.charter.version)
                     .arg(base::toDisplay(stood.adopted.recordedAt))
                     .arg(stood.adopted.seq);
        if (before) {
            for (const QString& change : domain::charterDifferences(*before, stood.charter))
                lines += QStringLiteral("    ") + change;
        }
        before = &stood.charter;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace keyturn::app
