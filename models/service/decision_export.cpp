// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/decision_export.h"

#include "models/domain/sheet.h"

#include <QDir>
#include <QFile>

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
    QStringList keysWritten;
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
        const domain::Member* who = snapshot.charter.member(opened.statement.context->member);
        for (const domain::MemberKey& key : who ? who->keys : std::vector<domain::MemberKey>()) {
            if (key.id != opened.envelope.keyId)
                continue;
            KEYTURN_TRY_LET(publicKey, crypto::PublicKey::fromSpki(key.spki));
            // A member's second key gets a name of its own beside the first.
            const QString name =
                key.id == who->keys.front().id ? member : member + QLatin1Char('.') + key.id.shortCode();
            if (!keysWritten.contains(name)) {
                KEYTURN_TRY(writer.write(QStringLiteral("keys/%1.pem").arg(name), publicKey.toPem()));
                keysWritten += name;
            }
            const QString check =
                publicKey.type() == crypto::KeyType::P256
                    ? QStringLiteral("openssl dgst -sha256 -verify keys/%1.pem -signature %2.sig %2.pae\n")
                    : QStringLiteral("openssl pkeyutl -verify -pubin -inkey keys/%1.pem -rawin -in %2.pae "
                                     "-sigfile %2.sig\n");
            commands += check.arg(name, stem);
        }
    }
    KEYTURN_TRY(writer.write(QStringLiteral("VERIFY.txt"), commands.toUtf8()));
    return writer.files();
}

} // namespace keyturn::service
