// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/ledger/ledger_error.h"

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace keyturn::ledger {

/// An entry is at most this long, header and payload together.
inline constexpr qsizetype kMaximumEntryBytes = 65'535;
/// The `type` of every entry whose payload is a DSSE envelope.
inline constexpr char kEnvelopeMediaType[] = "application/vnd.dsse.envelope.v1+json";

/// The header of one entry as `trust.md` ("Bytes") lays it out.
struct EntryHeader
{
    base::Digest log;      ///< SHA-256 of entry 0's payload bytes (its DSSE envelope).
    std::uint64_t seq = 0; ///< From 0.
    base::Digest prev;     ///< Leaf hash of entry seq-1; zeros at 0.
    base::UtcTime time;    ///< Ledger time, whole milliseconds.
    QString type;          ///< Media type of the payload.

    friend bool operator==(const EntryHeader&, const EntryHeader&) = default;
};

/// An entry read back from its bytes.
struct Entry
{
    EntryHeader header;
    QByteArray payload; ///< The DSSE envelope, as stored.
    QByteArray bytes;   ///< The whole entry, as stored: what the leaf hash is over.

    /// SHA-256(0x00 ‖ bytes), RFC 6962 section 2.1.
    [[nodiscard]] base::Digest leafHash() const;
};

/// Lays an entry out; the time is cut to whole milliseconds, as the returned header says.
/// @return EntryTooLarge, EntryMalformed (a type that is no media type, a time beyond the year 9999).
[[nodiscard]] base::Result<Entry> makeEntry(const EntryHeader& header, const QByteArray& payload);

/// Reads an entry strictly: fields in order, LF only, no leading zeros, exact length, nothing after it.
/// @return EntryMalformed, EntryTooLarge, UnknownVersion ("keyturn-entry/2").
[[nodiscard]] base::Result<Entry> readEntry(const QByteArray& bytes);

} // namespace keyturn::ledger
