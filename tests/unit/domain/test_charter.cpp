// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/charter.h"
#include "models/domain/quorum.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

#include <functional>
#include <numeric>
#include <set>

using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;
using enum Role;

namespace {

/// The smallest organisation that the usual rules suit, but for its charter rule.
Charter fiveMembers()
{
    Charter charter = larkfieldCharter();
    std::erase_if(charter.members, [](const Member& member) {
        return member.id.value() == u"coo" || member.id.value() == u"deputy";
    });
    return charter;
}

Rule& ruleNamed(Charter& charter, QStringView id)
{
    const auto found = std::find_if(charter.rules.begin(), charter.rules.end(),
                                    [&](const Rule& rule) { return rule.id.value() == id; });
    if (found == charter.rules.end())
        qFatal("no such rule");
    return *found;
}

Member& memberNamed(Charter& charter, QStringView id)
{
    const auto found = std::find_if(charter.members.begin(), charter.members.end(),
                                    [&](const Member& member) { return member.id.value() == id; });
    if (found == charter.members.end())
        qFatal("no such member");
    return *found;
}

} // namespace

class TestCharter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheReferenceCharter();
    void coversEverythingGovernedOnceByTheUsualRules();
    void asksForTheReferenceSignatures_data();
    void asksForTheReferenceSignatures();
    void writesAndReadsWhatIsGoverned();
    void readsNoOtherTextAsGoverned();
    void findsMembersByIdAndKey();
    void letsMembersActByTheirRoles();
    void takesFiveMembersButForTheCharterRule();
    void refusesARuleThatNobodyCanMeet();
    void takesALoneSafetyLeadWhereSomeoneElseMayPropose();
    void countsOnlyPeopleWithKeysTowardsARule();
    void agreesWithBruteForceOnWhetherRulesCanBeMet();
    void refusesWhatDoesNotHoldTogether_data();
    void refusesWhatDoesNotHoldTogether();
    void warnsOfRulesThatNeedOnePerson();
    void warnsOfRulesThatTwoAbsencesWouldLock();
    void warnsOfNothingWhereThreeHoldEachRole();
};
KEYTURN_TEST(TestCharter);

using SpoilCharter = std::function<void(Charter&)>;
Q_DECLARE_METATYPE(SpoilCharter)

void TestCharter::takesTheReferenceCharter()
{
    const auto checked = checkCharter(larkfieldCharter());
    QVERIFY2(checked, checked ? "" : qPrintable(checked.error().sentence()));
}

void TestCharter::coversEverythingGovernedOnceByTheUsualRules()
{
    std::multiset<QString> covered;
    for (const Rule& rule : usualRules()) {
        for (const Governed& governed : rule.covers)
            covered.insert(toText(governed));
    }
    QCOMPARE(covered.size(), std::size_t{16});
    QCOMPARE(everythingGoverned().size(), std::size_t{16});
    for (const Governed& governed : everythingGoverned())
        QCOMPARE(covered.count(toText(governed)), std::size_t{1});
}

void TestCharter::asksForTheReferenceSignatures_data()
{
    QTest::addColumn<QString>("governed");
    QTest::addColumn<QString>("slotRoles");
    QTest::newRow("suspend worldwide") << u"suspend/worldwide"_s << u"executive safety-lead legal"_s;
    for (const char* text :
         {"suspend/regional", "limit-tiers/regional", "limit-tiers/worldwide", "disable-capability/regional",
          "disable-capability/worldwide", "reroute/regional", "reroute/worldwide"})
        QTest::newRow(text) << QString::fromLatin1(text) << u"safety-lead security-lead"_s;
    for (const char* text :
         {"rate-limit/regional", "rate-limit/worldwide", "require-safeguard/regional",
          "require-safeguard/worldwide", "enhance-logging/regional", "enhance-logging/worldwide"})
        QTest::newRow(text) << QString::fromLatin1(text) << u"safety-lead"_s;
    QTest::newRow("revert") << u"revert"_s << u"executive safety-lead security-lead"_s;
    QTest::newRow("charter") << u"charter"_s << u"executive executive legal"_s;
}

