// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QTimer>
#include <QWidget>

#include <utility>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace keyturn::ui::decide {

/// Links the records that a decision rests on: a search over all of them, what it finds to link, and what is
/// linked, to take back.
class SignalPicker final : public QWidget
{
    Q_OBJECT
public:
    SignalPicker(service::Session& session, QWidget* parent);
    /// In the order in which they were linked.
    [[nodiscard]] std::vector<domain::RecordId> chosen() const;

Q_SIGNALS:
    void changed();

protected:
    /// The Enter key searches; it must not propose what is not yet complete.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    void take(const service::Session::Found& found);
    void offer(const domain::Event& event);
    void link(const domain::RecordId& id, const QString& text);
    void unlink(const domain::RecordId& id);
    void tell(const QString& text);
    [[nodiscard]] bool isChosen(const domain::RecordId& id) const;

    service::Session& m_session;
    QLineEdit* m_query;
    QLabel* m_told;
    QVBoxLayout* m_hits;
    QVBoxLayout* m_linked;
    std::vector<std::pair<domain::RecordId, QWidget*>> m_chosen;
    QTimer m_delay;
    int m_generation = 0; ///< Of the search; what an older one finds is dropped.
};

} // namespace keyturn::ui::decide
