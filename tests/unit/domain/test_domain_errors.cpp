// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/domain_error.h"
#include "tests/support/test_registry.h"

#include <set>

using namespace keyturn;
using namespace Qt::Literals::StringLiterals;
using base::Outcome;
using domain::DomainError;

class TestDomainErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasASentenceAndAWordForEveryCode();
    void saysWhoMayNotAndWhoMay();
    void saysWhichSignaturesAreMissing();
    void tellsRefusalFromWrongUse();
};
KEYTURN_TEST(TestDomainErrors);

void TestDomainErrors::hasASentenceAndAWordForEveryCode()
{
    std::set<QString> words;
    for (int code = static_cast<int>(DomainError::BadCharter);
         code <= static_cast<int>(DomainError::WitnessConflict); ++code) {
        const auto error = base::makeError(static_cast<DomainError>(code), u"one"_s, u"two"_s, u"three"_s);
        QVERIFY2(error.name() != u"domain/unlisted", qPrintable(QString::number(code)));
        words.insert(error.name());
        const QString sentence = error.sentence();
        QVERIFY2(sentence.endsWith(u'.') && (sentence.front().isUpper() || sentence.startsWith(u"one")),
                 qPrintable(sentence));
        QVERIFY2(!sentence.contains(u'%'), qPrintable(sentence));
    }
    QCOMPARE(words.size(), static_cast<std::size_t>(DomainError::WitnessConflict));
}

void TestDomainErrors::saysWhoMayNotAndWhoMay()
{
    const auto error = base::makeError(DomainError::RoleMayNot, u"Ada Stone, Scribe"_s,
                                       u"propose an access change"_s, u"executive, safety-lead"_s);
    QCOMPARE(error.sentence(),
             u"Ada Stone, Scribe may not propose an access change; that takes one of these roles: executive, "
             "safety-lead."_s);
}

void TestDomainErrors::saysWhichSignaturesAreMissing()
{
    const auto error = base::makeError(DomainError::NoSlotForRoles, u"Ravi Menon"_s, u"security-lead"_s,
                                       u"executive, legal"_s);
    QCOMPARE(
        error.sentence(),
        u"Ravi Menon (security-lead) cannot fill any signature that is still missing; missing: executive, legal."_s);
}

void TestDomainErrors::tellsRefusalFromWrongUse()
{
    const auto outcome = [](DomainError code) { return base::makeError(code).outcome(); };
    for (const auto code :
         {DomainError::AlreadySigned, DomainError::NoSlotForRoles, DomainError::RoleMayNot,
          DomainError::KeyNotInCharter, DomainError::ProposalExpired, DomainError::StaleAccessState,
          DomainError::NonceSpent, DomainError::CharterUnsatisfiable, DomainError::NotFounded})
        QCOMPARE(outcome(code), Outcome::Refused);
    for (const auto code :
         {DomainError::UnknownMember, DomainError::UnknownModel, DomainError::UnknownProposal,
          DomainError::BadScope, DomainError::BadProposal, DomainError::BadCatalogue})
        QCOMPARE(outcome(code), Outcome::Usage);
    QCOMPARE(outcome(DomainError::SheetDiffers), Outcome::Integrity);
}

#include "test_domain_errors.moc"
