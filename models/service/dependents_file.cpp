// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/dependents_file.h"

#include "models/base/json.h"
#include "models/domain/reason.h"
#include "models/intake/csv_rows.h"
#include "models/intake/head_reader.h"
#include "models/intake/record_text.h"
#include "models/service/input_file.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>

namespace keyturn::service {

namespace {

/// What dependents may take of an entry in the form of their file: the entry holds them more tightly, in
/// base64, beside its context and signature.
constexpr qsizetype kMaximumDependentsBytes = 40'000;

enum class DependentColumn : std::uint8_t {
    Id,
    Name,
    Kind,
    Contact,
    Models,
    Channels,
    Regions,
    Tiers,
    Capabilities,
    Fallback,
    FallbackModel
};
constexpr std::array kDependentColumns{"id",           "name",     "kind",          "contact",
                                       "models",       "channels", "regions",       "tiers",
                                       "capabilities", "fallback", "fallback_model"};
/// The cells of one row by column; null where the header does not name it.
using DependentCells = std::array<QString, kDependentColumns.size()>;

qsizetype sizeInEntry(const domain::Dependent& dependent)
{
    return domain::encodeDependentsFile({dependent}).size();
}

/// Takes what may stand in the register and says why the rest may not.
class DependentsCollector
{
public:
    DependentsCollector(DependentsFile& file, const domain::Catalogue& catalogue)
        : m_file(file), m_catalogue(catalogue)
    {
    }

