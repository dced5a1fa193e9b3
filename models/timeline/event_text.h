// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"

#include <QString>

namespace keyturn::timeline {

/// What a record says in words, as far as a list shows it: what the columns do not hold. Text is the
/// source's, as it came.
struct EventText
{
    EventKey key;
    QString title;
    QString source;
    QString reference;
    QString models;         ///< As the source names them, with commas between.
    bool isReadable = true; ///< False where the record could not be read: then all texts are empty.
    friend bool operator==(const EventText&, const EventText&) = default;
};

} // namespace keyturn::timeline
