// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/entry_teller.h"
#include "models/service/session.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <memory>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace keyturn::ui::review {

class RewindTrack;

/// Takes the whole window back to what was known at an earlier moment: by a playhead over the ledger's
/// entries, entry by entry, or played at a rate.
class RewindBar final : public QWidget
{
    Q_OBJECT
public:
    explicit RewindBar(service::Session& session, QWidget* parent = nullptr);
    /// Shows where the session is.
    void refresh();
    /// A button or choice that belongs to what is seen here, laid out before the way back.
    void addTool(QWidget* tool);
    [[nodiscard]] bool isPlaying() const { return m_tick.isActive(); }
    /// What the moment's entry says, as it is shown.
    [[nodiscard]] QString words() const;

public Q_SLOTS:
    void stepBack();
    void stepForward();
    void togglePlay();
    void returnToNow();
    /// Plays on by what @p real time makes at the chosen rate; at the newest entry the present is shown
    /// again.
    void advance(std::chrono::milliseconds real);

private:
    void goTo(int entry);
    void stop();
    void showWords();
    /// The newest entry that is shown.
    [[nodiscard]] int entryShown() const;

    service::Session& m_session;
    std::unique_ptr<items::EntryTeller> m_teller; ///< Of the newest state.
    RewindTrack* m_track;
    QToolButton* m_back;
    QToolButton* m_play;
    QToolButton* m_forward;
    QComboBox* m_rate;
    QHBoxLayout* m_row;
    QToolButton* m_now;
    QLabel* m_words;
    QString m_allWords;
    QTimer m_tick;
    QElapsedTimer m_sinceTick;

protected:
    void resizeEvent(QResizeEvent* event) override;
};

} // namespace keyturn::ui::review