    void take(std::uint64_t number, const base::Result<domain::Dependent>& read)
    {
        if (!read)
            return reject(number, read.error().sentence());
        const QString& id = read->id.value();
        const auto because = [&](const QString& why) {
            reject(number, base::makeError(domain::DomainError::BadDependent, base::harmlessText(id, 80), why)
                               .sentence());
        };
        if (const auto checked = domain::checkDependent(*read, m_catalogue); !checked)
            return reject(number, checked.error().sentence());
        if (m_ids.contains(id))
            return because(domain::reason(QT_TRANSLATE_NOOP("errors", "it stands there twice")));
        if (sizeInEntry(*read) > kMaximumDependentsBytes)
            return because(
                domain::reason(QT_TRANSLATE_NOOP("errors", "it lists more than one entry can hold")));
        m_ids.insert(id);
        m_file.dependents.push_back(*read);
    }
    void reject(std::uint64_t number, const QString& reason)
    {
        m_file.rejected.push_back({number, 0, reason});
    }

private:
    DependentsFile& m_file;
    const domain::Catalogue& m_catalogue;
    QSet<QString> m_ids;
};

base::Result<void> readJson(const QByteArray& bytes, DependentsCollector& collector)
{
    KEYTURN_TRY_LET(json, base::parseStrictJson(bytes));
    base::JsonReader reader(json, QStringLiteral("register"));
    const base::JsonArray& rows = reader.array("dependents");
    KEYTURN_TRY(reader.finish());
    std::uint64_t number = 0;
    for (const base::JsonValue& row : rows) {
        ++number;
        // Each as a register of its own, so that a faulty one does not keep the others out.
        const auto alone = domain::decodeDependentsFile(
            base::toJsonBytes(base::JsonObject{{QStringLiteral("dependents"), base::JsonArray{row}}}));
        if (alone)
            collector.take(number, alone->front());
        else
            collector.reject(number, alone.error().sentence());
    }
    return {};
}

QStringList listedIn(const QString& cell)
{
    static const QRegularExpression separators(QStringLiteral("[\\s;]+"));
    return cell.split(separators, Qt::SkipEmptyParts);
}

template <typename Id>
domain::Selection<Id> selectionIn(const QString& cell)
{
    std::vector<Id> ids;
    for (const QString& id : listedIn(cell))
        ids.emplace_back(id);
    return ids.empty() ? domain::Selection<Id>::everything() : domain::Selection<Id>::of(std::move(ids));
}

/// The word in @p cell, or @p usual where it is empty.
template <typename E>
base::Result<E> wordIn(const QString& id, const char* column, const QString& cell, E usual)
{
    if (cell.isEmpty())
        return usual;
    if (const auto value = domain::fromWord<E>(cell))
        return *value;
    QStringList words;
    for (const char* word : domain::wordsOf<E>())
        words += QLatin1String(word);
    return base::fail(domain::DomainError::BadDependent, base::harmlessText(id, 80),
                      domain::reason(QT_TRANSLATE_NOOP("errors", "its %1 is “%2”, which is none of %3"),
                                     QString::fromLatin1(column), cell, words.join(QStringLiteral(", "))));
}

base::Result<domain::Dependent> dependentOf(const DependentCells& cells)
{
    const auto cell = [&](DependentColumn column) {
        return cells[static_cast<std::size_t>(column)].trimmed();
    };
    domain::Dependent dependent;
    const QString id = cell(DependentColumn::Id);
    dependent.id = domain::DependentId(id);
    dependent.name = cell(DependentColumn::Name);
    dependent.contact = cell(DependentColumn::Contact);
    KEYTURN_TRY_LET(kind, wordIn(id, "kind", cell(DependentColumn::Kind), domain::DependentKind::Customer));
    dependent.kind = kind;
    dependent.uses.models = selectionIn<domain::ModelId>(cell(DependentColumn::Models));
    dependent.uses.channels = selectionIn<domain::ChannelId>(cell(DependentColumn::Channels));
    dependent.uses.regions = selectionIn<domain::RegionId>(cell(DependentColumn::Regions));
    dependent.uses.tiers = selectionIn<domain::TierId>(cell(DependentColumn::Tiers));
    dependent.uses.capabilities = selectionIn<domain::CapabilityId>(cell(DependentColumn::Capabilities));
    KEYTURN_TRY_LET(fallback,
                    wordIn(id, "fallback", cell(DependentColumn::Fallback), domain::Fallback::None));
    dependent.fallback = fallback;
    if (const QString model = cell(DependentColumn::FallbackModel); !model.isEmpty())
        dependent.fallbackModel = domain::ModelId(model);
    return dependent;
}

/// For each cell of a row, the column that it belongs to.
base::Result<std::vector<DependentColumn>> columnsOf(const intake::CsvRow& row, const QString& fileName)
{
    const auto mismatch = [&](const QString& why) {
        return base::fail(intake::IntakeError::FormatMismatch, fileName, QStringLiteral("csv"), why);
    };
    std::vector<DependentColumn> columns;
    std::string buffer;
    for (const intake::CsvField& field : row.fields) {
        const std::string_view name = intake::trimmed(intake::csvText(field, buffer));
        const auto found =
            std::find_if(kDependentColumns.begin(), kDependentColumns.end(),
                         [&](const char* known) { return intake::equalsIgnoringCase(name, known); });
        if (found == kDependentColumns.end())
            return mismatch(
                domain::reason(QT_TRANSLATE_NOOP("errors", "it has a column “%1”, which says nothing "
                                                           "about dependents"),
                               intake::shownText(name)));
        const auto column = static_cast<DependentColumn>(found - kDependentColumns.begin());
        if (std::find(columns.begin(), columns.end(), column) != columns.end())
            return mismatch(domain::reason(QT_TRANSLATE_NOOP("errors", "the column “%1” stands in it twice"),
                                           QString::fromLatin1(*found)));
        columns.push_back(column);
    }
    for (const DependentColumn needed : {DependentColumn::Id, DependentColumn::Name}) {
        if (std::find(columns.begin(), columns.end(), needed) == columns.end())
            return mismatch(
                domain::reason(QT_TRANSLATE_NOOP("errors", "it has no column “%1”"),
                               QString::fromLatin1(kDependentColumns[static_cast<std::size_t>(needed)])));
    }
    return columns;
}

base::Result<void> readCsv(const QByteArray& bytes, const QString& fileName, DependentsCollector& collector)
{
    intake::HeadReader reader(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    KEYTURN_TRY(reader.chunks().start());
    intake::CsvRows rows(reader.chunks());
    intake::CsvRow row;
    KEYTURN_TRY_LET(hasHeader, rows.next(row));
    if (!hasHeader || row.fault != intake::CsvFault::None)
        return base::fail(
            intake::IntakeError::FormatMismatch, fileName, QStringLiteral("csv"),
            domain::reason(QT_TRANSLATE_NOOP("errors", "its first line is not a row of column names")));
    KEYTURN_TRY_LET(columns, columnsOf(row, fileName));
    rows.setColumnCount(columns.size());
    std::string buffer;
    for (std::uint64_t number = 1;; ++number) {
        KEYTURN_TRY_LET(isRow, rows.next(row));
        if (!isRow)
            return {};
        if (row.fault != intake::CsvFault::None) {
            collector.reject(number, intake::csvFaultSentence(row, columns.size()));
            continue;
        }
        if (!intake::isUtf8(row.raw)) {
            collector.reject(number,
                             domain::reason(QT_TRANSLATE_NOOP("errors", "The row is not valid UTF-8.")));
            continue;
        }
        DependentCells cells;
        for (std::size_t i = 0; i < row.fields.size() && i < columns.size(); ++i) {
            const std::string_view text = intake::csvText(row.fields[i], buffer);
            cells[static_cast<std::size_t>(columns[i])] =
                QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        }
        collector.take(number, dependentOf(cells));
    }
}

} // namespace

base::Result<DependentsFile> readDependentsFile(const QString& path, const domain::Catalogue& catalogue)
{
    QFile input(path);
    KEYTURN_TRY(openInput(input, QIODevice::ReadOnly));
    const QByteArray bytes = input.read(kMaximumDependentsFileBytes + 1);
    if (input.error() != QFileDevice::NoError)
        return tl::make_unexpected(unreadable(input));
    const QString fileName = base::harmlessText(path);
    if (bytes.size() > kMaximumDependentsFileBytes)
        return base::fail(
            intake::IntakeError::FileUnreadable, fileName,
            domain::reason(QT_TRANSLATE_NOOP("errors", "it is larger than %1, which no register is"),
                           intake::shownSize(static_cast<std::uint64_t>(kMaximumDependentsFileBytes))));
    DependentsFile file;
    DependentsCollector collector(file, catalogue);
    file.format = bytes.trimmed().startsWith('{') ? QStringLiteral("json") : QStringLiteral("csv");
    if (file.format == QLatin1String("json"))
        KEYTURN_TRY(readJson(bytes, collector));
    else
        KEYTURN_TRY(readCsv(bytes, fileName, collector));
    return file;
}

std::vector<domain::DependentsSet> entriesForDependents(const std::vector<domain::Dependent>& standing,
                                                        const std::vector<domain::Dependent>& wanted)
{
    const auto stands = [&](const domain::Dependent& dependent) {
        const auto at =
            std::lower_bound(standing.begin(), standing.end(), dependent.id,
                             [](const domain::Dependent& one, const auto& id) { return one.id < id; });
        return at != standing.end() && *at == dependent;
    };
    std::vector<domain::DependentsSet> entries;
    qsizetype filled = 0;
    for (const domain::Dependent& dependent : wanted) {
        if (stands(dependent))
            continue;
        const qsizetype size = sizeInEntry(dependent);
        if (entries.empty() || filled + size > kMaximumDependentsBytes) {
            entries.emplace_back();
            filled = 0;
        }
        entries.back().set.push_back(dependent);
        filled += size;
    }
    return entries;
}

} // namespace keyturn::service
