// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/crypto/timestamp.h"
#include "models/ledger/ledger_provider.h"
#include "models/ledger/merkle.h"
#include "models/ledger/witness.h"
#include "models/service/seat.h"
#include "models/service/service_error.h"
#include "models/state/fold.h"
#include "models/state/rewind.h"
#include "models/state/snapshot.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace keyturn::service {

/// Something wrong with what is stored, named.
struct Problem
{
    std::optional<std::uint64_t> entry; ///< The entry it concerns, where one can be named.
    QString code;                       ///< Stable word: "signature", "checkpoint", "rollback" …
    QString text;                       ///< One plain sentence.
};

/// Codes of the problems that another head of the ledger makes.
inline constexpr QLatin1String kRollbackCode{"rollback"};
inline constexpr QLatin1String kForkCode{"fork"};

/// What is known of the ledger's soundness.
struct Health
{
    std::vector<Problem> problems; ///< Empty: sound as far as checked.
    bool readOnly = false;
    QString readOnlyReason;     ///< One plain sentence, empty when writable.
    bool fullyVerified = false; ///< verify() has run over every record since it was opened.
    QString anchorWarning;      ///< The anchor outside the workspace could not be raised; empty when it was.
    bool witnessed = false;     ///< Another party has cosigned a checkpoint of it.
    std::uint64_t witnessedSize = 0; ///< How many entries the newest such checkpoint is over.
    QStringList witnesses;           ///< Who signed that one, the seat included.
    /// A newer or another head of this ledger that this machine has seen, where nothing else keeps this copy
    /// from being written: its people may decide to leave that head behind (trust.md, "Rollback", "Forks").
    std::optional<domain::AbandonedHead> rivalHead;
    bool storeReadOnly = false; ///< The store itself takes nothing, whatever is decided.
    std::uint64_t size = 0;
    base::Digest root;
    /// The one thing that a frozen workspace takes: decisions on leaving the head in the way behind.
    [[nodiscard]] bool takesLeavingAHead() const { return rivalHead && !storeReadOnly; }
};

/// A time stamp that was taken, and how many entries the checkpoint it is over covers.
struct TakenStamp
{
    std::uint64_t size = 0;
    crypto::Timestamp stamp;
};

/// How to open.
struct OpenOptions
{
    /// Makes the stores; the program hands it in. Never null.
    std::shared_ptr<const ledger::LedgerProvider> provider;
    bool readOnly = false;
    SeatFolder seat = SeatFolder::usual();
    std::shared_ptr<const base::Clock> clock = std::make_shared<base::SystemClock>();
    /// A workspace whose charter is marked DEMO plays at the time of its story: its clock starts a minute
    /// after the newest entry and runs on from there, so that its decisions can still be signed whatever the
    /// date.
    bool scenarioTimeForDemo = true;
    /// Where the word indexes of large ledgers are kept, for a session's searches; empty: there are none.
    QString wordFolder;
    /// Keys of witnesses that were given by another way, beside those that the ledger itself names.
    std::vector<ledger::NoteVerifier> witnesses;
    /// Check every signature when folding, as every program does; off only for a second object on a ledger
    /// that this process has just checked.
    state::SignatureCheck signatures = state::SignatureCheck::Verify;
};

/// What an append did.
struct Appended
{
    std::uint64_t seq = 0; ///< Of the last entry appended by the call.
    base::Digest leaf;
    state::SnapshotPointer snapshot; ///< After it.
};

/// What an entry takes into the ledger with it, staged before.
struct Adoption
{
    std::optional<ledger::StagingId> records;
    std::optional<ledger::StagedBlob> blob;
};

/// A statement ready to be signed: what the person is shown and what the signature is over.
struct Prepared
{
    domain::MemberId member;
    domain::Payload payload;
    QByteArray statement; ///< In-toto statement bytes.
    QByteArray sheet;     ///< The text sheet, for proposals, approvals and refusals.
    base::Digest sheetSha256;
};

