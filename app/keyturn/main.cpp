// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/hardening.h"
#include "app/common/memory.h"
#include "app/common/store_provider.h"
#include "models/items/charts.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QScreen>
#include <QTimer>
#include <QTranslator>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstring>

namespace {

using keyturn::ui::shell::MainWindow;
using keyturn::ui::shell::View;

/// Exit statuses, as those of `keyturnctl`.
constexpr int kUsage = 2;
constexpr int kStorageFailure = 5;

struct CommandLine
{
    std::string workspace;
    std::string member;
    std::string view = "decide";
    std::string panel;
    std::string incident;
    std::string knownAt;
    std::string language;
    std::string theme;
    std::string grab;
    std::string size = "1280x800";
};

void describe(CLI::App& app, CommandLine& line)
{
    std::vector<std::string> views;
    for (int i = 0; i < keyturn::ui::shell::kViewCount; ++i)
        views.emplace_back(keyturn::ui::shell::viewWord(static_cast<View>(i)));
    app.add_option("-w,--workspace", line.workspace, "Workspace file")->envname("KEYTURN_WORKSPACE");
    app.add_option("--as", line.member, "Member who looks");
    app.add_option("--view", line.view, "Page to show first")->check(CLI::IsMember(views));
    std::vector<std::string> panels{"table", "charts"};
    for (const keyturn::items::ChartSpec& chart : keyturn::items::chartSpecs())
        panels.push_back(std::string("charts:") + chart.word);
    app.add_option("--panel", line.panel, "What to show below the timeline")->check(CLI::IsMember(panels));
    app.add_option("--incident", line.incident, "Incident to show (I-1)");
    app.add_option("--as-known-at", line.knownAt, "Show what was known then (RFC 3339)");
    app.add_option("--lang", line.language, "Language of the interface (de)");
    app.add_option("--theme", line.theme, "Colours; the desktop's unless given")
        ->check(CLI::IsMember({"light", "dark"}));
    app.add_option("--grab", line.grab, "Write the page as a PNG picture and exit");
    app.add_option("--size", line.size, "Size of the window or the picture (1280x800)");
    app.set_version_flag("--version", KEYTURN_VERSION);
    app.footer("Example: keyturn -w demo.keyturn --view timeline --grab timeline.png --size 1920x1080");
}

std::optional<QSize> sizeOf(const std::string& text)
{
    const QStringList parts = QString::fromStdString(text).split(QLatin1Char('x'));
    if (parts.size() != 2)
        return std::nullopt;
    bool isWidth = false;
    bool isHeight = false;
    const QSize size(parts[0].toInt(&isWidth), parts[1].toInt(&isHeight));
    const bool isSound = isWidth && isHeight && size.width() >= 640 && size.height() >= 480 &&
                         size.width() <= 16384 && size.height() <= 16384;
    return isSound ? std::optional(size) : std::nullopt;
}

View viewOf(const std::string& word)
{
    for (int i = 0; i < keyturn::ui::shell::kViewCount; ++i) {
        if (word == keyturn::ui::shell::viewWord(static_cast<View>(i)))
            return static_cast<View>(i);
    }
    return View::Decide;
}

/// Pictures need no display: without one the offscreen platform draws them.
void choosePlatform(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || qEnvironmentVariableIsSet("DISPLAY") ||
        qEnvironmentVariableIsSet("WAYLAND_DISPLAY"))
        return;
    for (int i = 1; i < argc; ++i) {
        if (std::strncmp(argv[i], "--grab", 6) == 0)
            qputenv("QT_QPA_PLATFORM", "offscreen");
    }
}

int usage(const QString& sentence)
{
    std::fprintf(stderr, "keyturn: %s\n", qUtf8Printable(sentence));
    return kUsage;
}

