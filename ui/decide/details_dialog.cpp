// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/details_dialog.h"

#include "models/domain/sheet.h"
#include "models/items/decision_cards.h"
#include "models/items/words.h"
#include "ui/common/table_view.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"
#include "ui/decide/plain_cell.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::decide {

using common::kGridPx;

namespace {

items::Table leakTable(const service::ShownPreview& shown)
{
    items::Table table;
    table.headers = {DetailsDialog::tr("How it would still be reached"), DetailsDialog::tr("Model"),
                     DetailsDialog::tr("Channel"), DetailsDialog::tr("Region"),
                     DetailsDialog::tr("Combinations")};
    for (const domain::Leak& leak : shown.preview.leaks) {
        QString how = items::label(leak.kind);
        if (!leak.alias.isEmpty())
            how = DetailsDialog::tr("%1 “%2”").arg(how, leak.alias);
        items::TableRow row;
        row.key = QString::number(table.rows.size());
        row.cells = {{how, items::leakText(leak, shown.catalogue), items::Tone::Severe, items::Sign::Open},
                     plainCell(shown.catalogue.nameOf(leak.model)),
                     plainCell(shown.catalogue.nameOf(leak.channel)),
                     plainCell(shown.catalogue.nameOf(leak.region)),
                     plainCell(QString::number(leak.cells))};
        table.rows.push_back(std::move(row));
    }
    return table;
}

items::Table hitTable(const service::ShownPreview& shown)
{
    items::Table table;
    table.headers = {DetailsDialog::tr("Dependent"), DetailsDialog::tr("Fallback"),
                     DetailsDialog::tr("At worst"), DetailsDialog::tr("Combinations"),
                     DetailsDialog::tr("Contact")};
    for (const domain::DependentHit& hit : shown.preview.dependents) {
        const auto found = std::find_if(shown.dependents.begin(), shown.dependents.end(),
                                        [&](const domain::Dependent& one) { return one.id == hit.id; });
        if (found == shown.dependents.end())
            continue;
        const bool isHard = found->fallback != domain::Fallback::Tested;
        items::TableRow row;
        row.key = hit.id.value();
        row.cells = {plainCell(found->name),
                     {items::capitalised(items::label(found->fallback)),
                      {},
                      isHard ? items::Tone::Severe : items::Tone::Good,
                      isHard ? items::Sign::Refused : items::Sign::Done},
                     plainCell(items::label(hit.worst)),
                     plainCell(QString::number(hit.cells)),
                     plainCell(found->contact)};
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace

DetailsDialog::DetailsDialog(service::Session& session, const domain::ProposalId& proposal, QWidget* parent)
    : QDialog(parent), m_state(common::mutedLabel(tr("Working it out…"), this)), m_tables(new QVBoxLayout)
{
    setObjectName(QStringLiteral("detailsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    const auto* found = session.snapshot()->proposal(proposal);
    const QString title = found ? domain::headline(found->facts) : QString();
    setWindowTitle(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGridPx, 3 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    column->setSpacing(kGridPx);
    column->addWidget(common::headingLabel(title, 2, this));
    column->addWidget(m_state);
    m_tables->setSpacing(kGridPx);
    column->addLayout(m_tables, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    resize(112 * kGridPx, 80 * kGridPx);
    common::whenDone(session.preview(proposal), this,
                     [this](const base::Result<service::ShownPreview>& worked) {
                         if (worked)
                             showPreview(*worked);
                         else
                             m_state->setText(worked.error().sentence());
                     });
}

void DetailsDialog::showPreview(const service::ShownPreview& shown)
{
    m_state->setText(tr("As it was proposed, worked out anew from the ledger."));
    const auto add = [&](items::Table table, const QString& heading, const QString& none,
                         std::vector<int> shares, const char* name) {
        const bool isEmpty = table.rows.empty();
        m_tables->addWidget(common::headingLabel(heading.arg(table.rows.size()), 1, this));
        if (isEmpty) {
            m_tables->addWidget(common::mutedLabel(none, this));
            return;
        }
        auto* view = new common::TableView(common::TableView::Choose::Rows, this);
        view->setObjectName(QLatin1String(name));
        view->setAccessibleName(heading.arg(table.rows.size()));
        view->setShares(std::move(shares));
        m_tables->addWidget(view, 1);
        view->setTable(std::move(table));
    };
    add(leakTable(shown), tr("Leaks (%1)"), tr("No route would still serve what this means to stop."),
        {5, 4, 4, 3, 3}, "leaks");
    add(hitTable(shown), tr("Dependents (%1)"), tr("None of the register is hit."), {5, 4, 3, 3, 5},
        "dependents");
    m_tables->addStretch(shown.preview.leaks.empty() && shown.preview.dependents.empty() ? 1 : 0);
}

} // namespace keyturn::ui::decide