void TestCharter::asksForTheReferenceSignatures()
{
    QFETCH(QString, governed);
    QFETCH(QString, slotRoles);
    const Charter charter = larkfieldCharter();
    const Rule* rule = charter.ruleFor(*governedFromText(governed));
    QVERIFY(rule);
    QStringList words;
    for (const Role role : rule->slotRoles)
        words += toWord(role);
    QCOMPARE(words.join(u' '), slotRoles);
}

void TestCharter::writesAndReadsWhatIsGoverned()
{
    for (const Governed& governed : everythingGoverned())
        QCOMPARE(governedFromText(toText(governed)), governed);
}

void TestCharter::readsNoOtherTextAsGoverned()
{
    for (const char* text : {"", "suspend", "suspend/", "/worldwide", "suspend/local", "Suspend/worldwide",
                             "revert/x", "suspend/worldwide/", " revert"})
        QVERIFY2(!governedFromText(QString::fromLatin1(text)), text);
}

void TestCharter::findsMembersByIdAndKey()
{
    const Charter charter = larkfieldCharter();
    const Member* ciso = charter.member(MemberId(u"ciso"_s));
    QVERIFY(ciso);
    QCOMPARE(ciso->display(), u"Ravi Menon, Chief Information Security Officer"_s);
    QCOMPARE(charter.memberOfKey(ciso->keys.front().id), ciso);
    QVERIFY(!charter.member(MemberId(u"nobody"_s)));
    QVERIFY(!charter.memberOfKey({}));
}

void TestCharter::letsMembersActByTheirRoles()
{
    const Charter charter = larkfieldCharter();
    const Member* scribe = charter.member(MemberId(u"scribe"_s));
    const Member* counsel = charter.member(MemberId(u"counsel"_s));
    QVERIFY(charter.mayAct(*scribe, Act::Import) && charter.mayAct(*scribe, Act::Note));
    QVERIFY(!charter.mayAct(*scribe, Act::Propose) && !charter.mayAct(*scribe, Act::Catalogue));
    QVERIFY(charter.mayAct(*counsel, Act::Propose) && !charter.mayAct(*counsel, Act::Catalogue));
    for (const auto& roles : usualActs())
        QVERIFY(std::find(roles.begin(), roles.end(), Auditor) == roles.end());
}

void TestCharter::takesFiveMembersButForTheCharterRule()
{
    Charter charter = fiveMembers();
    const auto checked = checkCharter(charter);
    QVERIFY(!checked && checked.error().is(DomainError::CharterUnsatisfiable));
    QCOMPARE(checked.error().context.front(), ruleNamed(charter, u"charter").title);
    ruleNamed(charter, u"charter").slotRoles = {Executive, Legal};
    QVERIFY(checkCharter(charter));
}

void TestCharter::refusesARuleThatNobodyCanMeet()
{
    Charter charter = larkfieldCharter();
    std::erase_if(charter.members, [](const Member& member) { return member.has(Legal); });
    const auto checked = checkCharter(charter);
    QVERIFY(!checked && checked.error().is(DomainError::CharterUnsatisfiable));
    QVERIFY(checked.error().sentence().contains(u"legal"_s));

    // One person with both roles is one person.
    Charter both = larkfieldCharter();
    std::erase_if(both.members,
                  [](const Member& member) { return member.has(SecurityLead) || member.has(Legal); });
    std::erase_if(both.members, [](const Member& member) { return member.id.value() == u"deputy"; });
    memberNamed(both, u"safety").roles = {SafetyLead, SecurityLead, Legal};
    QVERIFY(!checkCharter(both));
}

void TestCharter::takesALoneSafetyLeadWhereSomeoneElseMayPropose()
{
    Charter charter = fiveMembers();
    ruleNamed(charter, u"charter").slotRoles = {Executive, Legal};
    charter.acts[static_cast<std::size_t>(Act::Propose)] = {SafetyLead};
    const auto alone = checkCharter(charter);
    QVERIFY(!alone && alone.error().is(DomainError::CharterUnsatisfiable));
    charter.acts[static_cast<std::size_t>(Act::Propose)] = {SafetyLead, Legal};
    QVERIFY(checkCharter(charter));
}

