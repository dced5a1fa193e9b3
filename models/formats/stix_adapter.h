// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

namespace keyturn::formats {

/// STIX 2.1 and 2.0 objects: a bundle (STIX 2.1 section 8), a TAXII envelope (TAXII 2.1 section 3.7), a bare
/// array, or objects by themselves, one or more; mapping in stix_mapping.h. Every object is a record,
/// numbered by its place. A faulty object is rejected and the next is read; a file that ends early keeps what
/// was whole.
class StixAdapter final : public intake::Adapter
{
public:
    [[nodiscard]] QString format() const override { return QStringLiteral("stix-2.1"); }
    [[nodiscard]] QString versioned() const override { return QStringLiteral("stix-2.1/1"); }
    [[nodiscard]] int recognises(const intake::FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const intake::ImportHints& hints,
                                          intake::RecordSink& sink) const override;
};

} // namespace keyturn::formats
