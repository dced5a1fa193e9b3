// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/screen_lock_watch.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QFileInfo>

#include <array>

namespace keyturn::ui::shell {

namespace {

/// Who says ActiveChanged(bool) on the session bus, each on an interface of the same name.
constexpr std::array kScreenSavers{"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver",
                                   "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
                                   "org.xfce.ScreenSaver"};
constexpr auto kLogin = "org.freedesktop.login1";
constexpr auto kLoginPath = "/org/freedesktop/login1";
constexpr auto kLoginManager = "org.freedesktop.login1.Manager";
constexpr auto kLoginSession = "org.freedesktop.login1.Session";
constexpr int kAnswerTimeoutMs = 2000;

/// The object of the login session that this program belongs to; empty where logind does not know it, which
/// in a D-Bus match means any.
QString ownLoginSession(const QDBusConnection& bus)
{
    const QString id = qEnvironmentVariable("XDG_SESSION_ID");
    auto question = QDBusMessage::createMethodCall(
        QLatin1String(kLogin), QLatin1String(kLoginPath), QLatin1String(kLoginManager),
        id.isEmpty() ? QStringLiteral("GetSessionByPID") : QStringLiteral("GetSession"));
    question << (id.isEmpty() ? QVariant(static_cast<uint>(QCoreApplication::applicationPid()))
                              : QVariant(id));
    question.setAutoStartService(false);
    const QDBusMessage answer = bus.call(question, QDBus::Block, kAnswerTimeoutMs);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return {};
    return answer.arguments().front().value<QDBusObjectPath>().path();
}

} // namespace

BusAddresses BusAddresses::ofThisLogin()
{
    BusAddresses out;
    out.session = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
    const QString socket = qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus");
    if (out.session.isEmpty() && QFileInfo::exists(socket))
        out.session = QStringLiteral("unix:path=") + socket;
    if (out.session.startsWith(QLatin1String("autolaunch:")))
        out.session.clear();
    out.system = qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS",
                                      QStringLiteral("unix:path=/run/dbus/system_bus_socket"));
    return out;
}

ScreenLockWatch::ScreenLockWatch(const BusAddresses& addresses, QObject* parent) : QObject(parent)
{
    // A bus that answers late, or never, must not hold the window.
    m_connector.start([this, addresses] { listen(addresses); });
}

ScreenLockWatch::~ScreenLockWatch()
{
    m_leaving = true;
    m_connector.waitForDone();
    for (const char* bus : {"session", "system"})
        QDBusConnection::disconnectFromBus(busName(bus));
}

QString ScreenLockWatch::busName(const char* bus) const
{
    return QStringLiteral("screen-lock-%1-%2").arg(QLatin1String(bus)).arg(quintptr(this));
}

void ScreenLockWatch::listen(const BusAddresses& addresses)
{
    listenToDesktop(addresses.session);
    listenToSystem(addresses.system);
    QMetaObject::invokeMethod(this, &ScreenLockWatch::listening, Qt::QueuedConnection);
}

void ScreenLockWatch::listenToDesktop(const QString& address)
{
    if (address.isEmpty() || m_leaving)
        return;
    auto bus = QDBusConnection::connectToBus(address, busName("session"));
    for (const char* name : kScreenSavers) {
        if (!bus.isConnected() || m_leaving)
            return;
        // From any path: desktops differ in it. A refusal means that the bus has gone.
        bus.connect(QLatin1String(name), QString(), QLatin1String(name), QStringLiteral("ActiveChanged"),
                    this, SLOT(onScreenSaver(bool)));
    }
}

void ScreenLockWatch::listenToSystem(const QString& address)
{
    if (address.isEmpty() || m_leaving)
        return;
    auto bus = QDBusConnection::connectToBus(address, busName("system"));
    if (!bus.isConnected() || m_leaving)
        return;
    // Only from logind itself: anybody may speak on the system bus, and could lock others out for a joke.
    bus.connect(QLatin1String(kLogin), QLatin1String(kLoginPath), QLatin1String(kLoginManager),
                QStringLiteral("PrepareForSleep"), this, SLOT(onSleep(bool)));
    bus.connect(QLatin1String(kLogin), ownLoginSession(bus), QLatin1String(kLoginSession),
                QStringLiteral("Lock"), this, SLOT(onSessionLock()));
}

void ScreenLockWatch::onScreenSaver(bool isActive)
{
    if (isActive)
        Q_EMIT screenLocking();
}

void ScreenLockWatch::onSleep(bool isBeginning)
{
    if (isBeginning)
        Q_EMIT screenLocking();
}

void ScreenLockWatch::onSessionLock()
{
    Q_EMIT screenLocking();
}

} // namespace keyturn::ui::shell
