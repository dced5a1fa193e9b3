// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_page.h"

#include "models/items/tables.h"
#include "ui/common/icons.h"
#include "ui/common/when_done.h"

#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <map>

namespace keyturn::ui::report {

using common::kGridPx;

namespace {

/// What each format is for.
QString formatText(const QString& format)
{
    const std::map<QString, QString> texts{
        {QStringLiteral("pdf"), ReportPage::tr("PDF, to read and print")},
        {QStringLiteral("html"), ReportPage::tr("HTML, one page for a browser")},
        {QStringLiteral("json"), ReportPage::tr("JSON, for programs")},
        {QStringLiteral("timesketch"), ReportPage::tr("Timesketch CSV, for forensic timelines")},
    };
    const auto found = texts.find(format);
    return found == texts.end() ? format : found->second;
}

QString suffixOf(const QString& format)
{
    return format == QLatin1String("timesketch") ? QStringLiteral("csv") : format;
}

} // namespace

ReportPage::ReportPage(service::Session& session, QWidget* parent)
    : Page(session, parent),
      m_empty(new common::EmptyState("reports", tr("No incident to report on"),
                                     tr("A report tells one incident: its signals, requests and decisions "
                                        "with their signatures. Open an incident "
                                        "with Add, then return here."),
                                     this)),
      m_form(new common::Card(this)), m_incident(new QComboBox(this)), m_format(new QComboBox(this)),
      m_audience(new QLineEdit(this)), m_path(new QLineEdit(this)),
      m_write(new common::PrimaryButton({}, this)), m_whyNot(common::mutedLabel({}, this)),
      m_resultCard(new common::Card(this)), m_result(common::plainLabel({}, this)),
      m_hash(new QLineEdit(this))
{
    setObjectName(QStringLiteral("reportPage"));
    m_incident->setObjectName(QStringLiteral("reportIncident"));
    m_format->setObjectName(QStringLiteral("reportFormat"));
    m_path->setObjectName(QStringLiteral("reportPath"));
    m_write->setObjectName(QStringLiteral("writeReport"));
    for (const QString& format : service::reportFormats())
        m_format->addItem(formatText(format), format);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(2 * kGridPx);
    form->setVerticalSpacing(kGridPx + kGridPx / 2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto addRow = [&](const QString& text, QWidget* buddy, QLayout* line) {
        auto* label = new QLabel(text, this);
        label->setBuddy(buddy);
        line ? form->addRow(label, line) : form->addRow(label, buddy);
    };
    addRow(tr("&Incident"), m_incident, nullptr);
    addRow(tr("&Format"), m_format, nullptr);
    m_audience->setPlaceholderText(
        tr("Named on the title page, such as “Board of directors”; may stay empty"));
    addRow(tr("F&or"), m_audience, nullptr);
    auto* choose = new QToolButton(this);
    choose->setIcon(common::icon("folder"));
    choose->setToolTip(tr("Choose where to write it"));
    choose->setAccessibleName(choose->toolTip());
    auto* pathLine = new QHBoxLayout;
    pathLine->addWidget(m_path, 1);
    pathLine->addWidget(choose);
    addRow(tr("&Write to"), m_path, pathLine);
    auto* formLayout = new QVBoxLayout(m_form);
    formLayout->setContentsMargins(3 * kGridPx, 3 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    formLayout->setSpacing(2 * kGridPx);
    formLayout->addLayout(form);
    auto* actLine = new QHBoxLayout;
    actLine->addWidget(m_write);
    actLine->addWidget(m_whyNot, 1);
    formLayout->addLayout(actLine);

    auto* resultLayout = new QVBoxLayout(m_resultCard);
    resultLayout->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    resultLayout->addWidget(m_result);
    m_hash->setReadOnly(true);
    m_hash->setFont(common::monospaceFont());
    m_hash->setAccessibleName(tr("SHA-256 of the report"));
    auto* copy = new QPushButton(common::icon("copy"), tr("Copy the hash"), this);
    auto* open = new QPushButton(common::icon("reports"), tr("Open the report"), this);
    auto* hashLine = new QHBoxLayout;
    hashLine->addWidget(m_hash, 1);
    hashLine->addWidget(copy);
    hashLine->addWidget(open);
    resultLayout->addLayout(hashLine);
    m_resultCard->hide();

    auto* holder = new QWidget(this);
    holder->setMaximumWidth(110 * kGridPx);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGridPx);
    column->addWidget(m_form);
    column->addWidget(m_resultCard);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    layout->setSpacing(kGridPx);
    layout->addWidget(common::headingLabel(tr("Reports"), 4, this));
    layout->addWidget(
        common::mutedLabel(tr("A report is written from the ledger as you see it now: summary, timeline, "
                              "decisions with signatures and short codes, and what verification says."),
                           this));
    layout->addSpacing(kGridPx);
    layout->addWidget(m_empty);
    layout->addWidget(holder);
    layout->addStretch();
    connect(choose, &QToolButton::clicked, this, &ReportPage::browse);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ReportPage::suggestPath);
    connect(m_incident, &QComboBox::currentIndexChanged, this, &ReportPage::suggestPath);
    connect(m_path, &QLineEdit::textChanged, this, &ReportPage::update);
    connect(m_write, &QPushButton::clicked, this, &ReportPage::write);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_hash->text()); });
    connect(open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_hash->property("file").toString())); });
}

