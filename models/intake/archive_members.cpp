// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/archive_members.h"

#include "models/base/text_safety.h"
#include "models/intake/compressed_source.h"
#include "models/intake/unpacked_device.h"

#include <QCoreApplication>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

namespace keyturn::intake {

namespace {

QString archiveSentence(const char* text)
{
    return QCoreApplication::translate("intake", text);
}

/// Why a member is not read; empty where it is.
QString refusalOf(archive_entry* entry, const QString& name)
{
    if (archive_entry_filetype(entry) == AE_IFLNK || archive_entry_hardlink(entry) != nullptr)
        return archiveSentence(QT_TRANSLATE_NOOP("intake", "It is a link, which is not followed."));
    if (archive_entry_filetype(entry) != AE_IFREG)
        return archiveSentence(QT_TRANSLATE_NOOP("intake", "It is no file."));
    const QStringList parts =
        QString(name).replace(QLatin1Char('\\'), QLatin1Char('/')).split(QLatin1Char('/'));
    if (name.isEmpty() || name.startsWith(QLatin1Char('/')) || parts.contains(QStringLiteral("..")))
        return archiveSentence(QT_TRANSLATE_NOOP("intake", "Its name leads out of the archive."));
    if (archive_entry_is_encrypted(entry) != 0)
        return archiveSentence(QT_TRANSLATE_NOOP("intake", "It is encrypted."));
    return {};
}

} // namespace

bool startsAsArchive(std::string_view head)
{
    using namespace std::string_view_literals;
    constexpr std::size_t kTarMagicAt = 257;
    return head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv) ||
           (head.size() > kTarMagicAt + 5 && head.substr(kTarMagicAt, 5) == "ustar");
}

/// The archive, by libarchive.
class ArchiveMembers::Reader
{
public:
    Reader(QIODevice& bytes, QString fileName)
        : m_source(bytes), m_fileName(std::move(fileName)), m_archive(archive_read_new())
    {
    }
    [[nodiscard]] archive* get() const { return m_archive.get(); }
    [[nodiscard]] base::Result<bool> next(archive_entry*& entry)
    {
        if (!m_isOpened && !open())
            return damaged();
        const int result = archive_read_next_header(get(), &entry);
        if (result == ARCHIVE_EOF)
            return false;
        // A warning is of names and times; the bytes are whole.
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return damaged();
        return true;
    }
    qint64 read(char* data, qint64 maximum, QString& reason)
    {
        const la_ssize_t count = archive_read_data(get(), data, static_cast<std::size_t>(maximum));
        if (count < 0) {
            reason = why();
            return -1;
        }
        m_bytes += static_cast<std::uint64_t>(count);
        if (UnpackedDevice::isBeyondMeasure(m_bytes, m_source.bytes())) {
            reason = UnpackedDevice::beyondMeasureSentence();
            return -1;
        }
        return count;
    }

private:
    struct Free
    {
        void operator()(archive* opened) const { archive_read_free(opened); }
    };
    [[nodiscard]] QString why() const
    {
        return m_source.why(m_archive ? archive_error_string(m_archive.get()) : nullptr);
    }
    [[nodiscard]] tl::unexpected<base::Error> damaged() const
    {
        return base::fail(IntakeError::FileUnreadable, m_fileName, base::harmlessText(why(), 200));
    }
    bool open()
    {
        m_isOpened = true;
        return get() != nullptr && archive_read_support_format_zip_streamable(get()) == ARCHIVE_OK &&
               archive_read_support_format_tar(get()) == ARCHIVE_OK &&
               archive_read_open(get(), &m_source, nullptr, CompressedSource::readForArchive, nullptr) ==
                   ARCHIVE_OK;
    }

    CompressedSource m_source;
    QString m_fileName;
    std::unique_ptr<archive, Free> m_archive;
    std::uint64_t m_bytes = 0;
    bool m_isOpened = false;
};

/// One member's bytes.
class ArchiveMembers::Content final : public QIODevice
{
public:
    explicit Content(Reader& reader) : m_reader(reader) { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    [[nodiscard]] bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 maximum) override
    {
        QString reason;
        const qint64 count = m_reader.read(data, maximum, reason);
        if (count < 0)
            setErrorString(reason);
        return count;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    Reader& m_reader;
};

ArchiveMembers::ArchiveMembers(QIODevice& bytes, QString fileName)
    : m_reader(std::make_unique<Reader>(bytes, std::move(fileName)))
{
}

ArchiveMembers::~ArchiveMembers() = default;

base::Result<bool> ArchiveMembers::next(ArchiveMember& member)
{
    m_content.reset();
    while (true) {
        archive_entry* entry = nullptr;
        KEYTURN_TRY_LET(isThere, m_reader->next(entry));
        if (!isThere)
            return false;
        if (archive_entry_filetype(entry) == AE_IFDIR)
            continue;
        const char* const utf8 = archive_entry_pathname_utf8(entry);
        const char* const bytes = utf8 != nullptr ? utf8 : archive_entry_pathname(entry);
        const QString name = QString::fromUtf8(bytes == nullptr ? "" : bytes);
        member.name = base::harmlessText(name, 300);
        member.refusal = refusalOf(entry, name);
        return true;
    }
}

QIODevice& ArchiveMembers::content()
{
    if (!m_content)
        m_content = std::make_unique<Content>(*m_reader);
    return *m_content;
}

} // namespace keyturn::intake
