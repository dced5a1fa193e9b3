// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/plaso_dynamic.h"

#include "models/formats/json_parts.h"
#include "models/formats/timesketch_mapping.h"

namespace keyturn::formats {

using namespace intake;

namespace {

class PlasoDynamicMapper final : public TableMapper
{
public:
    explicit PlasoDynamicMapper(const TableHeader& header)
        : m_displayName(header.find("display_name")), m_tag(header.find("tag"))
    {
        for (std::size_t i = 0; i < header.names().size(); ++i) {
            // Known in any letter case, as recognises() knows them; of two alike, the first.
            const std::string& name = header.names()[i];
            const auto column = timesketchColumnInAnyCase(name);
            if (column && header.find(name) == i)
                m_columns.emplace_back(i, *column);
        }
    }
    std::optional<QString> fill(const TableCells& cells, RecordBuilder& builder) override
    {
        TimesketchFields fields;
        for (const auto& [at, column] : m_columns)
            fields[column] = unlessDash(cells[at]);
        if (auto refusal = m_mapper.fill(fields, builder))
            return refusal;
        builder.addDetail("File", unlessDash(cells[m_displayName]));
        builder.addDetail("Tag", unlessDash(cells[m_tag]));
        return std::nullopt;
    }

private:
    std::vector<std::pair<std::size_t, TimesketchColumn>> m_columns;
    std::optional<std::size_t> m_displayName;
    std::optional<std::size_t> m_tag;
    TimesketchMapper m_mapper;
};

} // namespace

int PlasoDynamic::recognises(const TableHeader& header) const
{
    // Timesketch's own exports name a timestamp beside datetime, which plaso's do only where asked to.
    const bool isOfPlaso = header.hasAll({"datetime", "timestamp_desc", "message", "parser", "display_name"});
    return isOfPlaso && !header.find("timestamp") ? 97 : 0;
}

std::unique_ptr<TableMapper> PlasoDynamic::mapper(const TableHeader& header) const
{
    return std::make_unique<PlasoDynamicMapper>(header);
}

} // namespace keyturn::formats
