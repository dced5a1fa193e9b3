// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/service/import_preview.h"

#include <QDate>
#include <QHash>
#include <QSet>

namespace keyturn::ui::shell {

/// What people set the columns of files to mean, for this dialog and, once files were imported with it, for
/// the next one. Kept in the console's settings by the digest of the header.
class KeptMappings
{
public:
    /// What was kept before; an entry that is none any more is as if it were not there.
    KeptMappings();

    /// What is set for each header.
    [[nodiscard]] const service::KeptMappings& all() const { return m_mappings; }
    /// The day on which what stands for @p key was kept; nothing where it was set in this dialog.
    [[nodiscard]] QDate dayOf(const QString& key) const { return m_days.value(key); }
    /// Sets what the columns of @p fields mean. What nothing names is not kept beyond this dialog.
    void set(const service::ShownFields& fields, const formats::ImportMapping& mapping);
    /// Goes back to the guess.
    void forget(const QString& key);
    /// Writes what was set and forgotten into the settings. @param today as the workspace counts time.
    void save(base::UtcTime today);

private:
    service::KeptMappings m_mappings;
    QHash<QString, QDate> m_days;
    QSet<QString> m_changed; ///< Keys that the settings do not hold as they stand here.
};

} // namespace keyturn::ui::shell
