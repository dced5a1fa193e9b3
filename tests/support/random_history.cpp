// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_history.h"

#include "models/crypto/digest_functions.h"

#include <array>

namespace keyturn::tests {

using namespace domain;

namespace {

constexpr std::array kHistoryMembers{"ceo",     "coo",    "safety",  "deputy", "ciso",
                                     "counsel", "scribe", "auditor", "feed"};

} // namespace

base::Result<HarnessAppended> RandomHistory::step()
{
    if (number(1, 8) == 1)
        ledger.clock.advanceMinutes(number(0, 600));
    // Seldom backwards: then the ledger's own time must stand.
    if (number(1, 50) == 1)
        ledger.clock.advanceMinutes(-number(0, 120));
    const char* member = kHistoryMembers[static_cast<size_t>(number(0, kHistoryMembers.size() - 1))];
    auto result = ledger.append(member, payload(member));
    ++(result ? accepted : refused);
    return result;
}

std::int64_t RandomHistory::number(std::int64_t least, std::int64_t most)
{
    return std::uniform_int_distribution<std::int64_t>(least, most)(m_engine);
}

Payload RandomHistory::payload(const char* member)
{
    const state::Snapshot& now = ledger.snapshot();
    const auto someProposal = [&]() -> QByteArray {
        // Mostly a young one, which may still be open.
        const qsizetype count = now.proposals.size();
        const qsizetype back = std::min<qsizetype>(count, number(1, 8) == 1 ? count : 3);
        return "P-" + QByteArray::number(count - number(0, back - 1));
    };
    const int kind = static_cast<int>(number(0, now.proposals.isEmpty() ? 9 : 26));
    switch (kind) {
    case 0: {
        IncidentOpened incident;
        incident.title = QStringLiteral("Incident");
        incident.owner = MemberId(QLatin1String(member));
        incident.rehearsal = number(0, 3) == 0;
        return incident;
    }
    case 1: {
        IncidentChanged change;
        change.incident = incident();
        change.severity = static_cast<Severity>(number(0, 5));
        if (number(0, 1) == 0)
            change.status = static_cast<IncidentStatus>(number(0, 3));
        return change;
    }
    case 2:
        return IncidentClosed{incident(), QStringLiteral("Over"), carried()};
    case 3: {
        NoteAdded note;
        note.title = QStringLiteral("Note");
        if (number(0, 2) == 0)
            note.incident = incident();
        return note;
    }
    case 4: {
        RequestReceived request;
        request.authority = QStringLiteral("Office");
        request.demanded = {EvidenceItem::SafetyEvaluation, EvidenceItem::Other};
        if (number(0, 1) == 0)
            request.incident = incident();
        return request;
    }
    case 5: {
        RequestAnswered answer;
        answer.request = request();
        answer.covers = {static_cast<EvidenceItem>(number(0, 3))};
        return answer;
    }
    case 6:
        return RequestClosed{request(), number(0, 1) == 0 ? QString() : QStringLiteral("Moot")};
    case 7: {
        BatchImported batch;
        batch.count = static_cast<std::uint64_t>(number(0, 4));
        batch.root = batch.count == 0 ? crypto::sha256(QByteArrayView()) : crypto::sha256("records");
        if (number(0, 3) == 0)
            return domain::BatchRetracted{
                static_cast<std::uint64_t>(number(0, ledger.snapshot().entries.size())),
                QStringLiteral("The wrong file")};
        return batch;
    }
    case 8:
    case 9:
    case 10:
        return proposal(member);
    case 11:
        return ledger.refusal(someProposal().constData());
    case 12:
        return ledger.withdrawal(someProposal().constData());
    default:
        return ledger.approval(someProposal().constData());
    }
}

Payload RandomHistory::proposal(const char* member)
{
    ChangeProposed wanted;
    const qsizetype changes = ledger.snapshot().changes.size();
    if (changes > 0 && number(0, 2) == 0) {
        wanted.reverts = ChangeId(QStringLiteral("C-%1").arg(number(1, changes)));
    } else {
        static const std::vector<std::vector<const char*>> models{
            {"larch-3"}, {"larch-4", "larch-4-agent"}, {}};
        static const std::vector<std::vector<const char*>> regions{{"EU"}, {"UK", "US"}, {}};
        Restriction restriction = LedgerHarness::suspension(models[static_cast<size_t>(number(0, 2))],
                                                            regions[static_cast<size_t>(number(0, 2))]);
        if (number(0, 2) == 0) {
            restriction.measure.kind = RestrictionKind::RateLimit;
            restriction.measure.requestsPerMinute = 10;
        }
        wanted.restriction = restriction;
    }
    if (number(0, 3) == 0)
        wanted.incident = incident();
    return ledger.proposal(member, std::move(wanted));
}

IncidentId RandomHistory::incident()
{
    return IncidentId(QStringLiteral("I-%1").arg(number(1, ledger.snapshot().incidents.size() + 1)));
}

RequestId RandomHistory::request()
{
    return RequestId(QStringLiteral("R-%1").arg(number(1, ledger.snapshot().requests.size() + 1)));
}

QStringList RandomHistory::carried()
{
    QStringList lines;
    for (int i = 1; i < 40; ++i) {
        for (const char* letter : {"R", "P", "C"})
            lines += QStringLiteral("%1-%2: handed over").arg(QLatin1String(letter)).arg(i);
    }
    return number(0, 1) == 0 ? lines : QStringList();
}

} // namespace keyturn::tests