void TestCharter::countsOnlyPeopleWithKeysTowardsARule()
{
    Charter charter = larkfieldCharter();
    memberNamed(charter, u"ciso").keys.clear();
    const auto checked = checkCharter(charter);
    QVERIFY(!checked && checked.error().is(DomainError::CharterUnsatisfiable));
}

void TestCharter::agreesWithBruteForceOnWhetherRulesCanBeMet()
{
    int taken = 0;
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        Charter charter = larkfieldCharter();
        charter.members.clear();
        for (std::size_t i = 2 + upTo(random, 4); i > 0; --i) {
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
        for (auto& roles : charter.acts)
            roles = {Executive, SafetyLead, SecurityLead, Legal, Scribe};
        // Any order of the people, each slot taking the next person: all assignments.
        std::vector<std::size_t> order(charter.members.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::set<QString> canBeMet;
        do {
            for (const Rule& rule : charter.rules) {
                bool fits = rule.slotRoles.size() <= order.size();
                for (std::size_t slot = 0; fits && slot < rule.slotRoles.size(); ++slot)
                    fits = charter.members[order[slot]].has(rule.slotRoles[slot]);
                if (fits)
                    canBeMet.insert(rule.id.value());
            }
        } while (std::next_permutation(order.begin(), order.end()));
        const bool all = canBeMet.size() == charter.rules.size();
        const auto checked = checkCharter(charter);
        QVERIFY2(checked.has_value() == all, qPrintable(QStringLiteral("seed %1").arg(seed)));
        QVERIFY(checked || checked.error().is(DomainError::CharterUnsatisfiable));
        taken += all ? 1 : 0;
    }
    QVERIFY(taken > 20 && taken < static_cast<int>(kSeeds) - 20);
}

void TestCharter::refusesWhatDoesNotHoldTogether_data()
{
    QTest::addColumn<SpoilCharter>("spoil");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, SpoilCharter spoil, const QString& says) {
        QTest::newRow(name) << std::move(spoil) << says;
    };
    row(
        "no organisation", [](Charter& c) { c.organisation = u"  "_s; }, u"organisation"_s);
    row(
        "control in the organisation", [](Charter& c) { c.organisation = u"Lark\u2066field"_s; },
        u"organisation"_s);
    row(
        "version 0", [](Charter& c) { c.version = 0; }, u"version"_s);
    row(
        "no members", [](Charter& c) { c.members.clear(); }, u"no members"_s);
    row(
        "member twice", [](Charter& c) { c.members.push_back(person("ceo", "Other", "", {Legal})); },
        u"ceo"_s);
    row(
        "bad member id", [](Charter& c) { c.members[0].id = MemberId(u"chief executive"_s); },
        u"chief executive"_s);
    row(
        "no name", [](Charter& c) { c.members[0].name.clear(); }, u"ceo"_s);
    row(
        "control in a name", [](Charter& c) { c.members[0].name = u"Mara\u202eL"_s; }, u"ceo"_s);
    row(
        "control in a title", [](Charter& c) { c.members[0].title = u"Chief\u0007"_s; }, u"ceo"_s);
    row(
        "no role", [](Charter& c) { c.members[0].roles.clear(); }, u"no role"_s);
    row(
        "role twice",
        [](Charter& c) {
            c.members[0].roles = {Executive, Executive};
        },
        u"twice"_s);
    row(
        "a program as executive", [](Charter& c) { c.members[0].kind = MemberKind::Service; }, u"service"_s);
    row(
        "key of unknown type", [](Charter& c) { c.members[0].keys[0].type = u"rsa"_s; }, u"rsa"_s);
    row(
        "empty key", [](Charter& c) { c.members[0].keys[0].spki.clear(); }, u"empty"_s);
    row(
        "one key of two members", [](Charter& c) { c.members[1].keys = c.members[0].keys; }, u"coo"_s);
    row(
        "no rules", [](Charter& c) { c.rules.clear(); }, u"no rule covers"_s);
    row(
        "rule twice", [](Charter& c) { c.rules[1].id = c.rules[0].id; }, u"twice"_s);
    row(
        "bad rule id", [](Charter& c) { c.rules[0].id = RuleId(u"a b"_s); }, u"a b"_s);
    row(
        "no title", [](Charter& c) { c.rules[0].title.clear(); }, u"title"_s);
    row(
        "covers nothing", [](Charter& c) { c.rules[0].covers.clear(); }, u"covers nothing"_s);
    row(
        "covered twice", [](Charter& c) { c.rules[1].covers.push_back(c.rules[0].covers[0]); },
        u"suspend/worldwide"_s);
    row(
        "not covered", [](Charter& c) { c.rules[1].covers.pop_back(); }, u"reroute/worldwide"_s);
    row(
        "no signature", [](Charter& c) { c.rules[0].slotRoles.clear(); }, u"no signature"_s);
    row(
        "too many signatures", [](Charter& c) { c.rules[0].slotRoles.assign(13, Executive); }, u"12"_s);
    row(
        "a program's signature", [](Charter& c) { c.rules[0].slotRoles.push_back(Gateway); }, u"gateway"_s);
    row(
        "no time to sign", [](Charter& c) { c.rules[0].proposalValidMinutes = 0; }, u"365"_s);
    row(
        "too much time", [](Charter& c) { c.rules[0].approvalValidMinutes = 365 * 24 * 60 + 1; }, u"365"_s);
    row(
        "acts missing", [](Charter& c) { c.acts.pop_back(); }, u"act"_s);
    row(
        "nobody for an act", [](Charter& c) { c.acts[3] = {Auditor}; }, u"catalogue"_s);
    row(
        "role twice for an act",
        [](Charter& c) {
            c.acts[0] = {Scribe, Scribe};
        },
        u"import"_s);
}

