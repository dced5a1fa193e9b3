// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/archive_reader.h"

#include "models/service/service_error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <archive.h>
#include <archive_entry.h>
#include <memory>
#include <sys/stat.h>

namespace keyturn::app {

namespace {

struct FreeArchive
{
    void operator()(archive* handle) const { archive_read_free(handle); }
};

base::Result<void> writeEntry(archive* from, const QString& path)
{
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly))
        return base::fail(service::ServiceError::FileFailure, path, file.errorString());
    QByteArray buffer(64 * 1024, Qt::Uninitialized);
    for (;;) {
        const la_ssize_t got = archive_read_data(from, buffer.data(), static_cast<size_t>(buffer.size()));
        if (got < 0)
            return base::fail(service::ServiceError::FileFailure, path,
                              QString::fromUtf8(archive_error_string(from)));
        if (got == 0)
            return {};
        if (file.write(buffer.constData(), got) != got)
            return base::fail(service::ServiceError::FileFailure, path, file.errorString());
    }
}

} // namespace

base::Result<void> unpackArchive(const QByteArray& archiveBytes, const QString& folder)
{
    const std::unique_ptr<archive, FreeArchive> reader(archive_read_new());
    const auto failed = [&] {
        return base::fail(service::ServiceError::FileFailure, folder,
                          QString::fromUtf8(archive_error_string(reader.get())));
    };
    archive_read_support_format_tar(reader.get());
    archive_read_support_filter_xz(reader.get());
    if (archive_read_open_memory(reader.get(), archiveBytes.constData(),
                                 static_cast<size_t>(archiveBytes.size())) != ARCHIVE_OK)
        return failed();
    const QDir root(folder);
    for (;;) {
        archive_entry* entry = nullptr;
        const int next = archive_read_next_header(reader.get(), &entry);
        if (next == ARCHIVE_EOF)
            return {};
        if (next != ARCHIVE_OK)
            return failed();
        if (archive_entry_filetype(entry) != S_IFREG)
            continue;
        const QString path =
            QDir::cleanPath(root.absoluteFilePath(QString::fromUtf8(archive_entry_pathname(entry))));
        if (!path.startsWith(root.absolutePath() + QLatin1Char('/')))
            return base::fail(service::ServiceError::FileFailure, path,
                              QStringLiteral("it lies outside the folder"));
        KEYTURN_TRY(writeEntry(reader.get(), path));
    }
}

} // namespace keyturn::app
