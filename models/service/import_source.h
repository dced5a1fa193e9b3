// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"
#include "models/intake/source_stream.h"
#include "models/service/import_job.h"

namespace keyturn::service {

/// The adapter that @p request asks for, or the surest one for how the text begins. @param shownName the
/// file, for the sentence. @return UnknownFormat.
[[nodiscard]] base::Result<const intake::Adapter*>
adapterFor(const ImportRequest& request, intake::SourceStream& stream, const QString& shownName);
/// What @p request knows beside the file. @param shownName the file's name where it has none on disk.
[[nodiscard]] intake::ImportHints hintsOf(const ImportRequest& request, const QString& shownName);

} // namespace keyturn::service
