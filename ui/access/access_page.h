// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/access_grid.h"
#include "ui/common/page.h"
#include "ui/common/table_view.h"
#include "ui/common/widgets.h"

class QComboBox;
class QVBoxLayout;

namespace keyturn::ui::access {

/// Effective access of every model in every region, why a cell is what it is, and the restrictions in force.
class AccessPage final : public common::Page
{
    Q_OBJECT
public:
    explicit AccessPage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;

Q_SIGNALS:
    void liftRequested(const keyturn::domain::ChangeId& change);
    void liftInPartRequested(const keyturn::domain::ChangeId& change);

private:
    void fillSelectors();
    [[nodiscard]] items::AccessSlice slice() const;
    void showGrid();
    void explain();
    void updateLift();

    common::ViewState m_state;
    domain::Catalogue m_catalogue; ///< What the selectors were filled from.
    QComboBox* m_channel;
    QComboBox* m_tier;
    QComboBox* m_capability;
    common::TableView* m_grid;
    common::EmptyState* m_noCatalogue;
    QLabel* m_title;
    QLabel* m_summary;
    QVBoxLayout* m_layers;
    common::TableView* m_restrictions;
    common::EmptyState* m_noRestrictions;
    QPushButton* m_lift;
    QPushButton* m_liftInPart;
    QLabel* m_whyNotLift;
};

} // namespace keyturn::ui::access
