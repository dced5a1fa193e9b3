// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

namespace keyturn::formats {

/// Timesketch events as JSON lines (jsonlines.org: UTF-8, one JSON value a line); mapping in
/// timesketch_mapping.h. A record's number is that of its line. Whatever is wrong with a line, the next is
/// read.
class TimesketchJsonlAdapter final : public intake::Adapter
{
public:
    [[nodiscard]] QString format() const override { return QStringLiteral("timesketch-jsonl"); }
    [[nodiscard]] QString versioned() const override { return QStringLiteral("timesketch-jsonl/1"); }
    [[nodiscard]] int recognises(const intake::FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const intake::ImportHints& hints,
                                          intake::RecordSink& sink) const override;
};

} // namespace keyturn::formats
