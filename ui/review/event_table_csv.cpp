// SPDX-License-Identifier: GPL-3.0-or-later
// The table of events given out: copied, or written to a file.
#include "models/base/csv.h"
#include "ui/common/when_done.h"
#include "ui/review/event_table_panel.h"
#include "ui/review/event_table_view.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLocale>
#include <QPushButton>
#include <QStandardPaths>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

QStringList cellsOf(const std::vector<items::EventField>& fields, kt::EventRow row,
                    const kt::EventColumns& columns, const kt::EventText& text, const QStringList& incidents)
{
    QStringList cells;
    for (const items::EventField field : fields)
        cells += items::eventCell(field, row, columns, &text, incidents);
    return cells;
}

} // namespace

QString EventTablePanel::countText(std::int64_t count)
{
    return QLocale().toString(static_cast<qlonglong>(count));
}

QStringList EventTablePanel::headersOf(const std::vector<items::EventField>& fields) const
{
    QStringList headers;
    for (const items::EventField field : fields)
        headers += items::fieldTitle(field);
    return headers;
}

void EventTablePanel::copy()
{
    const LineSelection selection = m_table->selection();
    if (selection.count() == 0)
        return;
    if (selection.count() > kMostCopied) {
        Q_EMIT said(tr("%1 rows are too many to copy; export them as CSV instead.")
                        .arg(countText(selection.count())));
        return;
    }
    std::vector<kt::EventRow> rows;
    std::vector<kt::EventKey> keys;
    std::vector<std::uint32_t> counts; // Empty where nothing is folded.
    for (const auto& [first, last] : selection.ranges()) {
        for (std::int64_t line = first; line < last; ++line) {
            rows.push_back(m_model.eventAt(line));
            keys.push_back(m_model.columns()->keyOf(rows.back()));
            if (m_model.counts())
                counts.push_back((*m_model.counts())[static_cast<std::size_t>(line)]);
        }
    }
    common::whenDone(
        session().texts(std::move(keys)), this,
        [this, rows, counts, fields = shownFields(), columns = m_model.columns(),
         incidents = m_model.incidents()](const base::Result<std::vector<kt::EventText>>& texts) {
            if (!texts) {
                Q_EMIT said(texts.error().sentence());
                return;
            }
            QStringList headers = headersOf(fields);
            if (!counts.empty())
                headers += tr("Repeats");
            QString csv = base::csvLine(headers);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                QStringList cells = cellsOf(fields, rows[i], *columns, (*texts)[i], incidents);
                if (!counts.empty())
                    cells += QString::number(counts[i]);
                csv += base::csvLine(cells);
            }
            QGuiApplication::clipboard()->setText(csv);
            Q_EMIT said(tr("%n rows copied as CSV", nullptr, static_cast<int>(rows.size())));
        });
}

void EventTablePanel::chooseExport()
{
    auto* dialog = new QFileDialog(window(), tr("Export the table as CSV"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("CSV files (*.csv)"));
    dialog->setObjectName(QStringLiteral("exportTableDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("events.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, &EventTablePanel::exportTo);
    dialog->open();
}

void EventTablePanel::exportTo(const QString& path)
{
    if (!m_model.rows())
        return;
    service::TableExport request;
    request.path = path;
    request.columns = m_model.columns();
    request.rows = m_model.rows();
    const auto fields = shownFields();
    request.headers = headersOf(fields);
    if (m_model.counts())
        request.headers += tr("Repeats");
    // Which record a row is, so that whoever gets the file can ask for it.
    request.headers += tr("Record");
    request.cells = [fields, columns = m_model.columns(), counts = m_model.counts(), line = std::size_t{0},
                     incidents = m_model.incidents()](kt::EventRow row, const kt::EventText& text) mutable {
        QStringList cells = cellsOf(fields, row, *columns, text, incidents);
        if (counts)
            cells += QString::number((*counts)[line++]);
        cells += QStringLiteral("%1:%2").arg(text.key.batchSeq).arg(text.key.leaf);
        return cells;
    };
    m_export->setEnabled(false);
    common::whenDone(
        session().writeTable(std::move(request)), this,
        [this](const base::Result<service::WrittenTable>& written) {
            m_export->setEnabled(true);
            Q_EMIT said(written ? tr("%1 rows written to %2")
                                      .arg(countText(static_cast<std::int64_t>(written->rows)), written->path)
                                : written.error().sentence());
        });
}

} // namespace keyturn::ui::review
