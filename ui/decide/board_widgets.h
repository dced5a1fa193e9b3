// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decide_board.h"
#include "ui/common/widgets.h"

namespace keyturn::ui::decide {

/// A restriction whose review is due, and what can be proposed about it.
class ReviewWidget final : public common::Card
{
    Q_OBJECT
public:
    explicit ReviewWidget(const items::ReviewItem& item, QWidget* parent = nullptr);

Q_SIGNALS:
    void liftRequested(const keyturn::domain::ChangeId& change);
    void liftInPartRequested(const keyturn::domain::ChangeId& change);
};

/// The restoration gates of one incident.
class GateGroupWidget final : public common::Card
{
    Q_OBJECT
public:
    explicit GateGroupWidget(const items::GateGroup& group, QWidget* parent = nullptr);

Q_SIGNALS:
    void confirmRequested(const keyturn::domain::GateId& gate);
    void waiveRequested(const keyturn::domain::GateId& gate);

private:
    void addGate(const items::GateItem& gate, QVBoxLayout* into);
};

/// What the viewer has signed, as a table for common::TableView.
[[nodiscard]] items::Table signatureTable(const std::vector<items::OwnSignature>& signatures);

} // namespace keyturn::ui::decide
