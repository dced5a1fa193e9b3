// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/domain/event.h"
#include "models/intake/file_head.h"
#include "models/intake/zone_assignment.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

class QIODevice;

namespace keyturn::intake {

enum class IntakeError {
    FileMissing = 1, ///< context: file.
    FileUnreadable,  ///< context: file, reason.
    UnknownFormat,   ///< context: file.
    FormatMismatch,  ///< The format asked for does not fit the file; context: file, format, reason.
    NotText,         ///< context: file, offset.
    Truncated,       ///< context: file, offset, reason.
    Cancelled,
    BadMapping,      ///< Given by the user; context: file, reason as a sentence.
    MappingMismatch, ///< The user's mapping does not fit the file; context: file, reason.
};
/// The table behind IntakeError.
const base::ErrorDomain& errorDomain(IntakeError);

/// A record that was not taken, and why.
struct Rejection
{
    std::uint64_t record =
        0; ///< Its number in the file, from 1, in the format's own unit; 0 for the file as a whole.
    std::uint64_t offset = 0; ///< Byte offset where known.
    QString reason;           ///< One plain sentence, harmless to show.
    std::uint64_t line = 0;   ///< Line in the file, from 1, where records are told by their lines; else 0.
    friend bool operator==(const Rejection&, const Rejection&) = default;
};

/// Where an adapter hands its results; called on the adapter's thread.
class RecordSink
{
public:
    virtual ~RecordSink() = default;
    /// Takes a record; the adapter may reuse the object's buffers afterwards.
    virtual void take(const domain::NormalisedRecord& record) = 0;
    virtual void reject(const Rejection& rejection) = 0;
    /// Bytes read so far, for progress; false asks the adapter to stop.
    [[nodiscard]] virtual bool progress(std::uint64_t bytesRead) = 0;
};

/// What the caller knows beside the file.
struct ImportHints
{
    QString fileName;                                     ///< Shown in reasons.
    QString defaultSource;                                ///< `--source`.
    domain::RecordKind kind = domain::RecordKind::Signal; ///< `--kind`.
    std::optional<ZoneAssignment> zone; ///< Of times that name none; else they are read as UTC.
    std::string guessedEncoding;        ///< That the bytes were taken to be in; empty where that is certain.
};

/// Reads one format. Never trusts its input; memory stays bounded by the largest single record of formats
/// that stream.
class Adapter
{
public:
    virtual ~Adapter() = default;
    /// "timesketch-csv", the word for `--format`.
    [[nodiscard]] virtual QString format() const = 0;
    /// "timesketch-csv/1": format and version of its mapping.
    [[nodiscard]] virtual QString versioned() const = 0;
    /// How sure this is its format, from how the file begins: 0 not, 100 certain. Content decides, not the
    /// name.
    [[nodiscard]] virtual int recognises(const FileHead& head) const = 0;
    /// Reads the whole device. Rejected records are handed to the sink and are no error; an error means the
    /// file as a whole could not be read any further (what was taken before is the caller's to keep or drop).
    [[nodiscard]] virtual base::Result<void> read(QIODevice& device, const ImportHints& hints,
                                                  RecordSink& sink) const = 0;
};

} // namespace keyturn::intake
