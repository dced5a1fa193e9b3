// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTest>

namespace keyturn::tests {

/// The one child of @p parent by this name; without it the test cannot go on.
template <typename T>
T* named(const QObject& parent, const char* name)
{
    T* found = parent.findChild<T*>(QLatin1String(name));
    if (!found)
        qFatal("nothing is named %s", name);
    return found;
}

/// How long a test waits for what is sure to come, on a slow machine.
inline constexpr int kPatienceMs = 20'000;

/// The dialog by its name, once it is there; null where it does not come.
inline QDialog* dialogNamed(const QWidget& window, const char* name)
{
    QDialog* dialog = nullptr;
    const bool came = QTest::qWaitFor(
        [&] {
            dialog = window.findChild<QDialog*>(QLatin1String(name));
            return dialog && dialog->isVisible();
        },
        kPatienceMs);
    return came ? dialog : nullptr;
}

} // namespace keyturn::tests
