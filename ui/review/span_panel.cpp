// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/span_panel.h"

#include "models/service/background.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;
using common::kGridPx;

namespace {

/// More names make the list longer than the lanes can spare.
constexpr std::size_t kMostSources = 4;
constexpr int kFigureWidthPx = 20 * kGridPx; ///< Longer names are cut.

QWidget* listOf(const items::SpanGroup& group, QWidget* parent)
{
    auto* list = new QWidget(parent);
    auto* grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGridPx);
    grid->setVerticalSpacing(0);
    QLabel* title = common::mutedLabel(group.title, list);
    title->setWordWrap(false);
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const items::SpanGroup::Line& line : group.lines) {
        const QString shown = list->fontMetrics().elidedText(line.name, Qt::ElideRight, kFigureWidthPx);
        QLabel* name = common::plainLabel(shown, list);
        name->setWordWrap(false);
        name->setToolTip(line.name.toHtmlEscaped());
        QLabel* count = common::plainLabel(QLocale().toString(static_cast<qulonglong>(line.count)), list);
        count->setWordWrap(false);
        count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(name, row, 0);
        grid->addWidget(count, row, 1);
        ++row;
    }
    grid->setRowStretch(row, 1);
    grid->setColumnStretch(0, 1);
    return list;
}

} // namespace

SpanPanel::SpanPanel(service::Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_span(common::headingLabel({}, 0, this)),
      m_summary(common::plainLabel({}, this)), m_lists(new QWidget(this)),
      m_listLine(new QHBoxLayout(m_lists))
{
    setObjectName(QStringLiteral("spanPanel"));
    setAccessibleName(tr("Selected span of time"));
    m_span->setObjectName(QStringLiteral("spanLine"));
    m_span->setWordWrap(false);
    m_summary->setObjectName(QStringLiteral("spanSummary"));
    m_summary->setWordWrap(false);
    for (QLabel* label : {m_span, m_summary})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_listLine->setContentsMargins(0, 0, 0, 0);
    m_listLine->setSpacing(4 * kGridPx);
    auto* head = new QHBoxLayout;
    head->setSpacing(kGridPx);
    head->addWidget(m_span, 1);
    buildButtons(head);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGridPx, kGridPx, 3 * kGridPx, kGridPx);
    column->setSpacing(kGridPx / 2);
    column->addLayout(head);
    column->addWidget(m_summary);
    column->addWidget(m_lists);
    hide();
}

SpanPanel::~SpanPanel()
{
    if (m_cancel)
        *m_cancel = true;
}

void SpanPanel::buildButtons(QHBoxLayout* line)
{
    const auto add = [&](const char* name, const QString& text, const QString& tip) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(QLatin1String(name));
        button->setToolTip(tip);
        line->addWidget(button);
        return button;
    };
    connect(add("spanZoom", tr("Zoom to it"), tr("Show this span on the whole axis")), &QPushButton::clicked,
            this, &SpanPanel::zoomRequested);
    connect(add("spanFilter", tr("Filter to it"), tr("Show only what happened in this span")),
            &QPushButton::clicked, this, &SpanPanel::filterRequested);
    connect(add("spanCopy", tr("Copy"), tr("Copy these figures as text")), &QPushButton::clicked, this,
            [this] {
                QGuiApplication::clipboard()->setText(items::plainText(m_words));
                Q_EMIT said(tr("The figures of the selected span are copied"));
            });
    connect(add("spanClose", tr("Clear"), tr("Give the selection up (Escape)")), &QPushButton::clicked, this,
            &SpanPanel::closeRequested);
}

void SpanPanel::show(const kt::LaneIndexPointer& index, const std::optional<base::TimeRange>& span)
{
    const bool isSame = m_shown == span && m_index == index;
    m_shown = span;
    if (!span || !index) {
        if (m_cancel)
            *m_cancel = true;
        m_cancel.reset();
        m_index.reset();
        m_isLearning = false;
        ++m_generation;
        hide();
        return;
    }
    setVisible(true);
    if (!isSame)
        count(index);
}

void SpanPanel::count(const kt::LaneIndexPointer& index)
{
    if (m_cancel)
        *m_cancel = true;
    m_cancel = std::make_shared<std::atomic_bool>(false);
    m_index = index;
    const auto cancel = m_cancel;
    const base::TimeRange span = *m_shown;
    common::whenDone(service::inBackground([index, span, cancel] {
                         return kt::rangeStatistics(*index, kt::LaneSet::all(), span,
                                                    [cancel] { return cancel->load(); });
                     }),
                     this, [this, cancel](const std::optional<kt::RangeStatistics>& counted) {
                         if (cancel != m_cancel)
                             return;
                         m_cancel.reset();
                         if (!counted)
                             return;
                         m_statistics = *counted;
                         m_sources.clear();
                         ++m_generation;
                         fill();
                         learnSources(0);
                     });
}

void SpanPanel::learnSources(std::size_t place)
{
    m_isLearning = place < std::min(kMostSources, m_statistics.sources.size());
    if (!m_isLearning) {
        Q_EMIT settled();
        return;
    }
    const kt::EventKey key = m_index->columns()->keyOf(m_statistics.sources[place].example);
    const domain::RecordId id(QStringLiteral("%1:%2").arg(key.batchSeq).arg(key.leaf));
    common::whenDone(m_session.event(id), this,
                     [this, place, generation = m_generation](const base::Result<domain::Event>& event) {
                         // A damaged record is told where it is opened; here a name is missing.
                         if (generation != m_generation || !m_index)
                             return;
                         if (!event) {
                             m_isLearning = false;
                             Q_EMIT settled();
                             return;
                         }
                         m_sources.push_back(event->source);
                         fill();
                         learnSources(place + 1);
                     });
}

void SpanPanel::fill()
{
    m_words = items::spanWords(m_statistics, *m_index, *m_shown, m_sources);
    m_span->setText(m_words.span);
    m_span->setToolTip(m_words.span);
    const QString summary = m_words.ends.isEmpty()
                                ? m_words.summary
                                : QStringLiteral("%1. %2").arg(m_words.summary, m_words.ends);
    m_summary->setText(summary);
    m_summary->setToolTip(summary);
    setAccessibleDescription(QStringLiteral("%1. %2").arg(m_words.span, summary));
    common::clearLayout(m_listLine);
    for (const items::SpanGroup& group : m_words.groups)
        m_listLine->addWidget(listOf(group, m_lists));
    m_listLine->addStretch(1);
}

} // namespace keyturn::ui::review
