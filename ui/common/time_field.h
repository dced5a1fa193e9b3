// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QWidget>

#include <optional>

namespace keyturn::ui::common {

/// Edits an instant in UTC, to the minute; with a box to state none where that is allowed.
class TimeField final : public QWidget
{
    Q_OBJECT
public:
    enum class May { BeEmpty, NotBeEmpty };
    TimeField(May may, const QString& name, QWidget* parent = nullptr);
    void setTime(std::optional<base::UtcTime> time);
    /// What the editor shows while no time is stated.
    void setSuggestion(base::UtcTime time);
    [[nodiscard]] std::optional<base::UtcTime> time() const;

Q_SIGNALS:
    void changed();

private:
    QCheckBox* m_isStated;
    QDateTimeEdit* m_edit;
};

/// An instant as the edit shows it, and back.
[[nodiscard]] QDateTime toQDateTime(base::UtcTime time);
[[nodiscard]] base::UtcTime toUtcTime(const QDateTime& time);
/// An editor for UTC to the minute.
[[nodiscard]] QDateTimeEdit* utcEdit(const QString& name, QWidget* parent);

} // namespace keyturn::ui::common
