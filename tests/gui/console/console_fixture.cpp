// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"

#include "app/common/store_provider.h"
#include "tests/gui/console/find_widgets.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

namespace keyturn::tests {

namespace {

template <typename T>
T must(base::Result<T> result)
{
    if (!result)
        qFatal("the fixture failed: %s", qPrintable(result.error().sentence()));
    return std::move(*result);
}

} // namespace

ConsoleFixture::ConsoleFixture()
{
    QStandardPaths::setTestModeEnabled(true);
    // Settings of this process alone: other test classes run beside it, and some clear theirs.
    static const QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QCoreApplication::setOrganizationName(QStringLiteral("keyturn-tests"));
    m_location = m_folder.filePath(QStringLiteral("war-room.keyturn"));
    const domain::Statement charter = m_people.charterStatement();
    std::vector<QByteArray> envelopes;
    for (const char* member : {"ceo", "coo", "counsel"})
        envelopes.push_back(m_people.envelope(charter, m_people.keyOf(member)));
    auto workspace = must(service::Workspace::found(m_location, envelopes, options()));
    must(workspace->execute(domain::MemberId(QStringLiteral("safety")),
                            domain::CatalogueSet{LedgerHarness::catalogue()}, m_people.keyOf("safety")));
}

service::OpenOptions ConsoleFixture::options() const
{
    service::OpenOptions options;
    options.provider = app::storeProvider();
    options.clock = m_clock;
    // The charter is marked DEMO; here the test sets the time.
    options.scenarioTimeForDemo = false;
    options.seat.path = m_folder.filePath(QStringLiteral("seat"));
    return options;
}

QString ConsoleFixture::passphrase()
{
    return QStringLiteral("correct horse");
}

QString ConsoleFixture::keyFile(const char* member)
{
    const QString path = m_folder.filePath(QLatin1String(member) + QStringLiteral(".key"));
    if (QFile::exists(path))
        return path;
    if (const auto saved = m_people.keyOf(member).save(path, crypto::SecretBytes::fromText(passphrase()));
        !saved)
        qFatal("the fixture failed: %s", qPrintable(saved.error().sentence()));
    return path;
}

void ConsoleFixture::rememberKeyFile(const char* member)
{
    QSettings().setValue(QStringLiteral("keyFiles/") + QLatin1String(member), keyFile(member));
}

void ConsoleFixture::sign(const QWidget& window, const char* member)
{
    QDialog* dialog = dialogNamed(window, "signDialog");
    if (!dialog)
        qFatal("the sign dialog did not open");
    named<QLineEdit>(*dialog, "keyFile")->setText(keyFile(member));
    named<QLineEdit>(*dialog, "passphrase")->setText(passphrase());
    named<QPushButton>(*dialog, "act")->click();
}

void ConsoleFixture::say(const char* member, domain::Payload payload)
{
    m_clock->advanceMinutes(10);
    auto workspace = must(service::Workspace::open(m_location, options()));
    must(workspace->execute(domain::MemberId(QLatin1String(member)), std::move(payload),
                            m_people.keyOf(member)));
}

void ConsoleFixture::enterSignals(const std::vector<const char*>& titles)
{
    std::vector<domain::NormalisedRecord> records;
    for (const char* title : titles) {
        domain::NormalisedRecord record;
        record.title = title;
        record.source = "Northgate trust desk";
        record.occurredAt.start =
            m_clock->now().plusUs(static_cast<std::int64_t>(records.size()) * base::kUsPerHour);
        record.occurredAt.precision = base::TimePrecision::Minute;
        record.number = records.size() + 1;
        records.push_back(std::move(record));
    }
    enter("scribe", std::move(records));
}

void ConsoleFixture::enter(const char* member, std::vector<domain::NormalisedRecord> records)
{
    m_clock->advanceMinutes(10);
    auto workspace = must(service::Workspace::open(m_location, options()));
    must(service::importByHand(*workspace, domain::MemberId(QLatin1String(member)), m_people.keyOf(member),
                               std::move(records), std::nullopt));
}

void ConsoleFixture::setLeakingRoutes()
{
    const auto route = [](const char* id, const char* region, const char* failsOverTo) {
        domain::Route made;
        made.id = domain::RouteId(QLatin1String(id));
        made.model = domain::ModelId(QStringLiteral("larch-4"));
        made.channel = domain::ChannelId(QStringLiteral("api"));
        made.region = domain::RegionId(QLatin1String(region));
        made.alias = QStringLiteral("larch-latest");
        if (failsOverTo)
            made.failsOverTo = domain::RouteId(QLatin1String(failsOverTo));
        return made;
    };
    domain::Catalogue catalogue = LedgerHarness::catalogue();
    catalogue.routes = {route("eu-api", "EU", "us-api"), route("uk-api", "UK", "us-api"),
                        route("us-api", "US", nullptr)};
    say("safety", domain::CatalogueSet{catalogue});
    domain::Dependent clinics;
    clinics.id = domain::DependentId(QStringLiteral("harrow"));
    clinics.name = QStringLiteral("Harrow Clinics");
    clinics.contact = QStringLiteral("duty desk of Harrow Clinics");
    clinics.uses.models =
        domain::Selection<domain::ModelId>::of({domain::ModelId(QStringLiteral("larch-4"))});
    say("safety", domain::DependentsSet{{clinics}, {}});
}

domain::ChangeProposed ConsoleFixture::drafted(const domain::Restriction& restriction,
                                               domain::Urgency urgency) const
{
    auto workspace = must(service::Workspace::open(m_location, options()));
    service::ChangeRequest request;
    request.restriction = restriction;
    request.rationale = QStringLiteral("The bypass works on every channel.");
    return must(service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(),
                                       domain::MemberId(QStringLiteral("safety")), request, urgency));
}

