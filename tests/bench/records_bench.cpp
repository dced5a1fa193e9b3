// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block.h"
#include "models/records/search.h"
#include "tests/bench/figure.h"

#include <cstdio>
#include <ctime>
#include <deque>
#include <future>
#include <random>

/// Times what models/records does with a million records of some 380 bytes, with everything in memory:
/// gathering and sealing on one thread and on two, and searches. Prints `name value unit - -` a figure.

using namespace keyturn;
using bench::print;
using bench::wallSeconds;

namespace {

constexpr int kRecords = 1'000'000;
constexpr const char* kRareWord = "xylograph";

double cpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Rows as an export of a gateway's log gives them, with ids and addresses that compress badly.
class RowMaker
{
public:
    void make(int index, domain::NormalisedRecord& record)
    {
        static const char* const kActions[] = {
            "tool call refused by policy",    "prompt matched safeguard rule",
            "session opened with fresh key",  "rate limit reached for customer",
            "code execution sandbox started", "retrieval returned customer text"};
        static const char* const kRegions[] = {"eu-west", "us-east", "jp-central", "br-south"};
        static const char* const kLevels[] = {"low", "medium", "high", "informational"};
        constexpr std::int64_t kStartUs = 1'780'272'000 * base::kUsPerSecond;
        char message[256];
        char row[512];
        const auto dice = static_cast<unsigned>(m_random());
        const std::uint64_t id = static_cast<std::uint64_t>(m_random()) << 32 | m_random();
        const std::uint64_t id2 = static_cast<std::uint64_t>(m_random()) << 32 | m_random();
        std::snprintf(message, sizeof message,
                      "%s on larch-4-agent for account acct-%08x in %s from 10.%u.%u.%u%s",
                      kActions[dice % 6], static_cast<unsigned>(m_random()), kRegions[dice / 6 % 4],
                      dice >> 24, dice >> 16 & 255, dice >> 8 & 255, index % 250'000 == 777 ? kRareWord : "");
        record.occurredAt = {
            {kStartUs + index * 250'000ll + dice % 1000}, base::TimePrecision::Microsecond, m_zone};
        record.title = message;
        record.description = "Event Logged";
        record.source = "gateway audit log";
        record.severity = static_cast<domain::Severity>(1 + dice / 256 % 4);
        record.layer = static_cast<domain::Layer>(1 + dice / 64 % 4);
        record.number = static_cast<std::uint64_t>(index) + 1;
        record.adapter = "timesketch-csv/1";
        std::string time;
        base::appendIso(time, record.occurredAt);
        std::snprintf(
            row, sizeof row,
            "\"%s\",%lld,%s,Event Logged,GATEWAY,gateway audit log,gateway/jsonl,gateway:audit:entry,%s,"
            "%016llx%016llx,request-%09d,user_agent=python-requests/2.31.0 status=%u bytes=%u tokens=%u",
            message, static_cast<long long>(record.occurredAt.start.us), time.c_str(), kLevels[dice % 4],
            static_cast<unsigned long long>(id), static_cast<unsigned long long>(id2), index,
            200 + dice % 300, dice % 100'000, dice % 8192);
        record.raw = row;
    }

private:
    std::mt19937 m_random{7};
    QString m_zone = QStringLiteral("+00:00");
};

class HeldBlocks final : public records::BlockList
{
public:
    std::vector<records::EncodedBlock> blocks;

    [[nodiscard]] std::size_t blockCount() const override { return blocks.size(); }
    [[nodiscard]] std::uint32_t recordCount(std::size_t index) const override
    {
        return at(index).recordCount;
    }
    [[nodiscard]] base::Result<std::unique_ptr<records::BlockSource>> open() const override
    {
        return std::make_unique<Source>(*this);
    }

private:
    [[nodiscard]] const records::EncodedBlock& at(std::size_t index) const
    {
        return blocks[blocks.size() - 1 - index];
    }

    class Source final : public records::BlockSource
    {
    public:
        explicit Source(const HeldBlocks& held) : m_held(held) {}
        base::Result<QByteArray> columns(std::size_t index) override { return m_held.at(index).columns; }
        base::Result<QByteArray> text(std::size_t index) override { return m_held.at(index).text; }
        base::Result<QByteArray> filter(std::size_t index) override { return m_held.at(index).filter; }

    private:
        const HeldBlocks& m_held;
    };
};

void timeSealing(const std::vector<domain::NormalisedRecord>& rows, HeldBlocks& held)
{
    records::BlockBuilder builder;
    double encodeCpu = 0;
    double sealCpu = 0;
    const double start = cpuSeconds();
    double mark = start;
    const auto seal = [&] {
        encodeCpu += cpuSeconds() - mark;
        mark = cpuSeconds();
        held.blocks.push_back(builder.seal());
        sealCpu += cpuSeconds() - mark;
        mark = cpuSeconds();
    };
    for (int i = 0; i < kRecords; ++i) {
        if (builder.add(rows[static_cast<std::size_t>(i) % rows.size()]))
            seal();
    }
    if (!builder.isEmpty())
        seal();
    print("records-encode-cpu", encodeCpu, "s");
    print("records-seal-cpu", sealCpu, "s");
}

void timeSearch(const HeldBlocks& held, const char* name, const char* text,
                const records::SearchOptions& options)
{
    const auto query = records::parseQuery(QString::fromUtf8(text));
    const std::atomic_bool cancel{false};
    double best = 1e9;
    double bestCpu = 0;
    records::SearchSummary summary;
    for (int round = 0; round < 3; ++round) {
        const double wall = wallSeconds();
        const double cpu = cpuSeconds();
        summary = *records::searchBlocks(
            held, *query, options, [](auto) { return true; }, cancel);
        if (const double took = wallSeconds() - wall; took < best) {
            best = took;
            bestCpu = cpuSeconds() - cpu;
        }
    }
    std::printf("# %s: %llu hits, %llu of %llu blocks skipped, cpu %.3f s\n", text,
                static_cast<unsigned long long>(summary.hits),
                static_cast<unsigned long long>(summary.blocksSkipped),
                static_cast<unsigned long long>(summary.blocks), bestCpu);
    print(name, best * 1000, "ms");
}

} // namespace

int main()
{
    // Made beforehand, so that making them is not timed; a quarter of the records is enough for that.
    std::vector<domain::NormalisedRecord> rows(kRecords / 4);
    RowMaker maker;
    std::size_t rawBytes = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        maker.make(static_cast<int>(i), rows[i]);
        rawBytes += rows[i].raw.size();
    }
    print("records-raw-bytes", static_cast<double>(rawBytes) / static_cast<double>(rows.size()), "B");
    HeldBlocks held;
    timeSealing(rows, held);
    std::size_t text = 0;
    std::size_t whole = 0;
    std::size_t filter = 0;
    std::size_t columns = 0;
    for (const auto& block : held.blocks) {
        text += static_cast<std::size_t>(block.text.size());
        filter += static_cast<std::size_t>(block.filter.size());
        columns += static_cast<std::size_t>(block.columns.size());
        whole += records::BlockText::decode(block.text, block.recordCount)->whole().size();
    }
    std::printf("# %zu blocks; record %zu B, stored text %zu B, columns %zu B, filter %zu B a record\n",
                held.blocks.size(), whole / kRecords, text / kRecords, columns / kRecords, filter / kRecords);

    double mark = cpuSeconds();
    for (const auto& block : held.blocks) {
        records::BlockText decoded = *records::BlockText::decode(block.text, block.recordCount);
        if (decoded.size() != block.recordCount)
            return 1;
    }
    print("records-decompress-cpu", cpuSeconds() - mark, "s");
    mark = cpuSeconds();
    records::BlockText decoded;
    for (const auto& block : held.blocks) {
        if (!decoded.assign(block.text, block.recordCount) ||
            deriveParts(decoded, block.text)->derived != block.derived)
            return 1;
    }
    print("records-derive-cpu", cpuSeconds() - mark, "s");

    records::SearchOptions newest;
    newest.maximumHits = 50;
    records::SearchOptions count;
    count.searchFor = records::SearchFor::CountOnly;
    timeSearch(held, "search-common-newest-50", "policy", newest);
    timeSearch(held, "search-common-count", "policy", count);
    timeSearch(held, "search-rare", kRareWord, newest);
    timeSearch(held, "search-absent", "zeppelin", newest);
    timeSearch(held, "search-number", "request-000123456", newest);
    timeSearch(held, "search-hexadecimal", "deadbeefcafe", newest);
    timeSearch(held, "search-two-letters-count", "zq", count);
    timeSearch(held, "search-other-letters", "größenwahn", newest);
    timeSearch(held, "search-columns-count", "severity>=high layer:abuse-at-scale", count);
    timeSearch(held, "search-columns-and-text", "severity>=high refused", newest);
    return 0;
}
