// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/event.h"
#include "models/service/courier.h"
#include "models/service/event_reader.h"
#include "models/service/evidence_store.h"
#include "models/service/idle_lock.h"
#include "models/service/import_job.h"
#include "models/service/key_choice.h"
#include "models/service/proposal_draft.h"
#include "models/service/rejection_list.h"
#include "models/service/report_job.h"
#include "models/service/rival_head.h"
#include "models/service/text_reader.h"
#include "models/service/verify.h"
#include "models/service/word_cache.h"
#include "models/service/workspace.h"
#include "models/timeline/event_columns.h"

#include <QFuture>
#include <QObject>
#include <QString>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace keyturn::service {

/// A member's unlocked key for facts that are not high-stakes; forgotten by Session::lock().
struct SignedIn
{
    domain::MemberId member;
    KeyChoice key;
};

/// The whole preview of a proposal, with the names that it needs.
struct ShownPreview
{
    domain::ChangePreview preview;
    domain::Catalogue catalogue;
    std::vector<domain::Dependent> dependents;
};

/// One workspace as the console sees it: every call returns at once, work runs on the workspace's own thread,
/// results come back as futures and signals on the interface thread. Everything a view shows is snapshot():
/// the newest state, or an older one while rewound.
class Session final : public QObject
{
    Q_OBJECT
public:
    explicit Session(OpenOptions options = {}, QObject* parent = nullptr);
    ~Session() override;

    /// Opens @p location; opened() or openFailed() follows. A full verification starts by itself afterwards.
    void open(const QString& location);
    [[nodiscard]] bool isOpen() const { return m_live != nullptr; }
    [[nodiscard]] const QString& location() const { return m_location; }

    /// What views show; never null once open.
    [[nodiscard]] const state::SnapshotPointer& snapshot() const { return m_shown; }
    /// The newest state, whatever is shown.
    [[nodiscard]] const state::SnapshotPointer& liveSnapshot() const { return m_live; }
    [[nodiscard]] const timeline::EventColumnsPointer& columns() const { return m_columns; }
    [[nodiscard]] const Health& health() const { return m_health; }
    /// The moment that is shown: knownAt() while rewound, else the ledger's present.
    [[nodiscard]] base::UtcTime now() const;

    /// Rewinds the whole session to what was known at @p time, or returns to the present. knownAt() is the
    /// newest wish at once, snapshot() follows it; of wishes that come faster than they can be met, those in
    /// between are left out.
    void setKnownAt(std::optional<base::UtcTime> time);
    [[nodiscard]] const std::optional<base::UtcTime>& knownAt() const { return m_knownAt; }

    /// Unlocks a member's key for facts (imports, notes, incidents, requests). @p secret is the passphrase
    /// of a key file or the PIN of a token, which is asked for one signature at once: a wrong PIN is told
    /// now, not at the first fact. @return errors of crypto, tokens and domain.
    QFuture<base::Result<domain::MemberId>> signIn(const KeyChoice& key, crypto::SecretBytes secret);
    /// Forgets the unlocked key, and who it was.
    void signOut();
    /// Forgets the unlocked key and remembers whose it was, because the console was left: after idle time,
    /// when the screen locks, when asked to. locked() follows, whether anybody was signed in or not. Work
    /// that was begun before ends with the key; then it is wiped.
    void lock();
    /// Who is signed in; the charter's member, or nothing.
    [[nodiscard]] const std::optional<SignedIn>& signedIn() const { return m_signedIn; }
    /// Whose key lock() forgot, until somebody signs in or out.
    [[nodiscard]] const std::optional<domain::MemberId>& lockedOut() const { return m_lockedOut; }
    /// Any use of the console puts the idle lock off.
    void noteActivity();
    /// How long the console may be left; see IdleLock for what is taken.
    void setIdleLimit(std::chrono::minutes limit);
    [[nodiscard]] std::chrono::minutes idleLimit() const { return m_idle.limit(); }
    /// What is left before the session locks itself, in the last minute of it while somebody is signed in.
    [[nodiscard]] const std::optional<std::chrono::seconds>& locksIn() const { return m_locksIn; }

