// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/decision_export.h"

#include "models/domain/sheet.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <map>
#include <vector>

namespace keyturn::service {

namespace {

/// Writes new files into one folder and remembers them.
class FolderWriter
{
public:
    explicit FolderWriter(const QString& folder) : m_folder(folder) {}
    base::Result<void> write(const QString& name, const QByteArray& bytes)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(bytes) != bytes.size() ||
            !file.flush())
            return base::fail(ServiceError::FileFailure, path, file.errorString());
        m_files += path;
        return {};
    }
    [[nodiscard]] const QStringList& files() const { return m_files; }

private:
    QDir m_folder;
    QStringList m_files;
};

struct SignedEntry
{
    QString what;
    std::uint64_t seq = 0;
};

/// A key that signed, as a charter names it.
struct SigningKey
{
    const domain::MemberKey* key = nullptr;
    bool isFirst = false; ///< Of its member's keys in that charter.
};

SigningKey keyIn(const domain::Charter& charter, const base::Digest& id)
{
    const domain::Member* owner = charter.memberOfKey(id);
    if (!owner)
        return {};
    const auto key = std::find_if(owner->keys.begin(), owner->keys.end(),
                                  [&](const domain::MemberKey& one) { return one.id == id; });
    return {&*key, key == owner->keys.begin()};
}

/// Keys come and go with charters: the one that stood at the proposal names them, else the next one that is
/// proposed, for whom it brings in, else any other that ever stood.
SigningKey keyOf(const state::Snapshot& snapshot, const state::ProposalState& proposal,
                 const base::Digest& id)
{
    if (const domain::Charter* then = snapshot.charterOf(proposal.charterVersion)) {
        if (const SigningKey found = keyIn(*then, id); found.key)
            return found;
    }
    if (proposal.facts.charter) {
        if (const SigningKey found = keyIn(*proposal.facts.charter, id); found.key)
            return found;
    }
    for (const state::CharterState& stood : snapshot.charters) {
        if (const SigningKey found = keyIn(stood.charter, id); found.key)
            return found;
    }
    return {};
}

} // namespace

base::Result<QStringList> exportDecision(Workspace& workspace, const domain::ProposalId& id,
                                         const QString& folder)
{
    const state::Snapshot& snapshot = *workspace.snapshot();
    const state::ProposalState* proposal = snapshot.proposal(id);
    if (!proposal)
        return base::fail(domain::DomainError::UnknownProposal, id.value());
    if (!QDir().mkpath(folder + QStringLiteral("/keys")))
        return base::fail(ServiceError::FileFailure, folder, QStringLiteral("the folder cannot be made"));
    FolderWriter writer(folder);
    KEYTURN_TRY_LET(sheet, domain::renderSheet(proposal->facts, proposal->urgency()));
    KEYTURN_TRY(writer.write(QStringLiteral("sheet.txt"), sheet));

    std::vector<SignedEntry> entries{{QStringLiteral("proposal"), proposal->origin.seq}};
    for (const state::ApprovalState& approval : proposal->approvals)
        entries.push_back({QStringLiteral("approval"), approval.origin.seq});
    for (const state::RefusalState& refusal : proposal->refusals)
        entries.push_back({QStringLiteral("refusal"), refusal.origin.seq});

    QString commands =
        QStringLiteral("The text that was signed is sheet.txt; its SHA-256 is\n  %1\n\n"
                       "Each statement names that digest as its subject. Check every signature with:\n")
            .arg(proposal->sheetSha256.hex());
    std::map<QString, base::Digest> keysWritten; ///< By name.
    for (const SignedEntry& wanted : entries) {
        KEYTURN_TRY_LET(bytes, workspace.store().entries(wanted.seq, 1));
        if (bytes.empty())
            return base::fail(ledger::LedgerError::StoreCorrupt, workspace.location(),
                              QStringLiteral("an entry is missing"));
        KEYTURN_TRY_LET(opened, state::openEntry(bytes.front()));
        const QString member = opened.statement.context->member.value();
        const QString stem = wanted.what + QLatin1Char('.') + member;
        KEYTURN_TRY(writer.write(stem + QStringLiteral(".statement.json"), opened.envelope.payload));
        KEYTURN_TRY(writer.write(
            stem + QStringLiteral(".pae"),
            ledger::preAuthenticationEncoding(ledger::kInTotoPayloadType, opened.envelope.payload)));
        KEYTURN_TRY(writer.write(stem + QStringLiteral(".sig"), opened.envelope.signature));
        const SigningKey signedWith = keyOf(snapshot, *proposal, opened.envelope.keyId);
        if (!signedWith.key)
            return base::fail(domain::DomainError::KeyNotInCharter, opened.envelope.keyId.shortCode());
        KEYTURN_TRY_LET(publicKey, crypto::PublicKey::fromSpki(signedWith.key->spki));
        // A member's second key gets a name of its own beside the first; so does the first of the next
        // charter.
        const auto plain = keysWritten.find(member);
        const bool isPlain =
            plain == keysWritten.end() ? signedWith.isFirst : plain->second == signedWith.key->id;
        const QString name = isPlain ? member : member + QLatin1Char('.') + signedWith.key->id.shortCode();
        if (keysWritten.emplace(name, signedWith.key->id).second)
            KEYTURN_TRY(writer.write(QStringLiteral("keys/%1.pem").arg(name), publicKey.toPem()));
        const QString check =
            publicKey.type() == crypto::KeyType::P256
                ? QStringLiteral("openssl dgst -sha256 -verify keys/%1.pem -signature %2.sig %2.pae\n")
                : QStringLiteral("openssl pkeyutl -verify -pubin -inkey keys/%1.pem -rawin -in %2.pae "
                                 "-sigfile %2.sig\n");
        commands += check.arg(name, stem);
    }
    KEYTURN_TRY(writer.write(QStringLiteral("VERIFY.txt"), commands.toUtf8()));
    return writer.files();
}

} // namespace keyturn::service
