// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/import_preview_panel.h"

#include "models/base/text_safety.h"
#include "models/items/format_names.h"
#include "models/items/words.h"
#include "ui/common/table_view.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QLabel>
#include <QVBoxLayout>

namespace keyturn::ui::shell {

namespace {

/// How many records are looked at.
constexpr std::size_t kMostShown = 20;

items::TableCell plainCell(const QString& text)
{
    const QString shown = base::harmlessText(text, 200);
    return {shown, {}, items::Tone::Neutral, items::Sign::None};
}

items::Table previewTable(const service::ImportPreview& preview)
{
    items::Table table;
    table.headers = {ImportPreviewPanel::tr("When"), ImportPreviewPanel::tr("What"),
                     ImportPreviewPanel::tr("Severity"), ImportPreviewPanel::tr("Source")};
    for (const domain::NormalisedRecord& record : preview.records) {
        const QString when = record.occurredAt.isKnown() ? base::toDisplay(record.occurredAt)
                                                         : ImportPreviewPanel::tr("not stated");
        items::TableRow row;
        row.key = QString::number(table.rows.size());
        row.cells = {plainCell(when), plainCell(QString::fromStdString(record.title)),
                     plainCell(record.severity == domain::Severity::NotStated
                                   ? QString()
                                   : items::label(record.severity)),
                     plainCell(QString::fromStdString(record.source))};
        table.rows.push_back(std::move(row));
    }
    for (const intake::Rejection& rejection : preview.rejected) {
        items::TableRow row;
        row.key = QString::number(table.rows.size());
        row.cells = {plainCell(ImportPreviewPanel::tr("rejected")),
                     {rejection.reason, {}, items::Tone::Severe, items::Sign::Refused},
                     plainCell({}),
                     plainCell(rejection.record > 0
                                   ? ImportPreviewPanel::tr("record %1").arg(rejection.record)
                                   : ImportPreviewPanel::tr("whole file"))};
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace

ImportPreviewPanel::ImportPreviewPanel(QWidget* parent)
    : QWidget(parent), m_summary(common::mutedLabel({}, this)),
      m_table(new common::TableView(common::TableView::Choose::Rows, this))
{
    setObjectName(QStringLiteral("importPreview"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_summary);
    m_table->setObjectName(QStringLiteral("importPreviewTable"));
    m_table->setAccessibleName(tr("First records of the file"));
    m_table->setShares({5, 10, 3, 4});
    m_table->setMinimumHeight(m_table->heightFor(4));
    layout->addWidget(m_table, 1);
    clear();
}

void ImportPreviewPanel::clear()
{
    ++m_generation;
    m_summary->setText({});
    setVisible(false);
}

void ImportPreviewPanel::show(const service::ImportRequest& request)
{
    const quint64 generation = ++m_generation;
    m_summary->setText(tr("Looking at the file…"));
    m_table->setTable({});
    setVisible(true);
    common::whenDone(service::previewInBackground(request, kMostShown), this,
                     [this, generation](const base::Result<service::ImportPreview>& preview) {
                         if (generation == m_generation)
                             take(preview);
                     });
}

void ImportPreviewPanel::take(const base::Result<service::ImportPreview>& preview)
{
    if (!preview) {
        m_summary->setText(preview.error().sentence());
        Q_EMIT looked(nullptr);
        return;
    }
    const QString name = items::formatName(preview->format);
    QStringList facts{preview->member.isEmpty()
                          ? tr("Read as %1", "a format's name").arg(name)
                          : tr("An archive; its first file %1 is read as %2", "a name, a format's name")
                                .arg(base::harmlessText(preview->member, 80), name)};
    if (preview->isCompressed)
        facts += tr("decompressed");
    if (preview->isEncodingGuessed)
        facts += tr("taken to be in %1, as the file does not say", "an encoding").arg(preview->encoding);
    else if (!preview->encoding.isEmpty())
        facts += tr("converted from %1", "an encoding").arg(preview->encoding);
    //: %1 is a list of facts about how the file is read.
    m_summary->setText(preview->refusal.isEmpty() ? tr("%1. Its first records:").arg(items::listed(facts))
                                                  : preview->refusal);
    m_table->setTable(previewTable(*preview));
    Q_EMIT looked(&*preview);
}

} // namespace keyturn::ui::shell
