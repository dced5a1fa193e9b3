// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace keyturn::ui::shell {

/// Over every page while the ledger is not sound: what is wrong, and the way on where there is one.
class AlarmBanner final : public QWidget
{
    Q_OBJECT
public:
    explicit AlarmBanner(QWidget* parent = nullptr);
    /// @param title in a few words; @param detail sentences, one a line.
    void setText(const QString& title, const QString& detail);
    /// What can be done about it; hidden where it is not shown.
    void setWayOn(const items::Act& act);

Q_SIGNALS:
    void wayOnRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title;
    QLabel* m_detail;
    QLabel* m_whyNot;
    QPushButton* m_wayOn;
};

} // namespace keyturn::ui::shell
