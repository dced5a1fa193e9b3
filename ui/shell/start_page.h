// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace keyturn::ui::shell {

/// What the window shows while no workspace is open: open one, or one of the last ones.
class StartPage final : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    void showOpening(const QString& location);
    void showFailure(const QString& location, const QString& sentence);
    /// Notes a workspace that was opened, the newest first.
    static void remember(const QString& location);
    [[nodiscard]] static QStringList recent();

Q_SIGNALS:
    void openRequested(const QString& location);
    /// Somebody without the workspace has been sent a decision file.
    void signFileRequested();

private:
    void browse();

    QLabel* m_state;
};

} // namespace keyturn::ui::shell
