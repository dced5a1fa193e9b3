// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFileInfo>

#include <map>
#if defined(QT_WIDGETS_LIB)
#include <QApplication>
using TestApplication = QApplication;
#elif defined(QT_GUI_LIB)
#include <QGuiApplication>
using TestApplication = QGuiApplication;
#else
#include <QCoreApplication>
using TestApplication = QCoreApplication;
#endif
#include <cstdio>

namespace keyturn::tests {

namespace {

using Registry = std::map<QString, std::function<std::unique_ptr<QObject>()>>;

Registry& registry()
{
    static Registry tests;
    return tests;
}

} // namespace

TestRegistration::TestRegistration(const char* name, std::function<std::unique_ptr<QObject>()> make)
{
    registry().emplace(QString::fromLatin1(name), std::move(make));
}

QString dataFolder()
{
    return QStringLiteral(KEYTURN_TEST_DATA);
}

QString dataFile(const QString& relative)
{
    const QString path = dataFolder() + QLatin1Char('/') + relative;
    if (!QFileInfo::exists(path))
        qFatal("test data missing: %s", qPrintable(path));
    return path;
}

} // namespace keyturn::tests

/// `PROGRAM` runs all classes; `PROGRAM TestClass [Qt Test arguments]` runs one; `PROGRAM -list` names them.
int main(int argc, char** argv)
{
    TestApplication application(argc, argv);
    QStringList arguments = application.arguments();
    auto& tests = keyturn::tests::registry();
    if (arguments.size() > 1 && arguments[1] == QLatin1String("-list")) {
        for (const auto& [name, make] : tests)
            std::printf("%s\n", qPrintable(name));
        return 0;
    }
    QString only;
    if (arguments.size() > 1 && !arguments[1].startsWith(QLatin1Char('-'))) {
        only = arguments.takeAt(1);
        if (!tests.contains(only)) {
            std::fprintf(stderr, "no test class named %s\n", qPrintable(only));
            return 2;
        }
    }
    int failures = 0;
    for (const auto& [name, make] : tests) {
        if (only.isEmpty() || only == name) {
            const auto test = make();
            failures += QTest::qExec(test.get(), arguments);
        }
    }
    return failures == 0 ? 0 : 1;
}
