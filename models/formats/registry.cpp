// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/registry.h"

#include "models/domain/reason.h"
#include "models/formats/agent_postmortems.h"
#include "models/formats/aiaaic_csv.h"
#include "models/formats/aiid_csv.h"
#include "models/formats/asff.h"
#include "models/formats/atlas_adapter.h"
#include "models/formats/avid.h"
#include "models/formats/cef.h"
#include "models/formats/cloudtrail.h"
#include "models/formats/dfir_iris.h"
#include "models/formats/field_mapping.h"
#include "models/formats/generic_json.h"
#include "models/formats/generic_lines.h"
#include "models/formats/generic_table.h"
#include "models/formats/kev.h"
#include "models/formats/l2tcsv.h"
#include "models/formats/misp.h"
#include "models/formats/ocsf.h"
#include "models/formats/otel_logs.h"
#include "models/formats/plaso_dynamic.h"
#include "models/formats/plaso_json.h"
#include "models/formats/statuspage.h"
#include "models/formats/stix_adapter.h"
#include "models/formats/sureness.h"
#include "models/formats/suricata_eve.h"
#include "models/formats/suricata_fast.h"
#include "models/formats/syslog.h"
#include "models/formats/thehive.h"
#include "models/formats/timesketch_csv.h"
#include "models/formats/timesketch_jsonl.h"
#include "models/formats/tln.h"
#include "models/formats/veris.h"
#include "models/formats/windows_event.h"
#include "models/formats/zeek.h"
#include "models/intake/json_format.h"
#include "models/intake/line_format.h"
#include "models/intake/record_text.h"
#include "models/intake/table_format.h"

