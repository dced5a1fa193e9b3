// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"

#include "models/intake/legacy_encoding.h"
#include "models/intake/record_text.h"

#include <QCryptographicHash>

#include <algorithm>
#include <simdjson.h>

namespace keyturn::intake {

namespace {

std::string sha256Hex(std::string_view bytes)
{
    // QByteArrayView, so that nothing is copied; intake may not include models/crypto.
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return hash.result().toHex().toStdString();
}

bool hasOthersThanAscii(std::string_view text)
{
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// What casts doubt on a time whatever its source, or nothing.
void noteDoubts(domain::NormalisedRecord& record)
{
    // 1 January 1601 is what Windows counts from and 1970 what the others do; after the 21st century only
    // counters that ran over or were never set go.
    constexpr base::UtcTime kEpoch{0};
    constexpr base::UtcTime kFirstUnlikely{4'102'444'800'000'000}; // 2100-01-01T00:00:00Z
    base::SourceTime& time = record.occurredAt;
    if (!time.isKnown())
        return;
    const bool isEpoch = time.start == kEpoch && time.precision != base::TimePrecision::Year;
    if (time.start < kEpoch || isEpoch || time.start >= kFirstUnlikely)
        record.assumptions.emplace_back(kUnlikelyTimeAssumption);
    if (time.isLeapSecond) {
        record.assumptions.emplace_back(kLeapSecondAssumption);
        time.isLeapSecond = false; // Said, and not part of what is kept.
    }
}

} // namespace

RecordBuilder::RecordBuilder(const ImportHints& hints, const QString& versioned)
    : m_defaultSource(hints.defaultSource.toStdString()), m_zone(hints.zone),
      m_encodingAssumption(hints.guessedEncoding.empty() ? std::string()
                                                         : legacyEncodingAssumption(hints.guessedEncoding))
{
    m_record.kind = hints.kind;
    m_record.adapter = versioned.toStdString();
}

std::string_view RecordBuilder::begin(std::uint64_t number, std::string_view bytes)
{
    domain::NormalisedRecord& r = m_record;
    r.occurredAt.start = {};
    r.occurredAt.precision = base::TimePrecision::Unknown;
    r.occurredAt.zone.clear();
    r.occurredAt.isLeapSecond = false;
    r.title.clear();
    r.description.clear();
    r.source.clear();
    r.sourceKind = domain::SourceKind::NotStated;
    r.severity = domain::Severity::NotStated;
    r.credibility = domain::Credibility::NotStated;
    r.layer = domain::Layer::NotStated;
    r.reference.clear();
    r.models.clear();
    r.assumptions.clear();
    r.number = number;
    m_endsWithDetail = false;
    m_descriptionIsCut = false;

    std::string_view text = bytes;
    m_isRepaired = !isUtf8(bytes);
    if (m_isRepaired) {
        m_repaired.clear();
        m_repaired.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
        appendRepaired(bytes, m_repaired);
        m_repaired.reserve(m_repaired.size() + simdjson::SIMDJSON_PADDING);
        text = m_repaired;
        assume("some bytes were not UTF-8; each such place is shown as U+FFFD");
    }
    if (!m_encodingAssumption.empty() && hasOthersThanAscii(text))
        assume(m_encodingAssumption);
    const std::string_view kept = cutAtCharacter(text, kMaximumRawBytes);
    r.raw.assign(kept);
    r.rawIsCut = m_isRepaired || kept.size() < text.size();
    if (r.rawIsCut)
        r.rawSha256 = sha256Hex(bytes);
    else
        r.rawSha256.clear();
    return text;
}

bool RecordBuilder::setTitle(std::string_view text, bool& titleIsWhole)
{
    const std::string_view whole = trimmed(text);
    // Two searches for one character each: find_first_of() looks at every character singly.
    std::string_view line = whole.substr(0, whole.find('\n'));
    line = trimmed(line.substr(0, line.find('\r')));
    titleIsWhole = line.size() == whole.size();
    if (line.size() > kMaximumTitleBytes) {
        titleIsWhole = false;
        m_record.title.assign(cutAtCharacter(line, kMaximumTitleBytes));
        m_record.title += "…";
    } else {
        m_record.title.assign(line);
    }
    return !line.empty();
}

void RecordBuilder::appendToDescription(std::string_view separator, std::string_view text)
{
    std::string& description = m_record.description;
    if (description.empty())
        separator = {};
    const std::size_t used = description.size() + separator.size();
    const std::size_t room = used < kMaximumDescriptionBytes ? kMaximumDescriptionBytes - used : 0;
    const std::string_view kept = cutAtCharacter(text, room);
    if (!kept.empty()) {
        description += separator;
        description += kept;
    }
    if (kept.size() < text.size() && !m_descriptionIsCut) {
        m_descriptionIsCut = true;
        assume("the description was longer than 64 KiB and is cut");
    }
}

void RecordBuilder::addDescription(std::string_view paragraph)
{
    paragraph = trimmed(paragraph);
    if (paragraph.empty())
        return;
    appendToDescription("\n\n", paragraph);
    m_endsWithDetail = false;
}

void RecordBuilder::addDetail(std::string_view label, std::string_view text)
{
    text = trimmed(text);
    if (text.empty())
        return;
    std::string line(label);
    line += ": ";
    line += text;
    appendToDescription(m_endsWithDetail ? "\n" : "\n\n", line);
    m_endsWithDetail = true;
}

void RecordBuilder::setTime(const base::SourceTime& time)
{
    if (!m_zone || !missesZone(time))
        return setTimeInUtc(time);
    setTimeIn(*m_zone, time);
}

void RecordBuilder::setTimeIn(const ZoneAssignment& zone, const base::SourceTime& time)
{
    m_record.occurredAt = time;
    assume(zone.moveInto(m_record.occurredAt));
    noteDoubts(m_record);
}

void RecordBuilder::setTimeInUtc(const base::SourceTime& time)
{
    m_record.occurredAt = time;
    if (missesZone(time))
        assume(kNoZoneAssumption);
    noteDoubts(m_record);
}

void RecordBuilder::setSource(std::string_view name)
{
    name = trimmed(name);
    m_record.source.assign(name.empty() ? std::string_view(m_defaultSource)
                                        : cutAtCharacter(name, kMaximumNameBytes));
}

void RecordBuilder::setReference(std::string_view reference)
{
    m_record.reference.assign(cutAtCharacter(trimmed(reference), kMaximumNameBytes));
}

} // namespace keyturn::intake
