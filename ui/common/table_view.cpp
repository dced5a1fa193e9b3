// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/table_view.h"

#include "ui/common/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <numeric>

namespace keyturn::ui::common {

namespace {

constexpr int kSignPx = 14;
constexpr int kPadPx = kGridPx;
constexpr int kHeaderPx = 4 * kGridPx;
constexpr int kCellRowPx = 6 * kGridPx;

/// Sign, then text in as many lines as it has; the sign and the text of a tone in its colour.
class CellDelegate final : public QStyledItemDelegate
{
public:
    CellDelegate(bool fillsCells, QObject* parent) : QStyledItemDelegate(parent), m_fillsCells(fillsCells) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Colors colors = Colors::of(option.palette);
        const auto tone = static_cast<Tone>(index.data(items::TableModel::ToneRole).toInt());
        const auto sign = static_cast<Sign>(index.data(items::TableModel::SignRole).toInt());
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        if (m_fillsCells && sign != Sign::None) {
            painter->setRenderHint(QPainter::Antialiasing);
            const bool isRinged = isSelected && !option.state.testFlag(QStyle::State_HasFocus);
            painter->setPen(isRinged ? QPen(colors.accent, 2) : QPen(Qt::NoPen));
            painter->setBrush(colors.toneFill(tone));
            painter->drawRoundedRect(QRectF(option.rect).adjusted(3, 3, -3, -3), 5, 5);
        } else if (isSelected) {
            painter->fillRect(option.rect, mixed(colors.card, colors.accent, colors.isDark ? 0.25 : 0.12));
        }
        QRect area = option.rect.adjusted(kPadPx, kPadPx, -kPadPx, -kPadPx);
        const QColor strong = sign == Sign::None ? option.palette.color(QPalette::Text) : colors.tone(tone);
        if (sign != Sign::None) {
            const int lineHeight = option.fontMetrics.height();
            const double top =
                m_fillsCells ? area.center().y() - kSignPx / 2.0 : area.top() + (lineHeight - kSignPx) / 2.0;
            paintSign(*painter, sign, QRectF(area.left(), top, kSignPx, kSignPx), strong);
            area.setLeft(area.left() + kSignPx + 6);
        }
        painter->setPen(strong);
        QFont font = option.font;
        if (sign != Sign::None)
            font.setWeight(QFont::DemiBold);
        font.setStrikeOut(index.data(items::TableModel::StruckRole).toBool());
        painter->setFont(font);
        const auto align = m_fillsCells ? Qt::AlignVCenter : Qt::AlignTop;
        painter->drawText(area, static_cast<int>(align | Qt::AlignLeft) | Qt::TextWordWrap,
                          index.data().toString());
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(colors.accent, 2));
            painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 5, 5);
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto sign = static_cast<Sign>(index.data(items::TableModel::SignRole).toInt());
        int width = option.rect.width() > 0 ? option.rect.width() : 200;
        if (const auto* view = qobject_cast<const QTableView*>(option.widget))
            width = view->columnWidth(index.column());
        width -= 2 * kPadPx + (sign != Sign::None ? kSignPx + 6 : 0);
        const QRect box =
            option.fontMetrics.boundingRect(QRect(0, 0, std::max(40, width), 10'000),
                                            Qt::AlignLeft | Qt::TextWordWrap, index.data().toString());
        return {box.width() + 2 * kPadPx, box.height() + 2 * kPadPx};
    }

private:
    bool m_fillsCells;
};

} // namespace

TableView::TableView(Choose choose, QWidget* parent)
    : QTableView(parent), m_model(new items::TableModel(this))
{
    setModel(m_model);
    setItemDelegate(new CellDelegate(choose == Choose::Cells, this));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSelectionBehavior(choose == Choose::Rows ? QAbstractItemView::SelectRows
                                                : QAbstractItemView::SelectItems);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFixedHeight(kHeaderPx);
    // Flat, and in line with the text of the cells.
    setStyleSheet(QStringLiteral("QHeaderView { background: palette(base); border: none; }"
                                 "QHeaderView::section { background: palette(base); border: none;"
                                 " padding-left: 8px; padding-right: 8px; font-weight: 600; }"
                                 "QHeaderView::section:horizontal { border-bottom: 1px solid palette(mid); }"
                                 "QTableCornerButton::section { background: palette(base); border: none;"
                                 " border-bottom: 1px solid palette(mid); }"));
    verticalHeader()->setVisible(choose == Choose::Cells);
    verticalHeader()->setHighlightSections(false);
    verticalHeader()->setSectionResizeMode(choose == Choose::Cells ? QHeaderView::Fixed
                                                                   : QHeaderView::ResizeToContents);
    verticalHeader()->setDefaultSectionSize(kCellRowPx);
    connect(m_model, &QAbstractItemModel::modelReset, this, &TableView::shareOut);
}

void TableView::setTable(items::Table table)
{
    const QString key = currentKey();
    const int column = std::max(0, currentIndex().column());
    m_model->setTable(std::move(table));
    shareOut();
    if (key.isEmpty() || currentKey() == key)
        return;
    if (const int row = m_model->rowOf(key); row >= 0)
        setCurrentIndex(m_model->index(row, column));
}

QString TableView::currentKey() const
{
    return currentIndex().isValid() ? m_model->keyOf(currentIndex().row()) : QString();
}

void TableView::setShares(std::vector<int> shares)
{
    m_shares = std::move(shares);
    shareOut();
}

int TableView::heightFor(int rows) const
{
    return kHeaderPx + rows * kCellRowPx + 2;
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    shareOut();
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentChangedTo(m_model->keyOf(current.row()), current.column());
}

void TableView::shareOut()
{
    const int columns = m_model->columnCount();
    if (columns == 0)
        return;
    std::vector<int> shares = m_shares;
    shares.resize(static_cast<std::size_t>(columns), 1);
    const int sum = std::accumulate(shares.begin(), shares.end(), 0);
    const int width = viewport()->width();
    for (int column = 0; column < columns; ++column)
        setColumnWidth(column, std::max(9 * kGridPx, width * shares[static_cast<std::size_t>(column)] / sum));
    if (!verticalHeader()->isVisible())
        resizeRowsToContents();
}

} // namespace keyturn::ui::common
