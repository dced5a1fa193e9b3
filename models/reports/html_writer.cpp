// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/report_words.h"
#include "models/reports/writers.h"

#include <QBuffer>
#include <QLocale>
#include <QXmlStreamWriter>

#include <algorithm>
#include <array>
#include <numeric>

namespace keyturn::reports {

namespace {

constexpr const char* kStyle = R"(
:root { --ink: #1b2430; --quiet: #5b6675; --line: #d5dbe3; --wash: #f4f6f9; --accent: #1f4e79;
  --good: #17633a; --warning: #8a4b00; --bad: #a31621; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 62rem; color: var(--ink); background: #fff;
  font: 16px/1.5 "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
header { border-top: 6px solid var(--accent); padding-top: 1.25rem; margin-bottom: 2rem; }
.kind { color: var(--accent); font-weight: 600; margin: 0; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: .25rem 0 1rem; }
h2 { font-size: 1.4rem; margin: 2.75rem 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid var(--accent); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: .75rem 0 1rem; font-size: .9rem; }
th { text-align: left; vertical-align: bottom; color: var(--quiet); font-weight: 600;
  border-bottom: 1.5px solid var(--quiet); }
th, td { padding: .35rem .75rem .35rem 0; }
td { vertical-align: top; white-space: pre-line; border-bottom: 1px solid var(--line); }
.facts td { border-bottom: 0; padding-top: .15rem; padding-bottom: .15rem; }
.quiet { color: var(--quiet); } .good { color: var(--good); font-weight: 600; }
.warning { color: var(--warning); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.code { font-family: "Noto Sans Mono", Consolas, Menlo, monospace; font-size: .92em; }
p.code { background: var(--wash); padding: .5rem .75rem; border-radius: 4px; }
.notice { border-left: 4px solid currentColor; padding: .5rem .9rem; background: var(--wash); }
.card { border: 1px solid var(--line); border-left: 5px solid var(--accent); border-radius: 6px;
  padding: 1rem 1.25rem; margin: 1rem 0 1.5rem; }
.card h3 { display: flex; justify-content: space-between; gap: 1rem; margin: 0 0 .5rem; font-size: 1.15rem; }
.badge { white-space: nowrap; font-size: .85rem; border: 1.5px solid currentColor; border-radius: 99px;
  padding: 0 .7rem; align-self: flex-start; }
.mark { background: var(--warning); color: #fff; font-weight: 700; letter-spacing: .06em; text-align: center;
  padding: .3rem 1rem; position: sticky; top: 0; margin-bottom: 1.5rem; }
@media print {
  @page { size: A4; margin: 20mm 16mm 18mm; }
  body { font-size: 10pt; max-width: none; padding: 0; }
  .mark { position: fixed; top: -12mm; left: 0; right: 0; -webkit-print-color-adjust: exact;
    print-color-adjust: exact; }
  h2, h3 { break-after: avoid; } tr, .notice { break-inside: avoid; } thead { display: table-header-group; }
}
)";

/// Elements of one page. Every element gets characters, even empty ones, because `<td/>` is not closed in
/// HTML.
class HtmlPage
{
public:
    explicit HtmlPage(QIODevice& out) : m_xml(&out) {}

    bool write(const Document& document)
    {
        m_xml.writeDTD(QStringLiteral("<!DOCTYPE html>"));
        open("html");
        m_xml.writeAttribute(QStringLiteral("lang"), QLocale().bcp47Name());
        head(document);
        open("body");
        if (!document.marks.isEmpty())
            element("div", "mark", document.marks.join(QStringLiteral(" · ")));
        open("header");
        element("p", "kind", document.organisation + QStringLiteral(" · ") + document.kind);
        element("h1", nullptr, document.title);
        if (!document.markText.isEmpty())
            element("p", "notice warning", document.markText);
        table(document.titleFacts);
        close();
        for (const Chapter& chapter : document.chapters) {
            open("section");
            element("h2", nullptr, chapter.title);
            blocks(chapter.blocks);
            close();
        }
        close();
        close();
        m_xml.writeCharacters(QStringLiteral("\n"));
        return !m_xml.hasError();
    }

private:
    void open(const char* name, const char* kind = nullptr)
    {
        m_xml.writeStartElement(QLatin1String(name));
        if (kind && *kind)
            m_xml.writeAttribute(QStringLiteral("class"), QLatin1String(kind));
    }
    void close()
    {
        m_xml.writeCharacters(QString());
        m_xml.writeEndElement();
    }
    void element(const char* name, const char* kind, QString text)
    {
        open(name, kind);
        // Characters that Unicode reserves are none in XML.
        text.replace(QChar(0xFFFE), QChar(0xFFFD)).replace(QChar(0xFFFF), QChar(0xFFFD));
        m_xml.writeCharacters(text);
        m_xml.writeEndElement();
    }
    void head(const Document& document)
    {
        open("head");
        m_xml.writeEmptyElement(QStringLiteral("meta"));
        m_xml.writeAttribute(QStringLiteral("charset"), QStringLiteral("utf-8"));
        m_xml.writeEmptyElement(QStringLiteral("meta"));
        m_xml.writeAttribute(QStringLiteral("http-equiv"), QStringLiteral("Content-Security-Policy"));
        m_xml.writeAttribute(QStringLiteral("content"),
                             QStringLiteral("default-src 'none'; style-src 'unsafe-inline'"));
        m_xml.writeEmptyElement(QStringLiteral("meta"));
        m_xml.writeAttribute(QStringLiteral("name"), QStringLiteral("viewport"));
        m_xml.writeAttribute(QStringLiteral("content"), QStringLiteral("width=device-width"));
        element("title", nullptr, document.kind + QStringLiteral(": ") + document.title);
        element("style", nullptr, QString());
        close();
    }
    void blocks(const std::vector<Block>& list)
    {
        for (const Block& block : list)
            this->block(block);
    }
    void block(const Block& block)
    {
        const QByteArray tone = toneClass(block.text.tone);
        switch (block.kind) {
        case Block::Kind::Paragraph:
            element("p", tone.constData(), block.text.text);
            break;
        case Block::Kind::Notice:
            element("p", ("notice " + tone).constData(), block.text.text);
            break;
        case Block::Kind::Heading:
            element("h3", nullptr, block.text.text);
            break;
        case Block::Kind::Table:
            table(block.table);
            break;
        case Block::Kind::Card:
            open("article", "card");
            open("h3");
            element("span", nullptr, block.text.text);
            element("span", ("badge " + toneClass(block.badge.tone)).constData(), block.badge.text);
            close();
            blocks(block.inside);
            close();
            break;
        }
    }
    void table(const DocumentTable& table)
    {
        const bool isTitled = std::any_of(table.columns.begin(), table.columns.end(),
                                          [](const Column& c) { return !c.title.isEmpty(); });
        const int shares = std::accumulate(table.columns.begin(), table.columns.end(), 0,
                                           [](int sum, const Column& c) { return sum + c.share; });
        open("table", isTitled ? "" : "facts");
        open("colgroup");
        for (const Column& column : table.columns) {
            m_xml.writeEmptyElement(QStringLiteral("col"));
            m_xml.writeAttribute(QStringLiteral("width"),
                                 QStringLiteral("%1%").arg(100 * column.share / shares));
        }
        close();
        if (isTitled) {
            open("thead");
            open("tr");
            for (const Column& column : table.columns)
                element("th", nullptr, column.title);
            close();
            close();
        }
        open("tbody");
        for (const auto& row : table.rows) {
            m_xml.writeCharacters(QStringLiteral("\n"));
            open("tr");
            for (const Span& cell : row) {
                open("td");
                element("span", toneClass(cell.tone).constData(), cell.text);
                if (!cell.detail.isEmpty())
                    element("div", "quiet", cell.detail);
                close();
            }
            close();
        }
        close();
        close();
    }
    static QByteArray toneClass(Tone tone)
    {
        static constexpr std::array names{"", "quiet", "good", "warning", "bad", "code"};
        return names[static_cast<std::size_t>(tone)];
    }

    QXmlStreamWriter m_xml;
};

} // namespace

base::Result<void> writeHtml(const Document& document, QIODevice& out)
{
    QByteArray page;
    QBuffer buffer(&page);
    buffer.open(QIODevice::WriteOnly);
    if (!HtmlPage(buffer).write(document))
        return base::fail(ReportError::TextNotWritable);
    // Style sheets are not escaped in HTML, so ours goes in by itself; it is the first such element.
    const QByteArray empty = "<style></style>";
    page.replace(page.indexOf(empty), empty.size(), QByteArray("<style>") + kStyle + "</style>");
    return writeAll(out, page);
}

} // namespace keyturn::reports
