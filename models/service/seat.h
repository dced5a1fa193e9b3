// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/crypto/keys.h"

#include <QString>

#include <memory>

namespace keyturn::service {

/// Where this installation keeps what is its own: the seat's key and the anchors. Never inside a workspace.
struct SeatFolder
{
    QString path; ///< Mode 0700.

    /// KEYTURN_SEAT_DIR where set, else the user's data folder (XDG_DATA_HOME) + "/keyturn".
    [[nodiscard]] static SeatFolder usual();
    [[nodiscard]] QString keyFile() const;
    [[nodiscard]] QString anchorFolder() const;
    /// Both heads of every fork that this installation met.
    [[nodiscard]] QString forkFolder() const;
    /// Certificates of the time-stamp authorities that this installation was told to trust.
    [[nodiscard]] QString authorityFolder() const;
    /// What this installation cosigned as a witness.
    [[nodiscard]] QString witnessFolder() const;
};

/// This installation's Ed25519 key for checkpoints.
struct Seat
{
    QString name; ///< "keyturn.dev/seat/" and the first 16 digits of the key id.
    std::shared_ptr<crypto::PrivateKey> key;
};

/// The name of the seat with @p key.
[[nodiscard]] QString seatName(const crypto::PublicKey& key);

/// Loads the seat's key, or makes one the first time. Two programs starting at once agree on one key.
/// @return SeatFailure.
[[nodiscard]] base::Result<Seat> loadOrMakeSeat(const SeatFolder& folder);

/// The envelope in which a seat introduces its key to a ledger, signed with that key itself.
[[nodiscard]] base::Result<QByteArray> introduceSeat(const Seat& seat);

} // namespace keyturn::service
