// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/storage/killed_child.h"

#include "tests/unit/storage/store_fixture.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace keyturn::tests {

namespace {

using storage::OpenMode;

[[noreturn]] void giveUp(const base::Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.sentence()));
    std::_Exit(1);
}

void report(const QByteArray& line)
{
    const QByteArray whole = line + '\n';
    if (::write(STDOUT_FILENO, whole.constData(), static_cast<size_t>(whole.size())) != whole.size())
        std::_Exit(1);
}

/// Entries, a batch at every third, and after some a file of two chunks.
[[noreturn]] void appendForEver(const QString& path)
{
    const auto store = storage::openLedgerFile(path, OpenMode::ReadWrite);
    if (!store)
        giveUp(store.error());
    report("ready");
    for (int i = 0;; ++i) {
        const auto seq = i % 3 == 2   ? appendBatch(**store, 3)
                         : i % 5 == 3 ? appendBlob(**store, {ledger::kBlobChunkBytes, 1})
                                      : appendOne(**store);
        if (!seq)
            giveUp(seq.error());
        report(QByteArray::number(qulonglong{*seq}));
    }
}

[[noreturn]] void createForEver(const QString& folder)
{
    report("ready");
    for (int i = 0;; ++i) {
        const QString path =
            QStringLiteral("%1/%2-%3").arg(folder).arg(QCoreApplication::applicationPid()).arg(i);
        const auto store =
            storage::createLedgerFile(path, [](ledger::LedgerStore& made) -> base::Result<void> {
                KEYTURN_TRY(appendBatch(made, 2));
                return {};
            });
        if (!store)
            giveUp(store.error());
        report(path.toUtf8());
    }
}

void workIfAsked()
{
    const QByteArray work = qgetenv(kChildWorkVariable);
    const QString place = qEnvironmentVariable(kChildPlaceVariable);
    if (work == "appends")
        appendForEver(place);
    if (work == "creates")
        createForEver(place);
}

} // namespace

} // namespace keyturn::tests

static void workIfAskedAtStart()
{
    keyturn::tests::workIfAsked();
}
Q_COREAPP_STARTUP_FUNCTION(workIfAskedAtStart)
