// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/tables.h"
#include "ui/common/widgets.h"

#include <QPointer>
#include <QWidget>

#include <chrono>
#include <optional>

class QComboBox;
class QDateTimeEdit;
class QMenu;
class QToolButton;

namespace keyturn::ui::shell {

/// What the header shows.
struct HeaderState
{
    QString organisation;
    bool isDemo = false;
    std::vector<items::Choice> incidents;
    QString incident; ///< Chosen one's id; empty for all.
    base::UtcTime now;
    bool isRewound = false;
    QString signedIn;  ///< Name and title; empty: nobody.
    QString lockedOut; ///< Was signed in until the session locked itself.
    QString actingAs;  ///< Named but not signed in.
};

/// Organisation, incident, "as known at", what can be entered, and who is signed in.
class HeaderBar final : public QWidget
{
    Q_OBJECT
public:
    HeaderBar(QMenu* addMenu, QMenu* personMenu, QWidget* parent = nullptr);
    void setState(const HeaderState& state);
    /// Tells that the session is about to lock itself, or no longer. The notice stands where the past is
    /// chosen, so that the window keeps its size; the first key or click brings that back.
    void setLocksIn(std::optional<std::chrono::seconds> left);

Q_SIGNALS:
    void incidentChosen(const QString& id);
    void knownAtChosen(keyturn::base::UtcTime time);
    void nowChosen();
    void signInRequested();
    void stayRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_organisation;
    common::Chip* m_demo;
    QComboBox* m_incident;
    QWidget* m_past; ///< What chooses the moment that is shown.
    QDateTimeEdit* m_knownAt;
    QToolButton* m_look;
    QToolButton* m_now;
    common::Chip* m_locksIn;
    QPushButton* m_stay;
    QToolButton* m_person;
    QMenu* m_personMenu;
    QPointer<QWidget> m_focusBefore; ///< What had the focus before the notice took its place.
};

/// Full width, amber: the window shows the past.
class RewindBanner final : public QWidget
{
    Q_OBJECT
public:
    explicit RewindBanner(QWidget* parent = nullptr);
    void setTime(base::UtcTime time);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void returnRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_text;
};

} // namespace keyturn::ui::shell
