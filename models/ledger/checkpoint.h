// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/crypto/keys.h"
#include "models/ledger/ledger_error.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace keyturn::ledger {

/// A C2SP tlog-checkpoint body: origin, size, root. Our origin is "keyturn.dev/" and the log id's first 32
/// digits.
struct Checkpoint
{
    QString origin;
    std::uint64_t size = 0;
    base::Digest root;

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The origin of a log.
[[nodiscard]] QString checkpointOrigin(const base::Digest& log);

/// One signature line of a C2SP signed note.
struct NoteSignature
{
    QString name;         ///< Key name, without blanks or '+'.
    QByteArray keyHash;   ///< 4 bytes.
    QByteArray signature; ///< What follows the key hash.
};

/// A signed note (C2SP signed-note): text ending in a newline, and its signature lines.
struct SignedNote
{
    QByteArray text;
    std::vector<NoteSignature> signatures;
};

/// First 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ raw Ed25519 key); empty for a key of another kind.
[[nodiscard]] QByteArray noteKeyHash(const QString& name, const crypto::PublicKey& key);
/// "name+hash+base64(0x01 ‖ key)": the verifier key that C2SP tools take; empty for a key of another kind.
[[nodiscard]] QString noteVerifierKey(const QString& name, const crypto::PublicKey& key);
/// Reads a verifier key of Ed25519. @return NoteMalformed.
struct NoteVerifier
{
    QString name;
    crypto::PublicKey key;
};
[[nodiscard]] base::Result<NoteVerifier> readVerifierKey(const QString& text);

/// Reads a note; signature lines of unknown kinds are kept and ignored. @return NoteMalformed.
[[nodiscard]] base::Result<SignedNote> readNote(QByteArrayView bytes);
[[nodiscard]] QByteArray encodeNote(const SignedNote& note);
/// @return NoteNotSigned, crypto::CryptoError::BadSignature.
[[nodiscard]] base::Result<void> verifyNote(const SignedNote& note, const QString& name,
                                            const crypto::PublicKey& key);

/// The note text of a checkpoint.
[[nodiscard]] QByteArray checkpointText(const Checkpoint& checkpoint);
/// Reads a checkpoint from a note's text; extension lines are kept out. @return NoteMalformed.
[[nodiscard]] base::Result<Checkpoint> readCheckpoint(QByteArrayView noteText);
/// The signed note of a checkpoint; @p seatName is the seat's key name, @p seatKey must be Ed25519.
[[nodiscard]] base::Result<QByteArray> signCheckpoint(const Checkpoint& checkpoint, const QString& seatName,
                                                      crypto::Signer& seatKey);

} // namespace keyturn::ledger
