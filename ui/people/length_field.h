// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <cstdint>

class QSpinBox;

namespace keyturn::ui::people {

/// Edits how long something counts, in days, hours and minutes.
class LengthField final : public QWidget
{
    Q_OBJECT
public:
    LengthField(int maximumDays, const QString& name, QWidget* parent);
    /// Shows @p minutes without a signal.
    void setMinutes(std::int64_t minutes);
    [[nodiscard]] std::int64_t minutes() const;

Q_SIGNALS:
    void changed();

private:
    QSpinBox* m_days;
    QSpinBox* m_hours;
    QSpinBox* m_minutes;
};

} // namespace keyturn::ui::people
