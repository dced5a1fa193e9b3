// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/span_words.h"
#include "models/service/session.h"

#include <QWidget>

#include <atomic>
#include <memory>
#include <optional>

class QHBoxLayout;
class QLabel;

namespace keyturn::ui::review {

/// What the selected span of time holds, in words and in short lists. Counted on another thread.
class SpanPanel final : public QWidget
{
    Q_OBJECT
public:
    SpanPanel(service::Session& session, QWidget* parent);
    ~SpanPanel() override;
    /// Counts the events of @p index in @p span, and shows itself; without a span it hides.
    void show(const keyturn::timeline::LaneIndexPointer& index, const std::optional<base::TimeRange>& span);
    [[nodiscard]] const items::SpanWords& words() const { return m_words; }
    [[nodiscard]] bool isSettled() const { return !m_cancel && !m_isLearning; }

Q_SIGNALS:
    void zoomRequested();
    void filterRequested();
    /// The span is to be given up.
    void closeRequested();
    void said(const QString& sentence);
    void settled();

private:
    void buildButtons(QHBoxLayout* line);
    void count(const keyturn::timeline::LaneIndexPointer& index);
    void learnSources(std::size_t place);
    void fill();

    service::Session& m_session;
    QLabel* m_span;
    QLabel* m_summary;
    QWidget* m_lists;
    QHBoxLayout* m_listLine;
    std::shared_ptr<std::atomic_bool> m_cancel; ///< Of the counting under way.
    keyturn::timeline::LaneIndexPointer m_index;
    std::optional<base::TimeRange> m_shown;
    keyturn::timeline::RangeStatistics m_statistics;
    std::vector<QString> m_sources; ///< Names of the first of m_statistics.sources.
    items::SpanWords m_words;
    int m_generation = 0;
    bool m_isLearning = false; ///< Names of sources are still to come.
};

} // namespace keyturn::ui::review
