// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_theme.h"

#include <algorithm>
#include <cmath>

namespace keyturn::ui::timeline {

namespace {

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// @p color, moved towards @p towards until it has @p ratio against @p against.
QColor withContrast(QColor color, const QColor& against, const QColor& towards, double ratio)
{
    for (int step = 0; step < 20 && contrastRatio(color, against) < ratio; ++step)
        color = blended(color, towards, 0.1);
    return color;
}

} // namespace

QColor blended(const QColor& under, const QColor& over, double share)
{
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue())};
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

TimelineTheme TimelineTheme::of(const QPalette& palette)
{
    TimelineTheme theme;
    theme.canvas = palette.color(QPalette::Base);
    theme.text = palette.color(QPalette::Text);
    theme.isDark = luminance(theme.canvas) < luminance(theme.text);
    theme.canvasOther = blended(theme.canvas, theme.text, theme.isDark ? 0.03 : 0.022);
    theme.header = palette.color(QPalette::Window);
    theme.grid = blended(theme.canvas, theme.text, theme.isDark ? 0.09 : 0.07);
    theme.gridMajor = blended(theme.canvas, theme.text, theme.isDark ? 0.24 : 0.20);
    theme.separator = blended(theme.canvas, theme.text, theme.isDark ? 0.20 : 0.16);
    theme.mutedText = withContrast(blended(theme.header, theme.text, 0.62), theme.header, theme.text, 4.6);
    theme.accent = withContrast(palette.color(QPalette::Highlight), theme.canvas, theme.text, 3.2);
    theme.onAccent =
        contrastRatio(theme.accent, Qt::white) >= 4.5 ? QColor(Qt::white) : QColor(0x10, 0x14, 0x18);
    theme.knownAt = theme.isDark ? QColor(0xf2, 0xb3, 0x3d) : QColor(0x8f, 0x5b, 0x00);
    theme.onKnownAt = theme.isDark ? QColor(0x20, 0x16, 0x00) : QColor(Qt::white);
    if (theme.isDark) {
        theme.severities = {QColor(0x83, 0x8f, 0x9c), QColor(0x9f, 0xae, 0xbf), QColor(0x5f, 0xb2, 0xf2),
                            QColor(0xe8, 0xc5, 0x47), QColor(0xff, 0x97, 0x4d), QColor(0xff, 0x5c, 0x7f)};
    } else {
        theme.severities = {QColor(0x84, 0x8e, 0x99), QColor(0x5d, 0x6d, 0x7e), QColor(0x1f, 0x77, 0xb4),
                            QColor(0xa8, 0x76, 0x00), QColor(0xd0, 0x55, 0x00), QColor(0xae, 0x0f, 0x3a)};
    }
    return theme;
}

const QColor& TimelineTheme::severity(domain::Severity severity) const
{
    return severities.at(static_cast<std::size_t>(severity));
}

QColor TimelineTheme::tone(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return isDark ? QColor(0x9d, 0xb0, 0xc6) : QColor(0x4d, 0x60, 0x77);
    case Tone::Pending:
        return isDark ? QColor(0xe8, 0xc5, 0x47) : QColor(0x8a, 0x61, 0x00);
    case Tone::Good:
        return isDark ? QColor(0x4f, 0xd1, 0xae) : QColor(0x0b, 0x75, 0x5f);
    case Tone::Limited:
        return isDark ? QColor(0xff, 0x97, 0x4d) : QColor(0xb5, 0x4a, 0x00);
    case Tone::Severe:
    case Tone::Overdue:
        return isDark ? QColor(0xff, 0x5c, 0x7f) : QColor(0xae, 0x0f, 0x3a);
    }
    return text;
}

QColor TimelineTheme::toneFill(Tone wanted) const
{
    if (wanted == Tone::Severe) // Solid, but in the dark not glaring.
        return isDark ? QColor(0xa8, 0x1f, 0x48) : tone(wanted);
    return blended(canvas, tone(wanted), isDark ? 0.22 : 0.16);
}

QColor TimelineTheme::onToneFill(Tone wanted) const
{
    if (wanted == Tone::Severe)
        return Qt::white;
    return text;
}

} // namespace keyturn::ui::timeline
