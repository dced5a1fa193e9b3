// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/main_window.h"

#include <QDialog>
#include <QTest>

namespace keyturn::tests {

/// What is called @p name in @p parent; ends the program where nothing is.
template <typename T>
T* partNamed(const QObject& parent, const char* name)
{
    T* found = parent.findChild<T*>(QLatin1String(name));
    if (!found)
        qFatal("nothing is named %s", name);
    return found;
}

/// The dialog by its name once it is there, or null.
inline QDialog* dialogNamed(const ui::shell::MainWindow& window, const char* name)
{
    QDialog* dialog = nullptr;
    const bool came = QTest::qWaitFor(
        [&] {
            dialog = window.findChild<QDialog*>(QLatin1String(name));
            return dialog && dialog->isVisible();
        },
        20'000);
    return came ? dialog : nullptr;
}

} // namespace keyturn::tests
