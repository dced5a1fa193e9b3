// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/regulatory/requests_page.h"

#include "models/items/tables.h"
#include "ui/common/icons.h"
#include "ui/regulatory/request_dialogs.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace keyturn::ui::regulatory {

using common::kGridPx;

namespace {

constexpr int kMatrixRowsShown = 6;

} // namespace

RequestsPage::RequestsPage(service::Session& session, QWidget* parent)
    : Page(session, parent), m_requests(new common::TableView(common::TableView::Choose::Rows, this)),
      m_matrix(new common::TableView(common::TableView::Choose::Cells, this)),
      m_matrixPart(new QWidget(this)),
      m_empty(new common::EmptyState(
          "requests", tr("No regulatory request yet"),
          tr("When an authority writes, enter what it demands and by when: the clock and "
             "the evidence matrix follow from it."),
          this)),
      m_enter(new QPushButton(common::icon("propose"), tr("Enter a request…"), this)),
      m_enterFirst(m_empty->addButton(tr("Enter a request…"))),
      m_answer(new QPushButton(tr("Answer…"), this)), m_close(new QPushButton(tr("Close…"), this)),
      m_whyNot(common::mutedLabel({}, this))
{
    setObjectName(QStringLiteral("requestsPage"));
    m_requests->setObjectName(QStringLiteral("requests"));
    m_requests->setAccessibleName(tr("Regulatory requests"));
    m_requests->setShares({4, 3, 4, 4, 4});
    m_matrix->setObjectName(QStringLiteral("evidenceMatrix"));
    m_matrix->setAccessibleName(tr("Evidence demanded, authorities down, kinds of evidence across"));
    m_enter->setObjectName(QStringLiteral("enterRequest"));
    m_answer->setObjectName(QStringLiteral("answerRequest"));
    m_close->setObjectName(QStringLiteral("closeRequest"));
    auto* head = new QHBoxLayout;
    head->setSpacing(kGridPx);
    head->addWidget(common::headingLabel(tr("Requests"), 4, this));
    head->addStretch();
    m_whyNot->setWordWrap(false);
    head->addWidget(m_whyNot);
    head->addWidget(m_answer);
    head->addWidget(m_close);
    head->addWidget(m_enter);
    auto* matrixLayout = new QVBoxLayout(m_matrixPart);
    matrixLayout->setContentsMargins(0, kGridPx, 0, 0);
    matrixLayout->setSpacing(kGridPx);
    matrixLayout->addWidget(common::headingLabel(tr("Evidence that authorities want"), 1, this));
    matrixLayout->addWidget(m_matrix);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    layout->setSpacing(kGridPx);
    layout->addLayout(head);
    layout->addWidget(m_empty);
    layout->addWidget(m_requests, 1);
    layout->addWidget(m_matrixPart);
    layout->addStretch(0);
    connect(m_requests, &common::TableView::currentChangedTo, this, &RequestsPage::updateActs);
    for (QPushButton* button : {m_enter, m_enterFirst})
        connect(button, &QPushButton::clicked, this, &RequestsPage::enterRequest);
    connect(m_answer, &QPushButton::clicked, this, [this] {
        if (const QString key = m_requests->currentKey(); !key.isEmpty())
            answerDialog(this->session(), domain::RequestId(key), window())->open();
    });
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (const QString key = m_requests->currentKey(); !key.isEmpty())
            closeDialog(this->session(), domain::RequestId(key), window())->open();
    });
}

void RequestsPage::enterRequest()
{
    newRequestDialog(session(), m_state.incident, window())->open();
}

void RequestsPage::refresh(const common::ViewState& state)
{
    m_state = state;
    const auto& snapshot = *session().snapshot();
    auto requests = items::requestTable(snapshot, state.now, state.incident);
    auto matrix = items::evidenceMatrix(snapshot, state.now, state.incident);
    m_empty->setVisible(requests.rows.empty());
    m_requests->setVisible(!requests.rows.empty());
    m_matrixPart->setVisible(!matrix.rows.empty());
    m_requests->setTable(std::move(requests));
    m_matrix->setTable(std::move(matrix));
    const int rows = std::min(kMatrixRowsShown, m_matrix->model().rowCount());
    m_matrix->setFixedHeight(m_matrix->heightFor(rows));
    updateActs();
}

void RequestsPage::updateActs()
{
    const auto& snapshot = *session().snapshot();
    QString whyNot = items::whyMayNot(snapshot, m_state.viewer, domain::Act::Request);
    if (whyNot.isEmpty() && !session().signedIn())
        whyNot = tr("Sign in first: what you enter is signed with your key");
    common::applyAct(m_enter, {tr("Enter a request…"), whyNot});
    common::applyAct(m_enterFirst, {tr("Enter a request…"), whyNot});
    const auto* request = snapshot.request(domain::RequestId(m_requests->currentKey()));
    const QString choose = tr("Choose a request first");
    QString whyNotAnswer = whyNot;
    if (whyNotAnswer.isEmpty())
        whyNotAnswer = !request                      ? choose
                       : request->closed.has_value() ? tr("This request is closed")
                       : request->open().empty()     ? tr("Everything it demands is answered")
                                                     : QString();
    QString whyNotClose = whyNot;
    if (whyNotClose.isEmpty())
        whyNotClose = !request                      ? choose
                      : request->closed.has_value() ? tr("This request is closed")
                                                    : QString();
    common::applyAct(m_answer, {tr("Answer…"), whyNotAnswer});
    common::applyAct(m_close, {tr("Close…"), whyNotClose});
    const bool isListed = m_requests->model().rowCount() > 0;
    m_answer->setVisible(isListed);
    m_close->setVisible(isListed);
    m_whyNot->setText(!whyNot.isEmpty() ? whyNot : whyNotAnswer);
}

} // namespace keyturn::ui::regulatory