void ConsoleFixture::propose(const std::vector<const char*>& regions)
{
    say("safety", drafted(LedgerHarness::suspension({"larch-4"}, regions), domain::Urgency::Ordinary));
}

void ConsoleFixture::breakGlass()
{
    say("safety", domain::GlassBroken{
                      drafted(LedgerHarness::suspension({"larch-4-agent"}), domain::Urgency::BreakGlass)});
}

void ConsoleFixture::proposeSuspension()
{
    propose({});
}

void ConsoleFixture::putOlderCopyBack(int lost)
{
    const QString older = m_folder.filePath(QStringLiteral("older.keyturn"));
    must(must(service::Workspace::open(m_location, options()))
             ->store()
             .backupTo(older, [](int, int) { return true; })
             .map([] { return 0; }));
    for (int i = 0; i < lost; ++i) {
        domain::NoteAdded note;
        note.title = QStringLiteral("Lost %1").arg(i);
        note.text = QStringLiteral("Written down in the war room.");
        say("scribe", note);
    }
    if (!QFile::remove(m_location) || !QFile::rename(older, m_location))
        qFatal("the fixture failed: the older copy could not be put back");
}

void ConsoleFixture::decide(const char* proposer, const service::ChangeRequest& request,
                            const std::vector<const char*>& approvers)
{
    m_clock->advanceMinutes(10);
    auto workspace = must(service::Workspace::open(m_location, options()));
    const domain::MemberId member(QLatin1String{proposer});
    auto draft =
        must(service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(), member, request));
    must(workspace->execute(member, draft, m_people.keyOf(proposer)));
    const domain::ProposalId proposal = workspace->snapshot()->proposals.constLast().id;
    for (const char* approver : approvers) {
        auto approval = must(service::draftApproval(*workspace->snapshot(), proposal, std::nullopt));
        must(workspace->execute(domain::MemberId(QLatin1String(approver)), approval,
                                m_people.keyOf(approver)));
    }
}

base::Digest ConsoleFixture::log() const
{
    return must(service::Workspace::open(m_location, options()))->snapshot()->log;
}

void ConsoleFixture::adopt(const domain::Charter& next, const std::vector<domain::KeyProof>& proofs)
{
    service::ChangeRequest request;
    request.charter = next;
    request.proofs = proofs;
    request.rationale = QStringLiteral("The organisation has changed.");
    decide("ceo", request, {"ceo", "coo", "counsel"});
    if (must(service::Workspace::open(m_location, options()))->snapshot()->charter.version != next.version)
        qFatal("the next charter does not stand");
}

void ConsoleFixture::suspend(const std::vector<const char*>& regions,
                             const std::optional<domain::IncidentId>& incident)
{
    service::ChangeRequest request;
    request.restriction = LedgerHarness::suspension({"larch-4"}, regions);
    request.incident = incident;
    request.reviewBy = m_clock->now().plusUs(base::kUsPerDay);
    request.rationale = QStringLiteral("The bypass works on every channel.");
    if (regions.empty())
        decide("safety", request, {"ceo", "safety", "counsel"});
    else
        decide("safety", request, {"safety", "ciso"});
}

void ConsoleFixture::suspendForAnIncident()
{
    domain::IncidentOpened incident;
    incident.title = QStringLiteral("Bypass of safeguards");
    incident.owner = domain::MemberId(QStringLiteral("safety"));
    say("scribe", incident);
    const domain::IncidentId id(QStringLiteral("I-1"));
    say("scribe", domain::GateOpened{id, domain::Layer::ModelBehaviour, QStringLiteral("The bypass fails")});
    suspend({}, id);
}

std::unique_ptr<ui::shell::MainWindow> ConsoleFixture::window(const char* member, ui::shell::View view)
{
    ui::shell::WindowOptions how;
    how.view = view;
    how.member = domain::MemberId(QLatin1String(member));
    auto window = std::make_unique<ui::shell::MainWindow>(options(), how);
    window->resize(1280, 800);
    window->show();
    window->open(m_location);
    if (!QTest::qWaitFor([&] { return window->isSettled(); }, 60'000))
        qFatal("the window did not open the workspace");
    return window;
}

std::unique_ptr<ui::shell::MainWindow> ConsoleFixture::signedIn(const char* member, ui::shell::View view)
{
    auto made = window(member, view);
    made->session().signIn(service::KeyChoice::file(keyFile(member)),
                           crypto::SecretBytes::fromText(passphrase()));
    if (!QTest::qWaitFor([&] { return made->session().signedIn().has_value(); }, 60'000))
        qFatal("nobody could be signed in");
    return made;
}

} // namespace keyturn::tests
