// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/event_table_model.h"
#include "models/items/words.h"
#include "models/records/query.h"
#include "models/timeline/event_columns_builder.h"
#include "tests/support/test_registry.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace keyturn;
using items::EventField;
using items::EventTableModel;

namespace {

/// A hundred signals a minute apart, of batches that came in two hours; the last five have no time.
timeline::EventColumnsPointer hundredEvents()
{
    constexpr std::int64_t kStartUs = 1'781'222'400 * base::kUsPerSecond; // 2026-06-12 00:00 UTC
    timeline::EventColumnsBuilder builder;
    for (std::uint32_t batch = 0; batch < 2; ++batch) {
        records::BlockColumns block;
        for (int i = 0; i < 50; ++i) {
            const bool isTimed = batch == 0 || i < 45;
            block.timeUs.push_back(isTimed ? kStartUs + (batch * 50 + i) * base::kUsPerMinute : INT64_MAX);
            block.precision.push_back(isTimed ? base::TimePrecision::Second : base::TimePrecision::Unknown);
            block.kind.push_back(domain::RecordKind::Signal);
            block.severity.push_back(static_cast<domain::Severity>(i % 6));
            block.layer.push_back(static_cast<domain::Layer>(i % 5));
            block.credibility.push_back(static_cast<domain::Credibility>(i % 4));
            block.sourceKind.push_back(static_cast<domain::SourceKind>(i % 8));
            block.sourceHash.push_back(0);
        }
        builder.add(
            std::move(block),
            {10 + batch, {kStartUs + (batch + 1) * base::kUsPerHour}, batch == 0 ? timeline::kNoIncident : 0},
            0);
    }
    return builder.finish();
}

timeline::EventRowsPointer allRows(const timeline::EventColumnsPointer& columns)
{
    timeline::RowRequest request;
    request.columns = columns;
    return timeline::listRows(request);
}

} // namespace

class TestEventTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersHaveTheNamesOfTheirLanes()
    {
        using domain::Layer;
        for (const Layer layer : {Layer::NotStated, Layer::ModelBehaviour, Layer::System, Layer::DataPrivacy,
                                  Layer::AbuseAtScale})
            QCOMPARE(items::label(layer),
                     timeline::laneTitle(timeline::laneOf(domain::RecordKind::Signal, layer)));
    }

    void keepsTheModelsContractWhileFilledAndEmptied()
    {
        EventTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto columns = hundredEvents();
        model.setRows(columns, allRows(columns));
        model.setFields({EventField::Time, EventField::Title});
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(model.columnCount(), 2);
        model.setFields({EventField::Time, EventField::Severity, EventField::Title, EventField::Incident});
        model.addTexts({0, 1}, {{}, {}});
        model.setIncidents({QStringLiteral("Bypass")});
        model.setRows(columns, std::make_shared<std::vector<timeline::EventRow>>(
                                   std::vector<timeline::EventRow>{5, 3}));
        QCOMPARE(model.rowCount(), 2);
        model.setRows(nullptr, nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void cellsTellWhatTheColumnsHold()
    {
        EventTableModel model;
        const auto columns = hundredEvents();
        model.setRows(columns, allRows(columns));
        model.setIncidents({QStringLiteral("Bypass of\nsafeguards")});
        model.setFields({EventField::Time, EventField::Severity, EventField::Layer, EventField::Credibility,
                         EventField::SourceKind, EventField::Lane, EventField::Incident,
                         EventField::RecordedAt});
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(64, column).data().toString();
        const QStringList expected{QStringLiteral("2026-06-12 01:04:00 UTC"),
                                   QStringLiteral("Low"),
                                   QStringLiteral("Abuse at scale"),
                                   QStringLiteral("Credible threat model"),
                                   QStringLiteral("Regulator"),
                                   QStringLiteral("Abuse at scale"),
                                   QStringLiteral("Bypass of safeguards"),
                                   QStringLiteral("2026-06-12 02:00:00 UTC")};
        QCOMPARE(cells, expected);
        QCOMPARE(model.index(99, 0).data().toString(), QStringLiteral("no time stated"));
        QCOMPARE(model.index(3, 6).data().toString(), QString());
    }

    void textComesWhenItWasReadAndIsHarmless()
    {
        EventTableModel model;
        const auto columns = hundredEvents();
        model.setRows(columns, allRows(columns));
        model.setFields({EventField::Title, EventField::Source});
        QCOMPARE(model.withoutText(0, 3), (std::vector<timeline::EventRow>{0, 1, 2}));
        QCOMPARE(model.index(1, 0).data().toString(), QString());
        timeline::EventText text;
        text.title = QStringLiteral("turn\u202Ethis round");
        text.source = QStringLiteral("Northgate");
        timeline::EventText damaged;
        damaged.isReadable = false;
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.addTexts({1, 2}, {text, damaged});
        QCOMPARE(changes.count(), 1);
        QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("turn⟨U+202E⟩this round"));
        QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("Northgate"));
        QVERIFY(model.index(2, 0).data().toString().contains(QStringLiteral("cannot be read")));
        QCOMPARE(model.withoutText(-5, 4), (std::vector<timeline::EventRow>{0, 3}));
        QCOMPARE(model.withoutText(98, 4'000), (std::vector<timeline::EventRow>{98, 99}));
    }

    void textsOfOtherColumnsAreForgotten()
    {
        EventTableModel model;
        const auto columns = hundredEvents();
        model.setRows(columns, allRows(columns));
        model.addTexts({1}, {timeline::EventText{}});
        model.setRows(columns,
                      std::make_shared<std::vector<timeline::EventRow>>(std::vector<timeline::EventRow>{1}));
        QVERIFY(model.textOf(1));
        const auto others = hundredEvents();
        model.setRows(others, allRows(others));
        QVERIFY(!model.textOf(1));
    }

    void textsKeptAreBounded()
    {
        EventTableModel model;
        for (timeline::EventRow row = 0; row < 100'000; row += 100)
            model.addTexts({row}, {timeline::EventText{}});
        std::vector<timeline::EventRow> many(20'000);
        std::vector<timeline::EventText> texts(many.size());
        for (std::uint32_t i = 0; i < many.size(); ++i)
            many[i] = 200'000 + i;
        model.addTexts(many, texts);
        model.addTexts({7}, {timeline::EventText{}});
        model.addTexts(many, texts);
        model.addTexts({8}, {timeline::EventText{}});
        QVERIFY(!model.textOf(0));
        QVERIFY(model.textOf(8));
        QVERIFY(model.textOf(200'000));
    }

    void facetsAreToldInWordsAndAsAQueryThatMeansTheSame()
    {
        timeline::FacetFilter facets;
        QVERIFY(items::facetTexts(facets).isEmpty());
        QCOMPARE(items::facetQuery(facets), QString());
        facets.of(timeline::Facet::Severity) = 0b110000;
        facets.of(timeline::Facet::SourceKind) = 1u << static_cast<unsigned>(domain::SourceKind::Regulator);
        QCOMPARE(items::facetTexts(facets), QStringList({QStringLiteral("Severity: High, Critical"),
                                                         QStringLiteral("Kind of source: Regulator")}));
        const auto query = records::parseQuery(items::facetQuery(facets));
        QVERIFY(query);
        QCOMPARE(query->attributes.size(), std::size_t{2});
        QCOMPARE(query->attributes[0].attribute, records::Attribute::Severity);
        QCOMPARE(query->attributes[0].allowed, 0b110000u);
        QCOMPARE(query->attributes[1].attribute, records::Attribute::SourceKind);
        facets.of(timeline::Facet::Lane) = 1;
        QCOMPARE(items::facetQuery(facets), QString());
    }
};

KEYTURN_TEST(TestEventTable);
#include "test_event_table.moc"
