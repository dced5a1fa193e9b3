// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/import_job.h"
#include "models/service/workspace.h"

#include <atomic>

namespace keyturn::service {

/// What to report, as whom it is for, and where to.
struct ReportRequest
{
    domain::IncidentId incident;
    QString format;                    ///< "html", "pdf", "json" or "timesketch".
    QString path;                      ///< Written whole or not at all; an existing file is replaced.
    std::optional<base::UtcTime> from; ///< Of the timeline; everything when absent.
    std::optional<base::UtcTime> to;
    QString audience; ///< Named on the title page; empty for none.
};

struct WrittenReport
{
    QString path;
    base::Digest sha256;
    int pages = 0; ///< Of a PDF; 0 otherwise.
};

/// Formats that writeReport() takes.
[[nodiscard]] QStringList reportFormats();

/// Writes the report of an incident over @p shown. Everything that belongs to the incident is in it: its
/// facts, the timeline with the records of its batches, requests, decisions with signatures and short codes,
/// model states, rejected input, and what verification says. @return UnknownIncident, usage and file errors.
[[nodiscard]] base::Result<WrittenReport> writeReport(Workspace& workspace,
                                                      const state::SnapshotPointer& shown,
                                                      const ReportRequest& request, const Progress& progress,
                                                      const std::atomic_bool& cancel);

} // namespace keyturn::service
