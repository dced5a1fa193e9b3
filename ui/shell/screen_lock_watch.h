// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <atomic>

namespace keyturn::ui::shell {

/// Where the desktop and the system speak.
struct BusAddresses
{
    QString session; ///< Empty: nowhere.
    QString system;
    /// Those of this login, as D-Bus finds them; no bus is started for us.
    [[nodiscard]] static BusAddresses ofThisLogin();
};

/// Tells when the platform locks the screen or is about to sleep: what screen savers say on the session bus,
/// what logind says on the system bus. Buses are reached on a thread of its own; where there is none, nothing
/// is ever told.
class ScreenLockWatch final : public QObject
{
    Q_OBJECT
public:
    explicit ScreenLockWatch(const BusAddresses& addresses, QObject* parent = nullptr);
    ~ScreenLockWatch() override;

Q_SIGNALS:
    /// Nobody looks at the screen from now on.
    void screenLocking();
    /// All buses that answered are being listened to.
    void listening();

private Q_SLOTS:
    void onScreenSaver(bool isActive);
    void onSleep(bool isBeginning);
    void onSessionLock();

private:
    void listen(const BusAddresses& addresses);
    void listenToDesktop(const QString& address);
    void listenToSystem(const QString& address);
    [[nodiscard]] QString busName(const char* bus) const;

    std::atomic_bool m_leaving{false};
    QThreadPool m_connector;
};

} // namespace keyturn::ui::shell