namespace keyturn::formats {

using namespace intake;

namespace {

/// Which of the formats that are read by a mapping is meant.
base::Result<QString> mappableFormat(const QString& format, std::string_view head, const QString& fileName)
{
    if (isReadByMapping(format))
        return format;
    if (format != QLatin1String("auto"))
        return base::fail(
            IntakeError::MappingMismatch, shownFileName(fileName),
            domain::reason(QT_TRANSLATE_NOOP("errors",
                                             "“%1” says itself what its fields mean; a mapping is for "
                                             "generic-csv and generic-jsonl"),
                           format));
    const FileHead file(head);
    return file.json().firstRecord(GenericJson().listNames()) ? GenericJson().word()
                                                              : GenericTable().format();
}

} // namespace

const std::vector<std::unique_ptr<Adapter>>& adapters()
{
    static const auto all = [] {
        std::vector<std::unique_ptr<Adapter>> list;
        const auto json = [&](std::unique_ptr<const JsonFormat> format) {
            list.push_back(std::make_unique<JsonAdapter>(std::move(format)));
        };
        const auto table = [&](std::unique_ptr<const TableFormat> format) {
            list.push_back(std::make_unique<TableAdapter>(std::move(format)));
        };
        const auto lines = [&](std::unique_ptr<const LineFormat> format) {
            list.push_back(std::make_unique<LineAdapter>(std::move(format)));
        };
        list.push_back(std::make_unique<StixAdapter>());
        list.push_back(std::make_unique<AtlasAdapter>());
        list.push_back(std::make_unique<TimesketchCsvAdapter>());
        list.push_back(std::make_unique<TimesketchJsonlAdapter>());
        json(std::make_unique<SuricataEve>());
        json(std::make_unique<Ocsf>());
        json(std::make_unique<Asff>());
        json(std::make_unique<CloudTrail>());
        json(std::make_unique<WindowsEvent>());
        json(std::make_unique<OtelLogs>());
        json(std::make_unique<Statuspage>());
        json(std::make_unique<ZeekJson>());
        lines(std::make_unique<ZeekTsv>());
        lines(std::make_unique<Cef>());
        lines(std::make_unique<Syslog>());
        lines(std::make_unique<SuricataFast>());
        table(std::make_unique<PlasoDynamic>());
        json(std::make_unique<PlasoJson>());
        table(std::make_unique<L2tCsv>());
        lines(std::make_unique<Tln>());
        json(std::make_unique<Veris>());
        json(std::make_unique<Misp>());
        json(std::make_unique<Kev>());
        table(std::make_unique<KevCsv>());
        json(std::make_unique<Avid>());
        table(std::make_unique<AiidCsv>());
        table(std::make_unique<AiaaicCsv>());
        json(std::make_unique<AgentPostmortems>());
        json(std::make_unique<TheHive>());
        json(std::make_unique<DfirIris>());
        // What has no format of its own; of the equally sure, the first is taken.
        list.push_back(std::make_unique<GenericTable>());
        json(std::make_unique<GenericJson>());
        lines(std::make_unique<GenericLines>());
        return list;
    }();
    return all;
}

std::optional<ReferenceMeaning> referenceMeaning(const QString& format)
{
    using enum ReferenceMeaning;
    static const QHash<QString, ReferenceMeaning> meanings = [] {
        QHash<QString, ReferenceMeaning> all;
        const auto put = [&all](ReferenceMeaning meaning, std::initializer_list<const char*> words) {
            for (const char* word : words)
                all.insert(QLatin1String(word), meaning);
        };
        put(Thing, {"stix-2.1", "atlas-yaml", "ocsf", "asff", "cloudtrail", "statuspage", "veris", "misp",
                    "kev", "kev-csv", "avid", "aiid-csv", "aiaaic-csv", "thehive", "dfir-iris", "generic-csv",
                    "generic-jsonl", "agent-postmortems"});
        put(Shared, {"suricata-eve", "zeek-json", "zeek-tsv", "windows-event", "otel-logs", "timesketch-csv",
                     "timesketch-jsonl", "plaso-dynamic", "plaso-json", "l2tcsv", "tln", "generic-lines"});
        put(Kind, {"syslog", "cef", "suricata-fast"});
        return all;
    }();
    const auto known = meanings.constFind(format);
    return known == meanings.constEnd() ? std::nullopt : std::optional(*known);
}

base::Result<const Adapter*> chooseAdapter(const QString& format, std::string_view head,
                                           const QString& fileName)
{
    const bool isAuto = format == QLatin1String("auto");
    const FileHead file(head);
    const Adapter* best = nullptr;
    int bestSureness = kSureEnough - 1;
    for (const auto& adapter : adapters()) {
        if (!isAuto) {
            if (adapter->format() == format)
                return adapter.get();
            continue;
        }
        const int sureness = adapter->recognises(file);
        if (sureness > bestSureness) {
            best = adapter.get();
            bestSureness = sureness;
        }
    }
    if (best == nullptr)
        return base::fail(IntakeError::UnknownFormat, shownFileName(fileName));
    return best;
}

bool isReadByMapping(const QString& format)
{
    return format == GenericTable().format() || format == GenericJson().word();
}

base::Result<std::unique_ptr<Adapter>> mappedAdapter(const ImportMapping& mapping, const QString& format,
                                                     std::string_view head, const QString& fileName)
{
    KEYTURN_TRY_LET(chosen, mappableFormat(format, head, fileName));
    if (chosen == GenericTable().format())
        return std::make_unique<GenericTable>(mapping);
    return std::make_unique<JsonAdapter>(std::make_unique<GenericJson>(mapping));
}

base::Result<GuessedFields> guessFields(const QString& format, std::string_view head,
                                        const ImportMapping& shape, const QString& fileName)
{
    KEYTURN_TRY_LET(chosen, mappableFormat(format, head, fileName));
    const auto fields = chosen == GenericTable().format() ? tableFields(head, shape) : jsonFields(head);
    if (!fields)
        return base::fail(IntakeError::UnknownFormat, shownFileName(fileName));
    const FieldMapping guess = FieldMapping::guess(fields->names, fields->rows);
    return GuessedFields{*fields, guess.asImportMapping(*fields),
                         !guess.times() || guess.times()->isOrderCertain()};
}

} // namespace keyturn::formats
