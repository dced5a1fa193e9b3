// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/rejection_list.h"

#include "models/base/csv.h"
#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/ledger/blob_stream.h"
#include "models/service/service_error.h"

#include <QCoreApplication>
#include <QSaveFile>

#include <limits>

namespace keyturn::service {

namespace {

constexpr char kLeftOut[] = "left_out";

/// A number of a list, as large as JSON keeps it.
std::uint64_t numberIn(base::JsonReader& reader, const char* key)
{
    return static_cast<std::uint64_t>(reader.integer(key, 0, std::numeric_limits<std::int64_t>::max()));
}

base::JsonValue asJson(std::uint64_t number)
{
    return static_cast<std::int64_t>(number);
}

} // namespace

QByteArray encodeRejections(const RejectionList& list)
{
    QByteArray bytes;
    for (const intake::Rejection& rejection : list.rejections) {
        base::JsonObject line{{QStringLiteral("record"), asJson(rejection.record)}};
        if (rejection.line > 0)
            line.emplace_back(QStringLiteral("line"), asJson(rejection.line));
        line.emplace_back(QStringLiteral("offset"), asJson(rejection.offset));
        line.emplace_back(QStringLiteral("reason"), base::harmlessText(rejection.reason));
        bytes += base::toJsonBytes(line) + '\n';
    }
    if (list.leftOut > 0)
        bytes += base::toJsonBytes(base::JsonObject{{QLatin1String(kLeftOut), asJson(list.leftOut)}}) + '\n';
    return bytes;
}

base::Result<RejectionList> decodeRejections(const QByteArray& bytes)
{
    RejectionList list;
    for (qsizetype start = 0, number = 1; start < bytes.size(); ++number) {
        const QString path = QStringLiteral("line %1").arg(number);
        const qsizetype end = bytes.indexOf('\n', start);
        if (end < 0 || list.leftOut > 0) // Cut off, or something behind the last line.
            return base::fail(base::JsonError::Malformed, path);
        KEYTURN_TRY_LET(json, base::parseStrictJson(QByteArrayView(bytes).sliced(start, end - start)));
        base::JsonReader reader(json, path);
        if (reader.has(kLeftOut)) {
            list.leftOut = numberIn(reader, kLeftOut);
        } else {
            intake::Rejection rejection;
            rejection.record = numberIn(reader, "record");
            if (reader.has("line"))
                rejection.line = numberIn(reader, "line");
            rejection.offset = numberIn(reader, "offset");
            rejection.reason = reader.string("reason");
            list.rejections.push_back(std::move(rejection));
        }
        KEYTURN_TRY(reader.finish());
        start = end + 1;
    }
    return list;
}

base::Result<std::optional<StagedRejections>> stageRejections(ledger::LedgerStore& store,
                                                              const std::vector<intake::Rejection>& rejected,
                                                              std::uint64_t count)
{
    if (count == 0)
        return std::nullopt;
    const QByteArray bytes = encodeRejections({rejected, count - rejected.size()});
    KEYTURN_TRY_LET(id, store.beginStaging());
    StagedRejections staged{std::make_unique<StagedSet>(store, id), {}};
    for (qsizetype done = 0; done < bytes.size(); done += ledger::kBlobChunkBytes)
        KEYTURN_TRY(store.stageBlobChunk(id, bytes.mid(done, ledger::kBlobChunkBytes)));
    staged.blob = {id, crypto::sha256(bytes), static_cast<std::uint64_t>(bytes.size())};
    return staged;
}

base::Result<RejectionList> rejectionsOf(ledger::LedgerStore& store, const state::BatchState& batch)
{
    const QString entry = QString::number(batch.origin.seq);
    if (batch.facts.rejected == 0)
        return RejectionList();
    if (!batch.facts.rejectionsSha256)
        return base::fail(ServiceError::RejectionsNotKept, entry, QString::number(batch.facts.rejected));
    KEYTURN_TRY_LET(kept, store.blob(*batch.facts.rejectionsSha256));
    if (!kept)
        return base::fail(ledger::LedgerError::BlobMissing, batch.facts.rejectionsSha256->shortCode());
    QByteArray bytes;
    KEYTURN_TRY(ledger::streamBlob(store, *kept, [&](const QByteArray& chunk) -> base::Result<void> {
        bytes += chunk;
        return {};
    }));
    auto list = decodeRejections(bytes);
    if (!list)
        return base::fail(ServiceError::RejectionsDamaged, entry, list.error().sentence());
    return list;
}

QByteArray rejectionsCsv(const RejectionList& list)
{
    QString text = base::csvLine({QStringLiteral("record"), QStringLiteral("line"),
                                  QStringLiteral("byte offset"), QStringLiteral("reason")});
    const auto orNothing = [](std::uint64_t number) {
        return number > 0 ? QString::number(number) : QString();
    };
    for (const intake::Rejection& rejection : list.rejections) {
        const bool isOffsetKnown = rejection.record > 0 || rejection.offset > 0;
        text +=
            base::csvLine({orNothing(rejection.record), orNothing(rejection.line),
                           isOffsetKnown ? QString::number(rejection.offset) : QString(), rejection.reason});
    }
    if (list.leftOut > 0)
        text += base::csvLine({{},
                               {},
                               {},
                               QCoreApplication::translate("service", "%1 more were rejected and not listed")
                                   .arg(list.leftOut)});
    return text.toUtf8();
}

base::Result<std::uint64_t> writeRejections(ledger::LedgerStore& store, const state::BatchState& batch,
                                            const QString& path)
{
    KEYTURN_TRY_LET(list, rejectionsOf(store, batch));
    const QByteArray bytes = rejectionsCsv(list);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return base::fail(ServiceError::FileFailure, base::harmlessText(path), file.errorString());
    return static_cast<std::uint64_t>(list.rejections.size());
}

} // namespace keyturn::service
