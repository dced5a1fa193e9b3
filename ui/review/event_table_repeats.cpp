// SPDX-License-Identifier: GPL-3.0-or-later
// Events of the table that repeat each other, folded into one line.
#include "ui/common/when_done.h"
#include "ui/review/event_table_panel.h"

#include <QCheckBox>

#include <algorithm>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

void EventTablePanel::setFolded(bool isFolded)
{
    m_fold->setChecked(isFolded);
    if (isFolded && needsRepeats()) {
        findRepeats();
    } else if (!isFolded) {
        session().stopRepeats();
        m_repeats.reset();
    }
    reload(Reveal::Current);
    tell();
}

/// Whether there is so much that nobody has looked through that it is to be looked through again: a few late
/// events stand for themselves meanwhile.
bool EventTablePanel::needsRepeats() const
{
    constexpr std::size_t kLateShare = 10;
    constexpr std::size_t kLateAtLeast = 1'000;
    if (!m_fold->isChecked() || m_isFinding || !m_state || !m_state->columns)
        return false;
    const kt::EventColumns& columns = *m_state->columns;
    if (!m_repeats || !columns.continues(*m_repeats->columns))
        return true;
    const std::size_t known = m_repeats->firsts.size();
    return columns.size() > known + std::max(kLateAtLeast, known / kLateShare);
}

void EventTablePanel::findRepeats()
{
    m_isFinding = true;
    m_foundPercent = 0;
    common::whenDone(session().repeats(), this, [this](const base::Result<kt::RepeatsPointer>& found) {
        m_isFinding = false;
        if (found && m_fold->isChecked()) {
            m_repeats = *found;
        } else if (!found && !found.error().is(service::ServiceError::Cancelled)) {
            m_fold->setChecked(false);
            Q_EMIT said(found.error().sentence());
        }
        // It may have been asked for again meanwhile, or events have come in.
        if (needsRepeats())
            findRepeats();
        reload(Reveal::Current);
        tell();
        checkSettled();
    });
}

} // namespace keyturn::ui::review
