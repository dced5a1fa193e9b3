// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/document_blocks.h"

namespace keyturn::reports {

namespace {

Tone toneOf(const Decision& decision)
{
    switch (decision.status) {
    case domain::ProposalStatus::Authorised:
        return Tone::Good;
    case domain::ProposalStatus::Open:
        return Tone::Warning;
    case domain::ProposalStatus::Refused:
        return Tone::Bad;
    default:
        return Tone::Quiet;
    }
}

QString entryText(std::uint64_t entry)
{
    return say(QT_TRANSLATE_NOOP("report", "entry %1")).arg(entry);
}

DocumentTable signaturesOf(const Decision& decision)
{
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "Signed by")), 8},
                         {say(QT_TRANSLATE_NOOP("report", "As")), 4},
                         {say(QT_TRANSLATE_NOOP("report", "When")), 6},
                         {say(QT_TRANSLATE_NOOP("report", "Details")), 5}},
                        {}};
    const auto details = [](const DecisionSignature& s) {
        return Span{
            say(QT_TRANSLATE_NOOP("report", "entry %1, key %2")).arg(s.entry).arg(s.keyId.shortCode()),
            Tone::Quiet};
    };
    for (const DecisionSignature& approval : decision.approvals) {
        const Span as = approval.role
                            ? Span{label(*approval.role), Tone::Good}
                            : Span{say(QT_TRANSLATE_NOOP("report", "Approved, fills no slot")), Tone::Quiet};
        table.rows.push_back(
            {{approval.person, Tone::Plain}, as, {timeText(approval.at), Tone::Plain}, details(approval)});
    }
    for (const domain::Role role : decision.missing)
        table.rows.push_back({{say(QT_TRANSLATE_NOOP("report", "Nobody")), Tone::Quiet},
                              {label(role), Tone::Plain},
                              {say(QT_TRANSLATE_NOOP("report", "Not signed")), Tone::Warning},
                              {}});
    for (const DecisionSignature& refusal : decision.refusals) {
        const QString as = refusal.blocks ? say(QT_TRANSLATE_NOOP("report", "Refused, ends it"))
                                          : say(QT_TRANSLATE_NOOP("report", "Refused"));
        table.rows.push_back(
            {{refusal.person, Tone::Plain, say(QT_TRANSLATE_NOOP("report", "“%1”")).arg(refusal.reason)},
             {as, Tone::Bad},
             {timeText(refusal.at), Tone::Plain},
             details(refusal)});
    }
    return table;
}

DocumentTable effectsOf(const Decision& decision)
{
    DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "Effect on")), 5},
                         {say(QT_TRANSLATE_NOOP("report", "Combinations")), 3},
                         {say(QT_TRANSLATE_NOOP("report", "Open before")), 3},
                         {say(QT_TRANSLATE_NOOP("report", "Open after")), 3},
                         {say(QT_TRANSLATE_NOOP("report", "Suspended after")), 4}},
                        {}};
    for (const DecisionEffect& effect : decision.effect)
        table.rows.push_back({{effect.model, Tone::Plain},
                              {grouped(effect.counts.cells), Tone::Quiet},
                              {grouped(effect.counts.openBefore), Tone::Plain},
                              {grouped(effect.counts.openAfter), Tone::Plain},
                              {grouped(effect.counts.suspendedAfter), Tone::Plain}});
    return table;
}

} // namespace

