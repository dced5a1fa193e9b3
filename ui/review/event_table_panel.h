// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/event_table_model.h"
#include "ui/review/event_rows_loader.h"
#include "ui/review/review_panel.h"

class QAction;
class QCheckBox;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace keyturn::ui::common {
class EmptyState;
}

namespace keyturn::ui::review {

class EventTableView;

/// The timeline's events as a table: the same filter, sorted by any column that the store can sort by, with
/// columns that are chosen, copied and written as CSV.
class EventTablePanel final : public ReviewPanel
{
    Q_OBJECT
public:
    /// No more rows are copied at once; more are exported.
    static constexpr std::int64_t kMostCopied = 50'000;

    explicit EventTablePanel(service::Session& session, QWidget* parent);
    void refresh(const ReviewState& state) override;
    [[nodiscard]] bool isSettled() const override;
    void showChosen(quint64 batchSeq, quint32 leaf) override;

    /// Writes every row of the table as CSV.
    void exportTo(const QString& path);
    /// Copies the chosen rows as CSV.
    void copy();
    void sortBy(keyturn::timeline::RowOrder order, keyturn::timeline::SortDirection direction);
    void setFacets(const keyturn::timeline::FacetFilter& facets);
    /// Shows events that repeat each other as one line with their number.
    void setFolded(bool isFolded);

private:
    void buildBar();
    void fillColumnMenu();
    void fillSortMenu();
    void fillFacetMenu();
    void addFacetActions(QMenu* menu, keyturn::timeline::Facet facet);
    void showHeaderMenu(const QPoint& position);
    void setFieldShown(items::EventField field, bool isShown);
    void rememberFields();
    void sortBySection(int section);
    void showSortIndicator();
    void findRepeats();
    [[nodiscard]] bool needsRepeats() const;
    void reload(Reveal reveal);
    void ask(Reveal reveal);
    void take(const LoadedRows& loaded);
    void fetchTexts();
    void choose(qint64 line);
    void chooseExport();
    void tell();
    void checkSettled();
    [[nodiscard]] static QString countText(std::int64_t count);
    [[nodiscard]] QStringList headersOf(const std::vector<items::EventField>& fields) const;
    [[nodiscard]] std::vector<items::EventField> shownFields() const;
    [[nodiscard]] bool showsText() const;
    [[nodiscard]] std::optional<keyturn::timeline::EventKey> keyAt(std::optional<std::int64_t> line) const;

    items::EventTableModel m_model;
    EventRowsLoader m_loader;
    EventTableView* m_table;
    QStackedWidget* m_stack;
    common::EmptyState* m_empty;
    QLabel* m_told;
    QCheckBox* m_onlyInView;
    QCheckBox* m_fold;
    QToolButton* m_facetButton;
    QToolButton* m_sortButton;
    QToolButton* m_columnButton;
    QPushButton* m_export;
    QWidget* m_facetBar;
    QLabel* m_facetText;
    QPushButton* m_facetQuery;
    std::optional<ReviewState> m_state;
    keyturn::timeline::FacetFilter m_facets;
    keyturn::timeline::RowOrder m_order = keyturn::timeline::RowOrder::Time;
    keyturn::timeline::SortDirection m_direction = keyturn::timeline::SortDirection::Descending;
    std::optional<keyturn::timeline::RowRequest> m_asked; ///< What is shown, or will be.
    LineSelection m_askedWith;                            ///< What was chosen when it was asked for.
    keyturn::timeline::RepeatsPointer m_repeats;          ///< Null where nothing is to be folded, or not yet.
    std::int64_t m_eventCount = 0;                        ///< Of the lines, folded ones included.
    bool m_isFinding = false;                             ///< Repeats are looked for.
    int m_foundPercent = 0;
    bool m_isFetching = false;
    bool m_hasTextFailed = false;
};

} // namespace keyturn::ui::review
