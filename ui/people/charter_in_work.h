// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/enrolment.h"
#include "models/service/session.h"

#include <vector>

namespace keyturn::ui::people {

/// What the parts of the charter editor work on together.
struct CharterInWork
{
    state::SnapshotPointer snapshot; ///< As it stood when the editor was opened.
    domain::Charter draft;
    std::vector<service::Enrolment> enrolments; ///< Verified; of keys that were added.

    [[nodiscard]] const domain::Charter& standing() const { return snapshot->charter; }
};

} // namespace keyturn::ui::people
