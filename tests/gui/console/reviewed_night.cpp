// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/reviewed_night.h"

#include "tests/gui/console/find_widgets.h"

#include <QPushButton>
#include <QTest>

namespace keyturn::tests {

std::vector<domain::NormalisedRecord> nightRecords()
{
    std::vector<domain::NormalisedRecord> records;
    for (std::size_t i = 0; i < kNightRecords; ++i) {
        domain::NormalisedRecord record;
        record.occurredAt = {kNightStart.plusUs(static_cast<std::int64_t>(i) * kNightStepUs),
                             base::TimePrecision::Second, QStringLiteral("Z")};
        record.title = (i % 7 == 0 ? "Loop of tool use " : "Odd answer ") + std::to_string(i);
        record.source = i % 2 == 0 ? "Northgate Security" : "gateway-3";
        record.sourceKind = i % 2 == 0 ? domain::SourceKind::Partner : domain::SourceKind::Internal;
        record.severity = static_cast<domain::Severity>(1 + i % 5);
        record.layer = static_cast<domain::Layer>(1 + i % 4);
        record.number = i + 1;
        records.push_back(std::move(record));
    }
    return records;
}

base::UtcTime minutesIn(std::int64_t minutes)
{
    return kNightStart.plusUs(minutes * base::kUsPerMinute);
}

void ReviewedNight::signIn(ui::shell::MainWindow& window, const char* member)
{
    window.session().signIn(service::KeyChoice::file(keyFile(member)),
                            crypto::SecretBytes::fromText(passphrase()));
    if (!QTest::qWaitFor([&] { return window.session().signedIn().has_value(); }, kPatienceMs))
        qFatal("the sign-in failed");
}

void pressAct(const QDialog* dialog)
{
    for (auto* button : dialog->findChildren<QPushButton*>()) {
        if (button->isDefault()) {
            button->click();
            return;
        }
    }
    qFatal("the dialog has no act");
}

} // namespace keyturn::tests
