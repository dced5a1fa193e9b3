// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/reports/report.h"

#include <QString>

#include <vector>

namespace keyturn::reports {

/// How a text is to be taken; always said in words too, never by colour alone.
enum class Tone : std::uint8_t { Plain, Quiet, Good, Warning, Bad, Code };

/// A text of one tone.
struct Span
{
    QString text;
    Tone tone = Tone::Plain;
    QString detail{}; ///< In a table: more about it, set quietly on lines of its own.
};

struct Column
{
    QString title;
    int share = 1; ///< Of the width, relative to the other columns.
};

/// A table; its header row stands at the top of every page it reaches.
struct DocumentTable
{
    std::vector<Column> columns; ///< Without titles: a list of labels and values, no header row.
    std::vector<std::vector<Span>> rows;
};

/// A piece of a chapter.
struct Block
{
    enum class Kind : std::uint8_t { Paragraph, Notice, Heading, Table, Card } kind = Kind::Paragraph;
    Span text;  ///< Of all but tables; a card's headline.
    Span badge; ///< A card's state.
    DocumentTable table;
    std::vector<Block> inside; ///< Of a card.
};

struct Chapter
{
    QString title;
    std::vector<Block> blocks;
};

/// A report set out for reading: words only, ready for any writer that lays out pages.
struct Document
{
    QString organisation;
    QString title;
    QString kind;      ///< "Incident report I-1".
    QStringList marks; ///< "DEMO", "REHEARSAL": on every page.
    QString markText;  ///< What the marks mean; empty without any.
    DocumentTable titleFacts;
    QString running; ///< At the head of every page: organisation, incident, root.
    std::vector<Chapter> chapters;
};

/// Sets the report out. A pure function.
[[nodiscard]] Document layOut(const Report& report);

} // namespace keyturn::reports
