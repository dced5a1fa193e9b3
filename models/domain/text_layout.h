// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace keyturn::domain {

/// The longest line of a sheet, in characters (code points).
inline constexpr int kSheetWidth = 100;

/// How many characters (code points) @p text has.
[[nodiscard]] int characterCount(QStringView text);

/// Breaks @p text at blanks into lines of at most @p width characters; a word longer than a line is cut
/// between characters. At least one line. The rule is kept simple on purpose: sheets must render to the same
/// bytes for ever.
[[nodiscard]] QStringList wrapText(QStringView text, int width);

/// @p text filled up with blanks on the right, or on the left.
[[nodiscard]] QString padRight(const QString& text, int width);
[[nodiscard]] QString padLeft(const QString& text, int width);

/// "a", "a and b", "a, b and c".
[[nodiscard]] QString joinWithAnd(const QStringList& texts);

/// Plain text of headings at the margin and indented lines below them. Everything that people wrote is made
/// harmless and indented, so that no text of theirs can pass for a heading.
class SheetText
{
public:
    /// Blanks before every line that is not a heading.
    static constexpr int kIndent = 2;

    /// A heading, with an empty line before it where it is not the first.
    void heading(const QString& text);
    /// A line right below the heading, at the margin: for marks of the whole sheet.
    void mark(const QString& text);
    void emptyLine();
    /// Indented and wrapped.
    void paragraph(const QString& text);
    /// Indented, neither wrapped nor changed: for tables.
    void tableLine(const QString& text);
    /// A label and its text, wrapped in a column of its own.
    void field(const QString& label, const QString& text);
    /// Lines end with LF.
    [[nodiscard]] QByteArray toUtf8() const;

private:
    QStringList m_lines;
};

} // namespace keyturn::domain
