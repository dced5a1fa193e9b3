// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/atlas_adapter.h"

#include "models/formats/json_parts.h"
#include "models/intake/chunk_reader.h"
#include "models/intake/record_builder.h"
#include "models/intake/record_text.h"
#include "models/intake/source_times.h"
#include "models/intake/yaml_tree.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

using base::TimePrecision;

QString atlasSentence(const char* text)
{
    return QCoreApplication::translate("intake", text);
}

/// The study that @p node is or wraps; nullptr where it is something else.
const YamlNode* studyOf(const YamlNode& node)
{
    const YamlNode* wrapped = node.find("study");
    const YamlNode& study = wrapped != nullptr ? *wrapped : node;
    if (study.kind != YamlNode::Kind::Map)
        return nullptr;
    const bool looksLikeOne = study.textOf("object-type") == "case-study" ||
                              study.find("incident-date") != nullptr || study.find("procedure") != nullptr ||
                              study.find("summary") != nullptr;
    return looksLikeOne ? &study : nullptr;
}

/// Where each line of a text starts.
class LineIndex
{
public:
    explicit LineIndex(std::string_view text) : m_text(text)
    {
        m_starts.push_back(0);
        for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
            m_starts.push_back(at + 1);
    }
    [[nodiscard]] std::size_t startOf(int line) const
    {
        const auto index = static_cast<std::size_t>(std::max(0, line));
        return index < m_starts.size() ? m_starts[index] : m_text.size();
    }
    /// The lines of @p node; always at least one.
    [[nodiscard]] std::string_view linesOf(const YamlNode& node) const
    {
        const std::size_t start = startOf(node.firstLine);
        const int endLine = node.endLine < 0 ? -1 : std::max(node.endLine, node.firstLine + 1);
        const std::size_t end = endLine < 0 ? m_text.size() : startOf(endLine);
        return m_text.substr(start, end - start);
    }

private:
    std::string_view m_text;
    std::vector<std::size_t> m_starts;
};

void setAtlasTime(const YamlNode& study, TimeReader& times, RecordBuilder& builder)
{
    const std::string_view date = trimmed(study.textOf("incident-date"));
    if (date.empty())
        return;
    auto time = times.read(date);
    if (!time) {
        builder.assume("incident-date is not a date: " + std::string(cutAtCharacter(date, 80)));
        return;
    }
    const std::string_view granularity = trimmed(study.textOf("incident-date-granularity"));
    constexpr std::array<std::pair<std::string_view, TimePrecision>, 3> kGranularities{{
        {"YEAR", TimePrecision::Year},
        {"MONTH", TimePrecision::Month},
        {"DATE", TimePrecision::Day},
    }};
    const auto known = std::find_if(kGranularities.begin(), kGranularities.end(),
                                    [&](const auto& g) { return equalsIgnoringCase(g.first, granularity); });
    if (known != kGranularities.end())
        time = coarsened(*time, known->second);
    else
        builder.assume("no incident-date-granularity is stated; the date is taken as exact as it is written");
    builder.setTime(*time);
}

std::string_view firstUrl(const YamlNode& study)
{
    const YamlNode* references = study.find("references");
    if (references == nullptr)
        return {};
    for (const YamlNode& reference : references->items) {
        const std::string_view url = trimmed(reference.textOf("url"));
        if (!url.empty())
            return url;
    }
    return {};
}

/// Fills the record begun in @p builder. @return the reason for refusing it, or nothing.
std::optional<QString> fillFromStudy(const YamlNode& study, TimeReader& times, RecordBuilder& builder)
{
    if (!study.isWhole)
        return atlasSentence(QT_TRANSLATE_NOOP("intake", "A fault in the file's YAML stands within it."));
    if (const std::string_view twice = study.keyNamedTwice(); !twice.empty())
        return atlasSentence(
                   QT_TRANSLATE_NOOP("intake", "It names the key “%1” twice, so its meaning is not certain."))
            .arg(shownText(twice));
    bool titleIsWhole = true;
    if (!builder.setTitle(study.textOf("name"), titleIsWhole))
        return atlasSentence(
            QT_TRANSLATE_NOOP("intake", "It has no name, which every case study must have."));
    if (!titleIsWhole)
        builder.addDescription(study.textOf("name"));
    builder.addDescription(study.textOf("summary"));
    builder.addDetail("Target", study.textOf("target"));
    builder.addDetail("Actor", study.textOf("actor"));
    builder.addDetail("Kind of study", study.textOf("case-study-type"));
    setAtlasTime(study, times, builder);
    if (study.find("procedure") == nullptr)
        builder.assume("it has no procedure, which every case study has; the file may be cut short");

    std::string_view source = trimmed(study.textOf("reporter"));
    if (source.empty())
        source = trimmed(study.textOf("reported-by"));
    setSourceOr(builder, source, "MITRE ATLAS");
    const std::string_view id = trimmed(study.textOf("id"));
    builder.setReference(id.empty() ? firstUrl(study) : id);
    if (equalsIgnoringCase(trimmed(study.textOf("case-study-type")), "incident"))
        builder.record().credibility = domain::Credibility::ObservedBehaviour;
    return std::nullopt;
}

