// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/records/sample_records.h"

#include "models/records/word_index.h"

#include <array>
#include <iterator>
#include <string_view>

namespace keyturn::tests {

namespace {

using namespace std::string_view_literals;

constexpr std::array kPieces{
    "tool use"sv,
    "Tool Use"sv,
    "agent"sv,
    "API"sv,
    "northgate"sv,
    "prompt injection"sv,
    " "sv,
    ", "sv,
    "\""sv,
    "\\"sv,
    "\\\\"sv,
    "\n"sv,
    "\r\n"sv,
    "\t"sv,
    "\0"sv,
    "\x01"sv,
    "\x1b[31m"sv,
    "\x7f"sv,
    "é"sv,
    "É"sv,
    "straße"sv,
    "STRASSE"sv,
    "\u212A"sv,
    "k"sv,
    "K"sv,
    "ſ"sv,
    "日本語"sv,
    "データ漏洩"sv,
    "🔑"sv,
    "𐐀𐐨"sv,
    "\u202E"sv,
    "\u2028"sv,
    "\uFEFF"sv,
    "Ω"sv,
    "ω"sv,
    "İ"sv,
    "\",\"title\":\""sv,
    "{\"v\":1"sv,
    "],\"raw\":\""sv,
    "u0041"sv,
    "\\u0041"sv,
    "001f"sv,
    "title"sv,
    "severity"sv,
    "0123456789"sv,
    "deadbeefcafe"sv,
    "n"sv,
    "r"sv,
    "}{"sv,
    "null"sv,
    "x"sv,
    "\xC2\x80"sv,
    "\xF4\x8F\xBF\xBF"sv,
    "Zürich"sv,
};

class MemorySource final : public records::BlockSource
{
public:
    explicit MemorySource(const MemoryBlocks& blocks) : m_blocks(blocks) {}
    base::Result<QByteArray> columns(std::size_t index) override { return m_blocks.block(index).columns; }
    base::Result<QByteArray> text(std::size_t index) override
    {
        ++m_blocks.textsRead;
        return m_blocks.block(index).text;
    }
    base::Result<QByteArray> filter(std::size_t index) override { return m_blocks.block(index).filter; }
    std::optional<QByteArrayView> words(std::size_t index) override { return m_blocks.words(index); }

private:
    const MemoryBlocks& m_blocks;
};

} // namespace

std::string RandomRecords::text(int maximumPieces)
{
    std::string out;
    for (std::uint32_t left = below(static_cast<std::uint32_t>(maximumPieces) + 1); left > 0; --left)
        out += kPieces[below(kPieces.size())];
    return out;
}

domain::NormalisedRecord RandomRecords::next()
{
    domain::NormalisedRecord record;
    record.kind = static_cast<domain::RecordKind>(below(5));
    record.occurredAt.precision = static_cast<base::TimePrecision>(below(9));
    if (record.occurredAt.isKnown()) {
        constexpr std::int64_t kSpanUs = 400 * base::kUsPerDay;
        record.occurredAt.start.us =
            static_cast<std::int64_t>(m_random()) * 1'000'003 % kSpanUs - kSpanUs / 2;
        record.occurredAt.zone =
            std::array{QString(), QStringLiteral("Z"), QStringLiteral("+02:00")}[below(3)];
    }
    record.title = text(4) + "t";
    record.description = text(12);
    record.source = text(2);
    record.sourceKind = static_cast<domain::SourceKind>(below(8));
    record.severity = static_cast<domain::Severity>(below(6));
    record.credibility = static_cast<domain::Credibility>(below(4));
    record.layer = static_cast<domain::Layer>(below(5));
    record.reference = text(2);
    for (std::uint32_t i = below(4); i > 0; --i)
        record.models.push_back(text(2));
    for (std::uint32_t i = below(3); i > 0; --i)
        record.assumptions.push_back(text(3));
    record.number = below(4) == 0 ? m_random() * 0x1'0000'0001ull : ++m_number;
    record.adapter = "sample/1";
    record.raw = text(20);
    if (below(8) == 0) {
        record.rawIsCut = true;
        record.rawSha256 = std::string(64, 'a');
    }
    return record;
}

domain::NormalisedRecord plainRecord(const std::string& title, int second)
{
    constexpr std::int64_t kStartUs = 1'780'272'000 * base::kUsPerSecond; // 2026-06-01
    domain::NormalisedRecord record;
    record.occurredAt = {
        {kStartUs + second * base::kUsPerSecond}, base::TimePrecision::Second, QStringLiteral("Z")};
    record.title = title;
    record.adapter = "sample/1";
    record.number = 1;
    return record;
}

MemoryBlocks MemoryBlocks::of(const std::vector<domain::NormalisedRecord>& source, std::size_t perBlock)
{
    MemoryBlocks blocks;
    records::BlockBuilder builder;
    std::size_t held = 0;
    for (const domain::NormalisedRecord& record : source) {
        static_cast<void>(builder.add(record));
        if (++held == perBlock) {
            blocks.add(builder.seal());
            held = 0;
        }
    }
    if (!builder.isEmpty())
        blocks.add(builder.seal());
    return blocks;
}

const MemoryBlocks& MemoryBlocks::indexed() const
{
    if (m_indexed)
        return *m_indexed;
    m_indexed = std::make_unique<MemoryBlocks>();
    MemoryBlocks& blocks = *m_indexed;
    blocks.m_blocks = m_blocks;
    blocks.m_isIndexed = true;
    records::WordIndexBuilder builder;
    for (const records::EncodedBlock& block : m_blocks) {
        const auto text = records::BlockText::decode(block.text, block.recordCount);
        if (!text)
            qFatal("a damaged block cannot be indexed");
        blocks.m_words.push_back(builder.build(*text));
    }
    return blocks;
}

base::Result<std::unique_ptr<records::BlockSource>> MemoryBlocks::open() const
{
    return std::make_unique<MemorySource>(*this);
}

} // namespace keyturn::tests
