// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/charter_draft.h"

#include "models/items/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::items {

namespace {

QString sayOfDraft(const char* text, int count = -1)
{
    return QCoreApplication::translate("items", text, nullptr, count);
}

/// Small letters, digits and dashes of @p name; "member" where nothing is left of it.
QString slugOf(const QString& name)
{
    constexpr qsizetype kMaximumSlug = 40;
    QString slug;
    // Decomposed, so that "é" leaves an "e".
    for (const QChar c : name.normalized(QString::NormalizationForm_KD).toLower()) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (isPlain)
            slug += c;
        else if (c.isSpace() && !slug.isEmpty() && !slug.endsWith(u'-'))
            slug += u'-';
    }
    slug.truncate(kMaximumSlug);
    while (slug.endsWith(u'-'))
        slug.chop(1);
    return slug.isEmpty() ? QStringLiteral("member") : slug;
}

template <typename IsTaken>
QString firstFree(const QString& wanted, IsTaken isTaken)
{
    QString id = wanted;
    for (int number = 2; isTaken(id); ++number)
        id = wanted + u'-' + QString::number(number);
    return id;
}

} // namespace

domain::Charter nextDraft(const domain::Charter& standing)
{
    domain::Charter draft = standing;
    ++draft.version;
    draft.format = static_cast<std::int64_t>(domain::CharterFormat::Current);
    return draft;
}

domain::MemberId freshMemberId(const domain::Charter& standing, const domain::Charter& draft,
                               const QString& name)
{
    return domain::MemberId(firstFree(slugOf(name), [&](const QString& id) {
        return standing.member(domain::MemberId(id)) || draft.member(domain::MemberId(id));
    }));
}

domain::RuleId freshRuleId(const domain::Charter& draft)
{
    return domain::RuleId(firstFree(QStringLiteral("rule"), [&](const QString& id) {
        return std::any_of(draft.rules.begin(), draft.rules.end(),
                           [&](const domain::Rule& rule) { return rule.id.value() == id; });
    }));
}

void dropKey(domain::Charter& draft, const base::Digest& key)
{
    for (domain::Member& member : draft.members)
        std::erase_if(member.keys, [&](const domain::MemberKey& each) { return each.id == key; });
}

void revokeKey(domain::Charter& draft, domain::RevokedKey revoked)
{
    dropKey(draft, revoked.key);
    draft.revoked.push_back(std::move(revoked));
}

void coverWith(domain::Charter& draft, std::size_t place, const domain::Governed& governed)
{
    // As text: the kind and reach left over in a revert or charter never matter.
    const QString wanted = domain::toText(governed);
    for (domain::Rule& rule : draft.rules)
        std::erase_if(rule.covers,
                      [&](const domain::Governed& each) { return domain::toText(each) == wanted; });
    draft.rules[place].covers.push_back(governed);
}

