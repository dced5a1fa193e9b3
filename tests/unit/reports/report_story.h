// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/reports/report.h"
#include "models/reports/writers.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QBuffer>

namespace keyturn::tests {

/// Text that tries to be markup, a formula and another direction at once.
inline const char* const kHostileTitle = "<script>alert(\"1\")</script> & ]]> \xE2\x80\xAE"
                                         "end";

/// A small incident: hostile titles, one decision in force, one refused, one open, a request half answered,
/// and two imported events of which one has no time.
class ReportStory
{
public:
    /// @param edit changes the charter before it is signed.
    explicit ReportStory(bool rehearsal = false, const std::function<void(domain::Charter&)>& edit = {});

    LedgerHarness ledger;
    reports::ReportInput input;

    [[nodiscard]] reports::Report report() const { return reports::makeReport(input); }
    /// The imported events as a source.
    [[nodiscard]] reports::EventSource source() const;

    /// What a writer wrote.
    [[nodiscard]] QByteArray html() const;
    [[nodiscard]] QByteArray json() const;
    [[nodiscard]] QByteArray timesketch() const;

private:
    domain::IncidentId openIncident(bool rehearsal);
};

} // namespace keyturn::tests
