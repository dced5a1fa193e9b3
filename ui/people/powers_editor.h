// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/people/charter_in_work.h"

#include <QWidget>

#include <vector>

class QCheckBox;

namespace keyturn::ui::common {
class TimeField;
}

namespace keyturn::ui::people {

class LengthField;
class RoleBoxes;

/// What a draft says besides members and rules: who may do what day to day, break-glass, waivers, expiry, and
/// whether its signers accept that it is brittle.
class PowersEditor final : public QWidget
{
    Q_OBJECT
public:
    /// @param now what an expiry is first suggested from.
    PowersEditor(CharterInWork& work, base::UtcTime now, QWidget* parent);

Q_SIGNALS:
    /// The draft is another.
    void changed();

private:
    void fill(base::UtcTime now);
    void take();

    CharterInWork& m_work;
    std::vector<RoleBoxes*> m_acts; ///< Indexed by domain::Act.
    QCheckBox* m_mayBreakGlass;
    RoleBoxes* m_breakGlass;
    LengthField* m_ratifyWithin;
    RoleBoxes* m_waivers;
    common::TimeField* m_expires;
    QCheckBox* m_acceptsBrittle;
};

} // namespace keyturn::ui::people
