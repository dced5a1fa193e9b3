// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/records/search_reference.h"

#include "models/records/record_bytes.h"

#include <algorithm>

namespace keyturn::tests {

using records::Query;
using records::SearchHit;
using records::SearchOptions;
using records::SearchSummary;
using records::TextPlace;
using records::TextTerm;

namespace {

/// The rule said as plainly as can be: unescaped fields, folded whole, looked into with std::string::find.
bool standsInRecord(const TextTerm& term, const domain::NormalisedRecord& record)
{
    const bool ascii =
        std::all_of(term.text.begin(), term.text.end(), [](QChar c) { return c.unicode() < 0x80; });
    const auto folded = [ascii](const QString& text) {
        if (!ascii)
            return text.toCaseFolded().toStdString();
        std::string bytes = text.toStdString();
        for (char& c : bytes)
            c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return bytes;
    };
    const auto stands = [&](const std::string& text) {
        return folded(QString::fromStdString(text)).find(folded(term.text)) != std::string::npos;
    };
    const auto standsInOne = [&](const std::vector<std::string>& texts) {
        return std::any_of(texts.begin(), texts.end(), stands);
    };
    switch (term.place) {
    case TextPlace::Title:
        return stands(record.title);
    case TextPlace::Description:
        return stands(record.description);
    case TextPlace::Source:
        return stands(record.source);
    case TextPlace::Reference:
        return stands(record.reference);
    case TextPlace::Model:
        return standsInOne(record.models);
    case TextPlace::Anywhere:
        break;
    }
    return stands(record.title) || stands(record.description) || stands(record.source) ||
           stands(record.reference) || standsInOne(record.models) || standsInOne(record.assumptions) ||
           stands(record.raw);
}

} // namespace

std::vector<ReadBlock> readAll(const MemoryBlocks& blocks)
{
    std::vector<ReadBlock> all;
    for (std::size_t block = 0; block < blocks.blockCount(); ++block) {
        const auto text = records::BlockText::decode(blocks.block(block).text, blocks.recordCount(block));
        all.push_back({*records::decodeColumns(blocks.block(block).columns), {}});
        for (std::uint32_t i = 0; i < text->size(); ++i)
            all.back().records.push_back(*records::decodeNormalised(text->record(i)));
    }
    return all;
}

std::vector<Place> searchNaively(const std::vector<ReadBlock>& blocks, const Query& query)
{
    std::vector<Place> hits;
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        std::vector<Place> timeless;
        for (auto i = static_cast<std::uint32_t>(blocks[block].records.size()); i-- > 0;) {
            const domain::NormalisedRecord& record = blocks[block].records[i];
            const bool all = std::all_of(query.texts.begin(), query.texts.end(), [&](const TextTerm& term) {
                return standsInRecord(term, record) != term.negated;
            });
            if (all && records::matchesColumns(query, blocks[block].columns, i))
                (record.occurredAt.isKnown() ? hits : timeless).push_back({block, i});
        }
        hits.insert(hits.end(), timeless.begin(), timeless.end());
    }
    return hits;
}

std::vector<Place> search(const MemoryBlocks& blocks, const Query& query, const SearchOptions& options,
                          SearchSummary* summary)
{
    std::vector<Place> places;
    const std::atomic_bool cancel{false};
    const auto take = [&](std::span<const SearchHit> hits) {
        for (const SearchHit& hit : hits) {
            const auto text =
                records::BlockText::decode(blocks.block(hit.block).text, blocks.recordCount(hit.block));
            if (hit.bytes != text->record(hit.record))
                qFatal("a hit came with another record's bytes");
            places.push_back({hit.block, hit.record});
        }
        return true;
    };
    const auto result = records::searchBlocks(blocks, query, options, take, cancel);
    if (!result)
        qFatal("%s", qPrintable(result.error().sentence()));
    if (summary)
        *summary = *result;
    if (!blocks.isIndexed()) {
        SearchSummary again;
        if (search(blocks.indexed(), query, options, &again) != places || again.hits != result->hits)
            qFatal("the word index changes what is found");
    }
    return places;
}

Query queryOf(const char* text)
{
    const auto query = records::parseQuery(QString::fromUtf8(text));
    if (!query)
        qFatal("%s: %s", text, qPrintable(query.error().sentence()));
    return *query;
}

Query queryFor(const QString& text)
{
    Query query;
    query.texts.push_back({text, TextPlace::Anywhere, false});
    return query;
}

std::vector<domain::NormalisedRecord> randomRecords(std::uint32_t seed, int count)
{
    tests::RandomRecords random(seed);
    std::vector<domain::NormalisedRecord> source;
    for (int i = 0; i < count; ++i)
        source.push_back(random.next());
    return source;
}

SearchOptions onWorkers(unsigned workers)
{
    SearchOptions options;
    options.workers = workers;
    return options;
}

} // namespace keyturn::tests
