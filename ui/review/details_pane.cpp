// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/details_pane.h"

#include "models/base/text_safety.h"

#include <QGridLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;

DetailsPane::DetailsPane(QWidget* parent)
    : QScrollArea(parent), m_filled(new QWidget), m_kind(common::mutedLabel({}, m_filled)),
      m_title(new common::TextBlock({}, m_filled)), m_lines(new QWidget(m_filled)),
      m_grid(new QGridLayout(m_lines)), m_body(new common::TextBlock({}, m_filled)),
      m_versions(new CausalList(tr("Other versions of this record"), m_filled)),
      m_why(new CausalList(tr("Why did this happen?"), m_filled)),
      m_effects(new CausalList(tr("What did this lead to?"), m_filled)),
      m_rawTitle(common::mutedLabel(tr("The source's own record"), m_filled)),
      m_raw(new QPlainTextEdit(m_filled))
{
    setObjectName(QStringLiteral("details"));
    setAccessibleName(tr("Details"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_title->setObjectName(QStringLiteral("detailsTitle"));
    m_title->setAccessibleName(tr("Title"));
    m_title->makeHeading(1);
    m_body->setAccessibleName(tr("Description"));
    m_versions->setObjectName(QStringLiteral("versionList"));
    m_why->setObjectName(QStringLiteral("whyList"));
    m_effects->setObjectName(QStringLiteral("effectsList"));
    for (CausalList* list : {m_versions, m_why, m_effects})
        connect(list, &CausalList::chosen, this, &DetailsPane::itemChosen);
    auto* holder = new QWidget(this);
    m_empty = new common::EmptyState(
        "timeline", tr("Nothing chosen"),
        tr("Choose a signal, a request or a decision on the timeline to see all of it."), holder);
    m_grid->setContentsMargins(0, kGridPx, 0, kGridPx);
    m_grid->setHorizontalSpacing(2 * kGridPx);
    m_grid->setVerticalSpacing(kGridPx / 2);
    m_grid->setColumnStretch(1, 1);
    m_raw->setReadOnly(true);
    m_raw->setTabChangesFocus(true);
    m_raw->setFont(common::monospaceFont());
    m_raw->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_raw->setMinimumHeight(24 * kGridPx);
    m_raw->setAccessibleName(m_rawTitle->text());
    auto* column = new QVBoxLayout(m_filled);
    column->setContentsMargins(2 * kGridPx, 2 * kGridPx, 2 * kGridPx, 2 * kGridPx);
    column->setSpacing(kGridPx / 2);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_kind, m_title, m_versions, m_lines, m_body,
                                                           m_why, m_effects, m_rawTitle, m_raw})
        column->addWidget(widget);
    column->addStretch();
    auto* both = new QVBoxLayout(holder);
    both->setContentsMargins(0, 0, 0, 0);
    both->addWidget(m_empty);
    both->addWidget(m_filled);
    m_filled->setParent(holder);
    setWidget(holder);
    showNothing();
}

void DetailsPane::show(const items::Details& details)
{
    if (details.title.isEmpty()) {
        showNothing();
        return;
    }
    m_empty->hide();
    m_filled->show();
    m_kind->setText(details.kind);
    m_title->setText(base::harmlessText(details.title));
    common::clearLayout(m_grid);
    int row = 0;
    for (const items::DetailLine& line : details.lines) {
        QLabel* label = common::mutedLabel(line.label, m_lines);
        label->setWordWrap(false);
        m_grid->addWidget(label, row, 0, Qt::AlignTop);
        auto* value = new common::TextBlock(line.text, m_lines);
        value->setAccessibleName(line.label);
        m_grid->addWidget(value, row, 1);
        ++row;
    }
    m_body->setText(details.body);
    m_body->setVisible(!details.body.isEmpty());
    m_raw->setPlainText(details.raw);
    m_rawTitle->setVisible(!details.raw.isEmpty());
    m_raw->setVisible(!details.raw.isEmpty());
}

void DetailsPane::showCauses(const keyturn::timeline::CausalGraph& graph,
                             const keyturn::timeline::ItemName& name, const CausalList::Titler& titler)
{
    m_why->show(graph, graph.whyOf(name), titler);
    m_effects->show(graph, graph.whatCameOf(name), titler);
}

void DetailsPane::showSentence(const QString& sentence)
{
    m_filled->hide();
    m_empty->show();
    m_empty->setText(tr("Cannot be shown"), sentence);
}

void DetailsPane::showNothing()
{
    m_filled->hide();
    m_empty->show();
    m_empty->setText(tr("Nothing chosen"),
                     tr("Choose a signal, a request or a decision on the timeline to see all of it."));
}

QString DetailsPane::title() const
{
    return m_filled->isVisibleTo(this) ? m_title->text() : QString();
}

} // namespace keyturn::ui::review
