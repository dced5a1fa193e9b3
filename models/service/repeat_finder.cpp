// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/repeat_finder.h"

#include "models/crypto/digest_functions.h"
#include "models/records/record_fields.h"
#include "models/service/row_finder.h"

#include <cstring>
#include <numeric>

namespace keyturn::service {

namespace {

/// Set in the fingerprints of records: rows that were not read stand for themselves, without it.
constexpr std::uint64_t kIsRead = std::uint64_t{1} << 63;

bool isCompared(records::RecordField field)
{
    using enum records::RecordField;
    switch (field) {
    case Kind:
    case Title:
    case Source:
    case SourceKind:
    case Severity:
    case Credibility:
    case Layer:
    case Models:
        return true;
    default:
        return false;
    }
}

/// Makes fingerprints of what records say. The salt is a new one each time, so that nobody can write a record
/// that is taken for the repeat of another.
class Fingerprints
{
public:
    /// Nothing for what is not written as records are.
    std::optional<std::uint64_t> of(std::string_view record)
    {
        m_said.resize(m_saltSize);
        records::FieldWalker walker(record);
        records::FieldText value;
        while (walker.next(value)) {
            if (!isCompared(value.field))
                continue;
            m_said.append(static_cast<char>(value.field));
            m_said.append(value.text.data(), static_cast<qsizetype>(value.text.size()));
            m_said.append('\0'); // Stands escaped in values.
        }
        if (walker.failed())
            return std::nullopt;
        const base::Digest digest = crypto::sha256(m_said);
        std::uint64_t fingerprint = 0;
        std::memcpy(&fingerprint, digest.bytes.data(), sizeof fingerprint);
        return fingerprint | kIsRead;
    }

private:
    QByteArray m_said = crypto::randomBytes(32);
    qsizetype m_saltSize = m_said.size();
};

} // namespace

base::Result<timeline::Repeats> findRepeats(ledger::LedgerStore& store, const BlockDirectory& directory,
                                            const timeline::EventColumnsPointer& columns,
                                            const Progress& progress, const std::atomic_bool& cancel)
{
    KEYTURN_TRY_LET(ours, store.reopen());
    RowFinder finder(*ours, directory, *columns);
    std::vector<std::uint64_t> fingerprints(columns->size());
    std::iota(fingerprints.begin(), fingerprints.end(), std::uint64_t{0});
    Fingerprints make;
    std::uint64_t done = 0;
    base::Result<void> outcome;
    const auto take = [&](std::span<const records::SearchHit> hits) {
        for (const records::SearchHit& hit : hits) {
            const auto row = finder.rowOf(directory.places.size() - 1 - hit.block, hit.record);
            if (!row) {
                outcome = base::passOn(row);
                return false;
            }
            const auto fingerprint = make.of(hit.bytes);
            if (*row && fingerprint)
                fingerprints[**row] = *fingerprint;
        }
        done += hits.size();
        if (progress)
            progress(done, columns->size());
        return true;
    };
    const auto summary = searchBlocksOf(store, directory, {}, {}, take, cancel);
    KEYTURN_TRY(outcome);
    if (!summary && cancel)
        return base::fail(ServiceError::Cancelled);
    if (!summary)
        return base::passOn(summary);
    return timeline::repeatsBy(columns, fingerprints);
}

} // namespace keyturn::service
