// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/demo_story.h"

#include "app/keyturnctl/context.h"
#include "models/domain/statement.h"
#include "models/service/evidence_store.h"

#include <QFile>
#include <QTemporaryDir>

namespace keyturn::app {

namespace {

/// What ships with the program under that name.
base::Result<QByteArray> shipped(const char* name)
{
    QFile file(QStringLiteral(":/keyturn/demo/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(service::ServiceError::FileFailure, file.fileName(), file.errorString());
    return file.readAll();
}

/// Writes a document of the story to a file, as whoever adds it would have it, and adds it as evidence.
base::Result<base::Digest> keepDocument(service::Workspace& workspace, const domain::MemberId& member,
                                        crypto::Signer& signer, base::JsonReader& reader)
{
    const domain::EvidenceAdded said = demo::evidenceOf(reader);
    const QString name = reader.string("file_name");
    const QByteArray text = reader.strings("lines").join(u'\n').toUtf8() + '\n';
    KEYTURN_TRY(reader.finish());
    const QTemporaryDir folder;
    QFile file(folder.filePath(name));
    if (!folder.isValid() || !file.open(QIODevice::WriteOnly | QIODevice::NewOnly) ||
        file.write(text) != text.size() || !file.flush())
        return base::fail(service::ServiceError::FileFailure, file.fileName(), file.errorString());
    const auto describe = [&](const service::KeptFile& kept) {
        domain::EvidenceAdded evidence = said;
        evidence.sha256 = kept.sha256;
        evidence.size = kept.size;
        evidence.fileName = kept.fileName;
        return domain::Payload(evidence);
    };
    KEYTURN_TRY_LET(
        kept, service::addEvidenceFile(workspace, member, signer, file.fileName(), describe, {}, kNever));
    return kept.file.sha256;
}

} // namespace

base::Result<DemoStory> DemoStory::load()
{
    KEYTURN_TRY_LET(told, shipped("larkfield.json"));
    KEYTURN_TRY_LET(json, base::parseStrictJson(told));
    DemoStory story;
    base::JsonReader reader(json, QString());
    story.m_charter = domain::usualCharter(reader.string("organisation"));
    story.m_charter.demo = true;
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
    KEYTURN_TRY_LET(registered, shipped("dependents.json"));
    KEYTURN_TRY_LET(dependents, domain::decodeDependentsFile(registered));
    story.m_dependents = dependents;
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
    demo::Made made;
    for (const Step& step : m_steps) {
        clock.set(step.at);
        KEYTURN_TRY(play(step, workspace, *keys.at(step.member), made));
    }
    return {};
}

base::Result<void> DemoStory::play(const Step& step, service::Workspace& workspace, crypto::Signer& signer,
                                   demo::Made& made) const
{
    const state::Snapshot& now = *workspace.snapshot();
    const auto isAct = [&](const char* act) { return step.act == QLatin1String(act); };
    base::JsonReader reader(step.content, QStringLiteral("steps"));
    // Read once already; asked for again so that finish() knows them.
    static_cast<void>(reader.string("at"));
    static_cast<void>(reader.string("as"));
    static_cast<void>(reader.string("act"));
    const QString name = reader.optionalString("ref").value_or(QString());

    if (isAct("signal") || isAct("escalation")) {
        const auto incident = demo::incidentOf(reader);
        const domain::NormalisedRecord record = demo::recordOf(reader, step.act, made);
        KEYTURN_TRY(reader.finish());
        KEYTURN_TRY_LET(outcome, service::importByHand(workspace, step.member, signer, {record}, incident));
        made.records.insert(name, service::recordId(outcome.entry, 0));
        return {};
    }
    if (isAct("restrict") || isAct("revert") || isAct("break-glass")) {
        KEYTURN_TRY_LET(request, demo::changeOf(reader, step.act, now, made));
        KEYTURN_TRY(reader.finish());
        const auto urgency = isAct("break-glass") ? domain::Urgency::BreakGlass : domain::Urgency::Ordinary;
        KEYTURN_TRY_LET(draft,
                        service::draftProposal(now, workspace.ledgerNow(), step.member, request, urgency));
        domain::Payload payload = draft;
        if (urgency == domain::Urgency::BreakGlass)
            payload = domain::GlassBroken{draft};
        KEYTURN_TRY_LET(appended, workspace.execute(step.member, std::move(payload), signer));
        made.proposals.insert(name, appended.snapshot->proposals.back().id);
        return {};
    }
    if (isAct("evidence")) {
        KEYTURN_TRY_LET(digest, keepDocument(workspace, step.member, signer, reader));
        made.evidence.insert(name, digest);
        return {};
    }
    if (isAct("probe")) {
        KEYTURN_TRY_LET(probes, demo::probesOf(reader, now));
        for (const domain::Payload& probe : probes)
            KEYTURN_TRY(workspace.execute(step.member, probe, signer));
        return {};
    }
    if (isAct("acknowledge") || isAct("dependents")) {
        KEYTURN_TRY(reader.finish());
        domain::Payload payload = domain::DependentsSet{m_dependents, {}};
        if (isAct("acknowledge"))
            payload = demo::acknowledgement(now, workspace.health().root, step.member);
        KEYTURN_TRY(workspace.execute(step.member, std::move(payload), signer));
        return {};
    }
    KEYTURN_TRY_LET(payload, demo::payloadOf(reader, step.act, now, made));
    KEYTURN_TRY(reader.finish());
    KEYTURN_TRY(workspace.execute(step.member, payload, signer));
    return {};
}

} // namespace keyturn::app
