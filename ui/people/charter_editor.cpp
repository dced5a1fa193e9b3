// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/charter_editor.h"

#include "models/items/charter_draft.h"
#include "ui/common/lay_out.h"
#include "ui/common/widgets.h"
#include "ui/people/draft_panel.h"
#include "ui/people/members_editor.h"
#include "ui/people/powers_editor.h"
#include "ui/people/rules_editor.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPromise>
#include <QTabWidget>
#include <QThreadPool>
#include <QVBoxLayout>

#include <memory>

namespace keyturn::ui::people {

using common::kGridPx;

namespace {

/// Typing pauses this long before the draft is judged.
constexpr int kJudgeDelayMs = 200;

/// Judges off the interface thread: with hundreds of members it would be felt while typing.
QFuture<items::DraftWords> judged(const domain::Charter& standing, const domain::Charter& draft)
{
    auto promise = std::make_shared<QPromise<items::DraftWords>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, standing, draft] {
        promise->addResult(items::draftWords(standing, draft));
        promise->finish();
    });
    return promise->future();
}

} // namespace

CharterEditor::CharterEditor(service::Session& session, const domain::MemberId& proposer, QWidget* parent)
    : FormDialog(tr("Change the charter"), {}, parent), m_session(session),
      m_proposer(proposer), m_work{session.liveSnapshot(),
                                   items::nextDraft(session.liveSnapshot()->charter),
                                   {}},
      m_members(new MembersEditor(m_work, this)), m_rules(new RulesEditor(m_work, this)),
      m_panel(new DraftPanel(this)), m_rationale(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("charterEditor"));
    build();
    setAct(tr("Propose charter version %1…").arg(m_work.draft.version));
    m_delay.setSingleShot(true);
    m_delay.setInterval(kJudgeDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &CharterEditor::judge);
    connect(m_members, &MembersEditor::changed, this, &CharterEditor::touch);
    connect(m_members, &MembersEditor::refused, this, &CharterEditor::showError);
    connect(m_rules, &RulesEditor::changed, this, &CharterEditor::touch);
    connect(m_rationale, &QPlainTextEdit::textChanged, this, &CharterEditor::updateAct);
    connect(this, &FormDialog::actRequested, this, &CharterEditor::propose);
    m_members->setFocus();
    judge();
}

void CharterEditor::reject()
{
    // An Escape too many must not cost an hour's work.
    if (m_work.draft == items::nextDraft(m_work.standing())) {
        FormDialog::reject();
        return;
    }
    auto* asking = new FormDialog(tr("Drop this draft?"), tr("Drop the draft"), this);
    asking->setObjectName(QStringLiteral("dropDraft"));
    asking->body()->addWidget(
        common::plainLabel(tr("What you have changed is nowhere else, and will be gone."), asking));
    connect(asking, &FormDialog::actRequested, this, [this, asking] {
        asking->accept();
        FormDialog::reject();
    });
    asking->open();
}

void CharterEditor::build()
{
    auto* powers = new PowersEditor(m_work, m_session.now(), this);
    connect(powers, &PowersEditor::changed, this, &CharterEditor::touch);
    auto* tabs = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("draftTabs"));
    tabs->setDocumentMode(true);
    tabs->addTab(m_members, tr("&Members"));
    tabs->addTab(m_rules, tr("R&ules"));
    tabs->addTab(powers, tr("Other &powers"));
    m_rationale->setObjectName(QStringLiteral("rationale"));
    m_rationale->setTabChangesFocus(true);
    m_rationale->setPlaceholderText(tr("Why, in words that will be read in a year"));
    m_rationale->setFixedHeight(9 * kGridPx);
    auto* because = new QLabel(tr("&Because"), this);
    because->setBuddy(m_rationale);
    auto* right = new QVBoxLayout;
    right->setSpacing(kGridPx);
    right->addWidget(m_panel, 1);
    auto* reason = new QVBoxLayout;
    reason->setContentsMargins(2 * kGridPx, 0, 0, 0);
    reason->setSpacing(kGridPx / 2);
    reason->addWidget(because);
    reason->addWidget(m_rationale);
    right->addLayout(reason);
    auto* halves = new QHBoxLayout;
    halves->setSpacing(kGridPx);
    halves->addWidget(tabs, 10);
    halves->addLayout(right, 5);
    body()->addLayout(halves, 1);
    resize(156 * kGridPx, 92 * kGridPx);
}

void CharterEditor::addEnrolment(const QString& path)
{
    m_members->addEnrolment(path);
}

void CharterEditor::touch()
{
    m_words.reset();
    ++m_generation;
    showError({});
    updateAct();
    m_delay.start();
}

void CharterEditor::judge()
{
    const int generation = ++m_generation;
    common::whenDone(judged(m_work.standing(), m_work.draft), this,
                     [this, generation](const items::DraftWords& words) {
                         if (generation != m_generation)
                             return;
                         m_words = words;
                         m_panel->show(words);
                         m_rules->setWords(words.rules);
                         updateAct();
                     });
}

void CharterEditor::updateAct()
{
    if (!m_words)
        setWhyNot(tr("One moment: the draft is being judged…"));
    else if (const QString whyNot = m_words->whyNot(); !whyNot.isEmpty())
        setWhyNot(whyNot);
    else
        setWhyNot(m_rationale->toPlainText().trimmed().isEmpty() ? tr("Say why: the reason is signed with it")
                                                                 : QString());
}

void CharterEditor::propose()
{
    if (isBusy() || !m_words || !m_words->whyNot().isEmpty())
        return;
    service::ChangeRequest request;
    request.charter = m_work.draft;
    request.proofs = service::proofsFrom(m_work.standing(), m_work.draft, m_work.enrolments);
    request.rationale = m_rationale->toPlainText().trimmed();
    common::layOut(m_session, m_proposer, std::move(request), this);
}

} // namespace keyturn::ui::people