/// How far a statement has to travel between being laid out and being appended: how long it stays good.
enum class Journey {
    AtHand,  ///< Signed on the spot: time enough to read a sheet and find a token.
    Carried, ///< Signed elsewhere: three days, and never longer than what it decides stays open.
};
/// The most that a carried statement stays good.
inline constexpr std::int64_t kCarriedValidUs = 72 * 60 * base::kUsPerMinute;

/// One workspace: its store, its ledger's tree, its state. The façade that every command goes through; use
/// from one thread. Long reading work (search, verify) takes its own store through store().reopen().
class Workspace
{
public:
    /// Opens what is at @p location (a file). Faults found while folding do not fail the call: the workspace
    /// is then open for reading only, up to the last sound entry, and health() says why. @return
    /// WorkspaceMissing, store errors.
    [[nodiscard]] static base::Result<std::unique_ptr<Workspace>> open(const QString& location,
                                                                       const OpenOptions& options);
    /// Founds a workspace at @p path from a charter's statement and its signatures, one entry each.
    /// @return AlreadyFounded, domain errors when the signatures do not meet the charter's own threshold.
    [[nodiscard]] static base::Result<std::unique_ptr<Workspace>>
    found(const QString& path, const std::vector<QByteArray>& envelopes, const OpenOptions& options);
    ~Workspace();

    [[nodiscard]] const QString& location() const { return m_location; }
    [[nodiscard]] const state::SnapshotPointer& snapshot() const { return m_snapshot; }
    [[nodiscard]] const Health& health() const { return m_health; }
    [[nodiscard]] const base::Clock& clock() const { return *m_clock; }
    [[nodiscard]] std::shared_ptr<const base::Clock> sharedClock() const { return m_clock; }
    [[nodiscard]] const OpenOptions& options() const { return m_options; }
    [[nodiscard]] ledger::LedgerStore& store() { return *m_store; }
    [[nodiscard]] const ledger::MerkleTree& tree() const { return m_tree; }
    /// The time decisions are judged by: the clock's, but never before the newest entry.
    [[nodiscard]] base::UtcTime ledgerNow() const;

    /// Folds what other seats have appended. @return store errors; integrity faults go to health().
    [[nodiscard]] base::Result<void> refresh();
    /// The state as it was when the newest entry at or before @p time had been recorded.
    [[nodiscard]] base::Result<state::SnapshotPointer> asKnownAt(base::UtcTime time);
    /// What has been kept on the way here, for a state::StateReader elsewhere.
    [[nodiscard]] const state::Checkpoints& checkpoints() const { return m_checkpoints; }

    /// Lays out what @p member would sign. Judges everything that can be judged before the signature, so that
    /// a person is not asked for a passphrase in vain. While another head of the ledger is in the way
    /// (Health::rivalHead), only decisions on leaving a head behind may be made. @return the rule that
    /// forbids it, ReadOnly.
    [[nodiscard]] base::Result<Prepared> prepare(const domain::MemberId& member, domain::Payload payload,
                                                 Journey journey = Journey::AtHand);
    /// Signs and appends. @return the rule broken meanwhile, or the store's failure; then nothing has
    /// changed.
    [[nodiscard]] base::Result<Appended> commit(const Prepared& prepared, crypto::Signer& signer,
                                                const Adoption& adopt = {});
    /// Appends an approval or a refusal that was signed elsewhere, judged like any other. @return
    /// CourierError::NotADecision for anything else, the rule broken, the store's failure.
    [[nodiscard]] base::Result<Appended> appendSigned(const QByteArray& envelope);
    /// prepare() and commit() in one, where nothing has to be shown between.
    [[nodiscard]] base::Result<Appended> execute(const domain::MemberId& member, domain::Payload payload,
                                                 crypto::Signer& signer);
    /// The member whose key this is, by the standing charter. @return KeyNotInCharter.
    [[nodiscard]] base::Result<domain::MemberId> memberOf(const crypto::PublicKey& key) const;

