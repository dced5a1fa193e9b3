// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/widgets.h"

#include "models/base/text_safety.h"
#include "models/items/shown_text.h"
#include "models/items/words.h"
#include "ui/common/icons.h"

#include <QFontDatabase>
#include <QLayout>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QVBoxLayout>

namespace keyturn::ui::common {

namespace {

constexpr int kChipSignPx = 12;
constexpr int kChipPadPx = 10;

QFont boldOf(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

QFont headingFont(const QFont& font, int steps)
{
    QFont heading = font;
    heading.setPointSizeF(heading.pointSizeF() + steps * 1.5);
    heading.setBold(true);
    return heading;
}

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setText(items::harmlessLines(text));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* mutedLabel(const QString& text, QWidget* parent)
{
    QLabel* label = plainLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* headingLabel(const QString& text, int steps, QWidget* parent)
{
    QLabel* label = plainLabel(text, parent);
    label->setFont(headingFont(label->font(), steps));
    return label;
}

QFont monospaceFont()
{
    return QFontDatabase::systemFont(QFontDatabase::FixedFont);
}

Chip::Chip(Sign sign, Tone tone, const QString& word, const QString& further, QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    set(sign, tone, word, further);
}

void Chip::set(Sign sign, Tone tone, const QString& word, const QString& further)
{
    m_sign = sign;
    m_tone = tone;
    m_word = base::harmlessText(word, 80);
    m_further = base::harmlessText(further, 120);
    setAccessibleName(text());
    updateGeometry();
    update();
}

QString Chip::text() const
{
    return m_further.isEmpty() ? m_word : m_word + QStringLiteral(": ") + m_further;
}

QSize Chip::sizeHint() const
{
    const QFontMetrics bold(boldOf(font()));
    int width = 2 * kChipPadPx + bold.horizontalAdvance(m_word);
    if (m_sign != Sign::None)
        width += kChipSignPx + 6;
    if (!m_further.isEmpty())
        width += 6 + fontMetrics().horizontalAdvance(m_further);
    return {width + 2, bold.height() + kGridPx};
}

QSize Chip::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), 8 * kGridPx), sizeHint().height()};
}

void Chip::paintEvent(QPaintEvent*)
{
    const Colors colors = Colors::of(palette());
    const QColor strong = colors.tone(m_tone);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPen edge(mixed(colors.toneFill(m_tone), strong, 0.55), 1);
    // An unfilled slot is dashed: seen without colour.
    if (m_sign == Sign::Waiting)
        edge.setDashPattern({4, 3});
    painter.setPen(edge);
    painter.setBrush(m_sign == Sign::Waiting ? QBrush(Qt::NoBrush) : QBrush(colors.toneFill(m_tone)));
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    // Places are counted from where reading begins, the right in some languages.
    const auto placed = [this](const QRect& place) {
        return QStyle::visualRect(layoutDirection(), rect(), place);
    };
    int x = kChipPadPx;
    if (m_sign != Sign::None) {
        paintSign(painter, m_sign, placed(QRect(x, (height() - kChipSignPx) / 2, kChipSignPx, kChipSignPx)),
                  strong);
        x += kChipSignPx + 6;
    }
    painter.setFont(boldOf(font()));
    painter.setPen(strong);
    const int wordPx = painter.fontMetrics().horizontalAdvance(m_word);
    painter.drawText(placed(QRect(x, 0, width() - x - kChipPadPx + 2, height())), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_word, Qt::ElideRight, width() - x - kChipPadPx + 2));
    x += wordPx + 6;
    if (m_further.isEmpty() || x > width() - kChipPadPx)
        return;
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(
        placed(QRect(x, 0, width() - x - kChipPadPx + 2, height())), Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_further, Qt::ElideRight, width() - x - kChipPadPx + 2));
}

Card::Card(QWidget* parent) : QFrame(parent)
{
    setFrameShape(QFrame::NoFrame);
}

void Card::setStripe(std::optional<Tone> tone)
{
    m_stripe = tone;
    update();
}

