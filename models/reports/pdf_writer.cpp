// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/page_composer.h"
#include "models/reports/report_words.h"
#include "models/reports/writers.h"

#include <QBuffer>
#include <QGuiApplication>

namespace keyturn::reports {

namespace {

/// Sets a document on pages. Laid out twice: the first time tells how many pages there are.
int compose(const Document& document, QIODevice& out, int pageCount)
{
    PageComposer pages(out, {document.running, document.marks.join(QStringLiteral(" · ")),
                             document.kind + QStringLiteral(": ") + document.title, pageCount});
    pages.titleBlock(document.organisation + QStringLiteral(" · ") + document.kind, document.title);
    if (!document.markText.isEmpty())
        pages.notice({document.markText, Tone::Warning});
    pages.table(document.titleFacts);
    const std::function<void(const std::vector<Block>&)> put = [&](const std::vector<Block>& blocks) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const Block& block = blocks[i];
            switch (block.kind) {
            case Block::Kind::Paragraph:
                pages.paragraph(block.text);
                break;
            case Block::Kind::Notice:
                pages.notice(block.text);
                break;
            case Block::Kind::Heading:
                pages.heading(block.text.text, 2, std::span(blocks).subspan(i + 1));
                break;
            case Block::Kind::Table:
                pages.table(block.table);
                break;
            case Block::Kind::Card:
                pages.beginCard(block);
                put(block.inside);
                pages.endCard();
                break;
            }
        }
    };
    for (const Chapter& chapter : document.chapters) {
        pages.heading(chapter.title, 1, chapter.blocks);
        put(chapter.blocks);
    }
    return pages.finish();
}

} // namespace

base::Result<int> writePdf(const Document& document, QIODevice& out)
{
    if (!qobject_cast<QGuiApplication*>(QCoreApplication::instance()))
        return base::fail(ReportError::NoFonts);
    QByteArray bytes;
    int pageCount = 0;
    for (int pass = 0; pass < 2; ++pass) {
        bytes.clear();
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        pageCount = compose(document, buffer, pageCount);
    }
    KEYTURN_TRY(writeAll(out, bytes));
    return pageCount;
}

} // namespace keyturn::reports
