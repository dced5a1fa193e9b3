// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"

#include "app/common/store_provider.h"

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
    if (const auto saved = m_people.keyOf(member).save(path, crypto::SecretBytes::fromText(passphrase()));
        !saved)
        qFatal("the fixture failed: %s", qPrintable(saved.error().sentence()));
    return path;
}

void ConsoleFixture::proposeSuspension()
{
    m_clock->advanceMinutes(10);
    auto workspace = must(service::Workspace::open(m_location, options()));
    service::ChangeRequest request;
    request.restriction = LedgerHarness::suspension({"larch-4"});
    request.rationale = QStringLiteral("The bypass works on every channel.");
    const domain::MemberId proposer(QStringLiteral("safety"));
    auto draft =
        must(service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(), proposer, request));
    must(workspace->execute(proposer, draft, m_people.keyOf("safety")));
}

void ConsoleFixture::adopt(const domain::Charter& next)
{
    m_clock->advanceMinutes(10);
    auto workspace = must(service::Workspace::open(m_location, options()));
    service::ChangeRequest request;
    request.charter = next;
    request.rationale = QStringLiteral("The organisation has changed.");
    const domain::MemberId proposer(QStringLiteral("ceo"));
    auto draft =
        must(service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(), proposer, request));
    must(workspace->execute(proposer, draft, m_people.keyOf("ceo")));
    const domain::ProposalId proposal = workspace->snapshot()->proposals.constLast().id;
    for (const char* member : {"ceo", "coo", "counsel"}) {
        auto approval = must(service::draftApproval(*workspace->snapshot(), proposal, std::nullopt));
        must(workspace->execute(domain::MemberId(QLatin1String(member)), approval, m_people.keyOf(member)));
    }
    if (workspace->snapshot()->charter.version != next.version)
        qFatal("the next charter does not stand");
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

} // namespace keyturn::tests
