// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

/// Resources of a static library are left out by the linker unless somebody asks for them by name.
static void initIconResources()
{
    Q_INIT_RESOURCE(keyturn_icons);
}

namespace keyturn::ui::common {

namespace {

QByteArray svgOf(const QByteArray& name)
{
    static const bool isReady = [] {
        initIconResources();
        return true;
    }();
    Q_UNUSED(isReady);
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("icon missing: %s", name.constData());
    return file.readAll();
}

void renderIcon(QPainter& painter, const QByteArray& svg, const QColor& color, const QRectF& area)
{
    QByteArray coloured = svg;
    coloured.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(coloured);
    renderer.render(&painter, area);
}

/// Renders anew for each palette, so that a change of theme needs no new icons.
class PaletteIconEngine final : public QIconEngine
{
public:
    explicit PaletteIconEngine(QByteArray svg) : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
        renderIcon(*painter, m_svg, palette.color(group, role), rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state);
    }
    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine* clone() const override { return new PaletteIconEngine(m_svg); }

private:
    QByteArray m_svg;
};

} // namespace

QIcon icon(const char* name)
{
    return QIcon(new PaletteIconEngine(svgOf(name)));
}

QPixmap iconPixmap(const char* name, const QColor& color, int sizePx, double devicePixelRatio)
{
    QPixmap pixmap(qRound(sizePx * devicePixelRatio), qRound(sizePx * devicePixelRatio));
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPainter painter(&pixmap);
    renderIcon(painter, svgOf(name), color, QRectF(0, 0, sizePx, sizePx));
    return pixmap;
}

} // namespace keyturn::ui::common
