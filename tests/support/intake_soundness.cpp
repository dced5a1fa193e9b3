// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/intake_soundness.h"

#include "models/base/text_safety.h"
#include "models/intake/record_text.h"
#include "models/records/block.h"
#include "models/records/record_bytes.h"

#include <utility>

namespace keyturn::tests {

namespace {

using domain::NormalisedRecord;
using namespace intake;

/// A title that was cut ends with one.
constexpr std::size_t kEllipsisBytes = 3;
constexpr std::size_t kSha256HexBytes = 64;

std::string faultOfTexts(const NormalisedRecord& record)
{
    if (record.title.empty())
        return "its title is empty";
    if (record.title.size() > kMaximumTitleBytes + kEllipsisBytes)
        return "its title is too long";
    if (record.title.find_first_of("\r\n") != std::string::npos)
        return "its title has several lines";
    if (record.description.size() > kMaximumDescriptionBytes)
        return "its description is too long";
    if (record.source.size() > kMaximumNameBytes || record.reference.size() > kMaximumNameBytes)
        return "its source or reference is too long";
    if (record.raw.size() > kMaximumRawBytes)
        return "too much of the file is kept with it";
    if (record.rawIsCut ? record.rawSha256.size() != kSha256HexBytes : !record.rawSha256.empty())
        return "its digest is missing or too many";
    const auto isAllUtf8 = [](const std::vector<std::string>& texts) {
        return std::all_of(texts.begin(), texts.end(), [](const std::string& text) { return isUtf8(text); });
    };
    if (!isUtf8(record.title) || !isUtf8(record.description) || !isUtf8(record.source) ||
        !isUtf8(record.reference) || !isUtf8(record.raw) || !isAllUtf8(record.models) ||
        !isAllUtf8(record.assumptions))
        return "a text of it is not UTF-8";
    return {};
}

std::string faultOfRecord(const NormalisedRecord& record)
{
    if (std::string fault = faultOfTexts(record); !fault.empty())
        return fault;
    if (std::string fault = faultOf(record.occurredAt); !fault.empty())
        return fault;
    const std::string stored = records::encodeRecord(record);
    const auto back = records::decodeNormalised(stored);
    if (!back)
        return "storage does not read it back: " + back.error().sentence().toStdString();
    if (records::encodeRecord(*back) != stored || back->occurredAt != record.occurredAt)
        return "storage gives it back changed";
    return {};
}

/// What is wrong with sentence @p reason of a rejection.
std::string faultOfSentence(const QString& reason)
{
    if (reason.isEmpty())
        return "no reason is given";
    if (base::harmlessText(reason) != reason)
        return "the reason is not harmless to show";
    return {};
}

std::string numbered(const char* what, std::uint64_t number, const std::string& fault)
{
    return std::string(what) + " " + std::to_string(number) + ": " + fault;
}

} // namespace

std::string faultOf(const base::SourceTime& time)
{
    if (!time.isKnown())
        return time == base::SourceTime{} ? std::string()
                                          : "a time that is not stated has an instant or a zone";
    const int year = base::toCivil(time.start).year;
    if (year < 1 || year > 9999)
        return "the time lies in the year " + std::to_string(year);
    if (time.extent().isEmpty())
        return "the time covers nothing";
    const auto again = base::parseLenientIso(time.toIso().toStdString());
    if (time.precision != base::TimePrecision::Hour && (!again || again->precision != time.precision))
        return "the time cannot be read again: " + time.toIso().toStdString();
    return {};
}

std::string faultOf(const Outcome& outcome, std::size_t fileBytes)
{
    std::uint64_t before = 0;
    for (const NormalisedRecord& record : outcome.records) {
        if (record.number == 0 || record.number < before || record.number > fileBytes)
            return numbered("record", record.number,
                            "its number is no place behind " + std::to_string(before));
        before = record.number;
        if (std::string fault = faultOfRecord(record); !fault.empty())
            return numbered("record", record.number, fault);
    }
    for (const Rejection& rejection : outcome.rejections) {
        if (rejection.offset > fileBytes || rejection.record > fileBytes)
            return numbered("rejection", rejection.record, "it lies outside the file");
        if (std::string fault = faultOfSentence(rejection.reason); !fault.empty())
            return numbered("rejection", rejection.record, fault);
    }
    return outcome.error ? faultOfSentence(outcome.error->sentence()) : std::string();
}

std::string differenceOf(const Outcome& a, const Outcome& b)
{
    if (a.error.has_value() != b.error.has_value() || (a.error && a.error->name() != b.error->name()))
        return "it ends with an error in one reading and otherwise in the other";
    if (a.records.size() != b.records.size())
        return std::to_string(a.records.size()) + " records, or " + std::to_string(b.records.size());
    for (std::size_t i = 0; i < a.records.size(); ++i) {
        if (records::encodeRecord(a.records[i]) != records::encodeRecord(b.records[i]))
            return numbered("record", a.records[i].number, "it is another in the second reading");
    }
    const auto isSame = [](const Rejection& x, const Rejection& y) {
        return x.record == y.record && x.offset == y.offset && x.reason == y.reason;
    };
    if (!std::equal(a.rejections.begin(), a.rejections.end(), b.rejections.begin(), b.rejections.end(),
                    isSame))
        return "other rejections in the second reading";
    return {};
}

qint64 bytesAtATime(std::string_view bytes)
{
    constexpr std::size_t kMostReads = 256;
    // The file's own bytes decide, so that chunks end at many places and one file always at the same.
    const unsigned spread = bytes.empty() ? 0 : static_cast<unsigned char>(bytes[bytes.size() / 2]) % 7;
    return static_cast<qint64>(1 + spread + bytes.size() / kMostReads);
}

std::string faultInReading(const Adapter& adapter, std::string_view bytes)
{
    const QByteArray text(bytes.data(), static_cast<qsizetype>(bytes.size()));
    ImportHints hints;
    hints.fileName = QStringLiteral("a file");
    const Outcome atOnce = readText(adapter, text, hints);
    if (std::string fault = faultOf(atOnce, bytes.size()); !fault.empty())
        return fault;
    GrudgingDevice device(text, bytesAtATime(bytes));
    const std::string difference = differenceOf(atOnce, readDevice(adapter, device, hints));
    return difference.empty() ? std::string() : "a few bytes at a time: " + difference;
}

} // namespace keyturn::tests
