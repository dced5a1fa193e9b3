// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/high_stakes.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace keyturn::domain;

class TestHighStakes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decisionsAndChartersAskForTheKeyAfresh()
    {
        QVERIFY(isHighStakes(CharterSigned{}));
        QVERIFY(isHighStakes(ChangeProposed{}));
        QVERIFY(isHighStakes(ProposalApproved{}));
        QVERIFY(isHighStakes(ProposalRefused{}));
        QVERIFY(isHighStakes(ProposalWithdrawn{}));
    }

    void factsNeedOnlyTheSignIn()
    {
        QVERIFY(!isHighStakes(BatchImported{}));
        QVERIFY(!isHighStakes(BatchRetracted{}));
        QVERIFY(!isHighStakes(IncidentOpened{}));
        QVERIFY(!isHighStakes(NoteAdded{}));
        QVERIFY(!isHighStakes(RequestAnswered{}));
        QVERIFY(!isHighStakes(CatalogueSet{}));
    }
};

KEYTURN_TEST(TestHighStakes);
#include "test_high_stakes.moc"
