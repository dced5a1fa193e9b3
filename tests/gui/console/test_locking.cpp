// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/common/secret_line_edit.h"
#include "ui/common/widgets.h"
#include "ui/shell/screen_lock_watch.h"

#include <QAction>
#include <QComboBox>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDialog>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::ConsoleFixture;
using tests::kPatienceMs;
using tests::named;
using ui::common::SecretLineEdit;
using ui::shell::BusAddresses;
using ui::shell::MainWindow;
using ui::shell::ScreenLockWatch;
using ui::shell::View;

namespace {

/// A session bus of this test's own.
class PrivateBus
{
public:
    PrivateBus()
    {
        m_daemon.start(
            QStringLiteral("dbus-daemon"),
            {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        if (!m_daemon.waitForStarted() || !m_daemon.waitForReadyRead())
            qFatal("there is no dbus-daemon; the package dbus has it");
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    }
    ~PrivateBus()
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("the desktop"));
        m_daemon.terminate();
        m_daemon.waitForFinished();
    }
    PrivateBus(const PrivateBus&) = delete;
    PrivateBus& operator=(const PrivateBus&) = delete;
    [[nodiscard]] const QString& address() const { return m_address; }
    /// Says on the bus, as the service of @p name, that @p member of @p interface happened.
    void say(const QString& name, const QString& path, const QString& interface, const QString& member,
             const QVariantList& arguments) const
    {
        auto desktop = QDBusConnection::connectToBus(m_address, QStringLiteral("the desktop"));
        if (!desktop.registerService(name))
            qFatal("the name %s could not be had", qPrintable(name));
        auto signal = QDBusMessage::createSignal(path, interface, member);
        signal.setArguments(arguments);
        if (!desktop.send(signal))
            qFatal("nothing could be said on the bus");
    }
    void sayScreenSaver(bool isActive) const
    {
        const QString name = QStringLiteral("org.freedesktop.ScreenSaver");
        say(name, QStringLiteral("/ScreenSaver"), name, QStringLiteral("ActiveChanged"), {isActive});
    }

private:
    QProcess m_daemon;
    QString m_address;
};

void signIn(MainWindow& window, const QString& keyFile)
{
    window.session().signIn(service::KeyChoice::file(keyFile),
                            crypto::SecretBytes::fromText(ConsoleFixture::passphrase()));
    if (!QTest::qWaitFor([&] { return window.session().signedIn().has_value(); }, kPatienceMs))
        qFatal("the sign-in failed");
}

} // namespace

