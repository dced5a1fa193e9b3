// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_style.h"

#include "ui/common/theme.h"

#include <array>

namespace keyturn::ui::charts {

namespace {

struct SeriesLook
{
    QRgb light;
    QRgb dark;
    Qt::BrushStyle pattern;
};

/// After Okabe and Ito, "Color Universal Design" (2008), made darker or lighter until they have 3:1.
constexpr SeriesLook kGrey{0xff7b8793, 0xff8a97a4, Qt::Dense4Pattern};
constexpr SeriesLook kBlue{0xff0067a8, 0xff5aaee6, Qt::SolidPattern};
constexpr SeriesLook kAmber{0xffad7100, 0xffe6a532, Qt::BDiagPattern};
constexpr SeriesLook kGreen{0xff00805c, 0xff35c79d, Qt::SolidPattern};
constexpr SeriesLook kPurple{0xff9b4a83, 0xffd98fbf, Qt::DiagCrossPattern};
constexpr SeriesLook kVermilion{0xffc24f00, 0xffff8b4d, Qt::FDiagPattern};
constexpr SeriesLook kNavy{0xff2f3f73, 0xffa3b4ff, Qt::Dense3Pattern};
constexpr SeriesLook kTeal{0xff2b8a9e, 0xff6fd3e3, Qt::HorPattern};

const SeriesLook& lookOf(items::ChartKind kind, std::size_t series)
{
    // In the order in which items::makeChart() gives the series.
    static constexpr std::array kLayers{kGrey, kBlue, kAmber, kGreen, kPurple};
    static constexpr std::array kSources{kBlue, kTeal, kAmber, kGreen, kPurple, kVermilion, kNavy};
    static constexpr std::array kStages{kBlue, kGreen, kAmber};
    static constexpr std::array kRequests{kVermilion, kBlue};
    static constexpr std::array kSignatures{kBlue, kVermilion};
    const auto at = [series](const auto& looks) -> const SeriesLook& { return looks[series % looks.size()]; };
    switch (kind) {
    case items::ChartKind::SignalRate:
        return at(kLayers);
    case items::ChartKind::Convergence:
        return at(kSources);
    case items::ChartKind::DecisionTimes:
        return at(kStages);
    case items::ChartKind::OpenRequests:
        return at(kRequests);
    case items::ChartKind::Signatures:
        return at(kSignatures);
    }
    return at(kLayers);
}

} // namespace

ChartStyle ChartStyle::of(const QPalette& palette, const QFont& font)
{
    const auto colors = common::Colors::of(palette);
    ChartStyle style;
    style.isDark = colors.isDark;
    style.canvas = palette.color(QPalette::Active, QPalette::Base);
    style.text = palette.color(QPalette::Active, QPalette::Text);
    style.muted = colors.muted;
    style.grid = common::mixed(style.canvas, style.text, style.isDark ? 0.12 : 0.09);
    style.axis = common::mixed(style.canvas, style.text, 0.35);
    style.level = colors.tone(common::Tone::Severe);
    style.focus = colors.accent;
    style.font = font;
    return style;
}

QColor ChartStyle::edge(items::ChartKind kind, std::size_t series) const
{
    const SeriesLook& look = lookOf(kind, series);
    return QColor(isDark ? look.dark : look.light);
}

QBrush ChartStyle::fill(items::ChartKind kind, std::size_t series) const
{
    return {edge(kind, series), lookOf(kind, series).pattern};
}

} // namespace keyturn::ui::charts
