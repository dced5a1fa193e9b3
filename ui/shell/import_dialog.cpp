// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/items/format_names.h"
#include "models/items/tables.h"
#include "models/service/work_pace.h"
#include "ui/common/table_view.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"
#include "ui/common/zone_choice.h"
#include "ui/shell/entry_dialogs.h"
#include "ui/shell/import_columns_panel.h"
#include "ui/shell/import_file_list.h"
#include "ui/shell/import_preview_panel.h"
#include "ui/shell/kept_mappings.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace keyturn::ui::shell {

using common::FormDialog;
using common::kGridPx;

namespace {

constexpr std::size_t kRejectionsShown = 500;
constexpr qsizetype kLongestName = 80;

items::Table rejectedTable(const std::vector<service::ImportOutcome>& outcomes)
{
    items::Table table;
    table.headers = {FormDialog::tr("File"), FormDialog::tr("Record"),
                     FormDialog::tr("Why it was not taken")};
    for (const service::ImportOutcome& outcome : outcomes) {
        for (const auto& rejection : outcome.rejected) {
            if (table.rows.size() == kRejectionsShown)
                return table;
            items::TableRow row;
            row.key = QString::number(table.rows.size());
            row.cells = {
                {QFileInfo(outcome.file).fileName(), outcome.file, items::Tone::Neutral, items::Sign::None},
                {rejection.record > 0 ? QString::number(rejection.record) : FormDialog::tr("whole file"),
                 {},
                 items::Tone::Neutral,
                 items::Sign::None},
                {rejection.reason, {}, items::Tone::Severe, items::Sign::Refused}};
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

/// Files, progress and what was rejected.
class ImportDialog final : public FormDialog
{
public:
    ImportDialog(service::Session& session, const std::optional<domain::IncidentId>& incident,
                 QWidget* parent)
        : FormDialog(FormDialog::tr("Import files"), FormDialog::tr("Import"), parent), m_session(session),
          m_files(new ImportFileList(this)), m_preview(new ImportPreviewPanel(this)),
          m_columns(new ImportColumnsPanel(this)), m_format(new QComboBox(this)),
          m_encoding(new QComboBox(this)), m_zone(new QComboBox(this)), m_source(new QLineEdit(this)),
          m_incident(new QComboBox(this)), m_progress(new QProgressBar(this)),
          m_said(common::mutedLabel({}, this)), m_result(common::plainLabel({}, this)),
          m_rejected(new common::TableView(common::TableView::Choose::Rows, this))
    {
        setObjectName(QStringLiteral("importDialog"));
        setMinimumWidth(136 *
                        kGridPx); // The files, and beside them times, titles and sources of the preview.
        body()->addWidget(common::mutedLabel(
            FormDialog::tr(
                "Exports, logs, feeds and tables, also compressed. Each file becomes one signed batch; "
                "what cannot be read is listed, the rest is kept."),
            this));
        auto* side = new QHBoxLayout;
        side->setSpacing(2 * kGridPx);
        side->addWidget(m_files, 2);
        side->addWidget(m_preview, 5);
        body()->addLayout(side, 3);
        body()->addWidget(m_columns, 3);
        body()->addWidget(m_progress);
        body()->addWidget(m_said);
        m_progress->setAccessibleName(FormDialog::tr("How much of the file is read"));
        m_progress->setTextVisible(false);
        m_clock.start();
        body()->addWidget(m_result);
        m_rejected->setShares({3, 2, 8});
        m_rejected->setMinimumHeight(20 * kGridPx);
        body()->addWidget(m_rejected, 1);
        m_format->setObjectName(QStringLiteral("format"));
        m_format->addItem(FormDialog::tr("Told by the file itself"), QStringLiteral("auto"));
        addFormats();
        addRow(FormDialog::tr("&Format"), m_format);
        m_encoding->setObjectName(QStringLiteral("encoding"));
        m_encoding->addItem(FormDialog::tr("Told by the file itself"), QString());
        for (const char* encoding : {"WINDOWS-1252", "ISO-8859-1", "SHIFT_JIS", "UTF-16LE", "UTF-16BE"})
            m_encoding->addItem(QString::fromLatin1(encoding), QString::fromLatin1(encoding));
        addRow(FormDialog::tr("&Encoding"), m_encoding);
        m_zone->setObjectName(QStringLiteral("zone"));
        m_zone->addItem(FormDialog::tr("Read as UTC, and said so with each record"), QByteArray());
        common::addZones(*m_zone);
        addRow(FormDialog::tr("Times without a zo&ne"), m_zone);
        m_source->setPlaceholderText(FormDialog::tr("Named where a record itself names none"));
        addRow(FormDialog::tr("&Source"), m_source);
        m_incident->addItem(FormDialog::tr("No incident"), QString());
        for (const items::Choice& choice : items::incidentChoices(*session.liveSnapshot())) {
            if (!choice.isMuted)
                m_incident->addItem(choice.name, choice.id);
        }
        m_incident->setCurrentIndex(incident ? std::max(0, m_incident->findData(incident->value())) : 0);
        addRow(FormDialog::tr("&Incident"), m_incident);
        for (QWidget* widget : std::initializer_list<QWidget*>{m_progress, m_said, m_result, m_rejected})
            widget->hide();
        connect(m_files, &ImportFileList::changed, this, [this] {
            check();
            const int row = m_files->currentRow();
            const QString path = row >= 0 ? m_files->path(row) : QString();
            if (path != std::exchange(m_previewed, path))
                showPreview();
        });
        for (QComboBox* choice : {m_format, m_encoding})
            connect(choice, &QComboBox::currentIndexChanged, this, [this] { showPreview(); });
        connect(m_source, &QLineEdit::editingFinished, this, [this] { showPreview(); });
        connect(m_zone, &QComboBox::currentTextChanged, this, [this] {
            check();
            if (common::zoneIn(*m_zone))
                showPreview();
        });
        connect(m_preview, &ImportPreviewPanel::looked, this,
                [this](const service::ImportPreview* preview) { showColumns(preview); });
        connect(m_columns, &ImportColumnsPanel::mappingChanged, this,
                [this](const formats::ImportMapping& mapping) {
                    m_kept.set(m_columns->fields(), mapping);
                    showPreview();
                });
        connect(m_columns, &ImportColumnsPanel::guessWanted, this, [this] {
            m_kept.forget(m_columns->fields().key);
            showPreview();
        });
        connect(this, &FormDialog::actRequested, this, [this] { import(); });
        connect(&session, &service::Session::progress, this,
                [this](const QString& path, quint64 done, quint64 total) {
                    if (isBusy())
                        showProgress(path, done, total);
                });
        connect(this, &QDialog::rejected, this, [this] {
            if (isBusy())
                m_session.cancelWork();
        });
        check();
    }

private:
    void check()
    {
        setWhyNot(m_files->isLooking()       ? FormDialog::tr("The folder is still being looked through")
                  : m_files->count() == 0    ? FormDialog::tr("Add the files to import")
                  : !common::zoneIn(*m_zone) ? FormDialog::tr("Choose a zone from the list")
                                             : QString());
    }

    void addFormats()
    {
        std::vector<std::pair<QString, QString>> formats;
        for (const QString& word : service::importFormats())
            formats.emplace_back(items::formatName(word), word);
        std::sort(formats.begin(), formats.end(), [](const auto& a, const auto& b) {
            return QString::localeAwareCompare(a.first, b.first) < 0;
        });
        for (const auto& [name, word] : formats) {
            m_format->addItem(name, word);
            //: The word is what the terminal knows a format by.
            m_format->setItemData(m_format->count() - 1, FormDialog::tr("In the terminal: %1").arg(word),
                                  Qt::ToolTipRole);
        }
    }

    void addRow(const QString& text, QWidget* field)
    {
        auto* label = new QLabel(text, this);
        label->setBuddy(field);
        form()->addRow(label, field);
    }

    /// What is asked for of the file at @p row of the list.
    [[nodiscard]] service::ImportRequest requestFor(int row) const
    {
        service::ImportRequest request;
        request.path = m_files->path(row);
        request.format = m_format->currentData().toString();
        request.encoding = m_encoding->currentData().toString();
        request.source = m_source->text().trimmed();
        request.zone = QString::fromUtf8(common::zoneIn(*m_zone).value_or(QByteArray()));
        request.kept = m_kept.all();
        if (const QString chosen = m_incident->currentData().toString(); !chosen.isEmpty())
            request.incident = domain::IncidentId(chosen);
        return request;
    }

    void showPreview()
    {
        if (m_files->currentRow() >= 0) {
            m_preview->show(requestFor(m_files->currentRow()));
            return;
        }
        m_preview->clear();
        m_columns->clear();
    }

    void showColumns(const service::ImportPreview* preview)
    {
        if (preview && preview->fields)
            m_columns->show(*preview->fields, m_kept.dayOf(preview->fields->key));
        else
            m_columns->clear();
    }

    void import()
    {
        std::vector<service::ImportRequest> requests;
        for (int i = 0; i < m_files->count(); ++i)
            requests.push_back(requestFor(i));
        m_kept.save(m_session.now());
        m_importing = m_files->paths();
        m_pace = {};
        m_progress->setRange(0, 0);
        m_said->setText(FormDialog::tr("Reading…"));
        setBusy(true);
        m_progress->show();
        m_said->show();
        common::whenDone(
            m_session.import(std::move(requests)), this,
            [this](const base::Result<std::vector<service::ImportOutcome>>& outcomes) { take(outcomes); });
    }

    void showProgress(const QString& path, quint64 done, quint64 total)
    {
        constexpr int kSteps = 1000;
        m_progress->setRange(0, total > 0 ? kSteps : 0);
        if (total > 0)
            m_progress->setValue(
                static_cast<int>(kSteps * static_cast<double>(done) / static_cast<double>(total)));
        if (path != m_importing.value(m_importedRow))
            m_importedRow = static_cast<int>(m_importing.indexOf(path));
        m_pace.note(done, total, m_clock.elapsed());
        QStringList said{base::harmlessText(QFileInfo(path).fileName(), kLongestName)};
        if (m_importing.size() > 1)
            said += FormDialog::tr("file %1 of %2")
                        .arg(QLocale().toString(m_importedRow + 1), QLocale().toString(m_importing.size()));
        if (const QString pace = m_pace.text(); !pace.isEmpty())
            said += pace;
        m_said->setText(said.join(QStringLiteral(" · ")));
    }

    void take(const base::Result<std::vector<service::ImportOutcome>>& outcomes)
    {
        setBusy(false);
        m_progress->hide();
        m_said->hide();
        if (!outcomes) {
            showError(outcomes.error().sentence());
            return;
        }
        std::uint64_t kept = 0;
        std::uint64_t rejected = 0;
        std::uint64_t duplicates = 0;
        for (const service::ImportOutcome& outcome : *outcomes) {
            kept += outcome.records;
            rejected += outcome.rejectedCount;
            duplicates += outcome.duplicates;
        }
        if (rejected == 0 && duplicates == 0) {
            accept();
            return;
        }
        const auto inWords = [](std::uint64_t count) {
            return QLocale().toString(static_cast<qulonglong>(count));
        };
        QStringList said;
        if (duplicates > 0)
            said +=
                FormDialog::tr("%1 records kept. %2 more are in the ledger already and are not kept again.")
                    .arg(inWords(kept), inWords(duplicates));
        else
            said += FormDialog::tr("%1 records kept.").arg(inWords(kept));
        if (rejected > 0)
            said += FormDialog::tr("%1 were rejected:").arg(inWords(rejected));
        m_result->setText(said.join(QLatin1Char(' ')));
        m_result->show();
        m_rejected->setTable(rejectedTable(*outcomes));
        m_rejected->setVisible(rejected > 0);
        m_files->clear();
        check();
    }

    service::Session& m_session;
    ImportFileList* m_files;
    QString m_previewed; ///< The file whose beginning is shown.
    ImportPreviewPanel* m_preview;
    ImportColumnsPanel* m_columns;
    KeptMappings m_kept;
    QComboBox* m_format;
    QComboBox* m_encoding;
    QComboBox* m_zone; ///< Of times that name none.
    QLineEdit* m_source;
    QComboBox* m_incident;
    QProgressBar* m_progress;
    QLabel* m_said; ///< What is read, how fast and how long it will take.
    QStringList m_importing;
    int m_importedRow = 0;
    service::WorkPace m_pace;
    QElapsedTimer m_clock;
    QLabel* m_result;
    common::TableView* m_rejected;
};

} // namespace

FormDialog* importDialog(service::Session& session, const std::optional<domain::IncidentId>& incident,
                         QWidget* parent)
{
    return new ImportDialog(session, incident, parent);
}

} // namespace keyturn::ui::shell
