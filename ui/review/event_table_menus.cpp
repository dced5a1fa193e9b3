// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the table of events: columns, order, values.
#include "ui/review/event_table_panel.h"
#include "ui/review/event_table_view.h"

#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QToolButton>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

void EventTablePanel::fillColumnMenu()
{
    QMenu* menu = m_columnButton->menu();
    for (const items::EventFieldSpec& spec : items::eventFields()) {
        QAction* shown = menu->addAction(items::fieldTitle(spec.field));
        shown->setCheckable(true);
        const items::EventField field = spec.field;
        connect(shown, &QAction::triggered, this,
                [this, field](bool isChecked) { setFieldShown(field, isChecked); });
        connect(menu, &QMenu::aboutToShow, shown, [this, shown, field] {
            const auto& fields = m_model.fields();
            shown->setChecked(std::find(fields.begin(), fields.end(), field) != fields.end());
            // One column always stays.
            shown->setEnabled(fields.size() > 1 || !shown->isChecked());
        });
    }
}

void EventTablePanel::setFieldShown(items::EventField field, bool isShown)
{
    std::vector<items::EventField> fields = shownFields();
    std::erase(fields, field);
    if (isShown)
        fields.push_back(field);
    if (fields.empty())
        return;
    const auto line = m_table->currentLine();
    m_model.setFields(std::move(fields));
    m_table->setCurrentLine(line);
    rememberFields();
    showSortIndicator();
    fetchTexts();
}

void EventTablePanel::rememberFields()
{
    QStringList words;
    for (const items::EventField field : shownFields())
        words += QLatin1String(items::eventField(field).word);
    QSettings().setValue(QStringLiteral("eventTable/columns"), words);
}

void EventTablePanel::fillSortMenu()
{
    QMenu* menu = m_sortButton->menu();
    auto* orders = new QActionGroup(menu);
    for (const items::EventFieldSpec& spec : items::eventFields()) {
        if (!spec.order)
            continue;
        QAction* by = menu->addAction(items::fieldTitle(spec.field));
        by->setCheckable(true);
        orders->addAction(by);
        const kt::RowOrder order = *spec.order;
        connect(by, &QAction::triggered, this, [this, order] { sortBy(order, m_direction); });
        connect(menu, &QMenu::aboutToShow, by, [this, by, order] { by->setChecked(m_order == order); });
    }
    menu->addSeparator();
    auto* directions = new QActionGroup(menu);
    const std::pair<QString, kt::SortDirection> ways[] = {{tr("Ascending"), kt::SortDirection::Ascending},
                                                          {tr("Descending"), kt::SortDirection::Descending}};
    for (const auto& [name, direction] : ways) {
        QAction* way = menu->addAction(name);
        way->setCheckable(true);
        directions->addAction(way);
        const kt::SortDirection wanted = direction;
        connect(way, &QAction::triggered, this, [this, wanted] { sortBy(m_order, wanted); });
        connect(menu, &QMenu::aboutToShow, way,
                [this, way, wanted] { way->setChecked(m_direction == wanted); });
    }
}

void EventTablePanel::sortBySection(int section)
{
    const auto order = items::eventField(m_model.fields()[static_cast<std::size_t>(section)]).order;
    if (!order) {
        showSortIndicator();
        Q_EMIT said(tr("Titles and sources lie in packed blocks and are not sorted by; search for them."));
        return;
    }
    const bool turnsRound = *order == m_order && m_direction == kt::SortDirection::Ascending;
    sortBy(*order, turnsRound ? kt::SortDirection::Descending : kt::SortDirection::Ascending);
}

void EventTablePanel::showSortIndicator()
{
    const auto& fields = m_model.fields();
    const auto found = std::find_if(fields.begin(), fields.end(), [this](items::EventField field) {
        return items::eventField(field).order == m_order;
    });
    m_table->header().setSortIndicator(found == fields.end() ? -1 : static_cast<int>(found - fields.begin()),
                                       m_direction == kt::SortDirection::Ascending ? Qt::AscendingOrder
                                                                                   : Qt::DescendingOrder);
}

void EventTablePanel::fillFacetMenu()
{
    QMenu* menu = m_facetButton->menu();
    for (std::size_t i = 0; i < kt::kFacetCount; ++i) {
        const auto facet = static_cast<kt::Facet>(i);
        QMenu* values = menu->addMenu(items::facetTitle(facet));
        connect(values, &QMenu::aboutToShow, this, [this, values, facet] {
            values->clear();
            addFacetActions(values, facet);
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Show all")), &QAction::triggered, this, [this] { setFacets({}); });
}

void EventTablePanel::addFacetActions(QMenu* menu, kt::Facet facet)
{
    for (const items::FacetValue& value : items::facetValues(facet)) {
        QAction* action = menu->addAction(value.name);
        action->setCheckable(true);
        const std::uint32_t bit = 1u << value.value;
        const std::uint32_t allowed = m_facets.of(facet);
        action->setChecked(allowed != kt::FacetFilter::kAll && (allowed & bit) != 0);
        connect(action, &QAction::triggered, this, [this, facet, bit](bool isChecked) {
            kt::FacetFilter facets = m_facets;
            std::uint32_t& chosen = facets.of(facet);
            // The first that is picked leaves out all others; giving up the last brings all back.
            if (chosen == kt::FacetFilter::kAll)
                chosen = 0;
            chosen = isChecked ? chosen | bit : chosen & ~bit;
            if (chosen == 0)
                chosen = kt::FacetFilter::kAll;
            setFacets(facets);
        });
    }
}

void EventTablePanel::showHeaderMenu(const QPoint& position)
{
    const int section = m_table->header().logicalIndexAt(position);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (section >= 0) {
        const items::EventFieldSpec& spec =
            items::eventField(m_model.fields()[static_cast<std::size_t>(section)]);
        if (spec.order) {
            const kt::RowOrder order = *spec.order;
            connect(menu->addAction(tr("Sort ascending")), &QAction::triggered, this,
                    [this, order] { sortBy(order, kt::SortDirection::Ascending); });
            connect(menu->addAction(tr("Sort descending")), &QAction::triggered, this,
                    [this, order] { sortBy(order, kt::SortDirection::Descending); });
        }
        if (spec.facet)
            addFacetActions(menu->addMenu(tr("Show only")), *spec.facet);
        if (m_model.fields().size() > 1) {
            const items::EventField field = spec.field;
            connect(menu->addAction(tr("Hide this column")), &QAction::triggered, this,
                    [this, field] { setFieldShown(field, false); });
        }
        menu->addSeparator();
    }
    menu->addMenu(m_columnButton->menu())->setText(tr("Columns"));
    menu->popup(m_table->header().mapToGlobal(position));
}

} // namespace keyturn::ui::review
