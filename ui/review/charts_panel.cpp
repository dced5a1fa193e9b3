// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/charts_panel.h"

#include "models/service/background.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_style.h"
#include "ui/charts/chart_widget.h"
#include "ui/common/table_view.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTabBar>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

QString chartKey()
{
    return QStringLiteral("charts/shown");
}

} // namespace

ChartsPanel::ChartsPanel(service::Session& session, QWidget* parent)
    : ReviewPanel(session, parent), m_tabs(new QTabBar(this)),
      m_asTable(new QCheckBox(tr("As a &table"), this)),
      m_export(new QPushButton(tr("E&xport as a picture…"), this)), m_stack(new QStackedWidget(this)),
      m_chart(new charts::ChartWidget(m_stack)),
      m_table(new common::TableView(common::TableView::Choose::Rows, m_stack)),
      m_empty(new common::EmptyState("charts", {}, {}, m_stack)), m_notes(common::mutedLabel({}, this))
{
    m_tabs->setObjectName(QStringLiteral("chartTabs"));
    m_tabs->setAccessibleName(tr("Chart"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const items::ChartSpec& spec : items::chartSpecs())
        m_tabs->addTab(items::chartTitle(spec.kind));
    if (const auto last = items::chartOf(QSettings().value(chartKey()).toString()))
        m_tabs->setCurrentIndex(static_cast<int>(*last));
    m_asTable->setObjectName(QStringLiteral("chartAsTable"));
    m_export->setObjectName(QStringLiteral("exportChart"));
    m_chart->setObjectName(QStringLiteral("chart"));
    m_table->setObjectName(QStringLiteral("chartTable"));
    m_table->setAccessibleName(tr("The numbers of the chart"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_chart, m_table, m_empty})
        m_stack->addWidget(widget);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(3 * kGridPx, kGridPx, 3 * kGridPx, 0);
    bar->setSpacing(kGridPx);
    bar->addWidget(m_tabs, 1);
    bar->addWidget(m_asTable);
    bar->addWidget(m_export);
    m_notes->setObjectName(QStringLiteral("chartNotes"));
    m_notes->setContentsMargins(3 * kGridPx, 0, 3 * kGridPx, kGridPx / 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_notes);
    connect(m_tabs, &QTabBar::currentChanged, this, [this] {
        QSettings().setValue(chartKey(), QLatin1String(items::chartSpec(kind()).word));
        make();
    });
    connect(m_asTable, &QCheckBox::toggled, this, &ChartsPanel::showForm);
    connect(m_export, &QPushButton::clicked, this, &ChartsPanel::chooseExport);
    connect(m_chart, &charts::ChartWidget::categoryChosen, this,
            [this](int category) { goTo(category, QString()); });
    connect(m_chart, &charts::ChartWidget::seriesChosen, this, [this](int category, int series) {
        goTo(category, m_data->series[static_cast<std::size_t>(series)].query);
    });
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        bool isCategory = false;
        const int category = m_table->model().keyOf(index.row()).toInt(&isCategory);
        if (isCategory)
            goTo(category, QString());
    });
}

ChartsPanel::~ChartsPanel()
{
    ++*m_generation;
}

items::ChartKind ChartsPanel::kind() const
{
    return static_cast<items::ChartKind>(m_tabs->currentIndex());
}

void ChartsPanel::showPart(const QString& word)
{
    if (const auto wanted = items::chartOf(word))
        m_tabs->setCurrentIndex(static_cast<int>(*wanted));
}

void ChartsPanel::refresh(const ReviewState& state)
{
    m_state = state;
    make();
}

void ChartsPanel::make()
{
    if (!m_state)
        return;
    const quint64 generation = ++*m_generation;
    if (m_isMaking) {
        m_isOld = true; // What is on its way gives up and is followed by a new one.
        return;
    }
    m_isMaking = true;
    m_isOld = false;
    items::ChartInput input{session().snapshot(), m_state->columns,  m_state->filter,
                            m_state->visible,     m_state->view.now, m_state->view.incident};
    common::whenDone(
        service::inBackground([kind = kind(), input = std::move(input), generation, newest = m_generation] {
            return items::makeChart(kind, input, [&] { return *newest != generation; });
        }),
        this, [this](const std::optional<items::ChartData>& data) {
            m_isMaking = false;
            if (m_isOld) {
                make();
                return;
            }
            if (data)
                show(*data);
            Q_EMIT settled();
        });
}

void ChartsPanel::show(const items::ChartData& data)
{
    m_data = data;
    if (data.isEmpty()) {
        m_empty->setText(data.emptyTitle, data.emptyNext);
    } else {
        m_chart->setData(data);
        m_table->setTable(items::chartTable(data));
    }
    QStringList notes = data.notes;
    if (!data.levelText.isEmpty())
        notes.prepend(data.levelText);
    if (data.form == items::ChartForm::RowBars && data.categories.size() > charts::kMostRows)
        notes +=
            tr("The latest %1 of %2; the table has all").arg(charts::kMostRows).arg(data.categories.size());
    if (!data.isEmpty())
        notes += data.form == items::ChartForm::TimeBars
                     ? tr("Click a bar to show its time on the timeline, with Ctrl only that part of it")
                     : tr("Click to show that time on the timeline");
    m_notes->setText(notes.join(QStringLiteral(" · ")));
    m_notes->setVisible(!notes.isEmpty());
    showForm();
}

void ChartsPanel::showForm()
{
    const bool isEmpty = !m_data || m_data->isEmpty();
    m_asTable->setEnabled(!isEmpty);
    m_export->setEnabled(!isEmpty);
    if (isEmpty)
        m_stack->setCurrentWidget(m_empty);
    else
        m_stack->setCurrentWidget(m_asTable->isChecked() ? static_cast<QWidget*>(m_table) : m_chart);
}

void ChartsPanel::goTo(int category, const QString& query)
{
    if (!m_data || category < 0 || category >= static_cast<int>(m_data->categories.size()))
        return;
    const base::TimeRange span = m_data->categories[static_cast<std::size_t>(category)].span;
    if (!query.isEmpty())
        Q_EMIT queryChosen(query);
    Q_EMIT rangeChosen(span);
}

void ChartsPanel::chooseExport()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    auto* dialog = new QFileDialog(window(), tr("Export the chart as a picture"), folder);
    dialog->setObjectName(QStringLiteral("exportChartDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString svg = tr("SVG picture (*.svg)");
    const QString png = tr("PNG picture (*.png)");
    dialog->setNameFilters({svg, png});
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    dialog->selectFile(QLatin1String(items::chartSpec(kind()).word) + QStringLiteral(".svg"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, png](const QString& filter) {
        dialog->setDefaultSuffix(filter == png ? QStringLiteral("png") : QStringLiteral("svg"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &ChartsPanel::exportTo);
    dialog->open();
}

void ChartsPanel::exportTo(const QString& path)
{
    if (!m_data || m_data->isEmpty())
        return;
    const auto written = charts::writeChart(*m_data, path);
    Q_EMIT said(written ? tr("Chart written to %1").arg(path) : written.error().sentence());
}

} // namespace keyturn::ui::review
