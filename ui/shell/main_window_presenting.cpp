// SPDX-License-Identifier: GPL-3.0-or-later
// The window while its timeline is shown to a room.

#include "ui/shell/header_bar.h"
#include "ui/shell/health_bar.h"
#include "ui/shell/main_window.h"
#include "ui/shell/nav_rail.h"

namespace keyturn::ui::shell {

void MainWindow::setPresenting(bool isPresenting)
{
    // What the ledger's health and the rewind say stays: nobody may be shown a lie, in a room least of all.
    for (QWidget* part : std::initializer_list<QWidget*>{m_header, m_rail, m_health})
        part->setVisible(!isPresenting);
    if (isPresenting) {
        m_wasFullScreen = isFullScreen();
        showFullScreen();
    } else if (!m_wasFullScreen) {
        setWindowState(windowState() & ~Qt::WindowFullScreen);
    }
}

} // namespace keyturn::ui::shell
