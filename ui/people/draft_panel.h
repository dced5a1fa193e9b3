// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charter_words.h"

#include <QScrollArea>

class QLabel;

namespace keyturn::ui::people {

/// Tells a draft while it is being written: what is wrong, what is fragile, what changes as the sheet will
/// say.
class DraftPanel final : public QScrollArea
{
    Q_OBJECT
public:
    explicit DraftPanel(QWidget* parent);
    void show(const items::DraftWords& words);

private:
    QWidget* m_filled;
    QLabel* m_wrongTitle;
    QLabel* m_wrong;
    QLabel* m_changesTitle;
    QLabel* m_changes;
    QLabel* m_fragileTitle;
    QLabel* m_fragile;
};

} // namespace keyturn::ui::people
