// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/blob_stream.h"

#include "models/crypto/digest_functions.h"

namespace keyturn::ledger {

base::Result<void> streamBlob(LedgerStore& store, const BlobInfo& blob,
                              const std::function<base::Result<void>(const QByteArray&)>& take)
{
    crypto::Sha256Stream hash;
    std::uint64_t size = 0;
    for (std::uint32_t i = 0; i < blob.chunks; ++i) {
        KEYTURN_TRY_LET(bytes, store.blobChunk(blob.sha256, i));
        hash.add(bytes);
        size += static_cast<std::uint64_t>(bytes.size());
        KEYTURN_TRY(take(bytes));
    }
    if (hash.finish() != blob.sha256 || size != blob.size)
        return base::fail(LedgerError::BlobDamaged, blob.sha256.shortCode());
    return {};
}

} // namespace keyturn::ledger
