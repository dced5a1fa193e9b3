// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/import_preview.h"

#include "models/base/text_safety.h"
#include "models/service/background.h"
#include "models/service/import_source.h"
#include "models/service/input_file.h"

#include <QFile>
#include <QFileInfo>

namespace keyturn::service {

namespace {

/// Keeps the first records and stops the adapter when there are enough.
class FirstRecords final : public intake::RecordSink
{
public:
    FirstRecords(ImportPreview& preview, std::size_t most) : m_preview(preview), m_most(most) {}
    void take(const domain::NormalisedRecord& record) override
    {
        if (m_preview.records.size() < m_most)
            m_preview.records.push_back(record);
    }
    void reject(const intake::Rejection& rejection) override
    {
        if (m_preview.rejected.size() < m_most)
            m_preview.rejected.push_back(rejection);
    }
    bool progress(std::uint64_t) override
    {
        return m_preview.records.size() < m_most && m_preview.rejected.size() < m_most;
    }

private:
    ImportPreview& m_preview;
    std::size_t m_most;
};

} // namespace

base::Result<ImportPreview> previewImport(const ImportRequest& request, std::size_t most)
{
    QFile file(request.path);
    KEYTURN_TRY(openInput(file, QIODevice::ReadOnly));
    intake::SourceStream stream(file, request.encoding.toStdString());
    KEYTURN_TRY_LET(adapter, adapterFor(request, stream, base::harmlessText(request.path)));
    ImportPreview preview;
    preview.format = adapter->format();
    preview.encoding = QString::fromStdString(stream.encoding());
    preview.isCompressed = stream.isDecompressed();
    FirstRecords sink(preview, most);
    const auto read =
        adapter->read(stream.text(), hintsOf(request, base::harmlessText(QFileInfo(file).fileName())), sink);
    // The adapter was stopped because there is enough; any other error stands.
    if (!read && !read.error().is(intake::IntakeError::Cancelled))
        return base::passOn(read);
    return preview;
}

QFuture<base::Result<ImportPreview>> previewInBackground(ImportRequest request, std::size_t most)
{
    return inBackground([request = std::move(request), most] { return previewImport(request, most); });
}

} // namespace keyturn::service
