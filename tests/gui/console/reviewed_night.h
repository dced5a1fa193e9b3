// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/console/console_fixture.h"

#include <QDialog>

namespace keyturn::tests {

inline constexpr base::UtcTime kNightStart{1'781'244'000 * base::kUsPerSecond}; ///< 2026-06-12T06:00:00Z.
inline constexpr std::size_t kNightRecords = 60;
inline constexpr std::int64_t kNightStepUs = 3 * base::kUsPerMinute;

/// Sixty records, three minutes apart from kNightStart on: of two sources in turn, of severities and layers
/// in turn, every seventh with "tool use" in its title.
[[nodiscard]] std::vector<domain::NormalisedRecord> nightRecords();

/// So many minutes after kNightStart.
[[nodiscard]] base::UtcTime minutesIn(std::int64_t minutes);

/// A workspace that holds them.
class ReviewedNight : public ConsoleFixture
{
public:
    ReviewedNight() { enter("safety", nightRecords()); }
    /// Unlocks the member's key in that window.
    void signIn(ui::shell::MainWindow& window, const char* member);
};

/// Presses the button that does what a form dialog is for.
void pressAct(const QDialog* dialog);

} // namespace keyturn::tests
