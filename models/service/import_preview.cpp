// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/import_preview.h"

#include "models/base/text_safety.h"
#include "models/formats/registry.h"
#include "models/intake/archive_members.h"
#include "models/service/background.h"
#include "models/service/import_source.h"
#include "models/service/input_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

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

/// How many values of a field are shown.
constexpr qsizetype kValuesShown = 3;

QStringList firstValues(const formats::FileFields& fields, std::size_t place)
{
    QStringList values;
    for (const auto& row : fields.rows) {
        const QString value = place < row.size() ? QString::fromStdString(row[place]).trimmed() : QString();
        if (!value.isEmpty() && !values.contains(value))
            values += value;
        if (values.size() == kValuesShown)
            break;
    }
    return values;
}

std::size_t placeOf(const formats::MappedField& field, const formats::FileFields& fields)
{
    if (field.name.isEmpty())
        return field.number - 1;
    const auto found = std::find(fields.names.begin(), fields.names.end(), field.name.toStdString());
    return static_cast<std::size_t>(found - fields.names.begin());
}

/// @param head of a file that is read by @p mapping or by a guess. @param format how it is read.
base::Result<ShownFields> shownFields(const QString& format, std::string_view head,
                                      const std::optional<formats::ImportMapping>& mapping)
{
    KEYTURN_TRY_LET(plain, formats::guessFields(format, head, {}, QString()));
    KEYTURN_TRY_LET(
        guessed, formats::guessFields(format, head, mapping.value_or(formats::ImportMapping()), QString()));
    ShownFields shown;
    shown.key = fieldsKey(plain.fields);
    shown.isNamed = !plain.fields.names.empty();
    shown.guess = guessed.guess;
    shown.mapping = mapping;
    shown.isDayMonthCertain = guessed.isDayMonthCertain;
    for (const formats::MappedField& field : guessed.guess.fields) {
        const std::size_t place = placeOf(field, guessed.fields);
        const auto& names = guessed.fields.names;
        shown.fields.push_back({field,
                                place < names.size() ? QString::fromStdString(names[place]) : QString(),
                                firstValues(guessed.fields, place)});
    }
    return shown;
}

base::Result<ImportPreview> previewBytes(QIODevice& bytes, const ImportRequest& request, const QString& name,
                                         std::size_t most)
{
    intake::SourceStream stream(bytes, request.encoding.toStdString());
    KEYTURN_TRY_LET(reading, readingFor(request, stream, name));
    KEYTURN_TRY_LET(hints, hintsOf(request, stream, reading.mapping, name));
    ImportPreview preview;
    preview.format = reading.adapter->format();
    preview.encoding = QString::fromStdString(stream.encoding());
    preview.isEncodingGuessed = stream.isEncodingGuessed();
    preview.isCompressed = stream.isDecompressed();
    if (formats::isReadByMapping(preview.format)) {
        if (auto fields = shownFields(preview.format, stream.text().head(), reading.mapping))
            preview.fields = std::move(*fields);
    }
    FirstRecords sink(preview, most);
    const auto read = reading.adapter->read(stream.text(), hints, sink);
    // The adapter was stopped because there is enough; any other error stands.
    if (!read && !read.error().is(intake::IntakeError::Cancelled)) {
        const bool isOfItsFields = read.error().is(intake::IntakeError::FormatMismatch) ||
                                   read.error().is(intake::IntakeError::MappingMismatch);
        if (!preview.fields || !isOfItsFields)
            return base::passOn(read);
        preview.refusal = read.error().sentence();
    }
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

QString keptText(const formats::ImportMapping& mapping)
{
    return QString::fromUtf8(formats::encodeMapping(mapping));
}

std::optional<formats::ImportMapping> mappingOfKept(const QString& text)
{
    const auto read = formats::decodeMapping(text.toUtf8(), QString());
    return read ? std::optional(*read) : std::nullopt;
}

} // namespace keyturn::service
