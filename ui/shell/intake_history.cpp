// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/intake_history.h"

#include "models/base/text_safety.h"
#include "models/items/intake_table.h"
#include "ui/common/record_fact.h"
#include "ui/common/table_view.h"
#include "ui/common/widgets.h"
#include "ui/shell/actions.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::shell {

using common::FormDialog;
using common::kGridPx;

namespace {

/// More are in the export: nobody reads on here.
constexpr std::size_t kRejectedShown = 200;
constexpr int kNameOnButton = 40; ///< Characters.

items::Table rejectionTable(const service::RejectionList& list)
{
    items::Table table;
    table.headers = {IntakeHistory::tr("Record"), IntakeHistory::tr("Line"), IntakeHistory::tr("Byte"),
                     IntakeHistory::tr("Why it was not taken")};
    const auto cell = [](std::uint64_t number) {
        return items::TableCell{number > 0 ? QLocale().toString(static_cast<qulonglong>(number)) : QString(),
                                {},
                                items::Tone::Neutral,
                                items::Sign::None};
    };
    for (const auto& rejection : list.rejections) {
        if (table.rows.size() == kRejectedShown)
            break;
        items::TableRow row;
        row.key = QString::number(table.rows.size());
        row.cells = {cell(rejection.record),
                     cell(rejection.line),
                     cell(rejection.offset),
                     {rejection.reason, {}, items::Tone::Neutral, items::Sign::None}};
        if (rejection.record == 0)
            row.cells.front().text = IntakeHistory::tr("whole file");
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace

IntakeHistory::IntakeHistory(service::Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_summary(common::mutedLabel({}, this)),
      m_pages(new QStackedWidget(this)),
      m_empty(new common::EmptyState("import", tr("Nothing has been imported"),
                                     tr("Import files with Ctrl+I; each becomes one signed entry, and is "
                                        "listed here with what it held and what was rejected."),
                                     this)),
      m_table(new common::TableView(common::TableView::Choose::Rows, this)),
      m_title(common::headingLabel({}, 1, this)), m_facts(common::plainLabel({}, this)),
      m_rejectedTitle(common::mutedLabel({}, this)),
      m_rejected(new common::TableView(common::TableView::Choose::Rows, this)),
      m_events(new QPushButton(this)), m_export(new QPushButton(this)), m_retract(new QPushButton(this))
{
    setObjectName(QStringLiteral("intakeHistory"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Intake history"));
    build();
    resize(150 * kGridPx, 96 * kGridPx);
    connect(m_table, &common::TableView::currentChangedTo, this, &IntakeHistory::showChosen);
    connect(m_events, &QPushButton::clicked, this, [this] {
        if (const state::BatchState* batch = chosen())
            Q_EMIT eventsRequested(batch->origin.seq);
    });
    connect(m_export, &QPushButton::clicked, this, &IntakeHistory::exportRejected);
    connect(m_retract, &QPushButton::clicked, this, &IntakeHistory::retract);
}

void IntakeHistory::build()
{
    m_table->setObjectName(QStringLiteral("imports"));
    m_table->setAccessibleName(tr("Imports, the newest first"));
    m_table->setShares({9, 6, 8, 9, 4, 4, 4, 5});
    m_table->setMinimumHeight(24 * kGridPx);
    auto* split = new QSplitter(Qt::Vertical, m_pages);
    split->setChildrenCollapsible(false);
    split->addWidget(m_table);
    split->addWidget(buildDetails());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(split);
    auto* buttons = new QDialogButtonBox(this);
    auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGridPx, 3 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    column->setSpacing(kGridPx);
    column->addWidget(common::headingLabel(tr("Intake history"), 2, this));
    column->addWidget(m_summary);
    column->addWidget(m_pages, 1);
    column->addWidget(buttons);
}

QWidget* IntakeHistory::buildDetails()
{
    auto* card = new common::Card(m_pages);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(2 * kGridPx, 2 * kGridPx, 2 * kGridPx, 2 * kGridPx);
    column->setSpacing(kGridPx);
    m_title->setObjectName(QStringLiteral("importTitle"));
    m_facts->setObjectName(QStringLiteral("importFacts"));
    m_rejectedTitle->setObjectName(QStringLiteral("rejectedTitle"));
    m_rejected->setObjectName(QStringLiteral("rejectedRecords"));
    m_rejected->setAccessibleName(tr("Rejected records"));
    m_rejected->setShares({2, 2, 2, 14});
    m_rejected->setMinimumHeight(14 * kGridPx);
    m_events->setObjectName(QStringLiteral("showEvents"));
    m_export->setObjectName(QStringLiteral("exportRejected"));
    m_retract->setObjectName(QStringLiteral("retractImport"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGridPx);
    for (QPushButton* button : {m_events, m_export, m_retract}) {
        button->setAutoDefault(false);
        row->addWidget(button);
        if (button == m_export)
            row->addStretch(1);
    }
    for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_facts, m_rejectedTitle})
        column->addWidget(widget);
    column->addWidget(m_rejected, 1);
    column->addStretch();
    column->addLayout(row);
    return card;
}

const state::BatchState* IntakeHistory::chosen() const
{
    bool isNumber = false;
    const qulonglong entry = m_table->currentKey().toULongLong(&isNumber);
    return isNumber ? m_session.snapshot()->batch(entry) : nullptr;
}

void IntakeHistory::refresh(const common::ViewState& state)
{
    m_viewer = state.viewer;
    const state::Snapshot& snapshot = *m_session.snapshot();
    const auto imports = static_cast<int>(snapshot.batches.size());
    const auto retracted = static_cast<int>(items::retractedImports(snapshot));
    QString summary = tr("%n imports", nullptr, imports);
    if (retracted > 0)
        summary += tr(", %n of them retracted", nullptr, retracted);
    if (m_session.knownAt())
        summary += tr(", as known at %1").arg(base::toDisplay(*m_session.knownAt()));
    m_summary->setText(summary);
    m_summary->setVisible(imports > 0);
    m_pages->setCurrentIndex(imports > 0 ? 1 : 0);
    m_table->setTable(items::intakeTable(snapshot));
    if (imports > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_table->model().index(0, 0));
    showChosen();
}

void IntakeHistory::showChosen()
{
    const state::BatchState* batch = chosen();
    if (!batch)
        return;
    const items::Details details = items::detailsOf(*batch, *m_session.snapshot());
    QStringList lines;
    for (const items::DetailLine& line : details.lines)
        lines += tr("%1: %2").arg(line.label, line.text);
    m_title->setText(details.title);
    m_facts->setText(lines.join(QLatin1Char('\n')));
    const bool isRetracted = batch->retracted.has_value();
    common::applyAct(m_events, {tr("Show its events"),
                                isRetracted ? tr("It is retracted: its records are shown nowhere. Look back "
                                                 "to before it was retracted to see them.")
                                : batch->facts.count == 0 ? tr("It holds no records")
                                                          : QString()});
    common::applyAct(m_retract, {tr("Retract this import…"),
                                 isRetracted ? tr("It is retracted already")
                                             : whyNotRecord(m_session, m_viewer, domain::Act::Import)});
    if (m_rejectedOf != batch->origin.seq)
        showRejected();
}

void IntakeHistory::showRejected()
{
    const state::BatchState* batch = chosen();
    const std::uint64_t entry = batch->origin.seq;
    m_rejectedOf = entry;
    m_rejected->hide();
    common::applyAct(m_export, {tr("Export the rejected…"), tr("Nothing was rejected")});
    if (batch->facts.rejected == 0) {
        m_rejectedTitle->setText(tr("Nothing of it was rejected."));
        return;
    }
    m_rejectedTitle->setText(tr("Reading what was rejected…"));
    common::whenDone(
        m_session.rejections(entry), this,
        [this, entry](const base::Result<service::RejectionList>& list) { takeRejected(list, entry); });
}

void IntakeHistory::takeRejected(const base::Result<service::RejectionList>& list, std::uint64_t entry)
{
    if (m_rejectedOf != entry)
        return; // Another has been chosen meanwhile.
    if (!list) {
        m_rejectedTitle->setText(list.error().sentence());
        common::applyAct(m_export, {tr("Export the rejected…"), list.error().sentence()});
        return;
    }
    const QLocale locale;
    const std::uint64_t all = list->rejections.size() + list->leftOut;
    const auto shown = std::min(list->rejections.size(), kRejectedShown);
    m_rejectedTitle->setText(
        shown == all ? tr("Rejected: %1").arg(locale.toString(static_cast<qulonglong>(all)))
                     : tr("Rejected: %1, of which the first %2 are shown and the first %3 kept")
                           .arg(locale.toString(static_cast<qulonglong>(all)),
                                locale.toString(static_cast<qulonglong>(shown)),
                                locale.toString(static_cast<qulonglong>(list->rejections.size()))));
    m_rejected->setTable(rejectionTable(*list));
    m_rejected->show();
    common::applyAct(m_export, {tr("Export the rejected…"), {}});
}

void IntakeHistory::exportRejected()
{
    const state::BatchState* batch = chosen();
    if (!batch)
        return;
    const QString name = tr("rejected-%1.csv").arg(QFileInfo(batch->facts.sourceName).completeBaseName());
    auto* dialog = new QFileDialog(this, tr("Export the rejected records"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, entry = batch->origin.seq](const QString& path) {
        common::whenDone(m_session.writeRejections(entry, path), this,
                         [this, path](const base::Result<std::uint64_t>& written) {
                             if (written)
                                 Q_EMIT said(tr("Wrote %1").arg(QDir::toNativeSeparators(path)));
                             else
                                 m_rejectedTitle->setText(written.error().sentence());
                         });
    });
    dialog->open();
}

void IntakeHistory::retract()
{
    const state::BatchState* batch = chosen();
    if (!batch)
        return;
    auto* dialog = new FormDialog(
        tr("Retract this import"),
        tr("Retract %1").arg(base::harmlessText(batch->facts.sourceName, kNameOnButton)), this);
    dialog->setObjectName(QStringLiteral("retractDialog"));
    dialog->body()->addWidget(common::plainLabel(items::retractionInWords(*batch), dialog));
    auto* reason = new QLineEdit(dialog);
    reason->setPlaceholderText(tr("Stands in the ledger, for whoever asks later"));
    dialog->addField(tr("&Why"), reason, "reason");
    const auto check = [dialog, reason] {
        dialog->setWhyNot(reason->text().trimmed().isEmpty() ? tr("Say why it is retracted") : QString());
    };
    connect(reason, &QLineEdit::textChanged, dialog, check);
    connect(dialog, &FormDialog::actRequested, this, [this, dialog, reason, entry = batch->origin.seq] {
        common::recordFact(m_session, dialog, domain::BatchRetracted{entry, reason->text().trimmed()});
    });
    connect(dialog, &QDialog::accepted, this, [this, name = batch->facts.sourceName] {
        Q_EMIT said(tr("Retracted the import of %1").arg(name));
    });
    check();
    dialog->open();
}

} // namespace keyturn::ui::shell
