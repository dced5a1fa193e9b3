// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>
#include <cmath>

namespace keyturn::ui::common {

namespace {

double luminance(const QColor& color)
{
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

struct Shades
{
    QRgb window, base, alternate, button, text, muted, disabled, accent, onAccent, link, border, tip;
};

constexpr Shades kLight{0xfff3f5f8, 0xffffffff, 0xfff5f7fa, 0xfffafbfc, 0xff17202b, 0xff52606e,
                        0xff7b8793, 0xff1d5fbf, 0xffffffff, 0xff1a56b0, 0xffc9d1d9, 0xff17202b};
constexpr Shades kDark{0xff151a20, 0xff1c232b, 0xff212932, 0xff28313b, 0xffe7ecf1, 0xffa3b0bd,
                       0xff7c8995, 0xff6aa5ff, 0xff0a1420, 0xff8ab8ff, 0xff3a4550, 0xff2c3641};

QPalette paletteOf(const Shades& s, bool isDark)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, QRgb color) { palette.setColor(role, QColor(color)); };
    set(QPalette::Window, s.window);
    set(QPalette::Base, s.base);
    set(QPalette::AlternateBase, s.alternate);
    set(QPalette::Button, s.button);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        set(role, s.text);
    set(QPalette::BrightText, s.onAccent);
    set(QPalette::PlaceholderText, s.muted);
    set(QPalette::Highlight, s.accent);
    set(QPalette::HighlightedText, s.onAccent);
    set(QPalette::Link, s.link);
    set(QPalette::LinkVisited, s.link);
    set(QPalette::ToolTipBase, s.tip);
    set(QPalette::ToolTipText, isDark ? s.text : s.base);
    // What Fusion draws edges with.
    set(QPalette::Light, isDark ? s.border : s.base);
    set(QPalette::Midlight, s.border);
    set(QPalette::Mid, s.border);
    palette.setColor(QPalette::Dark, isDark ? QColor(0x0d, 0x11, 0x16) : QColor(0xa8, 0xb3, 0xbd));
    palette.setColor(QPalette::Shadow, isDark ? QColor(0x05, 0x07, 0x0a) : QColor(0x8a, 0x95, 0xa0));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(s.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(s.border));
    return palette;
}

/// Fusion with edges of fields and boxes that can be seen in both themes (3:1), and a clear focus.
class ConsoleStyle final : public QProxyStyle
{
public:
    ConsoleStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override
    {
        if (element == PE_PanelButtonTool && option->state.testFlag(State_On))
            drawPressed(*painter, *option);
        else if (element == PE_IndicatorCheckBox)
            drawEdge(*painter, *option, 3);
        else if (element == PE_IndicatorRadioButton)
            drawRadio(*painter, *option);
        else if (element == PE_FrameLineEdit)
            drawEdge(*painter, *option, 4);
        else
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element == PE_IndicatorCheckBox && option->state.testFlag(State_On))
            paintSign(*painter, Sign::Done, QRectF(option->rect).adjusted(1.5, 1.5, -1.5, -1.5),
                      option->palette.color(QPalette::Text));
    }

private:
    /// What is switched on: Fusion's darker shade is none in the dark.
    static void drawPressed(QPainter& painter, const QStyleOption& option)
    {
        const QColor accent = option.palette.color(QPalette::Highlight);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(accent);
        painter.setBrush(mixed(option.palette.color(QPalette::Base), accent, 0.25));
        painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.restore();
    }
    static void drawRadio(QPainter& painter, const QStyleOption& option)
    {
        drawEdge(painter, option, option.rect.width() / 2.0);
        if (!option.state.testFlag(State_On))
            return;
        const double inset = option.rect.width() * 0.3;
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(option.palette.color(QPalette::Text));
        painter.drawEllipse(QRectF(option.rect).adjusted(inset, inset, -inset, -inset));
        painter.restore();
    }
    static void drawEdge(QPainter& painter, const QStyleOption& option, double radiusPx)
    {
        const QPalette& palette = option.palette;
        const bool isFocused = option.state.testFlag(State_HasFocus) && option.state.testFlag(State_Enabled);
        const QColor edge = isFocused
                                ? palette.color(QPalette::Highlight)
                                : mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.5);
        const double half = isFocused ? 1.0 : 0.5;
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(edge, 2 * half));
        painter.setBrush(palette.color(QPalette::Base));
        painter.drawRoundedRect(QRectF(option.rect).adjusted(half, half, -half, -half), radiusPx, radiusPx);
        painter.restore();
    }
};

} // namespace

QPalette lightPalette()
{
    return paletteOf(kLight, false);
}

QPalette darkPalette()
{
    return paletteOf(kDark, true);
}

