// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace keyturn::base {

/// A cell of a CSV line as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an
/// apostrophe before it.
[[nodiscard]] QString csvCell(const QString& text);

/// The cells of one line, with its CR LF.
[[nodiscard]] QString csvLine(const QStringList& cells);

} // namespace keyturn::base
