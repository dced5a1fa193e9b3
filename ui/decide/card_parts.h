// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"
#include "ui/common/widgets.h"

class QGridLayout;
class QVBoxLayout;

namespace keyturn::ui::decide {

/// What a change does to each model: a bar and words, and how many combinations shift.
class EffectGrid final : public QWidget
{
    Q_OBJECT
public:
    explicit EffectGrid(QWidget* parent = nullptr);
    void set(const std::vector<items::EffectLine>& effect, const QStringList& shifts);

private:
    QGridLayout* m_grid;
};

/// What would still serve what is to be stopped, and who is hit: edged in red, because it is what a signature
/// is most easily given in spite of.
class ConsequenceBlock final : public common::Card
{
    Q_OBJECT
public:
    explicit ConsequenceBlock(QWidget* parent = nullptr);
    /// Hides itself where there is nothing to warn of.
    void set(const items::Consequences& consequences);
    [[nodiscard]] QPushButton* showAllButton() { return m_showAll; }

private:
    QWidget* m_told; ///< Read before the button.
    QVBoxLayout* m_lines;
    QPushButton* m_showAll;
};

/// Named facts, one a line.
class FactList final : public QWidget
{
    Q_OBJECT
public:
    explicit FactList(QWidget* parent = nullptr);
    void set(const std::vector<items::CardFact>& facts);

private:
    QGridLayout* m_grid;
};

/// Lines with a sign, such as the gates of a lift.
class SignedLines final : public QWidget
{
    Q_OBJECT
public:
    explicit SignedLines(QWidget* parent = nullptr);
    void set(const QString& title, const std::vector<items::SignedLine>& lines);

private:
    QVBoxLayout* m_lines;
};

/// All thresholds of a decision: for each, what it is called and a chip for every signature.
class SignatureRows final : public QWidget
{
    Q_OBJECT
public:
    explicit SignatureRows(QWidget* parent = nullptr);
    /// @param title of the first row; empty for none.
    void set(const QString& title, const std::vector<items::SignatureChip>& chips,
             const std::vector<items::SignatureRow>& alsoNeeded);

private:
    void addRow(const QString& title, const std::vector<items::SignatureChip>& chips);

    QVBoxLayout* m_rows;
};

/// Questions and remarks, in the order in which they were made.
class RemarkList final : public QWidget
{
    Q_OBJECT
public:
    explicit RemarkList(QWidget* parent = nullptr);
    void set(const std::vector<items::Remark>& remarks);

private:
    QVBoxLayout* m_lines;
};

} // namespace keyturn::ui::decide
