// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

namespace keyturn::formats {

/// Timesketch events as comma-separated values; mapping in timesketch_mapping.h. A record's number is that of
/// its row, the header and empty lines not counted. A row with fewer cells than the header is kept where it
/// holds a message and a time; other faulty rows are rejected.
class TimesketchCsvAdapter final : public intake::Adapter
{
public:
    [[nodiscard]] QString format() const override { return QStringLiteral("timesketch-csv"); }
    [[nodiscard]] QString versioned() const override { return QStringLiteral("timesketch-csv/1"); }
    [[nodiscard]] int recognises(const intake::FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const intake::ImportHints& hints,
                                          intake::RecordSink& sink) const override;
};

} // namespace keyturn::formats
