// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/domain/charter.h"
#include "models/service/courier_error.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace keyturn::service {

// The two files of a decision that is signed away from the workspace. Both are strict JSON of at most
// kMaximumSmallFileBytes, every member required and no other allowed; bytes are base64, hashes hexadecimal.
//
// The decision file goes to one person:
//
//     kind          "keyturn-courier/1"
//     log           the ledger's fingerprint
//     member        {id, name, title, roles: […], keys: [SPKI DER, …]}: whom it is for, as the charter says
//     entry         the proposal's whole ledger entry, as stored
//     inclusion     [hash, …]: RFC 6962 path of the entry in the tree of the checkpoint
//     checkpoint    C2SP signed note
//     proposer_key  SPKI DER of the key that signed the entry
//     statement     what is to be signed, an approval laid out and judged by the workspace; a refusal of the
//                   same bounds is made from it, because its reason is only known when it is signed. Of
//                   somebody who can only refuse, a refusal without its reason.
//     sheet         the text that the proposer signed
//
// The answer comes back:
//
//     kind          "keyturn-courier-answer/1"
//     log, proposal what it is for
//     envelope      DSSE, one signature: what is appended to the ledger

/// File name endings, with the dot.
inline constexpr char kDecisionFileSuffix[] = ".keyturn-decision";
inline constexpr char kAnswerFileSuffix[] = ".keyturn-answer";

/// The parts of a decision file. Only their form has been checked.
struct CourierParts
{
    base::Digest log;
    domain::Member member; ///< Key ids are those of the keys, computed when read.
    QByteArray entry;
    std::vector<base::Digest> inclusion;
    QByteArray checkpoint;
    QByteArray proposerKey;
    QByteArray statement;
    QByteArray sheet;
    friend bool operator==(const CourierParts&, const CourierParts&) = default;
};

/// The parts of an answer. Only their form has been checked.
struct CourierAnswer
{
    base::Digest log;
    domain::ProposalId proposal;
    QByteArray envelope;
    friend bool operator==(const CourierAnswer&, const CourierAnswer&) = default;
};

/// Writes a decision file, a new file only. @return FileExists, FileFailure.
[[nodiscard]] base::Result<void> writeDecisionFile(const QString& path, const CourierParts& parts);
/// @return FileFailure, NotADecisionFile, NewerFile, SignedAlready.
[[nodiscard]] base::Result<CourierParts> readDecisionFile(const QString& path);
/// Writes an answer, a new file only. @return FileExists, FileFailure.
[[nodiscard]] base::Result<void> writeAnswerFile(const QString& path, const CourierAnswer& answer);
/// @return FileFailure, NotADecisionFile, NewerFile, NotSignedYet.
[[nodiscard]] base::Result<CourierAnswer> readAnswerFile(const QString& path);

} // namespace keyturn::service
