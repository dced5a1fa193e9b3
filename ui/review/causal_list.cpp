// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/causal_list.h"

#include "models/base/text_safety.h"
#include "ui/common/widgets.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;
namespace kt = keyturn::timeline;

namespace {

constexpr std::size_t kFirstRows = 6;
constexpr int kMostIndents = 3;

} // namespace

CausalRow::CausalRow(QWidget* parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CausalRow::set(const QString& kind, const QString& when, const QString& title, std::uint32_t depth)
{
    m_head = when.isEmpty() ? kind : QStringLiteral("%1 · %2").arg(kind, when);
    m_title = base::harmlessText(title, 300);
    m_indentPx = std::min(static_cast<int>(depth) - 1, kMostIndents) * 2 * kGridPx;
    const QString spoken = QStringLiteral("%1: %2").arg(m_head, m_title);
    setAccessibleName(spoken);
    setToolTip(QStringLiteral("<p>%1</p>").arg(m_title.toHtmlEscaped()));
    updateGeometry();
    update();
}

QSize CausalRow::sizeHint() const
{
    return {30 * kGridPx, 2 * fontMetrics().height() + kGridPx + 2};
}

QSize CausalRow::minimumSizeHint() const
{
    return {16 * kGridPx, sizeHint().height()};
}

void CausalRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto colors = common::Colors::of(palette());
    if (underMouse() || isDown()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(common::mixed(palette().color(QPalette::Window), colors.accent, 0.12));
        painter.drawRoundedRect(rect(), 4, 4);
    }
    const QFontMetrics metrics(font());
    const QRect text = rect().adjusted(kGridPx + m_indentPx, kGridPx / 2, -kGridPx, -kGridPx / 2);
    const QRect head(text.left(), text.top(), text.width(), metrics.height());
    painter.setPen(colors.muted);
    painter.drawText(head, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     metrics.elidedText(m_head, Qt::ElideRight, head.width()));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(head.translated(0, metrics.height() + 2),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     metrics.elidedText(m_title, Qt::ElideRight, head.width()));
    if (m_indentPx > 0) { // A hook: this is linked by way of the one above.
        painter.setPen(QPen(colors.muted, 1));
        const int x = text.left() - kGridPx - 2;
        painter.drawLine(x, rect().top() + 2, x, rect().center().y());
        painter.drawLine(x, rect().center().y(), x + kGridPx - 2, rect().center().y());
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        option.rect = rect().adjusted(1, 1, -1, -1);
        option.backgroundColor = palette().color(QPalette::Window);
        option.state |= QStyle::State_KeyboardFocusChange;
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void CausalRow::enterEvent(QEnterEvent*)
{
    update();
}

void CausalRow::leaveEvent(QEvent*)
{
    update();
}

CausalList::CausalList(const QString& heading, QWidget* parent)
    : QWidget(parent), m_heading(common::mutedLabel(heading, this)), m_rows(new QVBoxLayout),
      m_more(new QToolButton(this))
{
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_rows->setSpacing(0);
    m_more->setAutoRaise(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kGridPx, 0, 0);
    column->setSpacing(kGridPx / 2);
    column->addWidget(m_heading);
    column->addLayout(m_rows);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QToolButton::clicked, this, [this] { fill(m_lines.size()); });
    setAccessibleName(heading);
    hide();
}

void CausalList::show(const kt::CausalGraph& graph, const std::vector<kt::CausalStep>& steps,
                      const Titler& titler)
{
    std::vector<Line> lines;
    for (const kt::CausalStep& step : steps) {
        const kt::CausalNode& node = graph.node(step.node);
        Line line{node.name, node.kind, node.at ? base::toDisplay(*node.at) : QString(), node.title,
                  step.depth};
        if (const auto* event = std::get_if<kt::EventKey>(&node.name))
            line.title = titleOr(titler(event->batchSeq, event->leaf), *event);
        lines.push_back(std::move(line));
    }
    show(std::move(lines));
}

QString CausalList::titleOr(const QString& title, const kt::EventKey& key)
{
    return title.isEmpty() ? tr("Record %1 of the import").arg(key.leaf + 1) : title;
}

void CausalList::show(std::vector<Line> lines)
{
    setVisible(!lines.empty());
    if (lines == m_lines)
        return;
    const bool isSameList = std::equal(lines.begin(), lines.end(), m_lines.begin(), m_lines.end(),
                                       [](const Line& a, const Line& b) { return a.name == b.name; });
    m_lines = std::move(lines);
    fill(isSameList ? std::max(m_shown, kFirstRows) : kFirstRows);
}

void CausalList::fill(std::size_t count)
{
    m_shown = std::min(count, m_lines.size());
    while (m_made.size() < m_shown) {
        auto* row = new CausalRow(this);
        const std::size_t place = m_made.size();
        connect(row, &QAbstractButton::clicked, this, [this, place] {
            const kt::ItemName name = m_lines[place].name; // Choosing it fills the list anew.
            Q_EMIT chosen(name);
        });
        m_rows->addWidget(row);
        m_made.push_back(row);
    }
    for (std::size_t i = 0; i < m_made.size(); ++i) {
        if (i < m_shown)
            m_made[i]->set(m_lines[i].kind, m_lines[i].when, m_lines[i].title, m_lines[i].depth);
        m_made[i]->setVisible(i < m_shown);
    }
    const auto left = static_cast<int>(m_lines.size() - m_shown);
    m_more->setText(tr("Show %n more", nullptr, left));
    m_more->setVisible(left > 0);
}

} // namespace keyturn::ui::review
