// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/intake_table.h"

#include <QWidget>

#include <cstdint>
#include <optional>

class QLabel;

namespace keyturn::ui::review {

/// Says that only the events of one import are shown, and leads back to all. Hidden while all are.
class ImportFilter final : public QWidget
{
    Q_OBJECT
public:
    explicit ImportFilter(QWidget* parent = nullptr);
    /// Only the events of @p batch from now on.
    void showOnly(const state::BatchState& batch);
    void showAll();
    /// The entry of the import whose events alone are shown.
    [[nodiscard]] const std::optional<std::uint64_t>& batch() const { return m_batch; }

Q_SIGNALS:
    void changed();

private:
    QLabel* m_text;
    std::optional<std::uint64_t> m_batch;
};

} // namespace keyturn::ui::review
