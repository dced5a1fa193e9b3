// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/oracle_world.h"

#include "models/crypto/digest_functions.h"

namespace keyturn::tests {

namespace {

PooledKey pooled(crypto::KeyType type)
{
    auto key = crypto::PrivateKey::generate(type);
    if (!key)
        qFatal("no key: %s", qPrintable(key.error().sentence()));
    const domain::MemberKey named{key->publicKey().id(), crypto::toWord(type), key->publicKey().spki()};
    return {named, std::move(*key)};
}

template <typename Id>
std::vector<domain::Named<Id>> pairNamed(const char* one, const char* other)
{
    return {{Id(QLatin1String(one)), QLatin1String(one)}, {Id(QLatin1String(other)), QLatin1String(other)}};
}

} // namespace

state::OpenedEntry unsignedEntry(const Attempt& attempt, const QByteArray& statementBytes,
                                 const QByteArray& entryBytes)
{
    state::OpenedEntry opened;
    opened.entry.header = {attempt.log, attempt.seq, attempt.previous, attempt.at,
                           QLatin1String(ledger::kEnvelopeMediaType)};
    opened.entry.payload = statementBytes;
    opened.entry.bytes = entryBytes;
    opened.envelope.payloadType = QLatin1String(ledger::kInTotoPayloadType);
    opened.envelope.payload = statementBytes;
    opened.envelope.keyId = attempt.key;
    opened.statement = attempt.statement;
    return opened;
}

OracleWorld::OracleWorld(unsigned variant)
{
    for (int i = 0; i < 22; ++i)
        pool.push_back(pooled(i % 5 == 1 ? crypto::KeyType::P256 : crypto::KeyType::Ed25519));
    for (int i = 0; i < 3; ++i)
        witnesses.push_back(pooled(crypto::KeyType::Ed25519));
    catalogue.models = pairNamed<domain::ModelId>("alder", "birch");
    catalogue.channels = pairNamed<domain::ChannelId>("api", "app");
    catalogue.regions = pairNamed<domain::RegionId>("EU", "US");
    catalogue.tiers = pairNamed<domain::TierId>("free", "pro");
    catalogue.capabilities = pairNamed<domain::CapabilityId>("chat", "tools");
    makeCharter(variant);
    found();
}

void OracleWorld::makeCharter(unsigned variant)
{
    using enum domain::Role;
    charter = domain::usualCharter(QStringLiteral("Larkfield"));
    charter.demo = true;
    charter.acceptsBrittle = true;
    std::size_t next = 0;
    const auto add = [&](const char* id, std::vector<domain::Role> roles, std::size_t keys = 1,
                         domain::MemberKind kind = domain::MemberKind::Person) {
        domain::Member member{
            domain::MemberId(QLatin1String(id)), QLatin1String(id), {}, kind, std::move(roles), {}};
        for (; keys > 0; --keys)
            member.keys.push_back(pool[next++].named);
        charter.members.push_back(std::move(member));
    };
    add("ceo", {Executive});
    add("coo", {Executive, Legal}, 2);
    add("safety", {SafetyLead}, 2);
    add("deputy", {SafetyLead, SecurityLead});
    add("ciso", {SecurityLead});
    add("counsel", {Legal});
    add("scribe", {Scribe});
    add("auditor", {Auditor});
    add("feed", {Intake}, 1, domain::MemberKind::Service);
    add("edge", {Gateway}, 1, domain::MemberKind::Service);
    add("rim", {Gateway, Intake}, 1, domain::MemberKind::Service);

    charter.witnesses.push_back({QStringLiteral("notary"), witnesses[0].named.spki});
    for (domain::Rule& rule : charter.rules) {
        if (variant % 2 == 1)
            rule.approvalValidMinutes = 180;
        if (rule.id.value() == QLatin1String("charter") && variant % 3 != 0)
            rule.slotRoles = {Executive, Legal};
        if (rule.id.value() == QLatin1String("suspend-worldwide") && variant % 3 == 2)
            rule.refusalBlocks = {Legal};
    }
    charter.breakGlass->ratifyWithinMinutes = 90;
    if (variant >= 3)
        charter.expires = base::UtcTime{kStartUs + 2 * base::kUsPerDay};
    if (variant == 4)
        charter.waiverRoles = {Executive, SafetyLead};
}

void OracleWorld::take(const state::OpenedEntry& entry)
{
    auto next = state::apply(std::move(snapshot), entry, state::SignatureCheck::AlreadyVerified,
                             [this](std::uint64_t size) -> std::optional<base::Digest> {
                                 return size < roots.size() ? std::optional(roots[size]) : std::nullopt;
                             });
    if (!next)
        qFatal("the world cannot be founded: %s", qPrintable(next.error().sentence()));
    snapshot = std::move(*next);
    tree.append(entry.entry.leafHash());
    roots.push_back(tree.root());
    entries.push_back({entry.entry.header.time, entry.entry.leafHash(), entry.envelope.keyId});
    founding.push_back(entry);
}

void OracleWorld::found()
{
    roots.push_back(tree.root());
    Attempt attempt;
    attempt.statement.subjects.push_back(
        {QStringLiteral("charter.json"), crypto::sha256(domain::encodeCharterDraft(charter))});
    attempt.statement.payload = domain::CharterSigned{charter};
    attempt.at = {kStartUs};
    const QByteArray bytes = "the founding charter";
    attempt.log = crypto::sha256(bytes);
    const auto append = [&](std::size_t member, const QByteArray& statementBytes) {
        attempt.key = charter.members[member].keys.front().id;
        attempt.seq = snapshot.size;
        attempt.previous = snapshot.lastLeaf;
        take(unsignedEntry(attempt, statementBytes, "founding " + QByteArray::number(snapshot.size)));
    };
    for (const std::size_t member : {std::size_t{0}, std::size_t{1}, std::size_t{5}}) {
        if (!snapshot.founded)
            append(member, bytes);
    }
    domain::StatementContext context;
    context.log = attempt.log;
    context.member = charter.members[2].id;
    context.nonce = QByteArray(16, 'n');
    context.basisSize = snapshot.size;
    context.basisRoot = tree.root();
    context.charterSha256 = snapshot.charterSha256;
    context.signedAt = attempt.at;
    context.notAfter = attempt.at;
    attempt.statement = {{{QStringLiteral("ledger"), tree.root()}}, context, domain::CatalogueSet{catalogue}};
    append(2, "the catalogue");
}

Oracle OracleWorld::oracle() const
{
    Oracle out(catalogue, charter, snapshot.charterSha256, snapshot.log, entries, roots);
    out.nonces.insert(QByteArray(16, 'n'));
    return out;
}

domain::KeyProof OracleWorld::proof(const domain::MemberId& member, const base::Digest& key) const
{
    QByteArray& signature = m_proofs[{member.value(), key}];
    for (const PooledKey& pooledKey : pool) {
        if (pooledKey.named.id == key && signature.isEmpty()) {
            const auto made = pooledKey.secret.sign(domain::possessionBytes(snapshot.log, member, key));
            if (!made)
                qFatal("no proof: %s", qPrintable(made.error().sentence()));
            signature = *made;
        }
    }
    return {key, signature};
}

base::Result<state::Snapshot> foldedFromNothing(const std::vector<state::OpenedEntry>& entries)
{
    state::Snapshot folded;
    ledger::MerkleTree tree;
    const state::RootAt rootAt = [&](std::uint64_t size) -> std::optional<base::Digest> {
        return size <= tree.size() ? std::optional(tree.rootAt(size)) : std::nullopt;
    };
    for (const state::OpenedEntry& entry : entries) {
        auto next = state::apply(std::move(folded), entry, state::SignatureCheck::AlreadyVerified, rootAt);
        if (!next)
            return base::passOn(next);
        folded = std::move(*next);
        tree.append(entry.entry.leafHash());
    }
    return folded;
}

} // namespace keyturn::tests