void ReportPage::refresh(const common::ViewState& state)
{
    m_state = state;
    const auto choices = items::incidentChoices(*session().snapshot());
    {
        const QSignalBlocker quiet(m_incident);
        const QString chosen =
            state.incident ? state.incident->value() : m_incident->currentData().toString();
        m_incident->clear();
        for (const items::Choice& choice : choices)
            m_incident->addItem(choice.name, choice.id);
        m_incident->setCurrentIndex(std::max(0, m_incident->findData(chosen)));
    }
    m_empty->setVisible(choices.empty());
    m_form->setVisible(!choices.empty());
    suggestPath();
}

void ReportPage::suggestPath()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString name =
        QStringLiteral("incident-%1.%2")
            .arg(m_incident->currentData().toString(), suffixOf(m_format->currentData().toString()));
    const QString suggested = QDir(folder).filePath(name);
    // What a person typed stays.
    if (m_path->text().isEmpty() || m_path->text() == m_suggested)
        m_path->setText(suggested);
    m_suggested = suggested;
    update();
}

void ReportPage::browse()
{
    auto* dialog = new QFileDialog(window(), tr("Write the report to"), QFileInfo(m_path->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffixOf(m_format->currentData().toString()));
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

void ReportPage::update()
{
    const QString whyNot = m_isWriting                          ? tr("The report is being written…")
                           : m_path->text().trimmed().isEmpty() ? tr("Say where to write it")
                                                                : QString();
    common::applyAct(m_write, {tr("Write the report"), whyNot});
    m_whyNot->setText(whyNot);
}

void ReportPage::write()
{
    service::ReportRequest request;
    request.incident = domain::IncidentId(m_incident->currentData().toString());
    request.format = m_format->currentData().toString();
    request.path = m_path->text().trimmed();
    request.audience = m_audience->text().trimmed();
    m_isWriting = true;
    update();
    common::whenDone(session().writeReport(std::move(request)), this,
                     [this](const base::Result<service::WrittenReport>& written) {
                         m_isWriting = false;
                         update();
                         m_resultCard->show();
                         m_hash->setVisible(written.has_value());
                         if (!written) {
                             m_result->setText(written.error().sentence());
                             return;
                         }
                         QString text = tr("Written to %1").arg(written->path);
                         if (written->pages > 0)
                             text += tr(", %n pages", nullptr, written->pages);
                         m_result->setText(text);
                         m_hash->setText(written->sha256.hex());
                         m_hash->setProperty("file", written->path);
                         Q_EMIT said(text);
                     });
}

} // namespace keyturn::ui::report