    /// Whose signatures on checkpoints count: the ledger's seats, the witnesses that the charter names, and
    /// those of OpenOptions::witnesses.
    [[nodiscard]] std::vector<ledger::NoteVerifier> cosignerKeys() const;
    /// The keys of the ledger's own seats.
    [[nodiscard]] std::vector<ledger::NoteVerifier> seatKeys() const;
    /// The newest signed checkpoint, laid out for a witness that last cosigned @p since entries. @return
    /// ReadOnly where the ledger is not sound, NoSuchCheckpoint where @p since is beyond it.
    [[nodiscard]] base::Result<ledger::WitnessRequest> requestWitness(std::uint64_t since);
    /// Takes a cosigned checkpoint back: its text must be our tree's and a seat of ours must have signed it;
    /// every signature line is kept. @return NoteContradicts, NoteBeyond, NoteOfNoSeat, OtherLedger, and
    /// store errors.
    [[nodiscard]] base::Result<ledger::Checkpoint> takeCosigned(const QByteArray& note);
    /// Takes an authority's response: verified against @p authorities (PEM), which this installation trusts
    /// from now on, and kept beside the checkpoint it is over. @p request may be empty. @return crypto
    /// errors, NoSuchCheckpoint.
    [[nodiscard]] base::Result<TakenStamp>
    takeTimestamp(const QByteArray& response, const QByteArray& authorities, const QByteArray& request);
    /// The latest time at which a trusted time-stamp authority vouched for a checkpoint of this ledger.
    [[nodiscard]] const std::optional<base::UtcTime>& newestWitnessTime() const { return m_witnessTime; }

    /// Notes the outcome of a full verification done elsewhere over the same store.
    void noteVerified(const std::vector<Problem>& problems);

private:
    Workspace() = default;
    [[nodiscard]] base::Result<void> catchUp(const std::vector<QByteArray>& entries,
                                             state::SignatureCheck check);
    [[nodiscard]] base::Result<void> load();
    void checkNewestCheckpoint();
    void checkAnchor();
    void checkWitnesses();
    [[nodiscard]] bool partsFrom(const ledger::SeenHead& seen);
    void freeze(const ledger::SeenHead& seen);
    [[nodiscard]] base::Result<QString> keepBothHeads(const ledger::SeenHead& seen);
    [[nodiscard]] bool hasLeftBehind(const domain::AbandonedHead& head) const;
    void goOnWithout(const ledger::SeenHead& seen);
    void resumeIfDecided();
    [[nodiscard]] ledger::Head newestHead();
    [[nodiscard]] base::Result<void> checkMayAppend(const domain::Payload& payload) const;
    /// This machine's clock is not behind what it is judged with. @return ClockBehind, ClockBehindWitness.
    [[nodiscard]] base::Result<void> checkOwnClock() const;
    [[nodiscard]] base::Result<ledger::Checkpoint> ownCheckpoint(const ledger::SignedNote& note) const;
    void addProblem(Problem problem);
    [[nodiscard]] base::Result<Appended>
    append(ledger::LedgerStore& store, const std::vector<QByteArray>& envelopes, const Adoption& adopt);
    [[nodiscard]] state::RootAt rootAt() const;
    void publish(state::Snapshot snapshot);
    void rememberHead();

    QString m_location;
    OpenOptions m_options;
    std::shared_ptr<const base::Clock> m_clock;
    std::unique_ptr<ledger::LedgerStore> m_store;
    std::optional<Seat> m_seat;
    ledger::MerkleTree m_tree;
    state::SnapshotPointer m_snapshot;
    state::Checkpoints m_checkpoints;
    state::StateReader m_states;
    Health m_health;
    std::optional<base::UtcTime> m_witnessTime;
};

/// trust.md, "Time": nothing is signed while the local clock is further behind than two minutes. @param
/// newest the latest time known to have been. @return ClockBehind.
[[nodiscard]] base::Result<void> checkClock(base::UtcTime local, base::UtcTime newest);
/// The entries of @p store, which must outlive it.
[[nodiscard]] state::EntrySource entriesOf(ledger::LedgerStore& store);
/// Why nothing can be written, as the error of whoever tried.
[[nodiscard]] base::Error readOnlyError(const Health& health);
/// What is wrong, as a Problem with a stable code.
[[nodiscard]] Problem problemOf(const base::Error& error, std::optional<std::uint64_t> entry);

} // namespace keyturn::service
