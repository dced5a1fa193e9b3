// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QWidget>

/// The least a Qt program can do: one empty window, of the size that Keyturn opens with. The floor for its
/// start.
int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QWidget window;
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
