// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

class QComboBox;
class QTimeZone;

namespace keyturn::ui::common {

/// "Europe/Berlin, UTC+02:00": with its offset as it is at this moment.
[[nodiscard]] QString zoneName(const QTimeZone& zone);

/// Adds all zones of the system's time zone database to @p box, behind what it holds; each has its id as
/// data. One finds them by any part of their name as one types.
void addZones(QComboBox& box);

/// The data of the entry that @p box shows; nothing while what is typed there is none of its entries.
[[nodiscard]] std::optional<QByteArray> zoneIn(const QComboBox& box);

} // namespace keyturn::ui::common
