// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/aiid_csv.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using Column = std::optional<std::size_t>;
using domain::Layer;

constexpr std::string_view kAiidName = "AI Incident Database";

/// Domains and subdomains of the MIT AI Risk Repository by their numbers, the finer first.
constexpr std::array<std::pair<std::string_view, Layer>, 6> kAiidLayers{{
    {"2.1.", Layer::DataPrivacy},  // privacy compromised by obtaining, leaking or inferring information
    {"2.2.", Layer::System},       // vulnerabilities of and attacks on AI systems
    {"1.", Layer::ModelBehaviour}, // discrimination and toxicity
    {"3.", Layer::ModelBehaviour}, // misinformation
    {"4.", Layer::AbuseAtScale},   // malicious actors and misuse
    {"7.", Layer::ModelBehaviour}, // AI system safety, failures and limitations
}};

void setAiidSource(std::string_view incident, RecordBuilder& builder)
{
    builder.setSource(kAiidName);
    builder.setReference(incident);
    builder.record().sourceKind = domain::SourceKind::Public;
}

class AiidIncidentMapper final : public TableMapper
{
public:
    explicit AiidIncidentMapper(const TableHeader& header)
        : m_id(header.find("incident_id")), m_date(header.find("date")), m_title(header.find("title")),
          m_description(header.find("description")), m_reports(header.find("reports")),
          m_deployer(header.find("Alleged deployer of AI system")),
          m_developer(header.find("Alleged developer of AI system")),
          m_harmed(header.find("Alleged harmed or nearly harmed parties")),
          m_systems(header.find("implicated_systems"))
    {
    }

    std::optional<QString> fill(const TableCells& cells, RecordBuilder& builder) override
    {
        if (!setTitleFrom(builder, {cells[m_title], cells[m_description]}))
            return QCoreApplication::translate("formats", "It has neither a title nor a description.");
        if (!trimmed(cells[m_title]).empty())
            builder.addDescription(cells[m_description]);
        builder.addDetail("Alleged deployer", joinedTexts(listIn(cells[m_deployer])));
        builder.addDetail("Alleged developer", joinedTexts(listIn(cells[m_developer])));
        builder.addDetail("Alleged harmed", joinedTexts(listIn(cells[m_harmed])));
        const std::size_t reports = listIn(cells[m_reports]).size();
        if (reports > 0)
            builder.addDetail("Reports", std::to_string(reports));
        setTimeFromText(builder, m_times, "date", cells[m_date]);
        setAiidSource(cells[m_id], builder);
        for (const std::string& system : listIn(cells[m_systems])) {
            builder.addDetail("Implicated system", system);
            addModel(builder, system);
        }
        return std::nullopt;
    }

private:
    /// The texts of a cell that holds a JSON list, or the cell itself where it does not.
    std::vector<std::string> listIn(std::string_view cell)
    {
        cell = trimmed(cell);
        if (cell.starts_with('[')) {
            const simdjson::padded_string padded(cell);
            dom::element list;
            if (m_parser.parse(padded).get(list) == simdjson::SUCCESS && list.is_array())
                return textsOf(list, 10'000);
        }
        return cell.empty() ? std::vector<std::string>() : std::vector<std::string>{std::string(cell)};
    }

    Column m_id;
    Column m_date;
    Column m_title;
    Column m_description;
    Column m_reports;
    Column m_deployer;
    Column m_developer;
    Column m_harmed;
    Column m_systems;
    StatedTimeReader m_times;
    dom::parser m_parser;
};

class AiidClassificationMapper final : public TableMapper
{
public:
    explicit AiidClassificationMapper(const TableHeader& header)
        : m_names(header.names()), m_id(header.find("Incident ID")), m_namespace(header.find("Namespace")),
          m_domain(header.find("Risk Domain")), m_subdomain(header.find("Risk Subdomain"))
    {
    }

    std::optional<QString> fill(const TableCells& cells, RecordBuilder& builder) override
    {
        const std::string_view incident = trimmed(cells[m_id]);
        if (incident.empty())
            return QCoreApplication::translate("formats", "It does not say which incident it classifies.");
        const std::string_view subdomain = trimmed(cells[m_subdomain]);
        const std::string_view domain = trimmed(cells[m_domain]);
        std::string title = "AIID incident ";
        title += incident;
        if (!subdomain.empty() || !domain.empty()) {
            title += ": ";
            title += subdomain.empty() ? domain : subdomain;
        } else {
            title += ", classified";
            if (const std::string_view name = trimmed(cells[m_namespace]); !name.empty())
                (title += " by ") += name;
        }
        setTitleFrom(builder, {title});
        for (std::size_t column = 0; column < m_names.size(); ++column) {
            if (column != m_id && !m_names[column].empty())
                builder.addDetail(m_names[column], cells[column]);
        }
        setAiidSource(incident, builder);
        builder.record().layer = layerOf(domain, subdomain);
        return std::nullopt;
    }

private:
    static Layer layerOf(std::string_view domain, std::string_view subdomain)
    {
        for (const std::string_view text : {subdomain, domain}) {
            for (const auto& [number, layer] : kAiidLayers) {
                if (text.starts_with(number))
                    return layer;
            }
        }
        return Layer::NotStated;
    }

    std::vector<std::string> m_names;
    Column m_id;
    Column m_namespace;
    Column m_domain;
    Column m_subdomain;
};

} // namespace

int AiidCsv::recognises(const TableHeader& header) const
{
    const bool isAlleged = header.find("Alleged deployer of AI system") ||
                           header.find("Alleged developer of AI system") ||
                           header.find("Alleged harmed or nearly harmed parties");
    if (header.find("incident_id") && isAlleged)
        return 97;
    if (!header.hasAll({"Namespace", "Incident ID"}))
        return 0;
    return header.find("Risk Domain") || header.find("Published") ? 95 : 60;
}

std::unique_ptr<TableMapper> AiidCsv::mapper(const TableHeader& header) const
{
    if (header.hasAll({"Namespace", "Incident ID"}))
        return std::make_unique<AiidClassificationMapper>(header);
    return std::make_unique<AiidIncidentMapper>(header);
}

} // namespace keyturn::formats