    /// Lays a high-stakes statement out for the sign dialog. @return the rule that forbids it.
    QFuture<base::Result<Prepared>> prepare(const domain::MemberId& member, domain::Payload payload);
    /// Lays a proposal out from what a person chose; of urgency BreakGlass, what breaks the glass.
    QFuture<base::Result<Prepared>> preparePropose(const domain::MemberId& member, ChangeRequest request,
                                                   domain::Urgency urgency = domain::Urgency::Ordinary);
    /// Everything that @p proposal would do, lost in no figure: all leaks and all dependents, on the access
    /// that it was proposed on. @return UnknownProposal.
    QFuture<base::Result<ShownPreview>> preview(const domain::ProposalId& proposal);
    /// What is known of the head in the way. @return NothingInTheWay …
    QFuture<base::Result<RivalHead>> rivalHead();
    /// Signs with the key asked for afresh, and appends.
    QFuture<base::Result<Appended>> commit(Prepared prepared, const KeyChoice& key,
                                           crypto::SecretBytes secret);
    /// Signs a fact with the unlocked key, and appends. @return FreshKeyNeeded for what is high-stakes,
    /// NotSignedIn …
    QFuture<base::Result<Appended>> record(domain::Payload payload);

    /// Lays a proposal out for @p member to sign away from the workspace, in a new file at @p path; no key is
    /// needed. @return what service::courierOut says.
    QFuture<base::Result<CarriedOut>> courierOut(const domain::ProposalId& proposal,
                                                 const domain::MemberId& member, const QString& path);
    /// Takes in the answer at @p path, signed elsewhere. @return what service::courierIn says.
    QFuture<base::Result<TakenIn>> courierIn(const QString& path);

    /// Imports files one after another with the unlocked key; progress() tells how far. One at a time.
    QFuture<base::Result<std::vector<ImportOutcome>>> import(std::vector<ImportRequest> requests);
    /// Enters events by hand with the unlocked key.
    QFuture<base::Result<ImportOutcome>> addByHand(std::vector<domain::NormalisedRecord> records,
                                                   std::optional<domain::IncidentId> incident);
    /// Keeps a document as evidence and signs for it with the unlocked key. One piece of work at a time.
    QFuture<base::Result<EvidenceOutcome>> addEvidence(EvidenceRequest request);
    /// Writes the kept document of that hash to a new file at @p path.
    QFuture<base::Result<void>> exportEvidence(const base::Digest& sha256, const QString& path);
    /// What the import of entry @p batch rejected and why. @return UnknownBatch and what rejectionsOf() says.
    QFuture<base::Result<RejectionList>> rejections(std::uint64_t batch);
    /// Writes that list as CSV to @p path. @return how many lines of it, and the errors of writeRejections().
    QFuture<base::Result<std::uint64_t>> writeRejections(std::uint64_t batch, const QString& path);
    /// Stops the running import or verification; it leaves things as they were.
    void cancelWork();

