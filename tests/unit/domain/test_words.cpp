// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/charter.h"
#include "models/domain/words.h"
#include "tests/support/test_registry.h"

#include <set>

using namespace keyturn::domain;

namespace {

/// The words of @p E up to and with @p last: as many as values, each its own, kebab-case, and each reads
/// back.
template <typename E>
void checkWords(E last)
{
    const auto words = wordsOf<E>();
    QCOMPARE(words.size(), static_cast<std::size_t>(last) + 1);
    std::set<QString> seen;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const QString word = toWord(static_cast<E>(i));
        QCOMPARE(fromWord<E>(word), static_cast<E>(i));
        QVERIFY2(seen.insert(word).second, qPrintable(word));
        QVERIFY(!word.isEmpty() && !word.startsWith(u'-') && !word.endsWith(u'-'));
        for (const QChar c : word)
            QVERIFY2((c >= u'a' && c <= u'z') || c == u'-', qPrintable(word));
        QVERIFY(!fromWord<E>(word.toUpper()));
    }
    QVERIFY(!fromWord<E>(u""));
    QVERIFY(!fromWord<E>(u"no-such-word"));
}

} // namespace

class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void haveOneForEachValueThatReadsBack();
    void orderAccessFromLooseToStrict();
};
KEYTURN_TEST(TestWords);

void TestWords::haveOneForEachValueThatReadsBack()
{
    checkWords(Role::Gateway);
    checkWords(Layer::AbuseAtScale);
    checkWords(Severity::Critical);
    checkWords(Credibility::ObservedBehaviour);
    checkWords(SourceKind::Public);
    checkWords(RecordKind::Note);
    checkWords(Horizon::Structural);
    checkWords(Cause::Both);
    checkWords(RestrictionKind::EnhanceLogging);
    checkWords(Access::Suspended);
    checkWords(Reach::Worldwide);
    checkWords(EvidenceItem::Other);
    checkWords(MemberKind::Service);
    checkWords(IncidentStatus::Closed);
    checkWords(RequestStatus::Closed);
    checkWords(ProposalStatus::Superseded);
    checkWords(ChangeStatus::Superseded);
    checkWords(EvidenceKind::Other);
    checkWords(GateStatus::Met);
    checkWords(ModelStatus::Suspended);
    checkWords(RequestConflict::RegionalOrGlobal);
    checkWords(Fallback::Tested);
    checkWords(DependentKind::Team);
    checkWords(LeakKind::Capability);
    checkWords(Act::Propose);
}

void TestWords::orderAccessFromLooseToStrict()
{
    QCOMPARE(wordsOf<Access>().front(), "open");
    QCOMPARE(wordsOf<Access>().back(), "suspended");
    QVERIFY(Access::Open < Access::Logged && Access::Logged < Access::Safeguarded);
    QVERIFY(Access::Safeguarded < Access::RateLimited && Access::RateLimited < Access::Rerouted);
    QVERIFY(Access::Rerouted < Access::Suspended);
}

#include "test_words.moc"
