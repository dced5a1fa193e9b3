// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sheet_view.h"

#include "ui/common/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>

namespace keyturn::ui::common {

SheetView::SheetView(const QByteArray& sheet, QWidget* parent)
    : QPlainTextEdit(QString::fromUtf8(sheet), parent)
{
    setObjectName(QStringLiteral("sheet"));
    setReadOnly(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(monospaceFont());
    setAccessibleName(tr("The text you sign"));
    setTabChangesFocus(true);
}

int SheetView::wholeWidthPx() const
{
    // A line of the sheet has up to 100 characters: none may be hidden from who signs it.
    return QFontMetrics(font()).horizontalAdvance(u'm') * 110;
}

QHBoxLayout* shortCodeLine(const base::Digest& sheetSha256, QWidget* parent)
{
    auto* code = new QLabel(sheetSha256.shortCode(), parent);
    code->setObjectName(QStringLiteral("shortCode"));
    QFont mono = monospaceFont();
    mono.setPointSizeF(mono.pointSizeF() + 3);
    mono.setBold(true);
    code->setFont(mono);
    code->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* copy = new QPushButton(SheetView::tr("Copy the whole hash"), parent);
    copy->setAutoDefault(false);
    const QString hash = sheetSha256.hex();
    copy->setToolTip(hash);
    QObject::connect(copy, &QPushButton::clicked, parent,
                     [hash] { QGuiApplication::clipboard()->setText(hash); });
    auto* line = new QHBoxLayout;
    line->setSpacing(2 * kGridPx);
    line->addWidget(code);
    line->addWidget(
        mutedLabel(SheetView::tr("Read it to the others: the same code means the same text."), parent), 1);
    line->addWidget(copy);
    return line;
}

} // namespace keyturn::ui::common
