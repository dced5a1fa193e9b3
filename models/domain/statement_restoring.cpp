// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence, gates, witnesses and gateways as JSON.

#include "models/domain/statement_codec.h"

namespace keyturn::domain {

namespace {

void fields(auto& visit, Same<DependentsSet> auto& payload)
{
    visit("set", payload.set);
    visit("removed", payload.removed);
}

void fields(auto& visit, Same<EvidenceAdded> auto& evidence)
{
    visit("sha256", evidence.sha256);
    visit("size", evidence.size);
    visit("title", evidence.title);
    visit("kind", evidence.kind);
    visit("file_name", evidence.fileName);
    visit("stored", evidence.stored);
    visit("incident", evidence.incident);
    visit("requests", evidence.requests);
    visit("gates", evidence.gates);
}

void fields(auto& visit, Same<GateOpened> auto& gate)
{
    visit("incident", gate.incident);
    visit("layer", gate.layer);
    visit("criterion", gate.criterion);
}

void fields(auto& visit, Same<GateMet> auto& met)
{
    visit("gate", met.gate);
    visit("evidence", met.evidence);
    visit("how", met.how);
}

void fields(auto& visit, Same<GateWaived> auto& waived)
{
    visit("gate", waived.gate);
    visit("change", waived.change);
    visit("reason", waived.reason);
}

void fields(auto& visit, Same<WitnessRecorded> auto& witness)
{
    visit("note", witness.note);
}

void fields(auto& visit, Same<DirectiveAcknowledged> auto& acknowledged)
{
    visit("counter", acknowledged.counter);
    visit("revision", acknowledged.revision);
    visit("access_state", acknowledged.accessState);
    visit.nested("head", [&](auto& head) {
        head("size", acknowledged.headSize);
        head("root", acknowledged.headRoot);
    });
}

void fields(auto& visit, Same<Cell> auto& cell)
{
    visit("model", cell.model);
    visit("channel", cell.channel);
    visit("region", cell.region);
    visit("tier", cell.tier);
    visit("capability", cell.capability);
}

void fields(auto& visit, Same<GatewayProbed> auto& probe)
{
    visit("gateway", probe.gateway);
    visit("revision", probe.revision);
    visit("cell", probe.cell);
    visit("seen", probe.seen);
    visit("how", probe.how);
}

} // namespace

KEYTURN_DEFINE_FIELDS(DependentsSet);
KEYTURN_DEFINE_FIELDS(EvidenceAdded);
KEYTURN_DEFINE_FIELDS(GateOpened);
KEYTURN_DEFINE_FIELDS(GateMet);
KEYTURN_DEFINE_FIELDS(GateWaived);
KEYTURN_DEFINE_FIELDS(WitnessRecorded);
KEYTURN_DEFINE_FIELDS(DirectiveAcknowledged);
KEYTURN_DEFINE_FIELDS(Cell);
KEYTURN_DEFINE_FIELDS(GatewayProbed);

} // namespace keyturn::domain
