// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"

#include <QTest>

namespace keyturn::tests {

/// 2026-06-12 00:00 UTC.
inline constexpr base::UtcTime kSignalsStart{1'781'222'400 * base::kUsPerSecond};

/// The i-th of the signals that enterSignals() enters: twenty minutes apart, layers, severities and sources
/// in turn.
inline domain::NormalisedRecord enteredSignal(int i)
{
    domain::NormalisedRecord record;
    record.occurredAt = {kSignalsStart.plusUs(i * 20 * base::kUsPerMinute), base::TimePrecision::Second,
                         QStringLiteral("Z")};
    record.title =
        i % 10 == 3 ? "=1+1, said \"someone\" " + std::to_string(i) : "Signal " + std::to_string(i);
    record.source = i % 2 == 0 ? "Northgate" : "Harrow";
    record.sourceKind = i % 2 == 0 ? domain::SourceKind::Partner : domain::SourceKind::Customer;
    record.severity = static_cast<domain::Severity>(i % 6);
    record.layer = static_cast<domain::Layer>(i % 5);
    record.credibility = static_cast<domain::Credibility>(i % 4);
    record.adapter = "by-hand/1";
    record.number = static_cast<std::uint64_t>(i) + 1;
    return record;
}

/// Signs in as the head of safety and enters @p count signals; ends when the timeline shows them.
inline void enterSignals(ConsoleFixture& fixture, ui::shell::MainWindow& window, int count)
{
    window.session().signIn(service::KeyChoice::file(fixture.keyFile("safety")),
                            crypto::SecretBytes::fromText(ConsoleFixture::passphrase()));
    if (!QTest::qWaitFor([&] { return window.session().signedIn().has_value(); }, kPatienceMs))
        qFatal("nobody could sign in");
    std::vector<domain::NormalisedRecord> records;
    for (int i = 0; i < count; ++i)
        records.push_back(enteredSignal(i));
    window.session().addByHand(std::move(records), std::nullopt);
    const auto isShown = [&] {
        return window.session().columns() &&
               window.session().columns()->size() == static_cast<std::size_t>(count) && window.isSettled();
    };
    if (!QTest::qWaitFor(isShown, kPatienceMs))
        qFatal("the signals were not entered");
}

} // namespace keyturn::tests
