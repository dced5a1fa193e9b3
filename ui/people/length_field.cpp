// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/length_field.h"

#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>

namespace keyturn::ui::people {

LengthField::LengthField(int maximumDays, const QString& name, QWidget* parent)
    : QWidget(parent), m_days(new QSpinBox(this)), m_hours(new QSpinBox(this)), m_minutes(new QSpinBox(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(common::kGridPx);
    setAccessibleName(name);
    const auto add = [&](QSpinBox* box, const char* objectName, int maximum, const QString& unit,
                         const QString& spoken) {
        box->setObjectName(QLatin1String(objectName));
        box->setRange(0, maximum);
        box->setSuffix(unit);
        box->setAccessibleName(tr("%1, %2").arg(name, spoken));
        layout->addWidget(box);
        connect(box, &QSpinBox::valueChanged, this, &LengthField::changed);
    };
    add(m_days, "days", maximumDays, tr(" d"), tr("days"));
    add(m_hours, "hours", 23, tr(" h"), tr("hours"));
    add(m_minutes, "minutes", 59, tr(" min"), tr("minutes"));
    layout->addStretch();
    setFocusProxy(m_days);
}

void LengthField::setMinutes(std::int64_t minutes)
{
    const QSignalBlocker quietDays(m_days);
    const QSignalBlocker quietHours(m_hours);
    const QSignalBlocker quietMinutes(m_minutes);
    m_days->setValue(static_cast<int>(minutes / (24 * 60)));
    m_hours->setValue(static_cast<int>(minutes / 60 % 24));
    m_minutes->setValue(static_cast<int>(minutes % 60));
}

std::int64_t LengthField::minutes() const
{
    return (m_days->value() * std::int64_t{24} + m_hours->value()) * 60 + m_minutes->value();
}

} // namespace keyturn::ui::people
