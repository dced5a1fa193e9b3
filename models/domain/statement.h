// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/payload.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace keyturn::domain {

/// What the signer knew and is bound to (trust.md, "Bound to what was known"). Absent from founding charters
/// and seat introductions, which stand before or beside the log.
struct StatementContext
{
    base::Digest log;
    MemberId member;
    QByteArray nonce;            ///< 16 random bytes; never seen before in this log.
    std::uint64_t basisSize = 0; ///< Size and root of the ledger shown.
    base::Digest basisRoot;
    std::int64_t charterVersion = 1;
    base::Digest charterSha256;              ///< SHA-256 of the standing charter's statement bytes.
    std::optional<base::Digest> accessState; ///< Required with proposals, approvals and refusals.
    base::UtcTime signedAt;                  ///< As the signer's clock said.
    base::UtcTime notAfter;                  ///< Ledger time after which the entry may not be appended.
    friend bool operator==(const StatementContext&, const StatementContext&) = default;
};

/// What in-toto Statement v1 calls a subject: what the statement is about, by digest.
struct Subject
{
    QString name; ///< "sheet.txt", "charter.json", a file name.
    base::Digest sha256;
    friend bool operator==(const Subject&, const Subject&) = default;
};

/// An in-toto Statement v1 (github.com/in-toto/attestation, spec/v1/statement.md) of one of our kinds.
struct Statement
{
    std::vector<Subject> subjects;
    std::optional<StatementContext> context;
    Payload payload;
    friend bool operator==(const Statement&, const Statement&) = default;
};

/// The last part of the predicate type: "charter", "seat", "batch", "incident-opened", "incident-changed",
/// "incident-closed", "note", "request-received", "request-answered", "request-closed", "catalogue",
/// "proposal", "approval", "refusal", "withdrawal", "break-glass", "dependents", "evidence", "gate-opened",
/// "gate-met", "gate-waived", "witness", "acknowledgement", "probe",
/// "batch-retracted".
[[nodiscard]] QString kindOf(const Payload& payload);
/// "https://keyturn.dev/<kind>/v1".
[[nodiscard]] QString predicateTypeOf(const Payload& payload);

/// Lays a statement out as compact JSON: `_type`, `subject`, `predicateType`, `predicate` {`context`, then
/// the payload's members}. @return BadStatement when a text holds a character that signed text may not hold.
[[nodiscard]] base::Result<QByteArray> encodeStatement(const Statement& statement);

/// Reads a statement strictly: parseStrictJson, every member known, every word of its closed list, every id
/// well-formed. decode(encode(x)) == x. @return JsonError of base, BadStatement, UnknownKind (a kind or
/// version we do not know).
[[nodiscard]] base::Result<Statement> decodeStatement(QByteArrayView bytes);

/// A charter as people write it in a file (the draft): indented JSON of the predicate's `charter` member.
[[nodiscard]] QByteArray encodeCharterDraft(const Charter& charter);
[[nodiscard]] base::Result<Charter> decodeCharterDraft(QByteArrayView bytes);
/// A catalogue file: the JSON of the predicate's `catalogue` member.
[[nodiscard]] QByteArray encodeCatalogueFile(const Catalogue& catalogue);
[[nodiscard]] base::Result<Catalogue> decodeCatalogueFile(QByteArrayView bytes);

} // namespace keyturn::domain
