// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/entry_teller.h"
#include "models/timeline/item_name.h"
#include "ui/common/table_view.h"
#include "ui/common/widgets.h"
#include "ui/review/review_panel.h"

namespace keyturn::ui::review {

/// What has changed between the moment that is shown and the present: states of models, decisions, requests,
/// incidents, signals by layer.
class SincePanel final : public ReviewPanel
{
    Q_OBJECT
public:
    explicit SincePanel(service::Session& session, QWidget* parent);
    void refresh(const ReviewState& state) override;
    [[nodiscard]] bool isSettled() const override { return m_isSettled; }

Q_SIGNALS:
    void itemChosen(const keyturn::timeline::ItemName& name);

private:
    void choose(const QString& key);
    void showTable(const items::Table& table);

    QLabel* m_heading;
    common::TableView* m_table;
    common::EmptyState* m_empty;
    std::shared_ptr<const items::EntryTeller> m_teller; ///< Of the present.
    state::SnapshotPointer m_then;
    keyturn::timeline::EventColumnsPointer m_columns;
    int m_generation = 0;
    bool m_isSettled = true;
};

} // namespace keyturn::ui::review
