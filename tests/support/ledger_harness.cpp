// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ledger_harness.h"

#include "models/crypto/digest_functions.h"
#include "models/domain/sheet.h"
#include "models/state/proposal_terms.h"

#include <algorithm>

namespace keyturn::tests {

namespace {

constexpr std::int64_t kStatementLastsUs = 15 * base::kUsPerMinute;

template <typename T>
T taken(base::Result<T> result)
{
    if (!result)
        qFatal("the harness failed: %s", qPrintable(result.error().sentence()));
    return std::move(*result);
}

template <typename Id>
domain::Selection<Id> selected(const std::vector<const char*>& ids)
{
    if (ids.empty())
        return domain::Selection<Id>::everything();
    std::vector<Id> listed;
    for (const char* id : ids)
        listed.emplace_back(QLatin1String(id));
    return domain::Selection<Id>::of(std::move(listed));
}

template <typename Id>
std::vector<domain::Named<Id>> namedThings(const std::vector<std::pair<const char*, const char*>>& things)
{
    std::vector<domain::Named<Id>> out;
    for (const auto& [id, name] : things)
        out.push_back({Id(QLatin1String(id)), QString::fromUtf8(name)});
    return out;
}

const state::ProposalState& existing(const state::Snapshot& snapshot, const char* id)
{
    const state::ProposalState* proposal = snapshot.proposal(domain::ProposalId(QLatin1String(id)));
    if (!proposal)
        qFatal("the test has no proposal %s", id);
    return *proposal;
}

} // namespace

LedgerHarness::LedgerHarness(Start start, const std::function<void(domain::Charter&)>& edit)
{
    makeCharter();
    if (edit)
        edit(m_charter);
    if (start == Start::Empty)
        return;
    const domain::Statement statement = charterStatement();
    for (const char* member : {"ceo", "coo", "counsel"})
        must(appendStatement(statement, keyOf(member)));
    if (!m_snapshot.founded)
        qFatal("the harness's charter is not founded by ceo, coo and counsel");
}

void LedgerHarness::makeCharter()
{
    using enum domain::Role;
    m_charter = domain::usualCharter(QStringLiteral("Larkfield"));
    m_charter.demo = true;
    m_charter.acceptsBrittle = true; // Nine people cannot spare any two of each role.
    const auto add = [&](const char* id, const char* name, const char* title, std::vector<domain::Role> roles,
                         crypto::KeyType type = crypto::KeyType::P256,
                         domain::MemberKind kind = domain::MemberKind::Person) {
        auto key = taken(crypto::PrivateKey::generate(type));
        domain::Member member{domain::MemberId(QLatin1String(id)),
                              QString::fromUtf8(name),
                              QString::fromUtf8(title),
                              kind,
                              std::move(roles),
                              {}};
        member.keys.push_back({key.publicKey().id(), crypto::toWord(type), key.publicKey().spki()});
        m_charter.members.push_back(std::move(member));
        m_keys.emplace(QLatin1String(id), std::move(key));
    };
    add("ceo", "Mara Lindqvist", "Chief Executive", {Executive});
    add("coo", "Tomas Reyes", "Chief Operating Officer", {Executive}, crypto::KeyType::Ed25519);
    add("safety", "Ines Okafor", "Head of Safety", {SafetyLead});
    add("deputy", "Jun Park", "Deputy Head of Safety", {SafetyLead});
    add("ciso", "Ada Brandt", "Chief Information Security Officer", {SecurityLead});
    add("counsel", "Noor Haddad", "General Counsel", {Legal});
    add("scribe", "Sam Weiss", "War-room Scribe", {Scribe});
    add("auditor", "Petra Novak", "External Auditor", {Auditor});
    add("feed", "Signals feed", "", {Intake}, crypto::KeyType::Ed25519, domain::MemberKind::Service);
}

crypto::PrivateKey& LedgerHarness::keyOf(const char* member)
{
    const auto found = m_keys.find(QLatin1String(member));
    if (found == m_keys.end())
        qFatal("the harness has no key of %s", member);
    return found->second;
}

domain::MemberKey LedgerHarness::makeKey(const char* name, crypto::KeyType type)
{
    auto key = taken(crypto::PrivateKey::generate(type));
    domain::MemberKey named{key.publicKey().id(), crypto::toWord(type), key.publicKey().spki()};
    m_keys.insert_or_assign(QLatin1String(name), std::move(key));
    return named;
}

domain::ChangeProposed LedgerHarness::changingCharter(const char* member,
                                                      const std::function<void(domain::Charter&)>& edit)
{
    domain::ChangeProposed wanted;
    wanted.charter = m_snapshot.charter;
    ++wanted.charter->version;
    edit(*wanted.charter);
    for (const base::Digest& fresh : domain::newKeys(m_snapshot.charter, *wanted.charter)) {
        const domain::MemberId holder = wanted.charter->memberOfKey(fresh)->id;
        for (auto& [name, key] : m_keys) {
            if (key.publicKey().id() == fresh)
                wanted.proofs.push_back(
                    {fresh, taken(key.sign(domain::possessionBytes(m_snapshot.log, holder, fresh)))});
        }
    }
    return proposal(member, std::move(wanted));
}

state::RootAt LedgerHarness::rootAt() const
{
    return [this](std::uint64_t size) -> std::optional<base::Digest> {
        return size <= m_tree.size() ? std::optional(m_tree.rootAt(size)) : std::nullopt;
    };
}

base::UtcTime LedgerHarness::ledgerNow() const
{
    const base::UtcTime now{clock.now().us / base::kUsPerMs * base::kUsPerMs};
    return m_entries.empty() ? now : std::max(now, m_snapshot.lastTime);
}

domain::Statement LedgerHarness::charterStatement() const
{
    domain::Statement statement;
    statement.subjects.push_back(
        {QStringLiteral("charter.json"), crypto::sha256(domain::encodeCharterDraft(m_charter))});
    statement.payload = domain::CharterSigned{m_charter};
    return statement;
}

domain::Statement LedgerHarness::draft(const char* member, domain::Payload payload)
{
    domain::Statement statement;
    const domain::ProposalId* decided = nullptr;
    bool bindsAccess = false;
    const domain::ChangeProposed* accessOf = nullptr;
    if (const auto* proposed = std::get_if<domain::ChangeProposed>(&payload)) {
        accessOf = proposed;
        // A proposal that a test has made unfit for a sheet is to be refused by the ledger, not here.
        const auto sheet = domain::renderSheet(*proposed);
        statement.subjects.push_back(
            {QStringLiteral("sheet.txt"), sheet ? crypto::sha256(*sheet) : base::Digest()});
    } else if (const auto* broken = std::get_if<domain::GlassBroken>(&payload)) {
        accessOf = &broken->change;
        const auto sheet = domain::renderSheet(broken->change, domain::Urgency::BreakGlass);
        statement.subjects.push_back(
            {QStringLiteral("sheet.txt"), sheet ? crypto::sha256(*sheet) : base::Digest()});
    } else if (const auto* batch = std::get_if<domain::BatchImported>(&payload)) {
        statement.subjects.push_back({QStringLiteral("records"), batch->root});
    } else if (const auto* approved = std::get_if<domain::ProposalApproved>(&payload)) {
        bindsAccess = true;
        decided = &approved->proposal;
    } else if (const auto* refused = std::get_if<domain::ProposalRefused>(&payload)) {
        bindsAccess = true;
        decided = &refused->proposal;
    } else if (const auto* withdrawn = std::get_if<domain::ProposalWithdrawn>(&payload)) {
        decided = &withdrawn->proposal;
    } else {
        statement.subjects.push_back({QStringLiteral("ledger"), m_tree.root()});
    }
    if (decided) {
        const state::ProposalState* proposal = m_snapshot.proposal(*decided);
        statement.subjects.push_back(
            {QStringLiteral("sheet.txt"), proposal ? proposal->sheetSha256 : base::Digest()});
        if (proposal && bindsAccess)
            accessOf = &proposal->facts;
    }

    domain::StatementContext context;
    context.log = m_snapshot.log;
    context.member = domain::MemberId(QLatin1String(member));
    const std::array<std::uint64_t, 2> nonce{m_nonces(), m_nonces()};
    context.nonce = QByteArray(reinterpret_cast<const char*>(nonce.data()), sizeof nonce);
    context.basisSize = m_tree.size();
    context.basisRoot = m_tree.root();
    context.charterVersion = m_snapshot.charter.version;
    context.charterSha256 = m_snapshot.charterSha256;
    if (accessOf)
        context.accessState = m_snapshot.accessStateFor(*accessOf);
    else if (bindsAccess)
        context.accessState = m_snapshot.accessStateSha256();
    context.signedAt = ledgerNow();
    context.notAfter = context.signedAt.plusUs(kStatementLastsUs);
    statement.context = std::move(context);
    statement.payload = std::move(payload);
    return statement;
}

QByteArray LedgerHarness::envelope(const domain::Statement& statement, crypto::Signer& signer) const
{
    return taken(ledger::signEnvelope(taken(domain::encodeStatement(statement)), signer));
}

ledger::EntryHeader LedgerHarness::nextHeader(const QByteArray& envelope) const
{
    ledger::EntryHeader header;
    header.log = m_entries.empty() ? crypto::sha256(envelope) : m_snapshot.log;
    header.seq = m_entries.size();
    header.prev = m_snapshot.lastLeaf;
    header.time = ledgerNow();
    header.type = QLatin1String(ledger::kEnvelopeMediaType);
    return header;
}

base::Result<HarnessAppended> LedgerHarness::appendEntry(const QByteArray& bytes)
{
    KEYTURN_TRY_LET(opened, state::openEntry(bytes));
    auto next = state::apply(std::move(m_snapshot), opened, state::SignatureCheck::Verify, rootAt());
    if (!next)
        return base::passOn(next);
    m_snapshot = std::move(*next);
    m_entries.push_back(bytes);
    m_tree.append(opened.entry.leafHash());
    return HarnessAppended{opened.entry.header.seq, opened.entry.leafHash()};
}

base::Result<HarnessAppended> LedgerHarness::appendEnvelope(const QByteArray& envelope)
{
    return appendEntry(taken(ledger::makeEntry(nextHeader(envelope), envelope)).bytes);
}

base::Result<HarnessAppended> LedgerHarness::appendStatement(const domain::Statement& statement,
                                                             crypto::Signer& signer)
{
    return appendEnvelope(envelope(statement, signer));
}

base::Result<HarnessAppended> LedgerHarness::append(const char* member, domain::Payload payload)
{
    return appendStatement(draft(member, std::move(payload)), keyOf(member));
}

HarnessAppended LedgerHarness::must(const base::Result<HarnessAppended>& appended) const
{
    return taken(appended);
}

domain::Catalogue LedgerHarness::catalogue()
{
    domain::Catalogue out;
    out.models = namedThings<domain::ModelId>(
        {{"larch-3", "Larch 3"}, {"larch-4", "Larch 4"}, {"larch-4-agent", "Larch 4 Agent"}});
    out.channels =
        namedThings<domain::ChannelId>({{"api", "Larkfield API"}, {"northgate", "Northgate marketplace"}});
    out.regions = namedThings<domain::RegionId>(
        {{"US", "United States"}, {"EU", "European Union"}, {"UK", "United Kingdom"}});
    out.tiers = namedThings<domain::TierId>(
        {{"research", "Research"}, {"enterprise", "Enterprise"}, {"free", "Free"}});
    out.capabilities = namedThings<domain::CapabilityId>({{"chat", "Chat"}, {"tools", "Tool use"}});
    return out;
}

domain::Restriction LedgerHarness::suspension(const std::vector<const char*>& models,
                                              const std::vector<const char*>& regions)
{
    domain::Restriction out;
    out.scope.include.models = selected<domain::ModelId>(models);
    out.scope.include.regions = selected<domain::RegionId>(regions);
    return out;
}

domain::ChangeProposed LedgerHarness::proposal(const char* member, domain::ChangeProposed wanted,
                                               domain::Urgency urgency) const
{
    const state::Snapshot& now = m_snapshot;
    if (wanted.rationale.isEmpty())
        wanted.rationale = QStringLiteral("Abuse was observed across customers.");
    // What cannot be completed is to be refused by the ledger, not here.
    const auto& taken = wanted.reverts ? wanted.reverts : wanted.supersedes;
    if (const state::ChangeState* change = taken ? now.change(*taken) : nullptr)
        wanted.reverted = change->remaining();
    const domain::Member* proposer = now.charter.member(domain::MemberId(QLatin1String(member)));
    if (const auto whole = state::completed(now, *proposer, wanted, ledgerNow(), urgency))
        return *whole;
    const domain::Rule* rule = now.charter.ruleFor(state::governedAs(wanted, now.catalogue));
    wanted.rule = rule->id;
    wanted.ruleTitle = rule->title;
    wanted.slotRoles = rule->slotRoles;
    wanted.expiresAt = state::latestExpiry(now, *rule, ledgerNow(), urgency);
    if (const state::IncidentState* incident = wanted.incident ? now.incident(*wanted.incident) : nullptr) {
        wanted.incidentTitle = incident->facts.title;
        wanted.rehearsal = incident->facts.rehearsal && wanted.isOfAccess();
    }
    wanted.sheetTemplate = domain::kNewestSheetTemplate;
    if (wanted.isOfAccess())
        wanted.preview.emplace();
    return wanted;
}

domain::GlassBroken LedgerHarness::breakingGlass(const char* member,
                                                 const domain::Restriction& restriction) const
{
    domain::ChangeProposed wanted;
    wanted.restriction = restriction;
    return {proposal(member, std::move(wanted), domain::Urgency::BreakGlass)};
}

domain::ChangeProposed LedgerHarness::restricting(const char* member,
                                                  const domain::Restriction& restriction) const
{
    domain::ChangeProposed wanted;
    wanted.restriction = restriction;
    return proposal(member, std::move(wanted));
}

domain::ChangeProposed LedgerHarness::lifting(const char* member, const char* change) const
{
    domain::ChangeProposed wanted;
    wanted.reverts = domain::ChangeId(QLatin1String(change));
    return proposal(member, std::move(wanted));
}

domain::ProposalApproved LedgerHarness::approval(const char* proposal) const
{
    const state::ProposalState& found = existing(m_snapshot, proposal);
    return {found.id, found.entryLeaf, found.sheetSha256, std::nullopt};
}

domain::ProposalRefused LedgerHarness::refusal(const char* proposal) const
{
    const state::ProposalState& found = existing(m_snapshot, proposal);
    return {found.id, found.entryLeaf, found.sheetSha256, QStringLiteral("Too wide.")};
}

domain::ProposalWithdrawn LedgerHarness::withdrawal(const char* proposal) const
{
    const state::ProposalState& found = existing(m_snapshot, proposal);
    return {found.id, found.entryLeaf, QStringLiteral("No longer needed.")};
}

void LedgerHarness::setCatalogue()
{
    must(append("safety", domain::CatalogueSet{catalogue()}));
}

domain::ProposalId LedgerHarness::decide(const char* proposer, const domain::ChangeProposed& change,
                                         const std::vector<const char*>& approvers)
{
    must(append(proposer, change));
    const domain::ProposalId id = m_snapshot.proposals.constLast().id;
    for (const char* approver : approvers)
        must(append(approver, approval(qPrintable(id.value()))));
    return id;
}

domain::IncidentId LedgerHarness::openIncident(const char* title, Incident kind)
{
    domain::IncidentOpened incident;
    incident.title = QString::fromUtf8(title);
    incident.owner = domain::MemberId(QStringLiteral("safety"));
    incident.rehearsal = kind == Incident::Rehearsal;
    must(append("scribe", incident));
    return m_snapshot.incidents.constLast().id;
}

base::Result<state::Snapshot> LedgerHarness::foldAll(const std::vector<QByteArray>& entries,
                                                     state::SignatureCheck check)
{
    state::Snapshot snapshot;
    ledger::MerkleTree tree;
    const state::RootAt rootAt = [&](std::uint64_t size) -> std::optional<base::Digest> {
        return size <= tree.size() ? std::optional(tree.rootAt(size)) : std::nullopt;
    };
    for (const QByteArray& bytes : entries) {
        KEYTURN_TRY_LET(opened, state::openEntry(bytes));
        auto next = state::apply(std::move(snapshot), opened, check, rootAt);
        if (!next)
            return base::passOn(next);
        snapshot = std::move(*next);
        tree.append(opened.entry.leafHash());
    }
    return snapshot;
}

} // namespace keyturn::tests
