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
    /// Proposes to suspend larch-4 worldwide, as the head of safety.
    void proposeSuspension();
    /// The charter that the workspace was founded with.
    [[nodiscard]] const domain::Charter& charter() const { return m_people.charter(); }
    /// Proposes @p next and has it signed by everybody it needs.
    void adopt(const domain::Charter& next);
    /// The window, open on the workspace as seen by @p member.
    [[nodiscard]] std::unique_ptr<ui::shell::MainWindow> window(const char* member, ui::shell::View view);

private:
    QTemporaryDir m_folder;
    QString m_location;
    LedgerHarness m_people; ///< For its charter and keys.
    std::shared_ptr<MockClock> m_clock = std::make_shared<MockClock>();
};

} // namespace keyturn::tests
