// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/access_page.h"

#include "models/items/tables.h"
#include "models/items/words.h"
#include "ui/common/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace keyturn::ui::access {

using common::kGridPx;

namespace {

template <typename Id>
void fillSelector(QComboBox* box, const QString& all, const std::vector<domain::Named<Id>>& named)
{
    const QSignalBlocker quiet(box);
    const QString chosen = box->currentData().toString();
    box->clear();
    box->addItem(all, QString());
    for (const auto& one : named)
        box->addItem(one.name, one.id.value());
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

template <typename Id>
std::optional<Id> chosenIn(const QComboBox* box)
{
    const QString id = box->currentData().toString();
    return id.isEmpty() ? std::nullopt : std::optional<Id>(Id(id));
}

} // namespace

AccessPage::AccessPage(service::Session& session, QWidget* parent)
    : Page(session, parent), m_channel(new QComboBox(this)), m_tier(new QComboBox(this)),
      m_capability(new QComboBox(this)),
      m_grid(new common::TableView(common::TableView::Choose::Cells, this)),
      m_noCatalogue(new common::EmptyState("access", tr("No catalogue yet"),
                                           tr("Models, channels, regions and tiers are set with keyturnctl "
                                              "catalogue set; then access is shown here."),
                                           this)),
      m_title(common::headingLabel({}, 0, this)), m_summary(common::mutedLabel({}, this)),
      m_layers(new QVBoxLayout), m_restrictions(new common::TableView(common::TableView::Choose::Rows, this)),
      m_noRestrictions(
          new common::EmptyState("lift", tr("No restriction is in force"),
                                 tr("Everything is open. A restriction starts on the page Decide."), this)),
      m_lift(new QPushButton(common::icon("lift"), tr("Lift…"), this)),
      m_liftInPart(new QPushButton(tr("Lift in part…"), this)), m_whyNotLift(common::mutedLabel({}, this))
{
    setObjectName(QStringLiteral("accessPage"));
    m_grid->setObjectName(QStringLiteral("accessGrid"));
    m_grid->setAccessibleName(tr("Effective access, models down, regions across"));
    m_restrictions->setObjectName(QStringLiteral("restrictions"));
    m_restrictions->setAccessibleName(tr("Restrictions in force"));
    m_restrictions->setShares({5, 3, 3, 3, 3});
    m_lift->setObjectName(QStringLiteral("lift"));
    m_liftInPart->setObjectName(QStringLiteral("liftInPart"));
    auto* head = new QHBoxLayout;
    head->setSpacing(kGridPx);
    head->addWidget(common::headingLabel(tr("Access"), 4, this));
    head->addStretch();
    const auto selector = [&](QComboBox* box, const char* name, const QString& label) {
        box->setObjectName(QLatin1String(name));
        box->setAccessibleName(label);
        head->addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, &AccessPage::showGrid);
    };
    selector(m_channel, "channel", tr("Channel"));
    selector(m_tier, "tier", tr("Tier"));
    selector(m_capability, "capability", tr("Capability"));

    auto* why = new common::Card(this);
    auto* whyLayout = new QVBoxLayout(why);
    whyLayout->setContentsMargins(2 * kGridPx, 2 * kGridPx, 2 * kGridPx, 2 * kGridPx);
    whyLayout->setSpacing(kGridPx / 2);
    whyLayout->addWidget(m_title);
    whyLayout->addWidget(m_summary);
    whyLayout->addLayout(m_layers);

    auto* listHead = new QHBoxLayout;
    listHead->addWidget(common::headingLabel(tr("Restrictions in force"), 1, this));
    listHead->addStretch();
    listHead->addWidget(m_whyNotLift);
    m_whyNotLift->setWordWrap(false);
    listHead->addWidget(m_lift);
    listHead->addWidget(m_liftInPart);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    layout->setSpacing(kGridPx);
    layout->addLayout(head);
    layout->addWidget(m_noCatalogue);
    layout->addWidget(m_grid, 3);
    layout->addWidget(why);
    layout->addSpacing(kGridPx);
    layout->addLayout(listHead);
    layout->addWidget(m_noRestrictions);
    layout->addWidget(m_restrictions, 2);
    connect(m_grid, &common::TableView::currentChangedTo, this, &AccessPage::explain);
    connect(m_restrictions, &common::TableView::currentChangedTo, this, &AccessPage::updateLift);
    connect(m_lift, &QPushButton::clicked, this, [this] {
        if (const QString key = m_restrictions->currentKey(); !key.isEmpty())
            Q_EMIT liftRequested(domain::ChangeId(key));
    });
    connect(m_liftInPart, &QPushButton::clicked, this, [this] {
        if (const QString key = m_restrictions->currentKey(); !key.isEmpty())
            Q_EMIT liftInPartRequested(domain::ChangeId(key));
    });
}

