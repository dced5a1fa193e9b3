// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"

#include <QWidget>

namespace keyturn::ui::decide {

/// How much of a model is open before a change (outline) and after it (filled), and how much is suspended
/// (hatched).
class EffectBar final : public QWidget
{
    Q_OBJECT
public:
    explicit EffectBar(items::EffectLine line, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    items::EffectLine m_line;
};

} // namespace keyturn::ui::decide
