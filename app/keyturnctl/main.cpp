// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"

#include <QGuiApplication>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <memory>

int main(int argc, char** argv)
{
    // Only a report needs fonts; everything else starts without them.
    const bool needsFonts =
        std::any_of(argv, argv + argc, [](const char* word) { return std::strcmp(word, "report") == 0; });
    if (needsFonts)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const std::unique_ptr<QCoreApplication> application(needsFonts ? new QGuiApplication(argc, argv)
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
    addTimelineCommands(app, context);
    addIncidentCommands(app, context);
    addRequestCommands(app, context);
    addCatalogueCommands(app, context);
    addProposeCommands(app, context);
    addDecisionCommands(app, context);
    addStatusCommands(app, context);
    addVerifyCommands(app, context);
    addReportCommands(app, context);
    addDemoCommand(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);
        return status == 0 ? 0 : static_cast<int>(ExitStatus::Usage);
    }
    return context.run ? context.run() : static_cast<int>(ExitStatus::Usage);
}
