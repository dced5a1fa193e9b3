// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/reports/document.h"
#include "models/reports/report_words.h"

#include <optional>
#include <utility>

namespace keyturn::reports {

[[nodiscard]] inline Block paragraph(QString text, Tone tone = Tone::Plain)
{
    Block block;
    block.text = {std::move(text), tone};
    return block;
}

[[nodiscard]] inline Block notice(QString text, Tone tone)
{
    Block block = paragraph(std::move(text), tone);
    block.kind = Block::Kind::Notice;
    return block;
}

[[nodiscard]] inline Block heading(QString text)
{
    Block block = paragraph(std::move(text));
    block.kind = Block::Kind::Heading;
    return block;
}

[[nodiscard]] inline Block tableBlock(DocumentTable table)
{
    Block block;
    block.kind = Block::Kind::Table;
    block.table = std::move(table);
    return block;
}

/// A time for people that breaks, where a column is narrow, between the day and the hour only.
[[nodiscard]] inline QString timeText(QString displayed)
{
    return displayed.replace(QStringLiteral(" UTC"), QStringLiteral("\u00A0UTC"));
}
[[nodiscard]] inline QString timeText(base::UtcTime time)
{
    return timeText(base::toDisplay(time));
}

/// A list of labels and values; what is empty is left out.
class FactList
{
public:
    void add(QString name, Span value)
    {
        if (!value.text.isEmpty())
            m_table.rows.push_back({{std::move(name), Tone::Quiet}, std::move(value)});
    }
    void add(QString name, QString value) { add(std::move(name), Span{std::move(value), Tone::Plain}); }
    void add(QString name, const std::optional<base::UtcTime>& time)
    {
        if (time)
            add(std::move(name), timeText(*time));
    }
    [[nodiscard]] DocumentTable take() { return std::move(m_table); }

private:
    DocumentTable m_table{{{QString(), 1}, {QString(), 4}}, {}};
};

/// What was decided, by whom, why and with what effect.
[[nodiscard]] Block decisionCard(const Decision& decision);
/// The chapter on what a reader may rely on, and how to check it.
[[nodiscard]] Chapter verificationChapter(const Report& report);

} // namespace keyturn::reports
