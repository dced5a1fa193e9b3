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

/// What lines of a table are told by, apart from its widgets.
struct Teller
{
    std::vector<items::EventField> fields;
    kt::EventColumnsPointer columns;
    kt::EventRowsPointer rows;
    items::RowCountsPointer counts; ///< Null where nothing is folded.
    QStringList incidents;

    [[nodiscard]] QStringList cells(std::size_t line, const kt::EventText& text) const
    {
        QStringList cells;
        for (const items::EventField field : fields)
            cells += items::eventCell(field, (*rows)[line], *columns, &text, incidents);
        if (counts)
            cells += QString::number((*counts)[line]);
        return cells;
    }
};

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
    if (m_model.counts())
        headers += tr("Repeats");
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
    std::vector<std::size_t> lines;
    std::vector<kt::EventKey> keys;
    for (const auto& [first, last] : selection.ranges()) {
        for (std::int64_t line = first; line < last; ++line) {
            lines.push_back(static_cast<std::size_t>(line));
            keys.push_back(m_model.columns()->keyOf(m_model.eventAt(line)));
        }
    }
    const Teller teller{shownFields(), m_model.columns(), m_model.rows(), m_model.counts(),
                        m_model.incidents()};
    common::whenDone(session().texts(std::move(keys)), this,
                     [this, lines, teller, headers = headersOf(teller.fields)](
                         const base::Result<std::vector<kt::EventText>>& texts) {
                         if (!texts) {
                             Q_EMIT said(texts.error().sentence());
                             return;
                         }
                         QString csv = base::csvLine(headers);
                         for (std::size_t i = 0; i < lines.size(); ++i)
                             csv += base::csvLine(teller.cells(lines[i], (*texts)[i]));
                         QGuiApplication::clipboard()->setText(csv);
                         Q_EMIT said(tr("%n rows copied as CSV", nullptr, static_cast<int>(lines.size())));
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
    const Teller teller{shownFields(), m_model.columns(), m_model.rows(), m_model.counts(),
                        m_model.incidents()};
    request.headers = headersOf(teller.fields);
    // Which record a line is, so that whoever gets the file can ask for it.
    request.headers += tr("Record");
    request.cells = [teller](std::size_t line, const kt::EventText& text) {
        QStringList cells = teller.cells(line, text);
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
