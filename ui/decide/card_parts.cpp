// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/card_parts.h"

#include "models/items/words.h"
#include "ui/common/flow_layout.h"
#include "ui/decide/effect_bar.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace keyturn::ui::decide {

using common::kGridPx;

namespace {

QVBoxLayout* columnOf(QWidget* widget)
{
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGridPx / 2);
    return column;
}

QGridLayout* gridOf(QWidget* widget)
{
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGridPx);
    grid->setVerticalSpacing(kGridPx / 2);
    return grid;
}

QLabel* boldLabel(const QString& text, QWidget* parent)
{
    QLabel* label = common::plainLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

void colour(QLabel* label, items::Tone tone)
{
    QPalette ink = label->palette();
    ink.setColor(QPalette::WindowText, common::Colors::of(ink).tone(tone));
    label->setPalette(ink);
}

/// Adds to a layout that is on screen: what is added later is shown only on the next turn, after the layout
/// has been measured.
void addShown(QVBoxLayout* layout, QWidget* widget)
{
    layout->addWidget(widget);
    widget->show();
}

void addShown(QGridLayout* layout, QWidget* widget, int row, int column)
{
    layout->addWidget(widget, row, column, column == 0 ? Qt::AlignTop : Qt::Alignment());
    widget->show();
}

} // namespace

EffectGrid::EffectGrid(QWidget* parent) : QWidget(parent), m_grid(gridOf(this))
{
    m_grid->setContentsMargins(0, kGridPx / 2, 0, kGridPx / 2);
    m_grid->setColumnStretch(2, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void EffectGrid::set(const std::vector<items::EffectLine>& effect, const QStringList& shifts)
{
    common::clearLayout(m_grid);
    int row = 0;
    for (const items::EffectLine& line : effect) {
        QLabel* model = boldLabel(line.model, this);
        model->setWordWrap(false);
        addShown(m_grid, model, row, 0);
        addShown(m_grid, new EffectBar(line, this), row, 1);
        // Without wrapping, so that the rows keep their height however the card is squeezed.
        QLabel* words = common::plainLabel(line.words, this);
        words->setWordWrap(false);
        addShown(m_grid, words, row, 2);
        ++row;
    }
    for (const QString& shift : shifts) {
        QLabel* words = common::mutedLabel(shift, this);
        words->setWordWrap(false);
        m_grid->addWidget(words, row++, 1, 1, 2);
        words->show();
    }
    setVisible(row > 0);
}

ConsequenceBlock::ConsequenceBlock(QWidget* parent)
    : Card(parent), m_told(new QWidget(this)), m_lines(columnOf(m_told)), m_showAll(new QPushButton(this))
{
    setObjectName(QStringLiteral("consequences"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGridPx, kGridPx + kGridPx / 2, 2 * kGridPx, kGridPx + kGridPx / 2);
    layout->setSpacing(kGridPx);
    layout->addWidget(m_told);
    layout->addWidget(m_showAll, 0, Qt::AlignLeft);
    m_showAll->setObjectName(QStringLiteral("showAll"));
    m_showAll->setAutoDefault(false);
}

void ConsequenceBlock::set(const items::Consequences& consequences)
{
    common::clearLayout(m_lines);
    const bool isGrave = consequences.leaks > 0 || consequences.isHard;
    setStripe(isGrave ? items::Tone::Severe : items::Tone::Neutral);
    const auto add = [&](const QString& title, const QStringList& lines, bool isRed) {
        if (title.isEmpty())
            return;
        QLabel* heading = boldLabel(title, this);
        if (isRed)
            colour(heading, items::Tone::Severe);
        if (m_lines->count() > 0)
            m_lines->addSpacing(kGridPx / 2);
        addShown(m_lines, heading);
        for (const QString& line : lines)
            addShown(m_lines, common::plainLabel(QStringLiteral("•  ") + line, this));
    };
    add(consequences.shadowed, {}, true);
    add(consequences.leaksTitle, consequences.leakLines, true);
    add(consequences.hitTitle, consequences.hitLines, consequences.isHard);
    common::applyAct(m_showAll, {consequences.showAll, {}, !consequences.showAll.isEmpty()});
    m_showAll->setMinimumSize(0, 0);
    m_showAll->setMinimumSize(m_showAll->sizeHint() + QSize(2 * kGridPx, kGridPx / 2));
    QStringList spoken{consequences.shadowed, consequences.leaksTitle, consequences.hitTitle};
    spoken.removeAll(QString());
    setAccessibleName(spoken.join(QStringLiteral(". ")));
    setVisible(!accessibleName().isEmpty());
}

FactList::FactList(QWidget* parent) : QWidget(parent), m_grid(gridOf(this))
{
    m_grid->setColumnStretch(1, 1);
}

void FactList::set(const std::vector<items::CardFact>& facts)
{
    common::clearLayout(m_grid);
    int row = 0;
    for (const items::CardFact& fact : facts) {
        QLabel* name = common::mutedLabel(fact.name, this);
        name->setWordWrap(false);
        QLabel* text = common::plainLabel(fact.text, this);
        if (fact.isPressing)
            colour(text, items::Tone::Overdue);
        addShown(m_grid, name, row, 0);
        addShown(m_grid, text, row, 1);
        ++row;
    }
    setVisible(row > 0);
}

SignedLines::SignedLines(QWidget* parent) : QWidget(parent), m_lines(columnOf(this)) {}

void SignedLines::set(const QString& title, const std::vector<items::SignedLine>& lines)
{
    common::clearLayout(m_lines);
    if (!lines.empty())
        addShown(m_lines, common::mutedLabel(title, this));
    for (const items::SignedLine& line : lines)
        addShown(m_lines, new common::Chip(line.sign, line.tone, line.text, {}, this));
    setVisible(!lines.empty());
}

SignatureRows::SignatureRows(QWidget* parent) : QWidget(parent), m_rows(columnOf(this)) {}

void SignatureRows::addRow(const QString& title, const std::vector<items::SignatureChip>& chips)
{
    if (!title.isEmpty())
        addShown(m_rows, common::mutedLabel(title, this));
    auto* holder = new QWidget(this);
    auto* flow = new common::FlowLayout(holder);
    for (const items::SignatureChip& chip : chips) {
        auto* shown = new common::Chip(chip.sign, chip.tone, chip.role,
                                       chip.who.isEmpty() ? tr("missing") : chip.who, holder);
        shown->setToolTip(items::plainToolTip(chip.detail));
        shown->setAccessibleDescription(chip.detail);
        flow->addWidget(shown);
        shown->show();
    }
    addShown(m_rows, holder);
}

void SignatureRows::set(const QString& title, const std::vector<items::SignatureChip>& chips,
                        const std::vector<items::SignatureRow>& alsoNeeded)
{
    common::clearLayout(m_rows);
    addRow(title, chips);
    for (const items::SignatureRow& row : alsoNeeded)
        addRow(row.title, row.chips);
}

RemarkList::RemarkList(QWidget* parent) : QWidget(parent), m_lines(columnOf(this))
{
    setObjectName(QStringLiteral("remarks"));
}

void RemarkList::set(const std::vector<items::Remark>& remarks)
{
    common::clearLayout(m_lines);
    for (const items::Remark& remark : remarks) {
        addShown(m_lines, common::mutedLabel(tr("%1, %2:").arg(remark.who, remark.when), this));
        addShown(m_lines, common::plainLabel(remark.text, this));
    }
    setVisible(!remarks.empty());
}

} // namespace keyturn::ui::decide
