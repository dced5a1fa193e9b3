// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/saved_views.h"
#include "models/service/session.h"
#include "ui/common/form_dialog.h"

#include <optional>

namespace keyturn::ui::review {

/// Saves @p view under a name, for all seats. Saved under a name that stands, it replaces that view.
/// @param range the span on the axis, kept with it where the person says so.
[[nodiscard]] common::FormDialog* saveViewDialog(service::Session& session, const domain::SavedView& view,
                                                 const base::TimeRange& range, QWidget* parent);
/// Takes a saved view away, for all seats.
[[nodiscard]] common::FormDialog* removeViewDialog(service::Session& session, const items::ViewChoice& view,
                                                   QWidget* parent);
/// Adds a milestone or a note at @p at.
[[nodiscard]] common::FormDialog* entryDialog(service::Session& session, base::UtcTime at,
                                              const std::optional<domain::IncidentId>& incident,
                                              QWidget* parent);

} // namespace keyturn::ui::review
