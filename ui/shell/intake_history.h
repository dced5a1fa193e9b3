// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "ui/common/page.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace keyturn::ui::common {
class EmptyState;
class TableView;
} // namespace keyturn::ui::common

namespace keyturn::ui::shell {

/// What came in, from where, when and by whom; what of it was rejected and why; and its undoing. Shows the
/// session's snapshot, so that a rewind shows the history as it was known.
class IntakeHistory final : public QDialog
{
    Q_OBJECT
public:
    IntakeHistory(service::Session& session, QWidget* parent);
    /// Shows the snapshot anew, to whoever looks.
    void refresh(const common::ViewState& state);

Q_SIGNALS:
    /// A person wants to see the events of one import, by its entry.
    void eventsRequested(quint64 entry);
    /// Something was done, in one sentence for the status bar.
    void said(const QString& sentence);

private:
    void build();
    [[nodiscard]] QWidget* buildDetails();
    /// The import that is chosen, as it is shown; null for none.
    [[nodiscard]] const state::BatchState* chosen() const;
    void showChosen();
    void showRejected();
    void takeRejected(const base::Result<service::RejectionList>& list, std::uint64_t entry);
    void retract();
    void exportRejected();

    service::Session& m_session;
    items::Viewer m_viewer;
    QLabel* m_summary;
    QStackedWidget* m_pages;
    common::EmptyState* m_empty;
    common::TableView* m_table;
    QLabel* m_title;
    QLabel* m_facts;
    QLabel* m_rejectedTitle;
    common::TableView* m_rejected;
    QPushButton* m_events;
    QPushButton* m_export;
    QPushButton* m_retract;
    std::optional<std::uint64_t>
        m_rejectedOf; ///< The import whose rejected records are listed or on their way.
};

} // namespace keyturn::ui::shell