QString entryKindLabel(const QString& kind)
{
    struct KindRow
    {
        const char* kind;
        const char* label;
    };
    static constexpr std::array rows{
        KindRow{"charter", QT_TRANSLATE_NOOP("items", "Signature of the founding charter")},
        KindRow{"seat", QT_TRANSLATE_NOOP("items", "Seat introduced")},
        KindRow{"batch", QT_TRANSLATE_NOOP("items", "Import")},
        KindRow{"incident-opened", QT_TRANSLATE_NOOP("items", "Incident opened")},
        KindRow{"incident-changed", QT_TRANSLATE_NOOP("items", "Incident changed")},
        KindRow{"incident-closed", QT_TRANSLATE_NOOP("items", "Incident closed")},
        KindRow{"note", QT_TRANSLATE_NOOP("items", "Note")},
        KindRow{"request-received", QT_TRANSLATE_NOOP("items", "Regulatory request entered")},
        KindRow{"request-answered", QT_TRANSLATE_NOOP("items", "Regulatory request answered")},
        KindRow{"request-closed", QT_TRANSLATE_NOOP("items", "Regulatory request closed")},
        KindRow{"catalogue", QT_TRANSLATE_NOOP("items", "Catalogue set")},
        KindRow{"proposal", QT_TRANSLATE_NOOP("items", "Proposal")},
        KindRow{"approval", QT_TRANSLATE_NOOP("items", "Approval")},
        KindRow{"refusal", QT_TRANSLATE_NOOP("items", "Refusal")},
        KindRow{"withdrawal", QT_TRANSLATE_NOOP("items", "Withdrawal")},
        KindRow{"break-glass", QT_TRANSLATE_NOOP("items", "Break-glass")},
        KindRow{"dependents", QT_TRANSLATE_NOOP("items", "Dependents set")},
        KindRow{"evidence", QT_TRANSLATE_NOOP("items", "Evidence added")},
        KindRow{"gate-opened", QT_TRANSLATE_NOOP("items", "Gate opened")},
        KindRow{"gate-met", QT_TRANSLATE_NOOP("items", "Gate met")},
        KindRow{"gate-waived", QT_TRANSLATE_NOOP("items", "Gate waived")},
        KindRow{"witness", QT_TRANSLATE_NOOP("items", "Witness recorded")},
        KindRow{"acknowledgement", QT_TRANSLATE_NOOP("items", "Gateway acknowledged")},
        KindRow{"probe", QT_TRANSLATE_NOOP("items", "Gateway probed")},
        KindRow{"batch-retracted", QT_TRANSLATE_NOOP("items", "Import retracted")},
    };
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const KindRow& row) { return kind == QLatin1String(row.kind); });
    return found == rows.end() ? kind : sayOfDraft(found->label);
}

QString entryInWords(const state::Snapshot& snapshot, std::uint64_t seq)
{
    if (seq >= snapshot.size)
        return sayOfDraft(QT_TRANSLATE_NOOP("items", "Not there yet: nothing signed so far is meant"));
    const state::EntryLine& line = snapshot.entries[static_cast<qsizetype>(seq)];
    const QString what = entryKindLabel(line.kind);
    if (line.member.value().isEmpty())
        return QStringLiteral("%1, %2").arg(what, base::toDisplay(line.time));
    return sayOfDraft(QT_TRANSLATE_NOOP("items", "%1 by %2, %3"))
        .arg(what, snapshot.display(line.member), base::toDisplay(line.time));
}

std::uint64_t firstEntryOf(const state::Snapshot& snapshot, const base::Digest& key)
{
    const auto found = std::find_if(snapshot.entries.begin(), snapshot.entries.end(),
                                    [&](const state::EntryLine& line) { return line.keyId == key; });
    return found == snapshot.entries.end() ? snapshot.size : found->seq;
}

QString revocationInWords(const state::Snapshot& snapshot, const base::Digest& key, std::uint64_t fromSeq)
{
    // As the ledger will judge it: what no witness saw before could have been written later.
    const std::uint64_t witnessed = snapshot.witnessedSize();
    const std::uint64_t sure = std::min(fromSeq, witnessed);
    int disputed = 0;
    int unwitnessed = 0;
    for (std::uint64_t seq = sure; seq < snapshot.size; ++seq) {
        if (snapshot.entries[static_cast<qsizetype>(seq)].keyId != key)
            continue;
        ++disputed;
        unwitnessed += seq < fromSeq ? 1 : 0;
    }
    if (disputed == 0)
        return sayOfDraft(QT_TRANSLATE_NOOP("items", "Nothing that this key has signed becomes disputed."));
    QString text =
        disputed == 1
            ? sayOfDraft(QT_TRANSLATE_NOOP(
                  "items", "One entry signed with this key becomes disputed: it does not count until a "
                           "quorum lets it stand."))
            : sayOfDraft(QT_TRANSLATE_NOOP("items", "%n entries signed with this key become disputed: they "
                                                    "do not count until a quorum lets them stand."),
                         disputed);
    if (unwitnessed > 0)
        text += u' ' + sayOfDraft(QT_TRANSLATE_NOOP(
                                      "items", "%1 of them are older than the entry chosen, but no witness "
                                               "saw them before it, so they could have been written later."))
                           .arg(unwitnessed);
    return text;
}

} // namespace keyturn::items