void AccessPage::refresh(const common::ViewState& state)
{
    m_state = state;
    const auto& snapshot = *session().snapshot();
    fillSelectors();
    showGrid();
    auto restrictions = items::restrictionTable(snapshot, state.now);
    m_noRestrictions->setVisible(restrictions.rows.empty());
    m_restrictions->setVisible(!restrictions.rows.empty());
    m_restrictions->setTable(std::move(restrictions));
    updateLift();
}

void AccessPage::fillSelectors()
{
    const domain::Catalogue& catalogue = session().snapshot()->catalogue;
    m_noCatalogue->setVisible(catalogue.isEmpty());
    m_grid->setVisible(!catalogue.isEmpty());
    if (catalogue == m_catalogue && m_channel->count() > 0)
        return;
    m_catalogue = catalogue;
    fillSelector(m_channel, tr("All channels"), catalogue.channels);
    fillSelector(m_tier, tr("All tiers"), catalogue.tiers);
    fillSelector(m_capability, tr("All capabilities"), catalogue.capabilities);
}

items::AccessSlice AccessPage::slice() const
{
    return {chosenIn<domain::ChannelId>(m_channel), chosenIn<domain::TierId>(m_tier),
            chosenIn<domain::CapabilityId>(m_capability)};
}

void AccessPage::showGrid()
{
    if (!session().isOpen())
        return;
    m_grid->setTable(items::accessGrid(*session().snapshot(), slice(), session().now()));
    const int rowsPx = m_grid->heightFor(m_grid->model().rowCount());
    m_grid->setMaximumHeight(rowsPx);
    m_grid->setMinimumHeight(std::min(rowsPx, 36 * kGridPx));
    if (!m_grid->currentIndex().isValid() && m_grid->model().rowCount() > 0)
        m_grid->setCurrentIndex(m_grid->model().index(0, 0));
    explain();
}

void AccessPage::explain()
{
    common::clearLayout(m_layers);
    const QString model = m_grid->currentKey();
    const auto why = model.isEmpty()
                         ? std::nullopt
                         : items::explainAccess(*session().snapshot(), slice(), domain::ModelId(model),
                                                m_grid->currentIndex().column(), session().now());
    if (!why) {
        m_title->setText(tr("Choose a cell"));
        m_summary->setText(tr("to see which restrictions make it what it is."));
        return;
    }
    m_title->setText(why->title);
    m_summary->setText(why->summary);
    for (const items::AccessLayer& layer : why->layers) {
        auto* chip = new common::Chip(items::Sign::Stopped, items::Tone::Severe, layer.headline,
                                      tr("since %1").arg(layer.since), this);
        chip->setToolTip(items::plainToolTip(layer.why));
        m_layers->addWidget(chip);
    }
}

void AccessPage::updateLift()
{
    QString whyNot = items::whyMayNot(*session().snapshot(), m_state.viewer, domain::Act::Propose);
    if (whyNot.isEmpty() && m_restrictions->currentKey().isEmpty())
        whyNot = tr("Choose a restriction to lift it");
    common::applyAct(m_lift, {tr("Lift…"), whyNot});
    common::applyAct(m_liftInPart, {tr("Lift in part…"), whyNot});
    // Which restriction is meant is seen in the table, and has to be heard.
    if (const int row = m_restrictions->model().rowOf(m_restrictions->currentKey()); row >= 0) {
        const QString what =
            m_restrictions->model().table().rows[static_cast<std::size_t>(row)].cells[0].text;
        m_lift->setAccessibleName(tr("Lift: %1").arg(what));
        m_liftInPart->setAccessibleName(tr("Lift in part: %1").arg(what));
    }
    m_whyNotLift->setText(whyNot);
    const bool isListed = m_restrictions->model().rowCount() > 0;
    m_lift->setVisible(isListed);
    m_liftInPart->setVisible(isListed);
    m_whyNotLift->setVisible(isListed);
}

} // namespace keyturn::ui::access
