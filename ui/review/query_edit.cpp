// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/query_edit.h"

#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHelpEvent>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTextCharFormat>
#include <QToolTip>

#include <algorithm>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

constexpr qsizetype kMostLatest = 20;
constexpr int kListWidthPx = 46 * kGridPx;
constexpr int kHintRole = Qt::UserRole + 1;
/// A word this short says little about what name it may become.
constexpr qsizetype kLeastForNames = 2;

/// A row of the list: what is written, and what it means in less weight at the far edge.
class OfferDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString hint = index.data(kHintRole).toString();
        const QRect room = option.rect.adjusted(kGridPx, 0, -kGridPx, 0);
        const int takenPx = option.fontMetrics.horizontalAdvance(index.data().toString()) + 3 * kGridPx;
        if (hint.isEmpty() || room.width() <= takenPx)
            return;
        const bool isChosen = option.state.testFlag(QStyle::State_Selected);
        painter->setPen(isChosen ? option.palette.color(QPalette::HighlightedText)
                                 : common::Colors::of(option.palette).muted);
        const bool isRightToLeft = option.direction == Qt::RightToLeft;
        const QRect at = isRightToLeft ? room.adjusted(0, 0, -takenPx, 0) : room.adjusted(takenPx, 0, 0, 0);
        painter->drawText(at, Qt::AlignVCenter | (isRightToLeft ? Qt::AlignLeft : Qt::AlignRight),
                          option.fontMetrics.elidedText(hint, Qt::ElideRight, at.width()));
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + kGridPx};
    }
};

QTextCharFormat formatOf(items::QueryTokenKind kind, const common::Colors& colors)
{
    using Kind = items::QueryTokenKind;
    QTextCharFormat format;
    switch (kind) {
    case Kind::Key:
        format.setForeground(colors.tone(common::Tone::Pending));
        break;
    case Kind::Comparison:
        format.setForeground(colors.muted);
        break;
    case Kind::Negation:
        format.setForeground(colors.tone(common::Tone::Severe));
        break;
    case Kind::Word:
    case Kind::Time:
        format.setForeground(colors.tone(common::Tone::Good));
        break;
    case Kind::Text:
        break;
    }
    return format;
}

} // namespace

QueryEdit::QueryEdit(QWidget* parent)
    : QLineEdit(parent), m_completer(new QCompleter(this)), m_offers(new QStandardItemModel(this))
{
    m_completer->setModel(m_offers);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->popup()->setItemDelegate(new OfferDelegate(m_completer->popup()));
    m_completer->popup()->setObjectName(QStringLiteral("queryOffers"));
    m_completer->popup()->setAccessibleName(tr("What may be written here"));
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, &QueryEdit::take);
    connect(this, &QLineEdit::textChanged, this, &QueryEdit::read);
    connect(this, &QLineEdit::textEdited, this, &QueryEdit::offerWhileTyping);
}

void QueryEdit::setVocabulary(std::function<items::QueryVocabulary()> vocabulary)
{
    m_vocabulary = std::move(vocabulary);
}

void QueryEdit::remember(const QString& query)
{
    if (query.trimmed().isEmpty())
        return;
    m_latest.removeAll(query.trimmed());
    m_latest.prepend(query.trimmed());
    if (m_latest.size() > kMostLatest)
        m_latest.removeLast();
}

QAbstractItemView* QueryEdit::list() const
{
    return m_completer->popup();
}

bool QueryEdit::isOffering() const
{
    return m_completer->popup()->isVisible();
}

void QueryEdit::read()
{
    m_reading = items::readQuery(text());
    colour();
}

void QueryEdit::colour()
{
    // A line edit takes formats only as an input method gives them for what is being composed. The text
    // itself is not touched by this.
    const auto colors = common::Colors::of(palette());
    QList<QInputMethodEvent::Attribute> attributes;
    const auto add = [&](qsizetype start, qsizetype length, const QTextCharFormat& format) {
        attributes.append({QInputMethodEvent::TextFormat, static_cast<int>(start) - cursorPosition(),
                           static_cast<int>(length), format});
    };
    for (const items::QueryToken& token : m_reading.tokens)
        add(token.start, token.length, formatOf(token.kind, colors));
    for (const items::QueryFault& fault : m_reading.faults) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::SpellCheckUnderline);
        format.setUnderlineColor(colors.tone(common::Tone::Severe));
        add(fault.start, fault.length, format);
    }
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
}