    /// One record, decoded off the interface thread.
    QFuture<base::Result<domain::Event>> event(const domain::RecordId& id);
    /// Who reported the records of columns(): up to a hundred names, most frequent first. @return store
    /// errors, RecordDamaged.
    QFuture<base::Result<QStringList>> sourceNames();
    /// Rows of columns() that a query finds, as a set.
    struct Found
    {
        timeline::EventColumnsPointer columns; ///< What the rows refer to.
        std::shared_ptr<const timeline::EventSet> rows;
        std::uint64_t count = 0; ///< How many are in it.
        bool isComplete = false; ///< No more will come.
    };
    /// All that @p query finds. @return QueryMalformed, Busy while no columns are loaded, Cancelled.
    QFuture<base::Result<Found>> find(const QString& query);
    /// Searches for @p query, the newest records first: foundSome() follows as soon as there are some, then
    /// now and then with more, at last with isComplete; or searchFailed(). An earlier search is given up.
    /// @return the number that the signals will name.
    quint64 search(const QString& query);
    /// Whether words are looked for in an index that lacks no more records than are searched as quickly
    /// without; wordsIndexed() tells when this changes.
    [[nodiscard]] bool searchesWords() const;
    /// Gives the search up: no more is heard of it.
    void stopSearch();
    /// Which records of columns() repeat each other; reads them all, and lookedForRepeats() tells how far it
    /// is. An earlier call is given up. @return what findRepeats() says, and Busy while no columns are
    /// loaded.
    QFuture<base::Result<timeline::RepeatsPointer>> repeats();
    /// Gives that up: it ends as Cancelled.
    void stopRepeats();
    /// What records say in words, in the order of @p keys; waits for no other work. @return Busy before the
    /// columns have been read.
    QFuture<base::Result<std::vector<timeline::EventText>>> texts(std::vector<timeline::EventKey> keys);
    /// Writes a list of events as CSV; progress() tells how far, cancelWork() stops it. One at a time.
    QFuture<base::Result<WrittenTable>> writeTable(TableExport request);
    /// Writes the report of an incident as it is shown.
    QFuture<base::Result<WrittenReport>> writeReport(ReportRequest request);
    /// Verifies everything; health follows. While it runs, another call is taken as the same one.
    void verify();

Q_SIGNALS:
    void opened();
    void openFailed(const QString& sentence);
    void snapshotChanged();
    void columnsChanged();
    void foundSome(quint64 search, const keyturn::service::Session::Found& found);
    void searchFailed(quint64 search, const QString& sentence);
    /// Searches for words are answered from an index from now on, where there is one.
    void wordsIndexed();
    void indexingFailed(const QString& sentence);
    void lookedForRepeats(quint64 done, quint64 total);
    void healthChanged();
    void signedInChanged();
    /// Whoever holds a passphrase drops it now.
    void locked();
    void locksInChanged();
    void knownAtChanged();
    /// @p total is 0 when it is not known.
    void progress(const QString& what, quint64 done, quint64 total);
    void workFinished();

private:
    struct Worker;
    /// What a search needs, apart from the workspace's thread.
    struct Searchable
    {
        timeline::EventColumnsPointer columns;
        std::shared_ptr<const BlockDirectory> directory;
        std::shared_ptr<ledger::LedgerStore> store; ///< To be opened again from.
        timeline::EventColumnsPointer standing;     ///< The columns of what stands that they go on from.
    };
    struct Rewinder;
    template <typename Work>
    auto onWorker(Work work);
    /// On the worker's thread: tells the interface thread what stands now.
    void publish(Worker& worker);
    void take(const state::SnapshotPointer& live, const Health& health,
              const state::Checkpoints& checkpoints);
    /// What a verification was begun on. Where it stands otherwise by its end, it is begun anew.
    struct Verified
    {
        QString location;
        qsizetype leftBehind = 0; ///< How many heads: one that it finds in the way may be behind by then.
    };
    void takeVerified(const Verified& verified, const base::Result<Verification>& result);
    /// On the worker's thread: the columns of what its workspace stands at now.
    [[nodiscard]] static base::Result<Searchable> followColumns(Worker& worker);
    void reloadColumns();
    void takeColumns(const Searchable& loaded);
    /// Shows the columns of what stands, and, while rewound, of what was retracted only later too.
    void refreshColumns();
    void showColumns(const Searchable& shown);
    /// Whether no record in @p columns was retracted by the moment that is shown.
    [[nodiscard]] bool isShowable(const timeline::EventColumns& columns) const;
    void checkColumns();
    void loadCheckedColumns();
    void readWords();
    void indexWords();
    void noteLoadFailure(const base::Error& error);
    void refreshShown();
    void showKnown(const base::Result<state::SnapshotPointer>& known);
    void pollOtherSeats();
    void forgetKey();
    void watchIdle();
    void reportProgress(const QString& what, std::uint64_t done, std::uint64_t total);

    OpenOptions m_options;
    QString m_location;
    QThread m_thread;
    Worker* m_worker = nullptr; ///< Lives on m_thread.
    QThread m_rewindThread;
    Rewinder* m_rewinder = nullptr; ///< Lives on m_rewindThread.
    bool m_isRewinding = false;     ///< A state is on its way.
    std::shared_ptr<const base::Clock> m_clock;
    state::SnapshotPointer m_live;
    state::SnapshotPointer m_shown;
    timeline::EventColumnsPointer m_columns;
    std::optional<Searchable> m_standing;     ///< Of all imports that are not retracted.
    std::optional<Searchable> m_searchable;   ///< What is shown: m_standing but for a rewind.
    quint64 m_columnsWish = 0;                ///< A late answer to an older wish is dropped.
    std::shared_ptr<const WordCache> m_words; ///< Of the blocks of m_standing or of an earlier one; or null.
    bool m_isIndexing = false;
    std::uint64_t m_leftUnindexed = 0; ///< Records that the last run left out: it is for others to look into.
    bool m_isFirstLoad = true;
    Health m_health;
    state::Checkpoints m_checkpoints;
    std::optional<base::UtcTime> m_knownAt;
    std::optional<SignedIn> m_signedIn;
    std::optional<domain::MemberId> m_lockedOut;
    IdleLock m_idle;
    std::optional<std::chrono::seconds> m_locksIn;
    quint64 m_keysForgotten = 0; ///< A sign-in that was under way when the key was forgotten does not count.
    TextReader m_texts;
    std::atomic_bool m_cancel{false};
    std::atomic_bool m_stopVerifying{false};
    std::atomic_bool m_isClosing{false};
    QThreadPool m_verifier;
    bool m_isVerifying = false;
    QThreadPool m_searcher;
    QThreadPool m_repeatFinder;
    QThreadPool m_indexer;
    std::shared_ptr<std::atomic_bool> m_repeatsCancel; ///< Of the newest repeats(); null: given up.
    std::shared_ptr<std::atomic_bool> m_searchCancel;  ///< Of the last search.
    quint64 m_searchNumber = 0;
    QTimer m_idleTick;
    QTimer m_poll;
};

} // namespace keyturn::service
