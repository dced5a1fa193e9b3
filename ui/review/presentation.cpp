// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/presentation.h"

#include "ui/common/widgets.h"
#include "ui/timeline/timeline_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QToolButton>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

constexpr int kFollowMs = 1000;
constexpr double kPresentAt = 0.9;
constexpr double kLargerType = 1.5;

QFont larger(QFont font, double times)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * times);
    else
        font.setPixelSize(qRound(font.pixelSize() * times));
    return font;
}

} // namespace

Presentation::Presentation(service::Session& session, timeline::TimelineView* view, QWidget* parent)
    : QWidget(parent), m_session(session), m_view(view), m_clock(common::plainLabel({}, this)),
      m_summary(common::plainLabel({}, this)), m_escape(new QShortcut(QKeySequence(Qt::Key_Escape), this))
{
    setObjectName(QStringLiteral("presentation"));
    setAccessibleName(tr("Presentation"));
    m_clock->setObjectName(QStringLiteral("presentationClock"));
    m_clock->setWordWrap(false);
    m_summary->setObjectName(QStringLiteral("presentationSummary"));
    auto* leave = new QToolButton(this);
    leave->setObjectName(QStringLiteral("leavePresentation"));
    leave->setText(tr("Leave (Esc)"));
    leave->setAccessibleName(tr("Leave the presentation"));
    leave->setAutoRaise(true);
    connect(leave, &QToolButton::clicked, this, &Presentation::leaveRequested);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(3 * kGridPx, kGridPx, 3 * kGridPx, kGridPx);
    line->setSpacing(4 * kGridPx);
    line->addWidget(m_clock);
    line->addWidget(m_summary, 1);
    line->addWidget(leave);
    m_tick.setInterval(kFollowMs);
    connect(&m_tick, &QTimer::timeout, this, &Presentation::follow);
    connect(view, &timeline::TimelineView::frameShown, this, [this] {
        if (m_isOn)
            m_summary->setText(m_view->summary());
    });
    m_escape->setEnabled(false);
    connect(m_escape, &QShortcut::activated, this, &Presentation::leaveRequested);
    hide();
}

void Presentation::begin()
{
    if (m_isOn)
        return;
    m_isOn = true;
    m_escape->setEnabled(true);
    m_usualFont = m_view->font();
    m_view->setFont(larger(m_usualFont, kLargerType));
    QFont clock = larger(font(), 2);
    clock.setBold(true);
    m_clock->setFont(clock);
    m_summary->setFont(larger(font(), kLargerType));
    show();
    follow();
    m_tick.start();
    m_view->setFocus();
}

void Presentation::end()
{
    if (!m_isOn)
        return;
    m_isOn = false;
    m_escape->setEnabled(false);
    m_tick.stop();
    m_view->setFont(m_usualFont);
    hide();
}

void Presentation::follow()
{
    const base::UtcTime now = m_session.now();
    m_clock->setText(base::toDisplay(now));
    m_summary->setText(m_view->summary());
    const std::int64_t lengthUs = m_view->visibleRange().lengthUs();
    const base::UtcTime start =
        now.plusUs(-static_cast<std::int64_t>(kPresentAt * static_cast<double>(lengthUs)));
    m_view->setNow(now);
    m_view->setVisibleRange({start, start.plusUs(lengthUs)});
}

} // namespace keyturn::ui::review
