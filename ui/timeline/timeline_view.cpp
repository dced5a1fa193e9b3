// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

#include "models/timeline/event_columns_builder.h"
#include "ui/timeline/accessible_timeline.h"
#include "ui/timeline/ruler_painter.h"

#include <QAccessible>
#include <QEvent>
#include <QFontMetrics>
#include <QMetaMethod>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

constexpr int kLeastHeaderPx = 176;
constexpr int kMostHeaderPx = 260;
constexpr std::int64_t kLeastFitUs = base::kUsPerMinute;
constexpr double kSmallFontShare = 0.92;

std::optional<base::TimeRange> united(const std::optional<base::TimeRange>& a,
                                      const std::optional<base::TimeRange>& b)
{
    if (!a || !b)
        return a ? a : b;
    return base::TimeRange{std::min(a->start, b->start), std::max(a->end, b->end)};
}

} // namespace

TimelineView::TimelineView(QWidget* parent)
    : QWidget(parent), m_loader(new FrameLoader(this)), m_scrollBar(new QScrollBar(Qt::Vertical, this)),
      m_columns(kt::EventColumnsBuilder().finish()), m_overlay(std::make_shared<kt::Overlay>()),
      m_layout(kt::LaneLayout::usual()), m_paintLater(new QTimer(this))
{
    installAccessibleTimeline();
    setObjectName(QStringLiteral("timelineView"));
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_scrollBar->hide();
    m_scene.zone = QTimeZone::systemTimeZone();
    m_scene.locale = locale();
    applyTheme();
    connect(m_loader, &FrameLoader::frameReady, this, &TimelineView::showFrame);
    connect(m_scrollBar, &QScrollBar::valueChanged, this, &TimelineView::setScroll);
    m_paintLater->setSingleShot(true);
    m_paintLater->setTimerType(Qt::PreciseTimer);
    connect(m_paintLater, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

TimelineView::~TimelineView() = default;

QSize TimelineView::sizeHint() const
{
    return {1000, 640};
}

QSize TimelineView::minimumSizeHint() const
{
    return {480, 240};
}

bool TimelineView::isEmpty() const
{
    return m_columns->size() == 0 && m_overlay->bars.empty() && m_overlay->marks.empty();
}

void TimelineView::setData(kt::EventColumnsPointer columns, std::shared_ptr<const kt::Overlay> overlay)
{
    const bool isContinued = columns->continues(*m_columns);
    m_loader->letGo(std::exchange(m_columns, std::move(columns)));
    m_overlay = std::move(overlay);
    if (!isContinued)
        m_filter.found.reset(); // Rows of other columns mean nothing here.
    if (!m_hasFitted && !isEmpty())
        fitAll();
    askForFrame(FrameLoader::Reason::DataChanged);
    update();
}

void TimelineView::setFilter(const kt::EventFilter& filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    askForFrame(FrameLoader::Reason::DataChanged);
}

void TimelineView::setTimeKey(kt::TimeKey timeKey)
{
    if (m_timeKey == timeKey)
        return;
    m_timeKey = timeKey;
    askForFrame(FrameLoader::Reason::DataChanged);
}

void TimelineView::setLaneLayout(const kt::LaneLayout& layout)
{
    if (m_layout == layout)
        return;
    m_layout = layout;
    askForFrame(FrameLoader::Reason::DataChanged);
}

void TimelineView::setVisibleRange(const base::TimeRange& range)
{
    m_hasFitted = true;
    setAxis({range, m_scene.axis.widthPx()});
}

void TimelineView::fitAll()
{
    auto range = united(m_columns->extent(m_timeKey), m_overlay->extent());
    if (!range)
        return;
    m_hasFitted = true;
    const std::int64_t lengthUs = std::max(range->lengthUs(), kLeastFitUs);
    const std::int64_t marginUs = lengthUs / 32 + (lengthUs - range->lengthUs()) / 2;
    setAxis({{range->start.plusUs(-marginUs), range->end.plusUs(marginUs)}, m_scene.axis.widthPx()});
}

void TimelineView::setKnownAt(std::optional<base::UtcTime> time)
{
    if (m_scene.knownAt == time)
        return;
    m_scene.knownAt = time;
    outdate(); // What still lasted then reaches to it.
}

void TimelineView::setNow(std::optional<base::UtcTime> time)
{
    if (m_scene.now == time)
        return;
    const bool isMoved =
        !time || !m_scene.now || qRound(m_scene.xOf(*time)) != qRound(m_scene.xOf(*m_scene.now));
    m_scene.now = time;
    if (isMoved) // Bars that last reach to it.
        outdate();
}

void TimelineView::setLocalZone(const QTimeZone& zone)
{
    m_scene.zone = zone;
    layOut();
}

void TimelineView::setTitler(EventTitler titler)
{
    m_titler = std::move(titler);
}

void TimelineView::setSourceNamer(SourceNamer namer)
{
    m_scene.sourceNamer = std::move(namer);
    outdate();
}

bool TimelineView::isWithoutTimeAsked() const
{
    return isSignalConnected(QMetaMethod::fromSignal(&TimelineView::withoutTimeRequested));
}

QString TimelineView::summary() const
{
    return isEmpty() ? tr("Nothing on the timeline yet")
                     : summaryText(counts().visibleTotal, m_scene.axis.visible(), m_scene.locale);
}

QString TimelineView::focusedItemText() const
{
    if (isNothing(m_focused) || !m_scene.frame)
        return {};
    return itemLines(m_focused, *m_scene.frame, m_titler, m_scene.locale).join(QStringLiteral(", "));
}

void TimelineView::applyTheme()
{
    m_scene.theme = TimelineTheme::of(palette());
    m_scene.devicePixelRatio = devicePixelRatioF();
    m_scene.sprites = std::make_shared<Sprites>(m_scene.theme, m_scene.devicePixelRatio);
    m_scene.font = font();
    m_scene.smallFont = font();
    if (font().pointSizeF() > 0)
        m_scene.smallFont.setPointSizeF(font().pointSizeF() * kSmallFontShare);
    else
        m_scene.smallFont.setPixelSize(std::max(1, qRound(font().pixelSize() * kSmallFontShare)));
    layOut();
}

void TimelineView::layOut()
{
    arrange();
    outdate();
}

void TimelineView::arrange()
{
    const QFontMetrics metrics(m_scene.font);
    int widestPx = 0;
    for (const kt::LaneSpec& spec : kt::laneSpecs())
        widestPx = std::max(widestPx, metrics.horizontalAdvance(kt::laneTitle(spec.id)));
    const int headerPx =
        std::min(std::clamp(widestPx + 56, kLeastHeaderPx, kMostHeaderPx), std::max(1, width() / 2));
    const int rulerPx = rulerHeightPx(m_scene.font, m_scene.zone);
    const int footerPx = QFontMetrics(m_scene.smallFont).height() + 10;
    const int lanesPx = std::max(1, height() - rulerPx - footerPx);

    m_scene.places.clear();
    int totalPx = 0;
    if (m_scene.frame) {
        kt::LaneMetrics laneMetrics;
        laneMetrics.barRowPx = std::max(22, QFontMetrics(m_scene.smallFont).height() + 8);
        laneMetrics.markStripPx = 2 * std::max(18, QFontMetrics(m_scene.smallFont).height() + 3);
        laneMetrics.leastLanePx = metrics.height() + QFontMetrics(m_scene.smallFont).height() + 9;
        laneMetrics.collapsedPx = metrics.height() + 6;
        m_scene.places = kt::placeLanes(*m_scene.frame, laneMetrics, lanesPx);
        if (!m_scene.places.empty())
            totalPx = m_scene.places.back().topPx + m_scene.places.back().heightPx;
    }
    const bool scrolls = totalPx > lanesPx;
    const int barPx = scrolls ? m_scrollBar->sizeHint().width() : 0;
    const int canvasPx = std::max(1, width() - headerPx - barPx);

    m_scene.ruler = QRect(0, 0, width(), rulerPx);
    m_scene.headers = QRect(0, rulerPx, headerPx, lanesPx);
    m_scene.canvas = QRect(headerPx, rulerPx, canvasPx, lanesPx);
    m_scene.footer = QRect(0, rulerPx + lanesPx, width(), footerPx);
    m_scrollBar->setVisible(scrolls);
    m_scrollBar->setGeometry(width() - barPx, rulerPx, barPx, lanesPx);
    m_scrollBar->setRange(0, std::max(0, totalPx - lanesPx));
    m_scrollBar->setPageStep(lanesPx);
    m_scrollBar->setSingleStep(24);
    m_scene.scrollPx = m_scrollBar->value();
    if (m_scene.axis.widthPx() != canvasPx) {
        m_scene.axis = m_scene.axis.resized(canvasPx);
        askForFrame(FrameLoader::Reason::Moved);
    }
}

void TimelineView::setScroll(int scrollPx)
{
    m_scrollBar->setValue(scrollPx);
    if (m_scene.scrollPx == m_scrollBar->value())
        return;
    m_scene.scrollPx = m_scrollBar->value();
    outdate();
}

void TimelineView::outdate()
{
    m_counts.reset();
    m_isBaseOld = true;
    update();
}

const SceneCounts& TimelineView::counts() const
{
    if (!m_counts)
        m_counts = countScene(m_scene);
    return *m_counts;
}

void TimelineView::setAxis(const kt::TimeAxis& axis)
{
    if (m_scene.axis == axis)
        return;
    const bool isMoved = m_scene.axis.visible() != axis.visible();
    m_scene.axis = axis;
    if (!isFrameGood())
        askForFrame(FrameLoader::Reason::Moved);
    outdate();
    if (isMoved) {
        announce();
        Q_EMIT visibleRangeChanged(axis.visible());
    }
}

void TimelineView::announce()
{
    // Screen readers are told only of what changed, and nothing where there is none.
    if (!QAccessible::isActive())
        return;
    const QString text = summary() + focusedItemText();
    if (text == m_announced)
        return;
    m_announced = text;
    QAccessibleEvent description(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&description);
    QAccessibleEvent name(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&name);
}

void TimelineView::resizeEvent(QResizeEvent*)
{
    layOut();
}

void TimelineView::changeEvent(QEvent* event)
{
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
        applyTheme();
        break;
    case QEvent::LocaleChange:
    case QEvent::LanguageChange:
        m_scene.locale = locale();
        setAccessibleName(tr("Timeline"));
        layOut();
        break;
    default:
        break;
    }
    QWidget::changeEvent(event);
}

} // namespace keyturn::ui::timeline