void Card::setRing(bool isShown)
{
    m_hasRing = isShown;
    update();
}

void Card::paintEvent(QPaintEvent*)
{
    const Colors colors = Colors::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(box, kGridPx, kGridPx);
    painter.fillPath(outline, colors.card);
    if (m_stripe) {
        painter.save();
        painter.setClipPath(outline);
        painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, 5, height())),
                         colors.tone(*m_stripe));
        painter.restore();
    }
    painter.setPen(m_hasRing ? QPen(colors.accent, 2) : QPen(colors.cardBorder, 1));
    painter.drawPath(outline);
}

PrimaryButton::PrimaryButton(const QString& text, QWidget* parent) : QPushButton(text, parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

QSize PrimaryButton::sizeHint() const
{
    const QFontMetrics metrics(boldOf(font()));
    return {std::min(metrics.horizontalAdvance(text()) + 4 * kGridPx, 72 * kGridPx),
            metrics.height() + 2 * kGridPx};
}

void PrimaryButton::paintEvent(QPaintEvent*)
{
    const Colors colors = Colors::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = colors.accent;
    QColor ink = colors.onAccent;
    if (!isEnabled()) {
        fill = mixed(colors.card, colors.muted, 0.14);
        ink = colors.muted;
    } else if (isDown()) {
        fill = mixed(fill, palette().color(QPalette::Text), 0.25);
    } else if (underMouse()) {
        fill = mixed(fill, palette().color(QPalette::Text), 0.12);
    }
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, 6, 6);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Text), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 6, 6);
    }
    painter.setFont(boldOf(font()));
    painter.setPen(ink);
    const QRect inner = rect().adjusted(kGridPx, 0, -kGridPx, 0);
    painter.drawText(inner, Qt::AlignCenter,
                     painter.fontMetrics().elidedText(text().remove(u'&'), Qt::ElideRight, inner.width()));
}

void applyAct(QPushButton* button, const items::Act& act)
{
    QString text = act.text;
    // An ampersand in a name must not become a shortcut.
    button->setText(base::harmlessText(text.replace(u'&', QStringLiteral("&&")), 120));
    button->setVisible(act.isShown);
    button->setEnabled(act.isEnabled());
    button->setToolTip(items::plainToolTip(act.isEnabled() ? act.text : act.whyNot));
    button->setAccessibleName(act.text);
    button->setAccessibleDescription(act.whyNot);
}

EmptyState::EmptyState(const char* iconName, const QString& title, const QString& nextStep, QWidget* parent)
    : QWidget(parent), m_title(headingLabel(title, 1, this)), m_next(mutedLabel(nextStep, this)),
      m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(4 * kGridPx, 5 * kGridPx, 4 * kGridPx, 5 * kGridPx);
    m_layout->setSpacing(kGridPx);
    m_layout->setAlignment(Qt::AlignVCenter);
    auto* picture = new QLabel(this);
    picture->setPixmap(icon(iconName).pixmap(40, 40));
    picture->setAlignment(Qt::AlignCenter);
    m_layout->addWidget(picture);
    for (QLabel* label : {m_title, m_next}) {
        label->setAlignment(Qt::AlignCenter);
        m_layout->addWidget(label);
    }
}

QPushButton* EmptyState::addButton(const QString& text)
{
    auto* button = new PrimaryButton(text, this);
    m_layout->addSpacing(kGridPx);
    m_layout->addWidget(button, 0, Qt::AlignHCenter);
    return button;
}

void EmptyState::setText(const QString& title, const QString& nextStep)
{
    m_title->setText(title);
    m_next->setText(nextStep);
}

void clearLayout(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            // Until it is gone it must not be found in place of what comes after it.
            widget->setObjectName(QString());
            widget->hide();
            widget->deleteLater();
        } else if (QLayout* inner = item->layout()) {
            clearLayout(inner);
        }
        delete item;
    }
}

} // namespace keyturn::ui::common
