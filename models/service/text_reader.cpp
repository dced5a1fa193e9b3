// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/text_reader.h"

#include "models/base/csv.h"

#include <QPromise>
#include <QSaveFile>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace keyturn::service {

namespace {

/// Rows read before any is written: enough that lists which go through the blocks crosswise decode few of
/// them twice, little enough (some 10 MB) for any machine.
constexpr std::size_t kRowsAtOnce = 32'768;

/// The places of @p keys in the order of the blocks.
std::vector<std::size_t> blockOrder(const std::vector<timeline::EventKey>& keys)
{
    std::vector<std::size_t> order(keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tie(keys[a].batchSeq, keys[a].leaf) < std::tie(keys[b].batchSeq, keys[b].leaf);
    });
    return order;
}

} // namespace

base::Result<std::vector<timeline::EventText>>
readTexts(EventReader& reader, const std::vector<timeline::EventKey>& keys, const std::atomic_bool& cancel)
{
    std::vector<timeline::EventText> texts(keys.size());
    for (const std::size_t i : blockOrder(keys)) {
        if (cancel)
            return base::fail(ServiceError::Cancelled);
        timeline::EventText& text = texts[i];
        text.key = keys[i];
        const auto event = reader.event(keys[i].batchSeq, keys[i].leaf);
        text.isReadable = event.has_value();
        if (!event)
            continue;
        text.title = event->title;
        text.source = event->source;
        text.reference = event->reference;
        text.models = event->models.join(QStringLiteral(", "));
    }
    return texts;
}

base::Result<WrittenTable> writeTable(EventReader& reader, const TableExport& request,
                                      const Progress& progress, const std::atomic_bool& cancel)
{
    QSaveFile file(request.path);
    const auto failed = [&] {
        return base::fail(ServiceError::FileFailure, request.path, file.errorString());
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    const auto put = [&](const QString& text) {
        const QByteArray bytes = text.toUtf8();
        return file.write(bytes) == bytes.size();
    };
    if (!put(base::csvLine(request.headers)))
        return failed();
    const std::vector<timeline::EventRow>& rows = *request.rows;
    std::vector<timeline::EventKey> keys;
    for (std::size_t done = 0; done < rows.size(); done += keys.size()) {
        keys.clear();
        for (std::size_t i = done; i < std::min(done + kRowsAtOnce, rows.size()); ++i)
            keys.push_back(request.columns->keyOf(rows[i]));
        KEYTURN_TRY_LET(texts, readTexts(reader, keys, cancel));
        QString lines;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (!texts[i].isReadable)
                return base::fail(ServiceError::RecordDamaged, QString::number(keys[i].batchSeq),
                                  QStringLiteral("record %1 cannot be read").arg(keys[i].leaf));
            lines += base::csvLine(request.cells(done + i, texts[i]));
        }
        if (!put(lines))
            return failed();
        if (progress)
            progress(done + keys.size(), rows.size());
    }
    if (cancel)
        return base::fail(ServiceError::Cancelled);
    if (!file.commit())
        return failed();
    return WrittenTable{request.path, rows.size()};
}

TextReader::TextReader()
{
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);
    m_writers.setMaxThreadCount(1);
}

TextReader::~TextReader()
{
    m_stop = true;
    m_cancelWrite = true;
    m_writers.waitForDone();
    m_pool.start([this] { m_opened = {}; });
    m_pool.waitForDone();
}

void TextReader::setSource(std::shared_ptr<ledger::LedgerStore> store,
                           std::shared_ptr<const BlockDirectory> directory)
{
    const std::scoped_lock lock(m_mutex);
    m_source = std::make_shared<const Source>(Source{std::move(store), std::move(directory), m_ledger});
}

void TextReader::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_source.reset();
    ++m_ledger;
}

std::shared_ptr<const TextReader::Source> TextReader::source()
{
    const std::scoped_lock lock(m_mutex);
    return m_source;
}

base::Result<void> TextReader::open(Opened& opened, const std::shared_ptr<const Source>& source)
{
    if (!source)
        return base::fail(ServiceError::Busy);
    if (opened.source && opened.source->ledger == source->ledger) {
        opened.reader->follow(source->directory);
        opened.source = source;
        return {};
    }
    opened = {};
    KEYTURN_TRY_LET(store, source->store->reopen());
    opened.store = std::move(store);
    opened.reader = std::make_unique<EventReader>(*opened.store, *source->directory);
    opened.source = source;
    return {};
}

QFuture<base::Result<std::vector<timeline::EventText>>>
TextReader::texts(std::vector<timeline::EventKey> keys)
{
    using Outcome = base::Result<std::vector<timeline::EventText>>;
    auto promise = std::make_shared<QPromise<Outcome>>();
    auto future = promise->future();
    promise->start();
    m_pool.start([this, promise, keys = std::move(keys)] {
        const auto read = [&]() -> Outcome {
            KEYTURN_TRY(open(m_opened, source()));
            return readTexts(*m_opened.reader, keys, m_stop);
        };
        promise->addResult(read());
        promise->finish();
    });
    return future;
}

QFuture<base::Result<WrittenTable>> TextReader::write(TableExport request, Progress progress)
{
    using Outcome = base::Result<WrittenTable>;
    auto promise = std::make_shared<QPromise<Outcome>>();
    auto future = promise->future();
    promise->start();
    if (m_isWriting.exchange(true)) {
        promise->addResult(Outcome(base::fail(ServiceError::Busy)));
        promise->finish();
        return future;
    }
    m_cancelWrite = false;
    m_writers.start([this, promise, request = std::move(request), progress = std::move(progress)] {
        const auto work = [&]() -> Outcome {
            Opened opened;
            KEYTURN_TRY(open(opened, source()));
            return writeTable(*opened.reader, request, progress, m_cancelWrite);
        };
        Outcome outcome = work();
        m_isWriting = false;
        promise->addResult(std::move(outcome));
        promise->finish();
    });
    return future;
}

} // namespace keyturn::service
