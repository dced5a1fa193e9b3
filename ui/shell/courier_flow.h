// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QObject>

#include <memory>

class QWidget;

namespace keyturn::ui::shell {

/// What is done with decisions that travel as files: signing one that came, taking in one that came back.
class CourierFlow final : public QObject
{
    Q_OBJECT
public:
    /// @param clock the machine's time, by which is signed where no workspace is.
    CourierFlow(service::Session& session, std::shared_ptr<const base::Clock> clock, QWidget* window);
    /// Asks for a decision file, then shows it to be signed; no workspace need be open.
    void chooseToSign();
    /// Shows the decision file at @p path to be signed.
    void sign(const QString& path);
    /// Asks for an answer, then takes it into the open workspace.
    void chooseToTakeIn();
    /// Takes the answer at @p path in.
    void takeIn(const QString& path);

Q_SIGNALS:
    /// One sentence on what was done.
    void said(const QString& sentence);

private:
    void choose(const char* name, const QString& title, const QString& filter,
                void (CourierFlow::*go)(const QString&));
    void showAnswered(const QString& path, const QString& what);
    void showRefused(const QString& sentence);

    service::Session& m_session;
    std::shared_ptr<const base::Clock> m_clock;
    QWidget* m_window;
};

} // namespace keyturn::ui::shell
