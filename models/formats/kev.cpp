// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/kev.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

/// The fields of one entry; good as long as what it was read from.
struct KevEntry
{
    std::string_view id;
    std::string_view vendor;
    std::string_view product;
    std::string_view name;
    std::string_view added;
    std::string_view description;
    std::string_view action;
    std::string_view due;
    std::string_view ransomware;
    std::string_view notes;
    std::string weaknesses;
};

std::optional<QString> fillFromKev(const KevEntry& entry, StatedTimeReader& times, RecordBuilder& builder)
{
    const std::string_view id = trimmed(entry.id);
    if (id.empty())
        return QCoreApplication::translate("formats",
                                           "It has no cveID, which every entry of the catalogue must have.");
    std::string title(id);
    const std::string_view name = trimmed(entry.name);
    if (!name.empty())
        (title += ": ") += name;
    setTitleFrom(builder, {title});
    builder.addDescription(entry.description);
    builder.addDetail("Vendor", entry.vendor);
    builder.addDetail("Product", entry.product);
    builder.addDetail("Required action", entry.action);
    builder.addDetail("Due", entry.due);
    builder.addDetail("Known use by ransomware", entry.ransomware);
    builder.addDetail("Weaknesses", entry.weaknesses);
    builder.addDetail("Notes", entry.notes);
    if (setTimeFromText(builder, times, "dateAdded", entry.added))
        builder.assume("the time is when the entry was added to the catalogue");
    setSourceAfterDefault(builder, "CISA");
    builder.setReference(id);
    builder.record().sourceKind = domain::SourceKind::Public;
    builder.record().credibility = domain::Credibility::ObservedBehaviour;
    return std::nullopt;
}

class KevMapper final : public JsonMapper
{
public:
    std::optional<QString> fill(const dom::object& object, std::size_t, RecordBuilder& builder) override
    {
        KevEntry entry;
        entry.id = jsonText(object, "cveID");
        entry.vendor = jsonText(object, "vendorProject");
        entry.product = jsonText(object, "product");
        entry.name = jsonText(object, "vulnerabilityName");
        entry.added = jsonText(object, "dateAdded");
        entry.description = jsonText(object, "shortDescription");
        entry.action = jsonText(object, "requiredAction");
        entry.due = jsonText(object, "dueDate");
        entry.ransomware = jsonText(object, "knownRansomwareCampaignUse");
        entry.notes = jsonText(object, "notes");
        entry.weaknesses = joinedAt(object, {"cwes"});
        return fillFromKev(entry, m_times, builder);
    }

private:
    StatedTimeReader m_times;
};

class KevCsvMapper final : public TableMapper
{
public:
    explicit KevCsvMapper(const TableHeader& header)
        : m_id(header.find("cveID")), m_vendor(header.find("vendorProject")),
          m_product(header.find("product")), m_name(header.find("vulnerabilityName")),
          m_added(header.find("dateAdded")), m_description(header.find("shortDescription")),
          m_action(header.find("requiredAction")), m_due(header.find("dueDate")),
          m_ransomware(header.find("knownRansomwareCampaignUse")), m_notes(header.find("notes")),
          m_weaknesses(header.find("cwes"))
    {
    }

    std::optional<QString> fill(const TableCells& cells, RecordBuilder& builder) override
    {
        KevEntry entry;
        entry.id = cells[m_id];
        entry.vendor = cells[m_vendor];
        entry.product = cells[m_product];
        entry.name = cells[m_name];
        entry.added = cells[m_added];
        entry.description = cells[m_description];
        entry.action = cells[m_action];
        entry.due = cells[m_due];
        entry.ransomware = cells[m_ransomware];
        entry.notes = cells[m_notes];
        entry.weaknesses = cells[m_weaknesses];
        return fillFromKev(entry, m_times, builder);
    }

private:
    using Column = std::optional<std::size_t>;
    Column m_id;
    Column m_vendor;
    Column m_product;
    Column m_name;
    Column m_added;
    Column m_description;
    Column m_action;
    Column m_due;
    Column m_ransomware;
    Column m_notes;
    Column m_weaknesses;
    StatedTimeReader m_times;
};

} // namespace

int Kev::recognises(const dom::object& first, const JsonHead&) const
{
    int marks = 0;
    for (const std::string_view key :
         {"vendorProject", "vulnerabilityName", "requiredAction", "knownRansomwareCampaignUse"})
        marks += jsonAt(first, {key}) ? 1 : 0;
    const bool hasId = !jsonText(first, "cveID").empty();
    return hasId && (marks >= 2 || (marks == 1 && jsonAt(first, {"dateAdded"}))) ? 97 : 0;
}

std::unique_ptr<JsonMapper> Kev::mapper() const
{
    return std::make_unique<KevMapper>();
}

int KevCsv::recognises(const TableHeader& header) const
{
    return header.hasAll({"cveID", "dateAdded"}) &&
                   (header.find("vulnerabilityName") || header.find("vendorProject"))
               ? 97
               : 0;
}

std::unique_ptr<TableMapper> KevCsv::mapper(const TableHeader& header) const
{
    return std::make_unique<KevCsvMapper>(header);
}

} // namespace keyturn::formats