Block decisionCard(const Decision& decision)
{
    Block card;
    card.kind = Block::Kind::Card;
    card.text.text = decision.headline;
    card.badge = {stateLabel(decision), toneOf(decision)};
    if (decision.rehearsal)
        card.inside.push_back(notice(
            say(QT_TRANSLATE_NOOP("report", "REHEARSAL: nothing was meant to take effect.")), Tone::Warning));
    if (decision.breakGlass)
        card.inside.push_back(notice(
            decision.overdue
                ? say(QT_TRANSLATE_NOOP("report", "BREAK-GLASS: in force at once on one signature, and not "
                                                  "ratified in the charter's time."))
                : say(QT_TRANSLATE_NOOP("report", "BREAK-GLASS: in force at once on one signature.")),
            Tone::Bad));
    if (decision.disputed)
        card.inside.push_back(
            notice(say(QT_TRANSLATE_NOOP("report",
                                         "DISPUTED: it rests on signatures of a key that has been revoked.")),
                   Tone::Bad));
    if (!decision.rationale.isEmpty())
        card.inside.push_back(paragraph(decision.rationale));
    FactList facts;
    facts.add(
        say(QT_TRANSLATE_NOOP("report", "Proposed")),
        say(QT_TRANSLATE_NOOP("report", "%1 by %2")).arg(timeText(decision.proposedAt), decision.proposer));
    if (decision.decidedAt)
        facts.add(say(QT_TRANSLATE_NOOP("report", "Decided")),
                  say(QT_TRANSLATE_NOOP("report", "%1, %2 after the proposal"))
                      .arg(timeText(*decision.decidedAt),
                           lengthText(decision.decidedAt->us - decision.proposedAt.us)));
    else
        facts.add(say(QT_TRANSLATE_NOOP("report", "Expires")), std::optional(decision.expiresAt));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Effective")), decision.effectiveAt);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Review by")), decision.reviewBy);
    if (decision.revertedAt)
        facts.add(say(QT_TRANSLATE_NOOP("report", "Lifted")),
                  decision.revertedBy ? say(QT_TRANSLATE_NOOP("report", "%1 by decision %2"))
                                            .arg(timeText(*decision.revertedAt), decision.revertedBy->value())
                                      : timeText(*decision.revertedAt));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Withdrawn because")), decision.withdrawalReason);
    if (decision.dependents > 0)
        facts.add(say(QT_TRANSLATE_NOOP("report", "Dependents")),
                  say(QT_TRANSLATE_NOOP("report", "%1 hit, %2 without a tested fallback"))
                      .arg(grouped(decision.dependents), grouped(decision.withoutTestedFallback)));
    if (decision.leaks > 0)
        facts.add(say(QT_TRANSLATE_NOOP("report", "Leaks")),
                  Span{say(QT_TRANSLATE_NOOP("report", "%1 routes would still serve: %2"))
                           .arg(grouped(decision.leaks), decision.leakLines.join(QStringLiteral("; "))),
                       Tone::Warning});
    for (const domain::GateLine& gate : decision.gates)
        facts.add(say(QT_TRANSLATE_NOOP("report", "Gate %1")).arg(gate.gate.value()),
                  say(QT_TRANSLATE_NOOP("report", "%1 — %2")).arg(gate.criterion, gate.outcome));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Requests")), decision.requests.join(QStringLiteral("; ")));
    const QString filled = say(QT_TRANSLATE_NOOP("report", "%1 of %2 signatures, by the rule “%3”"))
                               .arg(decision.slotCount - decision.missing.size())
                               .arg(decision.slotCount)
                               .arg(decision.ruleTitle);
    facts.add(say(QT_TRANSLATE_NOOP("report", "Quorum")),
              Span{filled, decision.missing.empty() ? Tone::Good : Tone::Plain});
    card.inside.push_back(tableBlock(facts.take()));
    card.inside.push_back(tableBlock(signaturesOf(decision)));
    if (!decision.effect.empty())
        card.inside.push_back(tableBlock(effectsOf(decision)));
    FactList codes;
    codes.add(say(QT_TRANSLATE_NOOP("report", "Short code")), Span{decision.sheet.shortCode(), Tone::Code});
    codes.add(say(QT_TRANSLATE_NOOP("report", "Sheet SHA-256")), Span{decision.sheet.hex(), Tone::Code});
    QStringList details{decision.id.value(), entryText(decision.entry)};
    if (decision.change)
        details += decision.change->value();
    if (!decision.records.isEmpty())
        details += say(QT_TRANSLATE_NOOP("report", "linked records %1"))
                       .arg(decision.records.join(QStringLiteral(", ")));
    if (!decision.retractedRecords.isEmpty())
        details += say(QT_TRANSLATE_NOOP("report", "RETRACTED since: %1"))
                       .arg(decision.retractedRecords.join(QStringLiteral(", ")));
    codes.add(say(QT_TRANSLATE_NOOP("report", "Details")),
              Span{details.join(QStringLiteral(" · ")), Tone::Quiet});
    card.inside.push_back(tableBlock(codes.take()));
    return card;
}

