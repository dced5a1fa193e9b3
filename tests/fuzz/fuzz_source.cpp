// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/intake/archive_members.h"
#include "models/intake/record_text.h"
#include "models/intake/source_stream.h"
#include "models/intake/unpacked_device.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/support/intake_soundness.h"

#include <QBuffer>

#include <array>

namespace keyturn::tests {

namespace {

using namespace intake;

constexpr std::array<const char*, 8> kEncodings{"",       "WINDOWS-1252", "SHIFT_JIS", "UTF-16",
                                                "UTF-32", "ISO-2022-JP",  "UTF-7",     "no such encoding"};
/// More text than this is not kept: that reading goes on soundly is all that is looked at.
constexpr qsizetype kMostKept = qsizetype{8} << 20;

/// What came of a file.
struct Unpacked
{
    QByteArray text;
    QStringList errors;
    friend bool operator==(const Unpacked&, const Unpacked&) = default;
};

/// Reads @p device to its end. @param all gets the text, @p errors the reason where it ends with one.
void readAll(QIODevice& device, Unpacked& into)
{
    QByteArray chunk(64 * 1024, Qt::Uninitialized);
    while (into.text.size() < kMostKept) {
        const qint64 count = device.read(chunk.data(), chunk.size());
        if (count < 0)
            into.errors += device.errorString();
        if (count <= 0)
            return;
        into.text += chunk.first(count);
    }
}

Unpacked unpacked(QIODevice& device, const std::string& encoding)
{
    Unpacked out;
    HeadDevice whole(device);
    if (!startsAsArchive(whole.head())) {
        SourceStream stream(whole, encoding);
        readAll(stream.text(), out);
        return out;
    }
    ArchiveMembers members(whole, QStringLiteral("an archive"));
    ArchiveMember member;
    while (out.text.size() < kMostKept) {
        const auto isThere = members.next(member);
        if (!isThere)
            out.errors += isThere.error().sentence();
        if (!isThere || !*isThere)
            break;
        out.errors += member.name;
        out.errors += member.refusal;
        if (!member.refusal.isEmpty())
            continue;
        SourceStream stream(members.content(), encoding);
        readAll(stream.text(), out);
    }
    return out;
}

} // namespace

std::string faultInSource(std::string_view bytes)
{
    if (bytes.empty())
        return {};
    const std::string encoding = kEncodings[static_cast<unsigned char>(bytes.front()) % kEncodings.size()];
    bytes.remove_prefix(1);
    QByteArray text(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer(&text);
    if (!buffer.open(QIODevice::ReadOnly))
        return "a buffer did not open";
    const Unpacked atOnce = unpacked(buffer, encoding);
    for (const QString& error : atOnce.errors) {
        if (base::harmlessText(error) != error)
            return "a sentence is not harmless to show";
    }
    const std::string_view read(atOnce.text.constData(), static_cast<std::size_t>(atOnce.text.size()));
    if (!encoding.empty() && !isUtf8(read) && atOnce.text.size() < kMostKept)
        return "what was converted is not UTF-8";
    GrudgingDevice slow(text, bytesAtATime(bytes));
    if (!(unpacked(slow, encoding) == atOnce))
        return "a few bytes at a time it is another text";
    return {};
}

} // namespace keyturn::tests
