// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/ledger_harness.h"
#include "ui/shell/main_window.h"

#include <QTemporaryDir>

#include <memory>

namespace keyturn::tests {

/// A workspace in a file, founded by the harness's organisation, and the real window on it.
class ConsoleFixture
{
public:
    ConsoleFixture();
    [[nodiscard]] const QString& location() const { return m_location; }
    /// How it is opened: a clock that stands still, a seat of its own.
    [[nodiscard]] service::OpenOptions options() const;
    [[nodiscard]] MockClock& clock() { return *m_clock; }
    /// The key file of a member, locked with passphrase().
    [[nodiscard]] QString keyFile(const char* member);
    [[nodiscard]] static QString passphrase();
    /// Signs in the sign dialog of @p window, once it is there, with the key file of @p member.
    void sign(const QWidget& window, const char* member);
    /// Makes the key file of a member the one that the console offers.
    void rememberKeyFile(const char* member);
    /// Appends what @p member says, ten minutes later.
    void say(const char* member, domain::Payload payload);
    /// Enters a signal by hand for each of @p titles, as the scribe; they are an hour apart.
    void enterSignals(const std::vector<const char*>& titles);
    /// Enters @p records by hand, as @p member, in one batch ten minutes later.
    void enter(const char* member, std::vector<domain::NormalisedRecord> records);
    /// A catalogue whose European routes fail over to America, and a dependent there with nothing to turn to.
    void setLeakingRoutes();
    /// Proposes, as the head of safety, to suspend larch-4 in @p regions, or worldwide where none are named.
    void propose(const std::vector<const char*>& regions);
    /// Suspends larch-4-agent by breaking the glass, as the head of safety.
    void breakGlass();
    /// Proposes to suspend larch-4 worldwide, as the head of safety.
    void proposeSuspension();
    /// Puts a copy of the workspace in its place from which @p lost notes by the scribe are missing that this
    /// machine has seen in it.
    void putOlderCopyBack(int lost);
    /// The charter that the workspace was founded with.
    [[nodiscard]] const domain::Charter& charter() const { return m_people.charter(); }
    /// The ledger's id.
    [[nodiscard]] base::Digest log() const;
    /// Proposes @p next with @p proofs of its new keys, and has it signed by everybody it needs.
    void adopt(const domain::Charter& next, const std::vector<domain::KeyProof>& proofs = {});
    /// Proposes @p request and has every member named approve.
    void decide(const char* proposer, const service::ChangeRequest& request,
                const std::vector<const char*>& approvers);
    /// Suspends larch-4 in @p regions, or worldwide, with all signatures: C-1, whose review is due in a day.
    void suspend(const std::vector<const char*>& regions = {},
                 const std::optional<domain::IncidentId>& incident = std::nullopt);
    /// Suspends larch-4 worldwide for an incident with one open gate, "The bypass fails".
    void suspendForAnIncident();
    /// The window, open on the workspace as seen by @p member.
    [[nodiscard]] std::unique_ptr<ui::shell::MainWindow> window(const char* member, ui::shell::View view);
    /// The same with the member's key unlocked.
    [[nodiscard]] std::unique_ptr<ui::shell::MainWindow> signedIn(const char* member, ui::shell::View view);

private:
    [[nodiscard]] domain::ChangeProposed drafted(const domain::Restriction& restriction,
                                                 domain::Urgency urgency) const;

    QTemporaryDir m_folder;
    QString m_location;
    LedgerHarness m_people; ///< For its charter and keys.
    std::shared_ptr<MockClock> m_clock = std::make_shared<MockClock>();
};

} // namespace keyturn::tests
