// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/import_filter.h"

#include "models/base/text_safety.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace keyturn::ui::review {

using common::kGridPx;

ImportFilter::ImportFilter(QWidget* parent) : QWidget(parent), m_text(common::plainLabel({}, this))
{
    setObjectName(QStringLiteral("importFilter"));
    auto* all = new QPushButton(tr("Show all imports"), this);
    all->setObjectName(QStringLiteral("showAllImports"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(3 * kGridPx, 0, 3 * kGridPx, kGridPx);
    row->setSpacing(kGridPx);
    row->addWidget(m_text, 1);
    row->addWidget(all);
    connect(all, &QPushButton::clicked, this, &ImportFilter::showAll);
    hide();
}

void ImportFilter::showOnly(const state::BatchState& batch)
{
    m_batch = batch.origin.seq;
    m_text->setText(tr("Only the events imported from %1 (entry %2) are shown.")
                        .arg(base::harmlessText(batch.facts.sourceName))
                        .arg(batch.origin.seq));
    show();
    Q_EMIT changed();
}

void ImportFilter::showAll()
{
    m_batch.reset();
    hide();
    Q_EMIT changed();
}

} // namespace keyturn::ui::review
