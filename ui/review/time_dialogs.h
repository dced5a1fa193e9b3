// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "ui/common/form_dialog.h"

#include <QTimeZone>

#include <functional>

namespace keyturn::ui::review {

/// Goes to a time that is written as people do: a date, a date and time, "now", "-2h".
/// @param take gets the span to show while @p visible is on screen.
[[nodiscard]] common::FormDialog* goToTimeDialog(base::UtcTime now, const base::TimeRange& visible,
                                                 std::function<void(const base::TimeRange&)> take,
                                                 QWidget* parent);

/// The zone that is shown beside UTC: the one that was chosen, else the system's.
[[nodiscard]] QTimeZone secondZone();
/// Chooses that zone, and keeps the choice for this person on this machine.
[[nodiscard]] common::FormDialog* secondZoneDialog(std::function<void(const QTimeZone&)> take,
                                                   QWidget* parent);

} // namespace keyturn::ui::review
