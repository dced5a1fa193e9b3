// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_rows.h"
#include "ui/review/line_selection.h"

namespace keyturn::ui::review {

/// Events that are chosen in a list: lines of rows of columns, neither null.
struct ChosenEvents
{
    keyturn::timeline::EventColumnsPointer columns;
    keyturn::timeline::EventRowsPointer rows;
    LineSelection lines;
};

/// The lines of @p rows of @p columns where the chosen events stand now; of those that are not among them
/// nothing is left. Looks at all rows. @p isCancelled is asked now and then; then what is returned is of no
/// use.
[[nodiscard]] LineSelection keptSelection(const ChosenEvents& chosen,
                                          const keyturn::timeline::EventColumns& columns,
                                          const std::vector<keyturn::timeline::EventRow>& rows,
                                          const keyturn::timeline::IsCancelled& isCancelled = {});

} // namespace keyturn::ui::review
