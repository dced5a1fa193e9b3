// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/charter_verdict.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

#include <QTest>

#include <algorithm>

using namespace keyturn::domain;
using namespace keyturn::tests;
using enum Role;

namespace {

Charter randomCharter(std::mt19937& random)
{
    Charter charter = larkfieldCharter();
    charter.members.clear();
    for (std::size_t i = 2 + upTo(random, 6); i > 0; --i) {
        std::vector<Role> roles;
        for (std::size_t role = 0; role < 4; ++role) {
            if (oneIn(random, 2))
                roles.push_back(static_cast<Role>(role));
        }
        if (roles.empty())
            roles.push_back(Scribe);
        const QByteArray id = "p" + QByteArray::number(static_cast<int>(i));
        charter.members.push_back(person(id.constData(), id.constData(), "", roles));
    }
    charter.acts[static_cast<std::size_t>(Act::Propose)] = {Executive, SafetyLead};
    return charter;
}

bool canBeMetWithout(const Charter& charter, const Rule& rule, const std::vector<MemberId>& absent)
{
    Charter rest = charter;
    std::erase_if(rest.members, [&](const Member& member) {
        return std::find(absent.begin(), absent.end(), member.id) != absent.end();
    });
    return verdictOf(rest, rule).canBeMet;
}

} // namespace

class TestCharterVerdict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesExactlyThoseWhoseAbsenceLocksARule()
    {
        int locked = 0;
        for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
            std::mt19937 random(seed);
            const Charter charter = randomCharter(random);
            for (const Rule& rule : charter.rules) {
                const RuleVerdict verdict = verdictOf(charter, rule);
                if (!verdict.canBeMet)
                    continue;
                std::vector<std::vector<MemberId>> expected;
                std::vector<MemberId> spare;
                for (const Member& member : charter.members) {
                    if (canBeMetWithout(charter, rule, {member.id}))
                        spare.push_back(member.id);
                    else
                        expected.push_back({member.id});
                }
                for (std::size_t i = 0; i < spare.size(); ++i) {
                    for (std::size_t j = i + 1; j < spare.size(); ++j) {
                        if (!canBeMetWithout(charter, rule, {spare[i], spare[j]}))
                            expected.push_back({spare[i], spare[j]});
                    }
                }
                QVERIFY2(verdict.lockedWithout == expected, qPrintable(QStringLiteral("seed %1").arg(seed)));
                locked += expected.empty() ? 0 : 1;
            }
        }
        QVERIFY(locked > 100);
    }

    void saysWhichSignaturesStayOut()
    {
        Charter charter = larkfieldCharter();
        std::erase_if(charter.members, [](const Member& member) { return member.has(Legal); });
        const RuleVerdict verdict = verdictOf(charter, *charter.ruleFor({.act = Governed::Act::Charter}));
        QVERIFY(!verdict.canBeMet);
        QCOMPARE(verdict.missing, std::vector<Role>{Legal});
        QVERIFY(verdict.lockedWithout.empty());
    }

    void judgesHundredsOfMembersAtOnce()
    {
        Charter charter = larkfieldCharter();
        for (int i = 0; charter.members.size() < 500; ++i) {
            const QByteArray id = "more" + QByteArray::number(i);
            charter.members.push_back(person(id.constData(), id.constData(), "",
                                             {static_cast<Role>(i % 4), static_cast<Role>((i + 1) % 4)}));
        }
        QBENCHMARK
        {
            QVERIFY(charterWarnings(charter).isEmpty());
        }
    }
};

KEYTURN_TEST(TestCharterVerdict);
#include "test_charter_verdict.moc"
