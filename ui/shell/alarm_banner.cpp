// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/alarm_banner.h"

#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace keyturn::ui::shell {

using common::kGridPx;

AlarmBanner::AlarmBanner(QWidget* parent)
    : QWidget(parent), m_title(common::headingLabel({}, 0, this)), m_detail(common::plainLabel({}, this)),
      m_whyNot(common::plainLabel({}, this)), m_wayOn(new QPushButton(this))
{
    setObjectName(QStringLiteral("alarm"));
    m_title->setObjectName(QStringLiteral("alarmTitle"));
    m_detail->setObjectName(QStringLiteral("alarmDetail"));
    m_whyNot->setObjectName(QStringLiteral("alarmWhyNot"));
    m_wayOn->setObjectName(QStringLiteral("wayOn"));
    const auto colors = common::Colors::of(palette());
    auto* words = new QVBoxLayout;
    words->setSpacing(kGridPx / 2);
    for (QLabel* label : {m_title, m_detail, m_whyNot}) {
        QPalette ink = label->palette();
        ink.setColor(QPalette::WindowText, colors.onAlarm);
        label->setPalette(ink);
        words->addWidget(label);
    }
    m_wayOn->hide();
    m_whyNot->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * kGridPx, kGridPx, 2 * kGridPx, kGridPx);
    layout->setSpacing(2 * kGridPx);
    layout->addLayout(words, 1);
    layout->addWidget(m_wayOn, 0, Qt::AlignVCenter);
    connect(m_wayOn, &QPushButton::clicked, this, &AlarmBanner::wayOnRequested);
}

void AlarmBanner::setText(const QString& title, const QString& detail)
{
    m_title->setText(title);
    m_detail->setText(detail);
    setAccessibleName(title + u'\n' + detail);
}

void AlarmBanner::setWayOn(const items::Act& act)
{
    common::applyAct(m_wayOn, act);
    m_whyNot->setText(act.whyNot);
    m_whyNot->setVisible(act.isShown && !act.isEnabled());
}

void AlarmBanner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), common::Colors::of(palette()).alarm);
}

} // namespace keyturn::ui::shell
