// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/causality.h"

#include <QAbstractButton>
#include <QLabel>
#include <QWidget>

#include <functional>
#include <vector>

class QToolButton;
class QVBoxLayout;

namespace keyturn::ui::review {

/// One thing that led to another, or came of it: what it is, when, and its name. Reached by Tab like any
/// button.
class CausalRow final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit CausalRow(QWidget* parent = nullptr);
    /// @param depth 1 for what is linked directly; others are set in.
    void set(const QString& kind, const QString& when, const QString& title, std::uint32_t depth);
    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString m_head;
    QString m_title;
    int m_indentPx = 0;
};

/// A headed list of causes, effects or other versions. The nearest come first; of many, the rest is shown on
/// demand.
class CausalList final : public QWidget
{
    Q_OBJECT
public:
    explicit CausalList(const QString& heading, QWidget* parent = nullptr);
    /// Title of an event, or an empty text while it is not at hand.
    using Titler = std::function<QString(quint64 batchSeq, quint32 leaf)>;
    void show(const keyturn::timeline::CausalGraph& graph,
              const std::vector<keyturn::timeline::CausalStep>& steps, const Titler& titler);
    /// One row: what it leads to, and what is said of that.
    struct Line
    {
        keyturn::timeline::ItemName name;
        QString kind;
        QString when;
        QString title;
        std::uint32_t depth = 1;
        friend bool operator==(const Line&, const Line&) = default;
    };
    /// Shows @p lines, or nothing where there are none.
    void show(std::vector<Line> lines);
    /// What an event is called while its title is not at hand.
    [[nodiscard]] static QString titleOr(const QString& title, const keyturn::timeline::EventKey& key);

Q_SIGNALS:
    void chosen(const keyturn::timeline::ItemName& name);

private:
    void fill(std::size_t count);

    QLabel* m_heading;
    QVBoxLayout* m_rows;
    QToolButton* m_more;
    std::vector<CausalRow*> m_made;
    std::vector<Line> m_lines;
    std::size_t m_shown = 0;
};

} // namespace keyturn::ui::review