void QueryEdit::offerWhileTyping()
{
    m_place = {};
    const auto place = items::completionsAt(text(), cursorPosition(), {});
    const QString written = text().mid(static_cast<int>(place.start), static_cast<int>(place.length));
    if (place.areKeys && written.size() < kLeastForNames) {
        m_completer->popup()->hide();
        return;
    }
    offer();
}

void QueryEdit::offer()
{
    if (text().isEmpty() && !m_latest.isEmpty()) {
        std::vector<items::QueryOffer> offers;
        for (const QString& latest : m_latest)
            offers.push_back({latest, tr("lately")});
        const auto names = items::completionsAt(QString(), 0, {});
        offers.insert(offers.end(), names.offers.begin(), names.offers.end());
        m_place = {};
        fill(offers);
        return;
    }
    m_place = items::completionsAt(text(), cursorPosition(),
                                   m_vocabulary ? m_vocabulary() : items::QueryVocabulary());
    // What stands there already is not worth a list.
    const QString written = text().mid(static_cast<int>(m_place.start), static_cast<int>(m_place.length));
    if (m_place.offers.size() == 1 && m_place.offers.front().text == written)
        m_place.offers.clear();
    fill(m_place.offers);
}

void QueryEdit::offerAgain()
{
    const bool isInWant =
        !text().isEmpty() && !m_place.areKeys && m_place.offers.empty() && m_place.start > 0;
    if (hasFocus() && (isOffering() || isInWant))
        offer();
}

void QueryEdit::fill(const std::vector<items::QueryOffer>& offers)
{
    m_offers->clear();
    for (const items::QueryOffer& offer : offers) {
        auto* item = new QStandardItem(offer.text);
        item->setData(offer.hint, kHintRole);
        item->setData(offer.hint.isEmpty() ? offer.text
                                           : QStringLiteral("%1, %2").arg(offer.text, offer.hint),
                      Qt::AccessibleTextRole);
        m_offers->appendRow(item);
    }
    if (offers.empty() || !hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    const int widthPx = std::min(kListWidthPx, std::max(width(), 20 * kGridPx));
    const int leftPx = std::clamp(cursorRect().left(), 0, std::max(0, width() - widthPx));
    m_completer->complete(QRect(leftPx, 0, widthPx, height()));
    m_completer->popup()->setCurrentIndex({});
}

void QueryEdit::take(const QModelIndex& index)
{
    const QString offered = index.data().toString();
    m_completer->popup()->hide();
    const auto start = static_cast<int>(m_place.start);
    const auto length = static_cast<int>(m_place.length);
    QString written = text();
    const bool isName = offered.endsWith(u':') || offered.endsWith(u'=');
    const bool isAtEnd = start + length >= written.size();
    // A part that is whole is followed by the next.
    const QString inserted = !isName && isAtEnd ? offered + u' ' : offered;
    written.replace(start, length, inserted);
    setText(written);
    setCursorPosition(start + static_cast<int>(inserted.size()));
    Q_EMIT textEdited(text());
}

bool QueryEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int at = cursorPositionAt(help->pos());
        const auto fault =
            std::find_if(m_reading.faults.begin(), m_reading.faults.end(),
                         [at](const auto& one) { return at >= one.start && at <= one.start + one.length; });
        if (fault != m_reading.faults.end()) {
            QToolTip::showText(help->globalPos(),
                               QStringLiteral("<p>%1</p>").arg(fault->sentence().toHtmlEscaped()), this);
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress && isOffering() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab) {
        const QModelIndex chosen = m_completer->popup()->currentIndex();
        take(chosen.isValid() ? chosen : m_offers->index(0, 0));
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void QueryEdit::keyPressEvent(QKeyEvent* event)
{
    if (isOffering()) {
        switch (event->key()) {
        case Qt::Key_Escape:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            event->ignore(); // The list's.
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_completer->popup()->currentIndex().isValid()) {
                event->ignore();
                return;
            }
            m_completer->popup()->hide();
            break;
        default:
            break;
        }
    } else if (event->key() == Qt::Key_Down ||
               (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)) {
        offer();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void QueryEdit::focusOutEvent(QFocusEvent* event)
{
    if (m_reading.faults.empty() && event->reason() != Qt::PopupFocusReason)
        remember(text());
    QLineEdit::focusOutEvent(event);
}

void QueryEdit::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colour();
}

} // namespace keyturn::ui::review
