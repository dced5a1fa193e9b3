// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/query_help.h"

#include <QLineEdit>

#include <functional>

class QAbstractItemView;
class QCompleter;
class QStandardItemModel;

namespace keyturn::ui::review {

/// A line for queries: parts in colours, what is wrong underlined at its place, and a list of what may come
/// next. Down or Ctrl+Space opens the list, Tab takes the first of it, Escape closes it. Down on an empty
/// line offers the queries that were kept with remember(): in memory only, since what somebody looks for may
/// be confidential.
class QueryEdit final : public QLineEdit
{
    Q_OBJECT
public:
    explicit QueryEdit(QWidget* parent = nullptr);
    /// Where the words come from that only the workspace knows; asked whenever the list is filled.
    void setVocabulary(std::function<items::QueryVocabulary()> vocabulary);
    [[nodiscard]] const items::QueryReading& reading() const { return m_reading; }
    /// Keeps @p query among the latest.
    void remember(const QString& query);
    /// Opens the list of what may stand at the cursor, if there is anything.
    void offer();
    /// The workspace knows more words: they are offered where the list is open or was in want of them.
    void offerAgain();
    /// The list of what may come next, on screen or not.
    [[nodiscard]] QAbstractItemView* list() const;
    /// The list is on screen.
    [[nodiscard]] bool isOffering() const;

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void read();
    void colour();
    void offerWhileTyping();
    void fill(const std::vector<items::QueryOffer>& offers);
    void take(const QModelIndex& index);

    QCompleter* m_completer;
    QStandardItemModel* m_offers;
    std::function<items::QueryVocabulary()> m_vocabulary;
    items::QueryReading m_reading;
    items::QueryCompletions m_place; ///< What the list would replace.
    QStringList m_latest;            ///< Last used first.
};

} // namespace keyturn::ui::review
