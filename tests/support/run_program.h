// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QTest>

namespace keyturn::tests {

/// How a real program, which knows nothing of our code, ended.
struct ProgramRun
{
    int status = -1;
    QByteArray output;
    QByteArray errors;
};

/// Runs @p program and waits for it; one that does not start is a failure, not a reason to skip.
inline ProgramRun runProgram(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments, QIODevice::ReadOnly);
    ProgramRun run;
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
        run.errors = process.errorString().toUtf8();
        return run;
    }
    run.status = process.exitCode();
    run.output = process.readAllStandardOutput();
    run.errors = process.readAllStandardError();
    return run;
}

/// Runs `openssl ARGUMENTS`.
inline ProgramRun runOpenssl(const QStringList& arguments)
{
    return runProgram(QStringLiteral("openssl"), arguments);
}

/// Writes @p bytes to @p path, replacing what stood there, and returns the path.
inline QString writeTestFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

/// The whole content of @p path.
inline QByteArray readTestFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

} // namespace keyturn::tests