/// True when a line of @p head starts with @p start.
bool hasLine(std::string_view head, std::string_view start)
{
    for (std::size_t at = head.find(start); at != std::string_view::npos; at = head.find(start, at + 1)) {
        if (at == 0 || head[at - 1] == '\n')
            return true;
    }
    return false;
}

} // namespace

int AtlasAdapter::recognises(const FileHead& file) const
{
    const std::string_view head = withoutByteOrderMark(file.text());
    if (startsAsWideText(head) || head.find('\0') != std::string_view::npos)
        return 0;
    if (hasLine(head, "case-studies:") || (hasLine(head, "id: ATLAS") && hasLine(head, "matrices:")))
        return 90;
    const bool isStudy = hasLine(head, "object-type: case-study") || hasLine(head, "study:");
    const bool hasDate = hasLine(head, "incident-date:") || hasLine(head, "  incident-date:");
    const bool hasName = hasLine(head, "name:") || hasLine(head, "  name:");
    if (isStudy && hasName)
        return hasDate ? 98 : 80;
    return hasDate && hasName ? 80 : 0;
}

base::Result<void> AtlasAdapter::read(QIODevice& device, const ImportHints& hints, RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    const auto mismatch = [&](const QString& reason) {
        return base::fail(IntakeError::FormatMismatch, reader.fileName(), format(), reason);
    };
    const std::uint64_t textOffset = reader.offset();
    while (!reader.isAtEnd()) {
        if (reader.window().size() > kMaximumYamlBytes)
            return mismatch(atlasSentence(QT_TRANSLATE_NOOP("intake", "it is longer than %1"))
                                .arg(shownSize(kMaximumYamlBytes)));
        KEYTURN_TRY(reader.more());
    }
    const std::string_view bytes = reader.window();
    // yaml-cpp takes a NUL for the end of the text, so that what stands behind it would be lost in silence.
    if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos)
        return base::fail(IntakeError::NotText, reader.fileName(), QString::number(textOffset + nul));
    std::string text;
    if (isUtf8(bytes))
        text = bytes;
    else
        appendRepaired(bytes, text);
    const YamlDocuments documents = readYaml(text);

    const LineIndex lines(bytes);
    RecordBuilder builder(hints, versioned());
    TimeReader times;
    std::uint64_t number = 0;
    std::uint64_t taken = 0;
    bool faultIsReported = false;
    const auto faultSentence = [&] {
        return atlasSentence(QT_TRANSLATE_NOOP("intake", "Nothing from here on could be read (line %1: %2)."))
            .arg(documents.fault->line + 1)
            .arg(documents.fault->reason);
    };
    const auto takeStudy = [&](const YamlNode* study, std::string_view raw) {
        ++number;
        const std::uint64_t offset = textOffset + static_cast<std::uint64_t>(raw.data() - bytes.data());
        if (study == nullptr) {
            sink.reject(
                {number, offset, atlasSentence(QT_TRANSLATE_NOOP("intake", "It is not a case study."))});
            return;
        }
        if (!study->isWhole && documents.fault) {
            if (taken == 0) // then the file as a whole is refused below
                return;
            faultIsReported = true;
            sink.reject({number, offset, faultSentence()});
            return;
        }
        builder.begin(number, raw);
        if (const auto refusal = fillFromStudy(*study, times, builder)) {
            sink.reject({number, offset, *refusal});
            return;
        }
        ++taken;
        sink.take(builder.record());
    };

    bool foundAny = false;
    for (std::size_t i = 0; i < documents.roots.size(); ++i) {
        const YamlNode& root = documents.roots[i];
        const YamlNode* list = root.find("case-studies");
        if (list != nullptr && list->kind == YamlNode::Kind::List) {
            foundAny = true;
            for (const YamlNode& item : list->items)
                takeStudy(studyOf(item), lines.linesOf(item));
        } else if (const YamlNode* study = studyOf(root)) {
            foundAny = true;
            takeStudy(study, documents.roots.size() == 1 ? bytes : lines.linesOf(root));
        }
    }
    if (documents.fault && taken == 0)
        return mismatch(atlasSentence(QT_TRANSLATE_NOOP("intake", "line %1: %2"))
                            .arg(documents.fault->line + 1)
                            .arg(documents.fault->reason));
    if (documents.fault && !faultIsReported)
        sink.reject({0, textOffset + lines.startOf(documents.fault->line), faultSentence()});
    if (!foundAny)
        return mismatch(atlasSentence(QT_TRANSLATE_NOOP("intake", "it holds no case study")));
    return {};
}

} // namespace keyturn::formats
