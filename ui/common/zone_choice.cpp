// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/zone_choice.h"

#include <QComboBox>
#include <QCompleter>
#include <QDateTime>
#include <QTimeZone>

namespace keyturn::ui::common {

QString zoneName(const QTimeZone& zone)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const int minutes = zone.offsetFromUtc(now) / 60;
    const QString sign = minutes < 0 ? QStringLiteral("−") : QStringLiteral("+");
    return QStringLiteral("%1, UTC%2%3:%4")
        .arg(QString::fromUtf8(zone.id()), sign)
        .arg(qAbs(minutes) / 60, 2, 10, QLatin1Char('0'))
        .arg(qAbs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

void addZones(QComboBox& box)
{
    box.setEditable(true);
    box.setInsertPolicy(QComboBox::NoInsert);
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds())
        box.addItem(zoneName(QTimeZone(id)), id);
    box.completer()->setFilterMode(Qt::MatchContains);
    box.completer()->setCompletionMode(QCompleter::PopupCompletion);
}

std::optional<QByteArray> zoneIn(const QComboBox& box)
{
    const int at = box.findText(box.currentText(), Qt::MatchFixedString);
    return at < 0 ? std::nullopt : std::optional(box.itemData(at).toByteArray());
}

} // namespace keyturn::ui::common