void TestCharter::refusesWhatDoesNotHoldTogether()
{
    QFETCH(SpoilCharter, spoil);
    QFETCH(QString, says);
    Charter charter = larkfieldCharter();
    spoil(charter);
    const auto checked = checkCharter(charter);
    QVERIFY(!checked);
    QVERIFY(checked.error().is(DomainError::BadCharter));
    QVERIFY2(checked.error().sentence().contains(says), qPrintable(checked.error().sentence()));
}

void TestCharter::warnsOfRulesThatNeedOnePerson()
{
    const QStringList warnings = charterWarnings(larkfieldCharter());
    const auto warned = [&](QStringView rule, QStringView name) {
        return std::any_of(warnings.begin(), warnings.end(), [&](const QString& warning) {
            return warning.contains(rule) && warning.contains(name);
        });
    };
    QVERIFY(warned(u"Suspend worldwide", u"Claire Dubois"));
    QVERIFY(warned(u"Restore access", u"Ravi Menon"));
    QVERIFY(warned(u"Change the charter", u"Mara Lindqvist"));
    QVERIFY(!warned(u"Suspend worldwide", u"Ravi Menon"));
}

void TestCharter::warnsOfRulesThatTwoAbsencesWouldLock()
{
    const QStringList warnings = charterWarnings(larkfieldCharter());
    const auto pair = std::find_if(warnings.begin(), warnings.end(), [](const QString& warning) {
        return warning.contains(u"Suspend worldwide") && warning.contains(u"Ines Okafor") &&
               warning.contains(u"Jun Park");
    });
    QVERIFY(pair != warnings.end());
    QVERIFY(pair->contains(u"both"));
}

void TestCharter::warnsOfNothingWhereThreeHoldEachRole()
{
    Charter charter = larkfieldCharter();
    charter.members.clear();
    int number = 0;
    for (const Role role : {Executive, Executive, SafetyLead, SecurityLead, Legal, Scribe}) {
        for (int i = 0; i < 3; ++i) {
            const QByteArray id = "p" + QByteArray::number(++number);
            charter.members.push_back(person(id.constData(), id.constData(), "", {role}));
        }
    }
    QVERIFY(checkCharter(charter));
    QCOMPARE(charterWarnings(charter), QStringList());
}

#include "test_charter.moc"
