// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/formats/formats_support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace keyturn::tests {

/// Each way in which one member of @p object, at any depth, can be of another type, be missing or be huge.
inline std::vector<QJsonObject> damagedMembers(const QJsonObject& object)
{
    static const std::vector<QJsonValue> kWrong{
        QJsonValue(),
        QJsonValue(true),
        QJsonValue(-7),
        QJsonValue(1e300),
        QJsonValue(QString()),
        QJsonValue(QStringLiteral("\u0000\u001b[2J{}")),
        QJsonValue(QString(5000, QLatin1Char('x'))),
        QJsonValue(QJsonArray()),
        QJsonValue(QJsonArray{QJsonArray{1}, QJsonValue(), QJsonObject{{QStringLiteral("a"), 1}}}),
        QJsonValue(QJsonObject()),
        QJsonValue(QJsonObject{{QStringLiteral("value"), QJsonArray{1}}}),
    };
    std::vector<QJsonObject> all;
    for (const QString& key : object.keys()) {
        QJsonObject without = object;
        without.remove(key);
        all.push_back(without);
        for (const QJsonValue& wrong : kWrong) {
            QJsonObject damaged = object;
            damaged[key] = wrong;
            all.push_back(damaged);
        }
        if (object[key].isObject()) {
            for (const QJsonObject& within : damagedMembers(object[key].toObject())) {
                QJsonObject damaged = object;
                damaged[key] = within;
                all.push_back(damaged);
            }
        } else if (object[key].isArray() && object[key].toArray().first().isObject()) {
            for (const QJsonObject& within : damagedMembers(object[key].toArray().first().toObject())) {
                QJsonObject damaged = object;
                damaged[key] = QJsonArray{within};
                all.push_back(damaged);
            }
        }
    }
    return all;
}

/// The damaged forms of @p json that are read neither as one sound record nor as one rejection with a
/// sentence; empty where all is well. @param mayHoldNone whether an empty list of records is no loss.
inline QByteArray unsoundlyRead(const char* format, const QByteArray& json, bool mayHoldNone = false)
{
    for (const QJsonObject& damaged : damagedMembers(QJsonDocument::fromJson(json).object())) {
        const QByteArray text = QJsonDocument(damaged).toJson(QJsonDocument::Compact);
        const Outcome outcome = readText(format, text);
        const size_t count = outcome.records.size() + outcome.rejections.size();
        bool isSound = !outcome.error && (count >= 1 || mayHoldNone);
        for (const auto& record : outcome.records)
            isSound =
                isSound && !record.title.empty() && record.title.size() < 400 && record.source.size() < 2100;
        for (const auto& rejection : outcome.rejections)
            isSound = isSound && rejection.reason.endsWith(QLatin1Char('.'));
        if (!isSound)
            return text;
    }
    return {};
}

/// The format that is recognised in @p text; empty where none is but one that takes whatever has its shape.
inline QString recognisedIn(const QByteArray& text)
{
    const auto chosen = formats::chooseAdapter(
        QStringLiteral("auto"), {text.constData(), static_cast<size_t>(text.size())}, QStringLiteral("f"));
    if (!chosen || (*chosen)->format().startsWith(QLatin1String("generic-")))
        return {};
    return (*chosen)->format();
}

} // namespace keyturn::tests
