// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/process_token.h"

#include <QFile>
#include <QStringList>

#include <array>
#include <unistd.h>

namespace keyturn::storage {

namespace {

/// The boot: a database in write-ahead mode is shared within one running kernel only, so a process of another
/// boot can hold nothing.
QString bootToken()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("noboot");
    return QString::fromLatin1(file.readAll().trimmed());
}

/// The namespace in which process ids are counted.
QString namespaceToken()
{
    std::array<char, 64> target{};
    const ssize_t length = ::readlink("/proc/self/ns/pid", target.data(), target.size());
    QString digits;
    for (ssize_t i = 0; i < length; ++i) {
        if (target[static_cast<std::size_t>(i)] >= '0' && target[static_cast<std::size_t>(i)] <= '9')
            digits += QLatin1Char(target[static_cast<std::size_t>(i)]);
    }
    return digits.isEmpty() ? QStringLiteral("0") : digits;
}

/// When the process started, in ticks since the boot; empty where there is no such process. Process ids come
/// round again, start times with them do not.
QString startToken(const QString& pid)
{
    QFile file(QStringLiteral("/proc/") + pid + QStringLiteral("/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // The second field is the program's name in brackets and may hold anything, so count from the last
    // bracket: after it come fields 3 and on; the start time is field 22 (proc(5)). A zombie no longer holds
    // files.
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20 || fields[0] == "Z" || fields[0] == "X")
        return {};
    return QString::fromLatin1(fields[19]);
}

} // namespace

QString ownProcessToken()
{
    const QString pid = QString::number(::getpid());
    return QStringList{bootToken(), namespaceToken(), pid, startToken(pid)}.join(QLatin1Char('_'));
}

OwnerFate ownerFate(const QString& token)
{
    const QStringList parts = token.split(QLatin1Char('_'));
    if (parts.size() != 4)
        return OwnerFate::Gone;
    bool isNumber = false;
    const int pid = parts[2].toInt(&isNumber);
    if (!isNumber || pid <= 0 || parts[0] != bootToken())
        return OwnerFate::Gone;
    if (parts[1] != namespaceToken())
        return OwnerFate::OutOfSight;
    const QString started = startToken(QString::number(pid));
    return !started.isEmpty() && started == parts[3] ? OwnerFate::Running : OwnerFate::Gone;
}

} // namespace keyturn::storage