void loadTranslations(QApplication& application, const std::string& language)
{
    const QLocale locale = language.empty() ? QLocale() : QLocale(QString::fromStdString(language));
    if (!language.empty())
        QLocale::setDefault(locale);
    for (const char* name : {"qtbase", "keyturn"}) {
        auto* translator = new QTranslator(&application);
        const bool isLoaded =
            translator->load(locale, QLatin1String(name), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
            translator->load(locale, QLatin1String(name), QStringLiteral("_"),
                             QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        if (isLoaded)
            QApplication::installTranslator(translator);
    }
}

/// Saves the picture once everything shown has come in, and ends the program.
void grabWhenSettled(MainWindow& window, const QString& path)
{
    QObject::connect(&window, &MainWindow::openFailed, &window, [](const QString& sentence) {
        std::fprintf(stderr, "keyturn: %s\n", qUtf8Printable(sentence));
        QCoreApplication::exit(kStorageFailure);
    });
    const auto grabbed = std::make_shared<bool>(false);
    const auto grab = [&window, path, grabbed] {
        // What settled may still have to be laid out.
        if (*grabbed || !window.isSettled())
            return;
        *grabbed = true;
        QCoreApplication::sendPostedEvents();
        const bool isSaved = window.grab().save(path, "PNG");
        if (!isSaved)
            std::fprintf(stderr, "keyturn: %s could not be written.\n", qUtf8Printable(path));
        QCoreApplication::exit(isSaved ? 0 : kStorageFailure);
    };
    QObject::connect(&window, &MainWindow::settled, &window,
                     [grab, &window] { QTimer::singleShot(0, &window, grab); });
}

} // namespace

int main(int argc, char** argv)
{
    keyturn::app::hardenProcess();
    keyturn::app::keepFreedMemory();
    CommandLine line;
    CLI::App parser("Keyturn: incident response with a signed, provable ledger", "keyturn");
    describe(parser, line);
    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return parser.exit(error) == 0 ? 0 : kUsage;
    }
    choosePlatform(argc, argv);
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("keyturn"));
    QCoreApplication::setOrganizationName(QStringLiteral("keyturn"));
    QCoreApplication::setOrganizationDomain(QStringLiteral("keyturn.dev"));
    QGuiApplication::setDesktopFileName(QStringLiteral("dev.keyturn.Keyturn"));
    QGuiApplication::setWindowIcon(keyturn::ui::common::icon("keyturn"));
    loadTranslations(application, line.language);
    using keyturn::ui::common::ThemeChoice;
    keyturn::ui::common::applyTheme(application, line.theme == "light"  ? ThemeChoice::Light
                                                 : line.theme == "dark" ? ThemeChoice::Dark
                                                                        : ThemeChoice::System);
    const auto size = sizeOf(line.size);
    if (!size)
        return usage(
            QCoreApplication::translate("cli", "--size is width x height in pixels, such as 1280x800."));
    keyturn::ui::shell::WindowOptions options;
    options.view = viewOf(line.view);
    options.panel = QString::fromStdString(line.panel);
    if (!line.member.empty())
        options.member = keyturn::domain::MemberId(QString::fromStdString(line.member));
    if (!line.incident.empty())
        options.incident = keyturn::domain::IncidentId(QString::fromStdString(line.incident));
    if (!line.knownAt.empty()) {
        const auto time = keyturn::base::parseRfc3339(std::string_view(line.knownAt));
        if (!time)
            return usage(time.error().sentence());
        options.knownAt = time->start;
    }
    if (!line.grab.empty() && line.workspace.empty())
        return usage(QCoreApplication::translate("cli", "--grab needs a workspace: name it with -w."));

    keyturn::service::OpenOptions opening;
    opening.provider = keyturn::app::storeProvider();
    opening.wordFolder = keyturn::service::WordCache::usualFolder();
    MainWindow window(opening, options);
    // A picture has the size that was asked for; a window also has a frame, and must fit the screen with it.
    constexpr QSize kFrameAllowancePx(16, 48);
    window.resize(line.grab.empty() ? size->boundedTo(window.screen()->availableSize() - kFrameAllowancePx)
                                    : *size);
    if (!line.grab.empty())
        grabWhenSettled(window, QString::fromStdString(line.grab));
    window.show();
    // The window is painted before the workspace is opened: it never waits for it.
    if (!line.workspace.empty())
        QTimer::singleShot(0, &window, [&] { window.open(QString::fromStdString(line.workspace)); });
    return QApplication::exec();
}
