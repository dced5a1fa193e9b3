// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/text_layout.h"

#include "models/base/text_safety.h"

namespace keyturn::domain {

namespace {

constexpr int kLabelWidth = 18;

/// The first @p width characters of @p text, never half a surrogate pair.
qsizetype unitsOfCharacters(QStringView text, int width)
{
    qsizetype units = 0;
    for (int i = 0; i < width && units < text.size(); ++i)
        units += text[units].isHighSurrogate() && units + 1 < text.size() ? 2 : 1;
    return units;
}

QString blanks(int count)
{
    return QString(qMax(0, count), u' ');
}

} // namespace

int characterCount(QStringView text)
{
    int count = 0;
    for (const QChar c : text)
        count += c.isLowSurrogate() ? 0 : 1;
    return count;
}

QStringList wrapText(QStringView text, int width)
{
    QStringList lines;
    QString line;
    int used = 0;
    for (QStringView word : text.split(u' ', Qt::SkipEmptyParts)) {
        int length = characterCount(word);
        if (used > 0 && used + 1 + length <= width) {
            line += u' ';
            line += word;
            used += 1 + length;
            continue;
        }
        if (used > 0)
            lines += line;
        while (length > width) {
            const qsizetype units = unitsOfCharacters(word, width);
            lines += word.first(units).toString();
            word = word.sliced(units);
            length -= width;
        }
        line = word.toString();
        used = length;
    }
    if (used > 0 || lines.isEmpty())
        lines += line;
    return lines;
}

QString padRight(const QString& text, int width)
{
    return text + blanks(width - characterCount(text));
}

QString padLeft(const QString& text, int width)
{
    return blanks(width - characterCount(text)) + text;
}

QString joinWithAnd(const QStringList& texts)
{
    if (texts.size() < 2)
        return texts.join(QString());
    return texts.first(texts.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + texts.last();
}

void SheetText::heading(const QString& text)
{
    if (!m_lines.isEmpty())
        emptyLine();
    m_lines += text;
}

void SheetText::mark(const QString& text)
{
    m_lines += text;
}

void SheetText::emptyLine()
{
    m_lines += QString();
}

void SheetText::paragraph(const QString& text)
{
    for (const QString& line : wrapText(base::harmlessText(text), kSheetWidth - kIndent))
        m_lines += blanks(kIndent) + line;
}

void SheetText::tableLine(const QString& text)
{
    m_lines += blanks(kIndent) + text;
}

void SheetText::field(const QString& label, const QString& text)
{
    QString start = blanks(kIndent) + padRight(label, kLabelWidth);
    for (const QString& line : wrapText(base::harmlessText(text), kSheetWidth - kIndent - kLabelWidth)) {
        m_lines += start + line;
        start = blanks(kIndent + kLabelWidth);
    }
}

QByteArray SheetText::toUtf8() const
{
    return m_lines.join(u'\n').toUtf8() + '\n';
}

} // namespace keyturn::domain
