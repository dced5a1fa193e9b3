// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/import_preview.h"

#include "models/base/text_safety.h"
#include "models/intake/archive_members.h"
#include "models/service/background.h"
#include "models/service/import_source.h"
#include "models/service/input_file.h"

#include <QCoreApplication>
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

base::Result<ImportPreview> previewBytes(QIODevice& bytes, const ImportRequest& request, const QString& name,
                                         std::size_t most)
{
    intake::SourceStream stream(bytes, request.encoding.toStdString());
    KEYTURN_TRY_LET(adapter, adapterFor(request, stream, name));
    ImportPreview preview;
    preview.format = adapter->format();
    preview.encoding = QString::fromStdString(stream.encoding());
    preview.isCompressed = stream.isDecompressed();
    FirstRecords sink(preview, most);
    const auto read = adapter->read(stream.text(), hintsOf(request, name), sink);
    // The adapter was stopped because there is enough; any other error stands.
    if (!read && !read.error().is(intake::IntakeError::Cancelled))
        return base::passOn(read);
    return preview;
}

} // namespace

base::Result<ImportPreview> previewImport(const ImportRequest& request, std::size_t most)
{
    QFile file(request.path);
    KEYTURN_TRY(openInput(file, QIODevice::ReadOnly));
    const QString name = base::harmlessText(QFileInfo(file).fileName());
    if (file.isSequential())
        return base::fail(intake::IntakeError::FileUnreadable, name,
                          QCoreApplication::translate("service", "a pipe gives its bytes only once"));
    intake::SourceStream stream(file);
    if (intake::startsAsArchive(stream.text().head())) {
        intake::ArchiveMembers members(stream.text(), name);
        intake::ArchiveMember member;
        while (true) {
            KEYTURN_TRY_LET(isThere, members.next(member));
            if (!isThere)
                return base::fail(ServiceError::NothingImported, name);
            if (!member.refusal.isEmpty())
                continue;
            KEYTURN_TRY_LET(preview, previewBytes(members.content(), request,
                                                  name + QLatin1Char('/') + member.name, most));
            preview.member = member.name;
            return preview;
        }
    }
    if (!file.seek(0))
        return tl::make_unexpected(unreadable(file));
    return previewBytes(file, request, name, most);
}

QFuture<base::Result<ImportPreview>> previewInBackground(ImportRequest request, std::size_t most)
{
    return inBackground([request = std::move(request), most] { return previewImport(request, most); });
}

} // namespace keyturn::service
