// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"

#include <QByteArray>
#include <QPlainTextEdit>

class QHBoxLayout;

namespace keyturn::ui::common {

/// The text that is signed, just as it is signed: fixed width, no line wrapped or hidden.
class SheetView final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit SheetView(const QByteArray& sheet, QWidget* parent);
    /// Wide enough for the longest line that a sheet may have.
    [[nodiscard]] int wholeWidthPx() const;
};

/// The sheet's short code, to be read to others, and its whole hash to copy.
[[nodiscard]] QHBoxLayout* shortCodeLine(const base::Digest& sheetSha256, QWidget* parent);

} // namespace keyturn::ui::common
