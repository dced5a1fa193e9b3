// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/demo_story.h"

#include "app/keyturnctl/demo_steps.h"
#include "models/domain/statement.h"

#include <QFile>

namespace keyturn::app {

base::Result<DemoStory> DemoStory::load()
{
    QFile file(QStringLiteral(":/keyturn/demo/larkfield.json"));
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(service::ServiceError::FileFailure, file.fileName(), file.errorString());
    KEYTURN_TRY_LET(json, base::parseStrictJson(file.readAll()));
    DemoStory story;
    base::JsonReader reader(json, QString());
    story.m_charter.organisation = reader.string("organisation");
    story.m_charter.demo = true;
    story.m_charter.rules = domain::usualRules();
    story.m_charter.acts = domain::usualActs();
    for (const base::JsonValue& element : reader.array("members")) {
        base::JsonReader memberReader(element, QStringLiteral("members"));
        domain::Member member;
        member.id = domain::MemberId(memberReader.string("id"));
        member.name = memberReader.string("name");
        member.title = memberReader.string("title");
        member.kind = memberReader.word("kind", domain::fromWord<domain::MemberKind>);
        for (const QString& word : memberReader.strings("roles")) {
            if (const auto role = domain::fromWord<domain::Role>(word))
                member.roles.push_back(*role);
            else
                memberReader.reject(base::JsonError::BadValue, "roles", word);
        }
        KEYTURN_TRY(memberReader.finish());
        story.m_charter.members.push_back(std::move(member));
    }
    KEYTURN_TRY_LET(catalogue, domain::decodeCatalogueFile(base::toJsonBytes(reader.value("catalogue"))));
    story.m_catalogue = catalogue;
    story.m_catalogueBy = domain::MemberId(reader.string("catalogue_by"));
    story.m_beginsAt = reader.time("begins_at");
    story.m_backgroundBy = domain::MemberId(reader.string("background_by"));
    for (const base::JsonValue& element : reader.array("steps")) {
        base::JsonReader stepReader(element, QStringLiteral("steps"));
        Step step;
        step.at = stepReader.time("at");
        step.member = domain::MemberId(stepReader.string("as"));
        step.act = stepReader.string("act");
        step.content = element;
        if (!stepReader.ok())
            KEYTURN_TRY(stepReader.finish());
        story.m_steps.push_back(std::move(step));
    }
    KEYTURN_TRY(reader.finish());
    return story;
}

base::Result<void> DemoStory::setCatalogue(service::Workspace& workspace, const Keys& keys) const
{
    KEYTURN_TRY(workspace.execute(m_catalogueBy, domain::CatalogueSet{m_catalogue}, *keys.at(m_catalogueBy)));
    return {};
}

base::Result<void> DemoStory::play(service::Workspace& workspace, StoryClock& clock, const Keys& keys) const
{
    Made made;
    for (const Step& step : m_steps) {
        clock.set(step.at);
        KEYTURN_TRY(play(step, workspace, *keys.at(step.member), made));
    }
    return {};
}

base::Result<void> DemoStory::play(const Step& step, service::Workspace& workspace, crypto::Signer& signer,
                                   Made& made)
{
    const state::Snapshot& now = *workspace.snapshot();
    base::JsonReader reader(step.content, QStringLiteral("steps"));
    // Read once already; asked for again so that finish() knows them.
    static_cast<void>(reader.string("at"));
    static_cast<void>(reader.string("as"));
    static_cast<void>(reader.string("act"));
    const std::optional<QString> name = reader.optionalString("ref");

    if (step.act == QLatin1String("signal") || step.act == QLatin1String("escalation")) {
        const auto incident = demo::incidentOf(reader);
        const domain::NormalisedRecord record = demo::recordOf(reader, step.act);
        KEYTURN_TRY(reader.finish());
        KEYTURN_TRY_LET(outcome, service::importByHand(workspace, step.member, signer, {record}, incident));
        if (name)
            made.records.insert(*name, service::recordId(outcome.entry, 0));
        return {};
    }
    if (step.act == QLatin1String("restrict") || step.act == QLatin1String("revert")) {
        KEYTURN_TRY_LET(request, demo::changeOf(reader, step.act, now, made.records, made.proposals));
        KEYTURN_TRY(reader.finish());
        KEYTURN_TRY_LET(draft, service::draftProposal(now, workspace.ledgerNow(), step.member, request));
        KEYTURN_TRY_LET(appended, workspace.execute(step.member, draft, signer));
        if (name)
            made.proposals.insert(*name, appended.snapshot->proposals.back().id);
        return {};
    }
    KEYTURN_TRY_LET(payload, demo::payloadOf(reader, step.act, now, made.proposals));
    KEYTURN_TRY(reader.finish());
    KEYTURN_TRY(workspace.execute(step.member, payload, signer));
    return {};
}

} // namespace keyturn::app
