// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/query_help.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <functional>

class QLabel;
class QRadioButton;
class QToolButton;

namespace keyturn::ui::review {

class QueryEdit;

/// What happens to records that a query does not find.
enum class QueryMode : std::uint8_t {
    Filter, ///< They are left out.
    Mark,   ///< They stay; those found are marked on the axis.
};

/// How much a query found.
struct HitCount
{
    std::uint64_t found = 0;
    std::uint64_t outside = 0;     ///< Of these, not in the span on the axis.
    std::uint64_t withoutTime = 0; ///< Of these, state no time.
    friend bool operator==(const HitCount&, const HitCount&) = default;
};

/// Where one writes what to look for: the line, how it is meant, how much it found or what is wrong with it,
/// and the way from hit to hit.
class QueryBar final : public QWidget
{
    Q_OBJECT
public:
    explicit QueryBar(QWidget* parent = nullptr);
    void setVocabulary(std::function<items::QueryVocabulary()> vocabulary);
    [[nodiscard]] QString text() const;
    /// Writes @p query and asks for it at once.
    void setText(const QString& query);
    [[nodiscard]] QueryMode mode() const;
    void setMode(QueryMode mode);
    [[nodiscard]] QueryEdit* edit() const { return m_edit; }
    /// A search is on its way.
    void showSearching();
    void showCount(const HitCount& count);
    /// What the search said when it failed.
    void showFailure(const QString& sentence);
    /// No query: how to begin.
    void showNothing();
    /// The query was changed less than a moment ago, and has not been asked for.
    [[nodiscard]] bool isPausing() const { return m_pause.isActive(); }

Q_SIGNALS:
    /// Typing has paused at a query without fault; empty: everything.
    void queryChanged(const QString& query);
    void modeChanged(keyturn::ui::review::QueryMode mode);
    void nextRequested();
    void previousRequested();
    /// The hits outside the span on the axis are to be shown.
    void outsideRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildModes();
    void buildSteps();
    void ask();
    void say(const QString& text, bool isWrong);
    void tint();

    QueryEdit* m_edit;
    QRadioButton* m_filter;
    QRadioButton* m_mark;
    QToolButton* m_previous;
    QToolButton* m_next;
    QLabel* m_told;
    QToolButton* m_showOutside;
    QTimer m_pause;
    QString m_asked;
    bool m_hasAsked = false;
    bool m_isWrong = false; ///< What m_told says is a fault.
};

} // namespace keyturn::ui::review
