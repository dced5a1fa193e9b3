// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/record_version.h"
#include "models/intake/adapter.h"
#include "models/service/import_job.h"
#include "models/service/seen_records.h"

#include <utility>

namespace keyturn::service {

/// Hands records on but those that were given before, which it counts. A new version of a record says which
/// one it was before, as an assumption of its own: that both are the same is what the source's id says.
class RecognisingSink final : public intake::RecordSink
{
public:
    /// All of them outlive it.
    RecognisingSink(SeenRecords& seen, intake::RecordSink& next, ImportOutcome& outcome,
                    const std::atomic_bool& cancel)
        : m_seen(seen), m_next(next), m_outcome(outcome), m_cancel(cancel)
    {
    }
    void take(const domain::NormalisedRecord& record) override
    {
        if (m_failure)
            return;
        auto finding = m_seen.take(record, m_cancel);
        if (!finding) {
            m_failure = std::move(finding.error());
            return;
        }
        switch (finding->verdict) {
        case SeenRecords::Verdict::New:
            m_next.take(record);
            break;
        case SeenRecords::Verdict::Again:
            ++m_outcome.duplicates;
            break;
        case SeenRecords::Verdict::NewVersion:
            ++m_outcome.newVersions;
            m_version = record;
            m_version.assumptions.push_back(domain::newVersionAssumption(finding->earlier));
            m_next.take(m_version);
            break;
        }
    }
    void reject(const intake::Rejection& rejection) override { m_next.reject(rejection); }
    bool progress(std::uint64_t bytesRead) override { return m_next.progress(bytesRead) && !m_failure; }
    /// Why the ledger's earlier records could not be compared; the reading ends soon after.
    [[nodiscard]] const std::optional<base::Error>& failure() const { return m_failure; }

private:
    SeenRecords& m_seen;
    intake::RecordSink& m_next;
    ImportOutcome& m_outcome;
    const std::atomic_bool& m_cancel;
    domain::NormalisedRecord m_version;
    std::optional<base::Error> m_failure;
};

} // namespace keyturn::service
