// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/text_block.h"

#include "models/items/shown_text.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

#include <QEvent>
#include <QTextDocument>
#include <QWheelEvent>

#include <cmath>
#include <memory>

namespace keyturn::ui::common {

TextBlock::TextBlock(const QString& text, QWidget* parent) : QTextEdit(parent)
{
    setReadOnly(true);
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setFocusPolicy(Qt::ClickFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    QPalette seeThrough = palette();
    seeThrough.setColor(QPalette::Base, Qt::transparent);
    setPalette(seeThrough);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setText(text);
}

void TextBlock::setText(const QString& text)
{
    setPlainText(items::harmlessLines(text));
    forgetHeight();
}

void TextBlock::makeHeading(int steps)
{
    setFont(headingFont(font(), steps));
}

int TextBlock::heightForWidth(int widthPx) const
{
    if (widthPx != m_measuredWidthPx) {
        const std::unique_ptr<QTextDocument> measured(document()->clone());
        measured->setTextWidth(widthPx);
        m_measuredHeightPx = static_cast<int>(std::ceil(measured->size().height()));
        m_measuredWidthPx = widthPx;
    }
    return m_measuredHeightPx;
}

QSize TextBlock::sizeHint() const
{
    constexpr int kUsualWidthPx = 30 * kGridPx;
    return {kUsualWidthPx, heightForWidth(kUsualWidthPx)};
}

QSize TextBlock::minimumSizeHint() const
{
    return {8 * kGridPx, fontMetrics().height()};
}

void TextBlock::changeEvent(QEvent* event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        forgetHeight();
}

void TextBlock::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // What is around it scrolls.
}

void TextBlock::forgetHeight()
{
    m_measuredWidthPx = -1;
    updateGeometry();
}

} // namespace keyturn::ui::common
