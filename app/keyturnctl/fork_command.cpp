// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/service/fork_check.h"
#include "models/service/small_file.h"

#include <QFile>

namespace keyturn::app {

namespace {

using ledger::TreeRelation;

const char* wordOf(TreeRelation relation)
{
    switch (relation) {
    case TreeRelation::Same:
        return "same";
    case TreeRelation::Behind:
        return "behind";
    case TreeRelation::Ahead:
        return "ahead";
    case TreeRelation::Diverged:
        return "diverged";
    }
    Q_UNREACHABLE();
}

/// A checkpoint is text; a workspace is a database.
bool looksLikeNote(const QString& path)
{
    QFile file(path);
    constexpr char kDatabaseStart[] = "SQLite format 3";
    return file.open(QIODevice::ReadOnly) && !file.read(sizeof kDatabaseStart).startsWith(kDatabaseStart);
}

/// Who signed what from entry @p from on.
QJsonArray entriesFrom(const service::Workspace& workspace, std::uint64_t from, QString& said)
{
    QJsonArray entries;
    const state::Snapshot& snapshot = *workspace.snapshot();
    for (auto seq = static_cast<qsizetype>(from); seq < snapshot.entries.size(); ++seq) {
        const state::EntryLine& line = snapshot.entries[seq];
        const domain::Member* member = snapshot.charter.member(line.member);
        const QString who = member ? member->display() : QStringLiteral("a seat");
        entries.append(QJsonObject{{QStringLiteral("entry"), static_cast<qint64>(line.seq)},
                                   {QStringLiteral("time"), base::toRfc3339(line.time)},
                                   {QStringLiteral("kind"), line.kind},
                                   {QStringLiteral("member"), line.member.value()}});
        said += QStringLiteral("\n  entry %1  %2  %3  %4")
                    .arg(line.seq)
                    .arg(base::toDisplay(line.time), line.kind, who);
    }
    return entries;
}

QJsonObject sideJson(const ledger::ForkSide& side, const QJsonArray& entries)
{
    return {{QStringLiteral("size"), static_cast<qint64>(side.size)},
            {QStringLiteral("root"), side.root.hex()},
            {QStringLiteral("entries"), entries}};
}

QString sentenceOf(const service::ForkFinding& found)
{
    switch (found.relation) {
    case TreeRelation::Same:
        return QStringLiteral("Both hold the same %1 entries.").arg(found.here.size);
    case TreeRelation::Behind:
        return QStringLiteral("This one holds %1 entries, the other %2.")
            .arg(found.here.size)
            .arg(found.there.size);
    case TreeRelation::Ahead:
        return QStringLiteral("The other holds the first %1 of the %2 entries here.")
            .arg(found.there.size)
            .arg(found.here.size);
    case TreeRelation::Diverged:
        break;
    }
    return found.partedAt
               ? QStringLiteral("They part at entry %1.").arg(*found.partedAt)
               : QStringLiteral("They part somewhere among the first %1 entries.").arg(found.there.size);
}

base::Result<int> compareCopies(const Context& context, const std::string& against)
{
    const QString path = text(against);
    KEYTURN_TRY_LET(here, context.open(true));
    std::unique_ptr<service::Workspace> there;
    service::ForkFinding found;
    if (looksLikeNote(path)) {
        KEYTURN_TRY_LET(note, service::readSmallFile(path));
        KEYTURN_TRY_LET(compared, service::compareWithNote(*here, note, context.openOptions().witnesses));
        found = compared;
    } else {
        KEYTURN_TRY_LET(opened, service::Workspace::open(path, context.openOptions(true)));
        there = std::move(opened);
        KEYTURN_TRY_LET(compared, service::compareWorkspaces(*here, *there));
        found = compared;
    }
    QString said = sentenceOf(found);
    QJsonArray ours;
    QJsonArray theirs;
    QJsonValue evidence;
    if (found.relation == TreeRelation::Diverged) {
        KEYTURN_TRY_LET(kept, service::keepForkEvidence(*here, found.here, found.there));
        evidence = kept;
        if (found.partedAt) {
            said += QStringLiteral("\nHere:");
            ours = entriesFrom(*here, *found.partedAt, said);
            said += QStringLiteral("\nThere:");
            theirs = entriesFrom(*there, *found.partedAt, said);
        }
        said += QStringLiteral("\nBoth heads are kept in %1.").arg(base::harmlessText(kept));
    }
    context.print({{QStringLiteral("relation"), QLatin1String(wordOf(found.relation))},
                   {QStringLiteral("parted_at"),
                    found.partedAt ? QJsonValue(static_cast<qint64>(*found.partedAt)) : QJsonValue()},
                   {QStringLiteral("here"), sideJson(found.here, ours)},
                   {QStringLiteral("there"), sideJson(found.there, theirs)},
                   {QStringLiteral("evidence"), evidence}},
                  said);
    return found.relation == TreeRelation::Diverged ? static_cast<int>(ExitStatus::Integrity) : 0;
}

} // namespace

void addForkCommand(CLI::App& app, Context& context)
{
    auto against = std::make_shared<std::string>();
    auto* sub =
        app.add_subcommand("fork", "Finds where two copies of a ledger part, and who signed what since");
    sub->footer("Example: keyturnctl -w larkfield.keyturn fork --against other-seat.keyturn");
    sub->add_option("--against", *against, "The other workspace, or a signed checkpoint")->required();
    sub->callback([&context, against] {
        context.run = command(context, [&context, against] { return compareCopies(context, *against); });
    });
}

} // namespace keyturn::app
