// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/ledger/checkpoint.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace keyturn::ledger {

/// What a log hands to a witness (C2SP tlog-witness, "add-checkpoint"): a line `old <size>`, the consistency
/// proof from that size one base64 hash a line, an empty line, and the signed checkpoint.
struct WitnessRequest
{
    std::uint64_t oldSize = 0; ///< What the witness last cosigned; 0 for never.
    std::vector<base::Digest> proof;
    QByteArray note;
};

[[nodiscard]] QByteArray encodeWitnessRequest(const WitnessRequest& request);
/// Reads a request strictly. @return RequestMalformed.
[[nodiscard]] base::Result<WitnessRequest> readWitnessRequest(QByteArrayView bytes);

/// What a witness keeps of one log: the checkpoint it last cosigned, and the seats whose word it takes.
struct WitnessedLog
{
    QString origin;
    std::uint64_t size = 0;
    base::Digest root;
    QByteArray note; ///< As the seat signed it.
    std::vector<NoteVerifier> seats;
};

/// Decides whether a witness may cosign: a seat it knows (@p known) or is told of (@p seats) signed the
/// checkpoint, and it extends what the witness cosigned before. @return what to keep from now on, or
/// NoteMalformed, WitnessSeatUnknown, crypto::CryptoError::BadSignature, WitnessBehind, WitnessOldSize,
/// ProofMalformed, WitnessConflict (two histories: keep both as evidence).
[[nodiscard]] base::Result<WitnessedLog> judgeWitnessRequest(const WitnessRequest& request,
                                                             const std::optional<WitnessedLog>& known,
                                                             std::span<const NoteVerifier> seats);

/// The note name of a witness with @p key: "keyturn.dev/witness/" and the first 16 digits of the key id.
[[nodiscard]] QString witnessName(const crypto::PublicKey& key);
/// Adds the signature of @p key under @p name to a note; all other lines stay as they are. @return
/// NoteMalformed, crypto::CryptoError::UnsupportedKey.
[[nodiscard]] base::Result<QByteArray> cosign(const QByteArray& note, const QString& name,
                                              crypto::Signer& key);

/// The note of @p kept with the signature lines that only @p gained has. @return NoteDiffers where they are
/// over different texts.
[[nodiscard]] base::Result<SignedNote> mergeSignatures(const SignedNote& kept, const SignedNote& gained);

/// Those of @p keys that signed @p note, each key once.
[[nodiscard]] std::vector<NoteVerifier> signersOf(const SignedNote& note, std::span<const NoteVerifier> keys);

/// One of two histories of a log that contradict each other.
struct ForkSide
{
    QString where; ///< The file it was seen in, or empty.
    std::uint64_t size = 0;
    base::Digest root;
    QByteArray note; ///< The signed checkpoint; empty where none is at hand.
};

/// Both sides of a fork as one JSON document that anybody can check: heads, signed notes, and the proof that
/// failed where there was one.
[[nodiscard]] QByteArray encodeForkEvidence(const QString& origin, const ForkSide& first,
                                            const ForkSide& second, std::span<const base::Digest> proof = {});

} // namespace keyturn::ledger
