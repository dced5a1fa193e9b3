// SPDX-License-Identifier: GPL-3.0-or-later
// Restoration gates: what must hold before access comes back.

#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/base/text_safety.h"

namespace keyturn::app {

namespace {

struct GateOptions
{
    std::string gate;
    std::string incident;
    std::string layer;
    std::string criterion;
    std::vector<std::string> evidence;
    std::string how;
    std::string change;
    std::string reason;
};

QString gateText(const state::Snapshot& snapshot, const state::GateState& gate)
{
    QString out = QStringLiteral("%1  %2  [%3, %4, %5]")
                      .arg(gate.id.value(), gate.facts.criterion, gate.facts.incident.value(),
                           domain::toWord(gate.facts.layer), domain::toWord(gate.status));
    if (gate.met)
        out += QStringLiteral("\n    met, confirmed by %1: %2")
                   .arg(snapshot.display(gate.met->member), gate.how);
    for (const state::GateState::Waiver& waiver : gate.waivers)
        out += QStringLiteral("\n    WAIVED for %1 by %2: %3")
                   .arg(waiver.change.value(), snapshot.display(waiver.origin.member), waiver.reason);
    return out;
}

/// Signs @p payload and shows the gate as it stands then.
base::Result<int> act(const Context& context, service::Workspace& workspace, const domain::Payload& payload,
                      const std::optional<domain::GateId>& id)
{
    KEYTURN_TRY_LET(identity, context.identity(workspace.snapshot()->charter));
    KEYTURN_TRY_LET(appended, workspace.execute(identity.member, payload, *identity.key));
    const state::GateState* gate = id ? appended.snapshot->gate(*id) : &appended.snapshot->gates.back();
    context.print(gateJson(*gate), gateText(*appended.snapshot, *gate));
    return 0;
}

base::Result<int> addGate(const Context& context, const GateOptions& options)
{
    domain::GateOpened gate;
    gate.incident = ledgerId<domain::IncidentId>(options.incident);
    KEYTURN_TRY_LET(layer, wordOption<domain::Layer>("--layer", options.layer));
    gate.layer = layer;
    gate.criterion = text(options.criterion);
    KEYTURN_TRY_LET(workspace, context.open());
    return act(context, *workspace, gate, std::nullopt);
}

base::Result<int> meetGate(const Context& context, const GateOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    domain::GateMet met;
    met.gate = ledgerId<domain::GateId>(options.gate);
    KEYTURN_TRY_LET(evidence, evidenceListed(*workspace->snapshot(), options.evidence));
    met.evidence = evidence;
    met.how = text(options.how);
    return act(context, *workspace, met, met.gate);
}

base::Result<int> waiveGate(const Context& context, const GateOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    const domain::GateWaived waived{ledgerId<domain::GateId>(options.gate),
                                    ledgerId<domain::ChangeId>(options.change), text(options.reason)};
    return act(context, *workspace, waived, waived.gate);
}

base::Result<int> listGates(const Context& context, const GateOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const auto incident = ledgerId<domain::IncidentId>(options.incident);
    if (!options.incident.empty() && !snapshot.incident(incident))
        return base::fail(domain::DomainError::UnknownIncident, base::harmlessText(incident.value(), 40));
    bool isAny = false;
    for (const state::GateState& gate : snapshot.gates) {
        if (!options.incident.empty() && gate.facts.incident != incident)
            continue;
        context.print(gateJson(gate), gateText(snapshot, gate));
        isAny = true;
    }
    if (!isAny)
        context.say(QStringLiteral("No restoration gate has been set."));
    return 0;
}

} // namespace

void addGateCommands(CLI::App& app, Context& context)
{
    auto* gate = app.add_subcommand("gate", "What must hold before access comes back");
    gate->require_subcommand(1);
    auto options = std::make_shared<GateOptions>();

    auto* add = gate->add_subcommand("add", "Sets a restoration gate for an incident");
    add->footer("Example: keyturnctl -w W gate add I-1 --layer model-behaviour --criterion 'No bypass in 500 "
                "probes' --as scribe --key s.key");
    add->add_option("INCIDENT", options->incident, "I-1")->required();
    add->add_option("--layer", options->layer,
                    "Layer of concern: not-stated, model-behaviour, system, data-privacy or abuse-at-scale")
        ->required();
    add->add_option("--criterion", options->criterion, "What must hold, in words")->required();
    runs(add, context, options, addGate);

    auto* list = gate->add_subcommand("list", "Lists restoration gates");
    list->footer("Example: keyturnctl -w larkfield.keyturn gate list --incident I-1");
    list->add_option("--incident", options->incident, "Only those of this incident");
    runs(list, context, options, listGates);

    auto* meet = gate->add_subcommand("meet", "Confirms with evidence that a gate's criterion holds");
    meet->footer("Example: keyturnctl -w W gate meet G-1 --evidence 5d41402a --how 'Evaluation passed twice' "
                 "--as hos --key hos.key");
    meet->add_option("GATE", options->gate, "G-1")->required();
    meet->add_option("--evidence", options->evidence,
                     "Documents that show it: their SHA-256, or the short code of it")
        ->required();
    meet->add_option("--how", options->how, "How the criterion was seen to hold")->required();
    runs(meet, context, options, meetGate);

    auto* waive =
        app.add_subcommand("waive", "Lets one change be lifted although a restoration gate is open");
    waive->footer(
        "Example: keyturnctl -w W waive G-1 --change C-1 --because 'Hospitals depend on it' --as ceo "
        "--key ceo.key");
    waive->add_option("GATE", options->gate, "G-1")->required();
    waive->add_option("--change", options->change, "C-1: the change that may be lifted")->required();
    waive->add_option("--because", options->reason, "Why")->required();
    runs(waive, context, options, waiveGate);
}

} // namespace keyturn::app
