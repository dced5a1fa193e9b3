// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/workspace.h"
#include "ui/common/widgets.h"

#include <QWidget>

class QProgressBar;

namespace keyturn::ui::shell {

/// What the status bar says of the ledger, in a word and in sentences.
struct HealthWords
{
    QString word;
    QString detail;
    items::Tone tone = items::Tone::Neutral;
    items::Sign sign = items::Sign::Waiting;
};
[[nodiscard]] HealthWords wordsOf(const service::Health& health);

/// The lower edge: is the ledger sound, how large is it, who witnessed it, what is running.
class HealthBar final : public QWidget
{
    Q_OBJECT
public:
    explicit HealthBar(QWidget* parent = nullptr);
    void setHealth(const service::Health& health);
    void setProgress(const QString& what, quint64 done, quint64 total);
    void clearProgress();
    /// Shows a sentence for a while.
    void say(const QString& sentence);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void cancelRequested();

private:
    common::Chip* m_sound;
    common::Chip* m_witnessed;
    common::Chip* m_readOnly;
    QLabel* m_size;
    QLabel* m_said;
    QLabel* m_what;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
};

} // namespace keyturn::ui::shell
