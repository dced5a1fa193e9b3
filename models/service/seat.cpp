// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/seat.h"

#include "models/domain/statement.h"
#include "models/ledger/dsse.h"
#include "models/service/service_error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QStandardPaths>

namespace keyturn::service {

SeatFolder SeatFolder::usual()
{
    const QString chosen = qEnvironmentVariable("KEYTURN_SEAT_DIR");
    if (!chosen.isEmpty())
        return {QDir(chosen).absolutePath()};
    return {QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
            QStringLiteral("/keyturn")};
}

QString SeatFolder::keyFile() const
{
    return path + QStringLiteral("/seat.pem");
}

QString SeatFolder::anchorFolder() const
{
    return path + QStringLiteral("/anchors");
}

QString SeatFolder::forkFolder() const
{
    return path + QStringLiteral("/forks");
}

QString SeatFolder::authorityFolder() const
{
    return path + QStringLiteral("/authorities");
}

QString SeatFolder::witnessFolder() const
{
    return path + QStringLiteral("/witness");
}

QString seatName(const crypto::PublicKey& key)
{
    return QStringLiteral("keyturn.dev/seat/") + key.id().hex().left(16);
}

base::Result<Seat> loadOrMakeSeat(const SeatFolder& folder)
{
    const auto failed = [](const QString& reason) { return base::fail(ServiceError::SeatFailure, reason); };
    if (!QDir().mkpath(folder.path) || !QDir().mkpath(folder.anchorFolder()))
        return failed(folder.path + QStringLiteral(" cannot be created"));
    constexpr auto kOwnerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QFile::setPermissions(folder.path, kOwnerOnly))
        return failed(folder.path + QStringLiteral(" cannot be kept private"));
    QLockFile lock(folder.path + QStringLiteral("/seat.lock"));
    if (!lock.lock())
        return failed(folder.path + QStringLiteral(" cannot be locked"));
    if (!QFileInfo::exists(folder.keyFile())) {
        auto made = crypto::PrivateKey::generate(crypto::KeyType::Ed25519);
        if (!made)
            return failed(made.error().sentence());
        if (auto saved = made->saveUnencryptedSeatKey(folder.keyFile()); !saved)
            return failed(saved.error().sentence());
    }
    auto key = crypto::PrivateKey::loadUnencryptedSeatKey(folder.keyFile());
    if (!key)
        return failed(key.error().sentence());
    Seat seat;
    seat.name = seatName(key->publicKey());
    seat.key = std::make_shared<crypto::PrivateKey>(std::move(*key));
    return seat;
}

base::Result<QByteArray> introduceSeat(const Seat& seat)
{
    domain::Statement statement;
    statement.subjects.push_back({QStringLiteral("seat"), seat.key->publicKey().id()});
    statement.payload = domain::SeatIntroduced{seat.name, seat.key->publicKey().spki()};
    KEYTURN_TRY_LET(bytes, domain::encodeStatement(statement));
    return ledger::signEnvelope(bytes, *seat.key);
}

} // namespace keyturn::service
