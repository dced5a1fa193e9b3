// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QDialog>

class QLabel;
class QVBoxLayout;

namespace keyturn::ui::decide {

/// Every leak and every dependent of a proposal, which the card and the sheet only list the gravest of.
class DetailsDialog final : public QDialog
{
    Q_OBJECT
public:
    DetailsDialog(service::Session& session, const domain::ProposalId& proposal, QWidget* parent);

private:
    void showPreview(const service::ShownPreview& shown);

    QLabel* m_state;
    QVBoxLayout* m_tables;
};

} // namespace keyturn::ui::decide
