// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/aiaaic_csv.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

using Column = std::optional<std::size_t>;
using domain::Layer;

/// Issues of AIAAIC's taxonomy, also as earlier sheets name them, that say where in an AI system the harm
/// lies; the others (accountability, copyright, employment …) do not.
constexpr std::array<std::pair<std::string_view, Layer>, 15> kAiaaicLayers{{
    {"privacy", Layer::DataPrivacy},
    {"privacy/surveillance", Layer::DataPrivacy},
    {"confidentiality", Layer::DataPrivacy},
    {"security", Layer::System},
    {"robustness", Layer::System},
    {"safety", Layer::ModelBehaviour},
    {"alignment", Layer::ModelBehaviour},
    {"accuracy/reliability", Layer::ModelBehaviour},
    {"bias/discrimination", Layer::ModelBehaviour},
    {"fairness", Layer::ModelBehaviour},
    {"anthropomorphism", Layer::ModelBehaviour},
    {"mis/disinformation", Layer::AbuseAtScale},
    {"dual/multi-use", Layer::AbuseAtScale},
    {"dual use", Layer::AbuseAtScale},
    {"cheating/plagiarism", Layer::AbuseAtScale},
}};

std::string aiaaicLower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// A column's name without what stands in brackets, marks, line breaks and letter case: "system name" for
/// "System\nname(s)".
std::string aiaaicColumnName(std::string_view name)
{
    std::string out;
    for (const char c : aiaaicLower(trimmed(name))) {
        const bool isBlank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (c == '(' || c == '[' || c == '{')
            break;
        if (c == '#' || c == '*' || c == ':')
            continue;
        if (!isBlank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return std::string(trimmed(out));
}

/// An issue's name as the table above has it: "bias/discrimination" for "Bias/discrimination - race", and
/// "accuracy/reliability" for "Accuracy & reliability".
std::string aiaaicIssueName(std::string_view issue)
{
    std::string name = aiaaicColumnName(issue.substr(0, issue.find(" - ")));
    constexpr std::string_view kAnd = " & ";
    if (const std::size_t at = name.find(kAnd); at != std::string::npos)
        name.replace(at, kAnd.size(), "/");
    return name;
}

Column findAiaaicColumn(const TableHeader& header, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        for (std::size_t i = 0; i < header.names().size(); ++i) {
            if (aiaaicColumnName(header.names()[i]) == name)
                return i;
        }
    }
    return std::nullopt;
}

Column aiaaicId(const TableHeader& header)
{
    return findAiaaicColumn(header, {"aiaaic id", "aiaaic", "aiaaic no.", "aiaaic number"});
}

Column aiaaicHeadline(const TableHeader& header)
{
    return findAiaaicColumn(header, {"headline", "headline/title"});
}

/// "2021-03" of "March 2021"; empty where it is no month of a year.
std::string monthOfYear(std::string_view text)
{
    const std::size_t blank = text.find_first_of(" -");
    if (blank == std::string_view::npos)
        return {};
    std::string_view word = text.substr(0, blank);
    while (!word.empty() && (word.back() == '.' || word.back() == ','))
        word.remove_suffix(1);
    const std::string_view year = trimmed(text.substr(blank + 1));
    const bool isYear = year.size() == 4 &&
                        std::all_of(year.begin(), year.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto month = monthNamed(word);
    if (!month || !isYear)
        return {};
    return std::string(year) + (*month < 10 ? "-0" : "-") + std::to_string(*month);
}

/// The first four digits that stand by themselves.
std::string_view firstYear(std::string_view text)
{
    const auto isDigit = [&](std::size_t at) {
        return at < text.size() && text[at] >= '0' && text[at] <= '9';
    };
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (isDigit(end))
            ++end;
        if (end - at == 4)
            return text.substr(at, 4);
        at = end + 1;
    }
    return {};
}

class AiaaicMapper final : public TableMapper
{
public:
    explicit AiaaicMapper(const TableHeader& header)
        : m_names(header.names()), m_id(aiaaicId(header)), m_headline(aiaaicHeadline(header)),
          m_occurred(findAiaaicColumn(header, {"occurred", "date occurred", "year", "date"})),
          m_released(findAiaaicColumn(header, {"released"})),
          m_system(findAiaaicColumn(header, {"system name", "system names", "system"})),
          m_issue(findAiaaicColumn(header, {"issue", "issues", "ethical issue", "ethical issues", "risk"})),
          m_link(findAiaaicColumn(header, {"summary/links", "description/links", "summary/url",
                                           "summary/link", "summary", "links", "link", "url"}))
    {
        for (std::string& name : m_names)
            std::replace(name.begin(), name.end(), '\n', ' ');
    }

    std::optional<QString> fill(const TableCells& cells, RecordBuilder& builder) override
    {
        const std::string_view id = trimmed(cells[m_id]);
        const std::string_view headline = trimmed(cells[m_headline]);
        if (id.empty() && headline.empty())
            return refuseRowWithoutEntry(cells);
        if (!setTitleFrom(builder, {headline}))
            return QCoreApplication::translate("formats", "It has no headline, which every entry must have.");
        for (std::size_t column = 0; column < m_names.size(); ++column) {
            if (column == m_id || column == m_headline)
                continue;
            builder.addDetail(m_names[column].empty() ? std::string_view("Further") : m_names[column],
                              cells[column]);
        }
        setTime(cells, builder);
        builder.setSource("AIAAIC");
        builder.setReference(id.empty() ? cells[m_link] : id);
        domain::NormalisedRecord& record = builder.record();
        record.sourceKind = domain::SourceKind::Public;
        record.layer = layerOf(cells[m_issue], builder);
        for (const std::string& system : splitTexts(cells[m_system], ';'))
            addModel(builder, system);
        return std::nullopt;
    }

private:
    QString refuseRowWithoutEntry(const TableCells& cells)
    {
        bool hasText = false;
        for (std::size_t column = 0; column < cells.size() && column < m_names.size(); ++column) {
            const std::string_view cell = trimmed(cells[column]);
            hasText = hasText || !cell.empty();
            // The second row of names, which says what the columns below a common name are.
            if (!m_hasEntries && !cell.empty() && cell.size() <= kMaximumTitleBytes) {
                std::string own(cell);
                std::replace(own.begin(), own.end(), '\n', ' ');
                m_names[column] = m_names[column].empty() ? own : m_names[column] + ", " + own;
            }
        }
        if (!hasText)
            return QCoreApplication::translate("formats", "It is a row without text.");
        if (!m_hasEntries) {
            m_hasEntries = true;
            return QCoreApplication::translate("formats",
                                               "It is a second row of column names and holds no entry.");
        }
        return QCoreApplication::translate("formats", "It has neither an AIAAIC number nor a headline.");
    }

    void setTime(const TableCells& cells, RecordBuilder& builder)
    {
        m_hasEntries = true;
        if (setTimeFromCell(cells[m_occurred], "Occurred", builder))
            return;
        if (setTimeFromCell(cells[m_released], "Released", builder))
            builder.assume("the time is when it was released; it does not say when it occurred");
    }

    bool setTimeFromCell(std::string_view cell, std::string_view column, RecordBuilder& builder)
    {
        cell = trimmed(cell);
        if (cell.empty())
            return false;
        if (const auto time = m_times.read(cell)) {
            builder.setTime(*time);
            return true;
        }
        if (const std::string month = monthOfYear(cell); !month.empty()) {
            if (const auto time = m_times.read(month)) {
                builder.setTime(*time);
                return true;
            }
        }
        const std::string written =
            std::string(column) + " as written: " + std::string(cutAtCharacter(cell, 80));
        if (const auto time = m_times.read(firstYear(cell))) {
            builder.setTime(*time);
            builder.assume(written + "; its first year is taken");
            return true;
        }
        builder.assume(written + "; that is no time");
        return false;
    }

    static Layer layerOf(std::string_view issues, RecordBuilder& builder)
    {
        Layer found = Layer::NotStated;
        for (const std::string& issue : splitTexts(issues, ';')) {
            const std::string name = aiaaicIssueName(issue);
            for (const auto& [known, layer] : kAiaaicLayers) {
                if (name != known)
                    continue;
                if (found != Layer::NotStated && found != layer) {
                    builder.assume("its issues name more than one layer of concern, so none is taken");
                    return Layer::NotStated;
                }
                found = layer;
            }
        }
        return found;
    }

    std::vector<std::string> m_names;
    Column m_id;
    Column m_headline;
    Column m_occurred;
    Column m_released;
    Column m_system;
    Column m_issue;
    Column m_link;
    bool m_hasEntries = false;
    TimeReader m_times;
};

} // namespace

int AiaaicCsv::recognises(const TableHeader& header) const
{
    if (!aiaaicHeadline(header))
        return 0;
    if (aiaaicId(header))
        return 97;
    int marks = 0;
    for (const std::string_view name :
         {"occurred", "deployer", "developer", "system name", "technology", "media trigger", "news trigger"})
        marks += findAiaaicColumn(header, {name}) ? 1 : 0;
    return marks >= 3 ? 85 : 0;
}

std::unique_ptr<TableMapper> AiaaicCsv::mapper(const TableHeader& header) const
{
    return std::make_unique<AiaaicMapper>(header);
}

} // namespace keyturn::formats
