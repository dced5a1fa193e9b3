// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/crypto/keys.h"
#include "models/domain/charter.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace keyturn::service {

/// A charter on its way to being in force: a DSSE envelope over its statement with any number of signatures,
/// or a draft without any (the JSON people edit).
struct CharterFile
{
    domain::Charter charter;
    QByteArray statement; ///< Empty for a draft.
    struct Signature
    {
        base::Digest keyId;
        QByteArray signature;
    };
    std::vector<Signature> signatures; ///< Each verified when read.
};

/// Reads a draft or a signed charter and checks it (checkCharter; every signature by a key it names).
/// @return CharterFileMalformed, FileFailure, domain and crypto errors.
[[nodiscard]] base::Result<CharterFile> readCharterFile(const QString& path);
/// Writes a draft; a new file only.
[[nodiscard]] base::Result<void> writeCharterDraft(const QString& path, const domain::Charter& charter);
/// Adds @p signer's signature as @p member to the file, turning a draft into a statement the first time.
/// @return CharterNotMember, SignatureNotNeeded.
[[nodiscard]] base::Result<CharterFile> signCharterFile(const QString& path, const domain::MemberId& member,
                                                        crypto::Signer& signer);
/// One DSSE envelope a signature: the founding entries.
[[nodiscard]] std::vector<QByteArray> foundingEnvelopes(const CharterFile& file);
/// Slots of the charter's own rule that the signatures do not fill yet.
[[nodiscard]] std::vector<domain::Role> missingForFounding(const CharterFile& file);

} // namespace keyturn::service
