// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/since_panel.h"

#include "models/service/background.h"
#include "models/timeline/lanes.h"
#include "ui/common/when_done.h"

#include <QLocale>
#include <QVBoxLayout>

#include <array>

namespace keyturn::ui::review {

using common::kGridPx;
namespace kt = keyturn::timeline;

namespace {

/// "Model behaviour 3, Abuse at scale 12": events of batches recorded since, by lane.
QString countsSince(const kt::EventColumns& columns, std::uint64_t firstSeq)
{
    std::vector<bool> isSince;
    for (const kt::EventBatch& batch : columns.batches())
        isSince.push_back(batch.seq >= firstSeq);
    std::array<std::uint64_t, kt::kLaneCount> counts{};
    const auto batches = columns.batchIndexes();
    const auto lanes = columns.lanes();
    for (std::size_t row = 0; row < columns.size(); ++row)
        counts[static_cast<std::size_t>(lanes[row])] += isSince[batches[row]] ? 1 : 0;
    QStringList parts;
    for (const kt::LaneSpec& spec : kt::laneSpecs()) {
        const std::uint64_t count = counts[static_cast<std::size_t>(spec.id)];
        if (count > 0)
            parts += QStringLiteral("%1: %2").arg(kt::laneTitle(spec.id),
                                                  QLocale().toString(static_cast<qulonglong>(count)));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

SincePanel::SincePanel(service::Session& session, QWidget* parent)
    : ReviewPanel(session, parent), m_heading(common::headingLabel({}, 1, this)),
      m_table(new common::TableView(common::TableView::Choose::Rows, this)),
      m_empty(new common::EmptyState("rewind", tr("You see the present"),
                                     tr("Move the playhead back, and everything that has changed since is "
                                        "listed here."),
                                     this))
{
    m_heading->setObjectName(QStringLiteral("sinceHeading"));
    m_table->setObjectName(QStringLiteral("sinceTable"));
    m_table->setAccessibleName(tr("What changed since"));
    m_table->setShares({2, 2, 7});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2 * kGridPx, kGridPx, 2 * kGridPx, kGridPx);
    column->addWidget(m_heading);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    m_table->hide();
    m_heading->hide();
    connect(m_table, &common::TableView::currentChangedTo, this,
            [this](const QString& key, int) { choose(key); });
}

void SincePanel::refresh(const ReviewState& state)
{
    const state::SnapshotPointer then = session().snapshot();
    const state::SnapshotPointer live = session().liveSnapshot();
    const bool isRewound = session().knownAt().has_value();
    if (isRewound)
        m_heading->setText(tr("Changed since %1").arg(base::toDisplay(*session().knownAt())));
    const bool isSame =
        m_teller && then == m_then && &m_teller->snapshot() == live.get() && state.columns == m_columns;
    if (isSame)
        return;
    m_then = then;
    m_columns = state.columns;
    if (!m_teller || &m_teller->snapshot() != live.get())
        m_teller = std::make_shared<items::EntryTeller>(live);
    const int generation = ++m_generation;
    if (then->size == live->size) {
        m_isSettled = true;
        showTable({});
        return;
    }
    m_isSettled = false;
    common::whenDone(service::inBackground([then, teller = m_teller, columns = m_columns] {
                         return items::changesSince(*then, *teller,
                                                    columns ? countsSince(*columns, then->size) : QString());
                     }),
                     this, [this, generation](const items::Table& table) {
                         if (generation != m_generation)
                             return;
                         m_isSettled = true;
                         showTable(table);
                         Q_EMIT settled();
                     });
}

void SincePanel::showTable(const items::Table& table)
{
    const bool isEmpty = table.rows.empty();
    m_table->setTable(table);
    m_table->setVisible(!isEmpty);
    m_heading->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
}

void SincePanel::choose(const QString& key)
{
    if (key.startsWith(QLatin1String("model:"))) {
        Q_EMIT itemChosen(kt::OverlayName{kt::OverlayKind::ModelState, key.mid(6)});
        return;
    }
    if (!key.startsWith(QLatin1String("entry:")))
        return;
    const kt::ItemName name = m_teller->item(key.mid(6).toULongLong());
    if (!std::holds_alternative<std::monostate>(name))
        Q_EMIT itemChosen(name);
}

} // namespace keyturn::ui::review
