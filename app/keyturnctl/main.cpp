// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/hardening.h"
#include "app/common/memory.h"
#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"

#include <QGuiApplication>

#include <csignal>
#include <cstdio>
#include <iostream>
#include <memory>
#include <span>
#include <sstream>
#include <string_view>

namespace {

/// Whether the words ask for a report on pages: only that needs fonts, everything else starts without them.
bool asksForPages(std::span<char* const> words)
{
    using namespace std::string_view_literals;
    bool isReport = false;
    std::string_view format = "pdf";
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view word(words[i]);
        isReport = isReport || word == "report"sv;
        if (word == "--format"sv && i + 1 < words.size())
            format = words[i + 1];
        else if (word.starts_with("--format="sv))
            format = word.substr("--format="sv.size());
    }
    return isReport && format == "pdf"sv;
}

QtMessageHandler ordinaryHandler = nullptr;

/// Drops what Qt says where there is no desktop session: pages need none, and the errors of a command are to
/// stand alone.
void tellAllButMissingSession(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (!message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR not set")))
        ordinaryHandler(type, context, message);
}

} // namespace

int main(int argc, char** argv)
{
    keyturn::app::hardenProcess();
    keyturn::app::keepFreedMemory();
    const bool isPaged = asksForPages({argv, static_cast<std::size_t>(argc)});
    if (isPaged) {
        ordinaryHandler = qInstallMessageHandler(tellAllButMissingSession);
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const std::unique_ptr<QCoreApplication> application(isPaged ? new QGuiApplication(argc, argv)
                                                                : new QCoreApplication(argc, argv));
    QCoreApplication::setApplicationName(QStringLiteral("keyturnctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(KEYTURN_VERSION));
    QCoreApplication::setOrganizationDomain(QStringLiteral("keyturn.dev"));
    // A reader that goes away (`| head`) ends the output, not the ledger: writes fail and are seen as such.
    std::signal(SIGPIPE, SIG_IGN);

    using namespace keyturn::app;
    CLI::App app("Keyturn: incident response with a signed, provable ledger", "keyturnctl");
    app.set_version_flag("--version", KEYTURN_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    Context context(app);
    addKeyCommands(app, context);
    addCharterCommands(app, context);
    addImportCommands(app, context);
    addBatchCommands(app, context);
    addFeedCommands(app, context);
    addTimelineCommands(app, context);
    addIncidentCommands(app, context);
    addRequestCommands(app, context);
    addCatalogueCommands(app, context);
    addProposeCommands(app, context);
    addPreviewCommands(app, context);
    addDecisionCommands(app, context);
    addAccessCommands(app, context);
    addGateCommands(app, context);
    addViewCommands(app, context);
    addEvidenceCommands(app, context);
    addDependentCommands(app, context);
    addGatewayCommands(app, context);
    addCourierCommands(app, context);
    addStatusCommands(app, context);
    addFiguresCommands(app, context);
    addVerifyCommands(app, context);
    addCheckpointCommands(app, context);
    addWitnessCommand(app, context);
    addForkCommand(app, context);
    addRestoreCommand(app, context);
    addReportCommands(app, context);
    addDemoCommand(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream said;
        if (app.exit(error, std::cout, said) == 0)
            return 0;
        // The message repeats what was typed or expanded, which may hold a terminal's escapes.
        for (const QString& line :
             QString::fromStdString(said.str()).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            std::fprintf(stderr, "%s\n", qUtf8Printable(keyturn::base::harmlessText(line)));
        return static_cast<int>(ExitStatus::Usage);
    }
    return context.run ? context.run() : static_cast<int>(ExitStatus::Usage);
}