Chapter verificationChapter(const Report& report)
{
    const VerificationSummary& found = report.verification;
    Chapter chapter{say(QT_TRANSLATE_NOOP("report", "What this report rests on")), {}};
    if (found.ok())
        chapter.blocks.push_back(
            notice(say(QT_TRANSLATE_NOOP("report",
                                         "Verified: every one of %1 entries, %2 signatures and %3 records is "
                                         "as it was signed, and every decision follows the charter."))
                       .arg(grouped(found.entries), grouped(found.signatures), grouped(found.records)),
                   Tone::Good));
    else
        chapter.blocks.push_back(notice(
            say(QT_TRANSLATE_NOOP("report",
                                  "NOT VERIFIED: %1 problems were found. Do not rely on this report before "
                                  "they are explained."))
                .arg(grouped(found.problems.size())),
            Tone::Bad));
    if (!found.ok()) {
        DocumentTable table{{{say(QT_TRANSLATE_NOOP("report", "Entry")), 1},
                             {say(QT_TRANSLATE_NOOP("report", "Kind")), 2},
                             {say(QT_TRANSLATE_NOOP("report", "Problem")), 8}},
                            {}};
        for (const VerificationSummary::Problem& problem : found.problems)
            table.rows.push_back({{problem.entry ? QString::number(*problem.entry) : QString(), Tone::Plain},
                                  {problem.code, Tone::Code},
                                  {problem.text, Tone::Bad}});
        chapter.blocks.push_back(tableBlock(std::move(table)));
    }
    chapter.blocks.push_back(
        found.witnessed
            ? notice(say(QT_TRANSLATE_NOOP(
                         "report", "Witnessed: another party has cosigned a checkpoint of this ledger.")),
                     Tone::Good)
            : notice(say(QT_TRANSLATE_NOOP(
                         "report", "UNWITNESSED: no other party has cosigned this ledger. That nothing "
                                   "was left out rests on the organisation's own word.")),
                     Tone::Warning));
    FactList facts;
    facts.add(say(QT_TRANSLATE_NOOP("report", "Ledger")), Span{report.log.hex(), Tone::Code});
    facts.add(say(QT_TRANSLATE_NOOP("report", "Entries")),
              report.shownSize == found.size
                  ? grouped(found.size)
                  : say(QT_TRANSLATE_NOOP("report", "%1, of which this report shows the first %2"))
                        .arg(grouped(found.size), grouped(report.shownSize)));
    facts.add(say(QT_TRANSLATE_NOOP("report", "Root")), Span{found.root.hex(), Tone::Code});
    chapter.blocks.push_back(tableBlock(facts.take()));
    chapter.blocks.push_back(heading(say(QT_TRANSLATE_NOOP("report", "Check it yourself"))));
    chapter.blocks.push_back(paragraph(say(QT_TRANSLATE_NOOP(
        "report", "With the workspace: this checks every byte, signature, rule and record again."))));
    chapter.blocks.push_back(paragraph(QStringLiteral("keyturnctl -w WORKSPACE.keyturn verify"), Tone::Code));
    chapter.blocks.push_back(paragraph(say(QT_TRANSLATE_NOOP(
        "report",
        "Without this program: write out a decision, then check each signature with openssl. VERIFY.txt "
        "in the folder holds the exact commands; they have this form."))));
    const QString decision =
        report.decisions.empty() ? QStringLiteral("P-1") : report.decisions.front().id.value();
    chapter.blocks.push_back(paragraph(
        QStringLiteral("keyturnctl -w WORKSPACE.keyturn sheet %1 --out FOLDER").arg(decision), Tone::Code));
    chapter.blocks.push_back(paragraph(QStringLiteral("sha256sum FOLDER/sheet.txt"), Tone::Code));
    chapter.blocks.push_back(paragraph(QStringLiteral("openssl dgst -sha256 -verify keys/MEMBER.pem "
                                                      "-signature approval.MEMBER.sig approval.MEMBER.pae"),
                                       Tone::Code));
    chapter.blocks.push_back(paragraph(say(QT_TRANSLATE_NOOP(
        "report",
        "The first eight digits of the SHA-256 are the decision's short code. Get the fingerprints of the "
        "keys from the people who hold them, not from this report."))));
    return chapter;
}

} // namespace keyturn::reports