class TestLocking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { qunsetenv("DBUS_SESSION_BUS_ADDRESS"); }
    void cleanup() { QSettings().remove(QStringLiteral("lockAfterMinutes")); }

    void theScreensLockLocksTheSession()
    {
        const PrivateBus bus;
        qputenv("DBUS_SESSION_BUS_ADDRESS", bus.address().toUtf8());
        ConsoleFixture fixture;
        const auto window = fixture.window("ceo", View::Decide);
        signIn(*window, fixture.keyFile("ceo"));
        // Again and again: the window does not wait for the bus, so this cannot know when it is listened to.
        QTRY_VERIFY_WITH_TIMEOUT((bus.sayScreenSaver(true), !window->session().signedIn()), kPatienceMs);
        QCOMPARE(window->session().lockedOut(), std::optional(domain::MemberId(QStringLiteral("ceo"))));
    }

    void onlyABeginningLockCounts()
    {
        const PrivateBus bus;
        ScreenLockWatch watch({bus.address(), {}});
        QSignalSpy listening(&watch, &ScreenLockWatch::listening);
        QSignalSpy locking(&watch, &ScreenLockWatch::screenLocking);
        QVERIFY(listening.wait(kPatienceMs));
        bus.sayScreenSaver(false);
        const QString gnome = QStringLiteral("org.gnome.ScreenSaver");
        bus.say(gnome, QStringLiteral("/org/gnome/ScreenSaver"), gnome, QStringLiteral("ActiveChanged"),
                {true});
        QTRY_COMPARE_WITH_TIMEOUT(locking.count(), 1, kPatienceMs);
    }

    void theSystemsSleepAndSessionLockCount()
    {
        const PrivateBus bus;
        ScreenLockWatch watch({{}, bus.address()});
        QSignalSpy listening(&watch, &ScreenLockWatch::listening);
        QSignalSpy locking(&watch, &ScreenLockWatch::screenLocking);
        QVERIFY(listening.wait(kPatienceMs));
        const QString login = QStringLiteral("org.freedesktop.login1");
        const QString path = QStringLiteral("/org/freedesktop/login1");
        bus.say(login, path, login + QStringLiteral(".Manager"), QStringLiteral("PrepareForSleep"), {false});
        bus.say(login, path, login + QStringLiteral(".Manager"), QStringLiteral("PrepareForSleep"), {true});
        QTRY_COMPARE_WITH_TIMEOUT(locking.count(), 1, kPatienceMs);
        bus.say(login, path + QStringLiteral("/session/_31"), login + QStringLiteral(".Session"),
                QStringLiteral("Lock"), {});
        QTRY_COMPARE_WITH_TIMEOUT(locking.count(), 2, kPatienceMs);
    }

    void withoutABusNothingIsToldAndNothingSaid()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        ScreenLockWatch watch({QStringLiteral("unix:path=/nowhere/bus"), {}});
        QSignalSpy listening(&watch, &ScreenLockWatch::listening);
        QVERIFY(listening.wait(kPatienceMs));
    }

    void theHeaderWarnsAndSaysThatItIsLocked()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("scribe", View::Decide);
        const auto* person = named<QToolButton>(*window, "person");
        const auto* notice = named<ui::common::Chip>(*window, "locksIn");
        auto* stay = named<QPushButton>(*window, "staySignedIn");
        signIn(*window, fixture.keyFile("ceo"));
        const QString name = person->text();
        QVERIFY(!notice->isVisible());
        auto* past = named<QWidget>(*window, "knownAt");
        past->setFocus();
        window->resize(window->minimumSizeHint());
        const QSize size = window->size();
        fixture.clock().advanceUs((14 * 60 + 20) * base::kUsPerSecond);
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), kPatienceMs);
        QCOMPARE(notice->text(), QStringLiteral("Locks in 40 s"));
        QCOMPARE(window->size(), size);
        QVERIFY(!past->isVisible());
        QTest::mouseClick(stay, Qt::LeftButton);
        QVERIFY(!notice->isVisible());
        QVERIFY(past->isVisible());
        QCOMPARE(window->size(), size);
        QCOMPARE(window->focusWidget(), past);
        QVERIFY(!stay->isVisible());
        QVERIFY(window->session().signedIn());

        fixture.clock().advanceMinutes(15);
        QTRY_COMPARE_WITH_TIMEOUT(person->text(), QStringLiteral("Locked: sign in again"), kPatienceMs);
        QVERIFY(person->toolTip().contains(name));
        QVERIFY(!notice->isVisible());
        // Whose key it was is offered, not who was named at the start.
        QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY(window->findChild<QDialog*>(QStringLiteral("signInDialog")));
        QCOMPARE(named<QComboBox>(*window, "member")->currentData().toString(), QStringLiteral("ceo"));
    }

    void lockingByKeyboardClosesWhatHoldsAPassphrase()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        const QString key = fixture.keyFile("ceo");
        const auto window = fixture.window("ceo", View::Decide);
        signIn(*window, key);
        named<QPushButton>(*named<QWidget>(*window, "card:P-1"), "approve")->click();
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QDialog*>(QStringLiteral("signDialog")), kPatienceMs);
        auto* dialog = named<QDialog>(*window, "signDialog");
        auto* passphrase = named<SecretLineEdit>(*dialog, "passphrase");
        QTest::keyClicks(passphrase, QStringLiteral("half a passphr"));
        QString atWiping = passphrase->text();
        QSignalSpy rejected(dialog, &QDialog::rejected);
        connect(dialog, &QDialog::rejected, this, [&] { atWiping = passphrase->text(); });
        window->session().lock();
        QCOMPARE(rejected.count(), 1);
        QVERIFY(atWiping.isEmpty());
        QVERIFY(!window->session().signedIn());

        signIn(*window, key);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!window->session().signedIn());
    }

    void theSettingIsKept()
    {
        ConsoleFixture fixture;
        {
            const auto window = fixture.window("ceo", View::Decide);
            QCOMPARE(window->session().idleLimit(), 15min);
            named<QAction>(*named<QMenu>(*window, "lockAfter"), "lockAfter:5")->trigger();
            QCOMPARE(window->session().idleLimit(), 5min);
        }
        QCOMPARE(fixture.window("ceo", View::Decide)->session().idleLimit(), 5min);
        // Written by hand: kept within its bounds, and offered as it is.
        QSettings().setValue(QStringLiteral("lockAfterMinutes"), 600);
        QCOMPARE(fixture.window("ceo", View::Decide)->session().idleLimit(), 60min);
        QSettings().setValue(QStringLiteral("lockAfterMinutes"), 7);
        const auto window = fixture.window("ceo", View::Decide);
        QVERIFY(named<QAction>(*named<QMenu>(*window, "lockAfter"), "lockAfter:7")->isChecked());
    }
};

KEYTURN_TEST(TestLocking);
#include "test_locking.moc"
