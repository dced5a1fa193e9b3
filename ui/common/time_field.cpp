// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/time_field.h"

#include "ui/common/theme.h"

#include <QHBoxLayout>

namespace keyturn::ui::common {

QDateTime toQDateTime(base::UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.us / base::kUsPerMs, Qt::UTC);
}

base::UtcTime toUtcTime(const QDateTime& time)
{
    return {time.toMSecsSinceEpoch() * base::kUsPerMs};
}

QDateTimeEdit* utcEdit(const QString& name, QWidget* parent)
{
    auto* edit = new QDateTimeEdit(parent);
    edit->setTimeSpec(Qt::UTC);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    edit->setCalendarPopup(true);
    edit->setAccessibleName(name);
    return edit;
}

TimeField::TimeField(May may, const QString& name, QWidget* parent)
    : QWidget(parent), m_isStated(new QCheckBox(this)), m_edit(utcEdit(name, this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGridPx);
    layout->addWidget(m_isStated);
    layout->addWidget(m_edit, 1);
    m_isStated->setAccessibleName(tr("State: %1").arg(name));
    m_isStated->setChecked(may == May::NotBeEmpty);
    m_isStated->setVisible(may == May::BeEmpty);
    m_edit->setEnabled(m_isStated->isChecked());
    setFocusProxy(may == May::BeEmpty ? static_cast<QWidget*>(m_isStated) : m_edit);
    connect(m_isStated, &QCheckBox::toggled, m_edit, &QWidget::setEnabled);
    connect(m_isStated, &QCheckBox::toggled, this, &TimeField::changed);
    connect(m_edit, &QDateTimeEdit::dateTimeChanged, this, &TimeField::changed);
}

void TimeField::setTime(std::optional<base::UtcTime> time)
{
    m_isStated->setChecked(time.has_value());
    if (time)
        setSuggestion(*time);
}

void TimeField::setSuggestion(base::UtcTime time)
{
    m_edit->setDateTime(toQDateTime(time));
}

std::optional<base::UtcTime> TimeField::time() const
{
    if (!m_isStated->isChecked())
        return std::nullopt;
    return toUtcTime(m_edit->dateTime());
}

} // namespace keyturn::ui::common
