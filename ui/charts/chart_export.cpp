// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_export.h"

#include "models/service/small_file.h"
#include "ui/charts/chart_maker.h"
#include "ui/common/theme.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QGraphicsScene>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

namespace keyturn::ui::charts {

namespace {

constexpr int kNotesPx = 48;
constexpr int kFontPx = 14;
constexpr double kPngScale = 2;
/// What CSS takes a pixel for, so that the picture has its size in every program.
constexpr int kSvgDotsPerInch = 96;

/// Whose chart it is on one line, what it leaves out on the next.
QString footOf(const items::ChartData& data)
{
    QStringList notes = data.notes;
    if (!data.levelText.isEmpty())
        notes.prepend(data.levelText);
    return (QStringList(data.caption) + QStringList(notes.join(QStringLiteral(" · ")))).join(u'\n');
}

void renderPicture(QPainter& painter, const items::ChartData& data)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    font.setPixelSize(kFontPx);
    const ChartStyle style = ChartStyle::of(common::lightPalette(), font);
    const QSize chartPx(kPicturePx.width(), kPicturePx.height() - kNotesPx);
    QGraphicsScene scene;
    const MadeChart made(data, style, chartPx.width());
    scene.addItem(made.chart());
    made.chart()->resize(chartPx);
    const QRectF area(QPointF(0, 0), chartPx);
    painter.fillRect(QRectF(QPointF(0, 0), kPicturePx), style.canvas);
    scene.render(&painter, area, area);
    painter.setPen(style.muted);
    painter.setFont(font);
    painter.drawText(QRectF(16, chartPx.height(), kPicturePx.width() - 32, kNotesPx - 4),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, data.notes.join(QStringLiteral(". ")));
}

} // namespace

QByteArray chartAsSvg(const items::ChartData& data)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kSvgDotsPerInch);
    generator.setSize(kPicturePx);
    generator.setViewBox(QRect(QPoint(0, 0), kPicturePx));
    generator.setTitle(data.title);
    generator.setDescription(footOf(data));
    QPainter painter(&generator);
    renderPicture(painter, data);
    painter.end();
    return buffer.data();
}

QByteArray chartAsPng(const items::ChartData& data)
{
    QImage image(kPicturePx * kPngScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kPngScale);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    renderPicture(painter, data);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

base::Result<void> writeChart(const items::ChartData& data, const QString& path)
{
    const bool isPng = path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
    return service::replaceSmallFile(path, isPng ? chartAsPng(data) : chartAsSvg(data));
}

} // namespace keyturn::ui::charts
