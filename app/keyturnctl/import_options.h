// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keyturnctl/context.h"
#include "models/service/import_job.h"

namespace keyturn::app {

/// As what something is imported.
struct ImportOptions
{
    std::string format = "auto";
    std::string encoding;
    std::string incident;
    std::string source;
    std::string kind = "signal";
};

/// Adds --format and --encoding to @p sub.
void addFormatOptions(CLI::App* sub, ImportOptions& options);
/// Adds --incident, --source and --kind to @p sub.
void addBelongingOptions(CLI::App* sub, ImportOptions& options);
/// What @p options ask for; the path is the caller's to fill in. @return BadOption.
[[nodiscard]] base::Result<service::ImportRequest> importRequest(const ImportOptions& options);

/// A batch, or what was refused, as `import` and `feed` print it.
[[nodiscard]] QJsonObject outcomeJson(const service::ImportOutcome& outcome);
[[nodiscard]] QString outcomeText(const service::ImportOutcome& outcome);

} // namespace keyturn::app