void applyTheme(QApplication& application, ThemeChoice choice)
{
    const QPalette system = QGuiApplication::palette();
    const bool isDark = choice == ThemeChoice::Dark ||
                        (choice == ThemeChoice::System && luminance(system.color(QPalette::Window)) <
                                                              luminance(system.color(QPalette::WindowText)));
    application.setStyle(new ConsoleStyle);
    application.setPalette(isDark ? darkPalette() : lightPalette());
}

QColor mixed(const QColor& under, const QColor& over, double share)
{
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue())};
}

double contrast(const QColor& a, const QColor& b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

Colors Colors::of(const QPalette& palette)
{
    Colors colors;
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    colors.isDark = luminance(base) < luminance(text);
    const Shades& shades = colors.isDark ? kDark : kLight;
    colors.muted = QColor(shades.muted);
    colors.card = base;
    colors.cardBorder = colors.isDark ? QColor(0x2f, 0x39, 0x44) : QColor(0xd9, 0xdf, 0xe6);
    colors.rail = colors.isDark ? QColor(0x10, 0x14, 0x19) : QColor(0xe8, 0xec, 0xf1);
    colors.accent = QColor(shades.accent);
    colors.onAccent = QColor(shades.onAccent);
    colors.banner = QColor(0xf2, 0xb3, 0x3d);
    colors.onBanner = QColor(0x20, 0x16, 0x00);
    colors.alarm = colors.isDark ? QColor(0xff, 0x5c, 0x7f) : QColor(0xae, 0x0f, 0x3a);
    colors.onAlarm = colors.isDark ? QColor(0x26, 0x05, 0x0d) : QColor(Qt::white);
    return colors;
}

QColor Colors::tone(Tone wanted) const
{
    switch (wanted) {
    case Tone::Neutral:
        return isDark ? QColor(0xa9, 0xb7, 0xc6) : QColor(0x4d, 0x5c, 0x6c);
    case Tone::Pending:
        return isDark ? QColor(0xe8, 0xc5, 0x47) : QColor(0x7d, 0x58, 0x00);
    case Tone::Good:
        return isDark ? QColor(0x4f, 0xd1, 0xae) : QColor(0x0a, 0x6a, 0x56);
    case Tone::Limited:
        return isDark ? QColor(0xff, 0x9d, 0x57) : QColor(0xa0, 0x41, 0x00);
    case Tone::Severe:
    case Tone::Overdue:
        return isDark ? QColor(0xff, 0x86, 0x9f) : QColor(0xae, 0x0f, 0x3a);
    }
    return muted;
}

QColor Colors::toneFill(Tone wanted) const
{
    return mixed(card, tone(wanted), isDark ? 0.16 : 0.09);
}

void paintSign(QPainter& painter, Sign sign, const QRectF& area, const QColor& color)
{
    if (sign == Sign::None)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double size = std::min(area.width(), area.height());
    const QPointF c = area.center();
    const double r = size / 2 - 1;
    const double stroke = std::max(1.5, size / 9);
    const QPen pen(color, stroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const auto lines = [&](std::initializer_list<QPointF> points) {
        QPolygonF path;
        for (const QPointF& point : points)
            path << c + point * r;
        painter.drawPolyline(path);
    };
    switch (sign) {
    case Sign::None:
        break;
    case Sign::Done:
        lines({{-0.75, 0.05}, {-0.2, 0.6}, {0.8, -0.6}});
        break;
    case Sign::Waiting:
        painter.setPen(QPen(color, stroke, Qt::CustomDashLine, Qt::FlatCap));
        {
            QPen dashed = painter.pen();
            dashed.setDashPattern({1.9, 1.3});
            painter.setPen(dashed);
        }
        painter.drawEllipse(c, r * 0.85, r * 0.85);
        break;
    case Sign::Refused:
        lines({{-0.6, -0.6}, {0.6, 0.6}});
        lines({{-0.6, 0.6}, {0.6, -0.6}});
        break;
    case Sign::Late:
        painter.drawEllipse(c, r * 0.9, r * 0.9);
        lines({{0, -0.5}, {0, 0.05}, {0.4, 0.3}});
        break;
    case Sign::Open:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(c, r * 0.6, r * 0.6);
        break;
    case Sign::Partial: {
        painter.drawEllipse(c, r * 0.75, r * 0.75);
        QPainterPath half;
        half.moveTo(c);
        half.arcTo(QRectF(c.x() - r * 0.75, c.y() - r * 0.75, r * 1.5, r * 1.5), 90, 180);
        painter.setPen(Qt::NoPen);
        painter.fillPath(half, color);
        break;
    }
    case Sign::Stopped:
        painter.drawEllipse(c, r * 0.85, r * 0.85);
        lines({{-0.42, 0}, {0.42, 0}});
        break;
    }
    painter.restore();
}

} // namespace keyturn::ui::common
