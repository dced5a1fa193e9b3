// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/courier_dialog.h"

#include "models/items/words.h"
#include "models/service/background.h"
#include "models/service/key_choice.h"
#include "ui/common/icons.h"
#include "ui/common/sheet_view.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::shell {

using common::kGridPx;

namespace {

/// So much of a hash is read over the telephone, four digits at a time.
QString spokenHash(const base::Digest& hash)
{
    constexpr qsizetype kSpokenDigits = 16;
    const QString digits = hash.hex().left(kSpokenDigits);
    QStringList groups;
    for (qsizetype at = 0; at < digits.size(); at += 4)
        groups += digits.mid(at, 4);
    return groups.join(u' ') + QStringLiteral(" …");
}

QLabel* hashLabel(const QString& name, const base::Digest& hash, QWidget* parent)
{
    auto* label = new QLabel(spokenHash(hash), parent);
    label->setObjectName(name);
    label->setFont(common::monospaceFont());
    label->setToolTip(hash.hex());
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// The style draws the ring of a radio button half as light as the window: not to be seen in the dark.
void outline(QRadioButton* button)
{
    constexpr int kAsMuchLighter = 150;
    QPalette ringed = button->palette();
    ringed.setColor(QPalette::Window, common::Colors::of(ringed).muted.lighter(kAsMuchLighter));
    button->setPalette(ringed);
}

/// Beside the file it answers: what came by mail goes back by mail.
QString usualAnswerPath(const QString& decisionPath)
{
    const QFileInfo file(decisionPath);
    return file.dir().filePath(file.completeBaseName() + QLatin1String(service::kAnswerFileSuffix));
}

} // namespace

CourierDialog::CourierDialog(const service::Session& session, std::shared_ptr<const base::Clock> clock,
                             const QString& path, QWidget* parent)
    : FormDialog(tr("Sign a decision file"), tr("Sign"), parent), m_session(session),
      m_clock(std::move(clock)), m_path(path)
{
    setObjectName(QStringLiteral("courierDialog"));
    setBusy(true);
    common::whenDone(service::inBackground([path] { return service::openDecision(path); }), this,
                     [this](const base::Result<service::CarriedDecision>& opened) { take(opened); });
}

CourierDialog::~CourierDialog()
{
    hide(); // What is typed is wiped then, which the fields tell.
}

void CourierDialog::take(const base::Result<service::CarriedDecision>& opened)
{
    setBusy(false);
    if (!opened) {
        setWhyNot(tr("Nothing of this file can be signed"));
        showError(opened.error().sentence());
        return;
    }
    m_decision = std::make_shared<const service::CarriedDecision>(*opened);
    m_clock = m_decision->clockFor(m_clock);
    addHead();
    auto* sheet = new common::SheetView(m_decision->parts.sheet, this);
    sheet->setMinimumHeight(20 * kGridPx);
    body()->addWidget(sheet, 1);
    auto* caution = common::mutedLabel(tr("No file can show that its ledger and charter are the real ones: "
                                          "compare the short code and the ledger by telephone with somebody "
                                          "who has the workspace."),
                                       this);
    // As high as the dialog's least width asks for: no more is kept free, and no less lies over the sheet.
    caution->setMinimumHeight(caution->heightForWidth(sheet->wholeWidthPx()));
    body()->addWidget(caution);
    addBounds();
    addChoice();
    m_key = new common::KeyFields(m_session, form(), this);
    m_key->offer(m_decision->parts.member.id);
    addAnswerFile();
    const int widthPx = sheet->wholeWidthPx() + 6 * kGridPx;
    setMinimumWidth(widthPx);
    resize(QSize(widthPx, 108 * kGridPx).boundedTo(screen()->availableSize()));
    connect(m_key, &common::KeyFields::changed, this, &CourierDialog::updateAct);
    connect(this, &FormDialog::actRequested, this, &CourierDialog::sign);
    connect(this, &QDialog::finished, m_key, &common::KeyFields::clear);
    updateAct();
    sheet->show(); // What is not shown yet takes no focus.
    sheet->setFocus();
}

void CourierDialog::addHead()
{
    const domain::ChangeProposed& change = m_decision->change;
    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx);
    auto* organisation = common::headingLabel(change.organisation, 0, this);
    organisation->setObjectName(QStringLiteral("organisation"));
    organisation->setWordWrap(false);
    line->addWidget(organisation);
    const auto mark = [&](bool isShown, const char* name, common::Tone tone, const QString& word) {
        if (!isShown)
            return;
        auto* chip = new common::Chip(common::Sign::None, tone, word, {}, this);
        chip->setObjectName(QLatin1String(name));
        line->addWidget(chip);
    };
    mark(change.demo, "demoMark", common::Tone::Limited, tr("DEMO"));
    mark(change.rehearsal, "rehearsalMark", common::Tone::Limited, tr("REHEARSAL"));
    mark(m_decision->urgency == domain::Urgency::BreakGlass, "breakGlassMark", common::Tone::Severe,
         tr("BREAK-GLASS"));
    line->addStretch();
    const domain::Member& member = m_decision->parts.member;
    auto* who =
        common::mutedLabel(tr("For %1 (%2)").arg(member.display(), items::listed(member.roles)), this);
    who->setObjectName(QStringLiteral("forWhom"));
    who->setWordWrap(false);
    line->addWidget(who);
    body()->addLayout(line);
    body()->addWidget(common::headingLabel(domain::headline(change), 1, this));
}

void CourierDialog::addBounds()
{
    const domain::StatementContext& context = m_decision->context();
    form()->addRow(tr("Short code"), common::shortCodeLine(m_decision->sheetSha256, this));
    auto* ledger = new QHBoxLayout;
    ledger->setSpacing(2 * kGridPx);
    ledger->addWidget(hashLabel(QStringLiteral("log"), m_decision->parts.log, this));
    auto* entries = common::plainLabel(
        tr("with %n entries, root", nullptr, static_cast<int>(m_decision->checkpoint.size)), this);
    entries->setWordWrap(false);
    ledger->addWidget(entries);
    ledger->addWidget(hashLabel(QStringLiteral("root"), m_decision->checkpoint.root, this));
    ledger->addStretch();
    form()->addRow(tr("Ledger"), ledger);
    auto* bounds = common::plainLabel(
        tr("%1 (%2), unless access or the charter (version %3) changes before")
            .arg(base::toDisplay(context.notAfter), items::distanceText(context.notAfter, m_clock->now()))
            .arg(context.charterVersion),
        this);
    bounds->setObjectName(QStringLiteral("goodUntil"));
    form()->addRow(tr("Good until"), bounds);
}

void CourierDialog::addChoice()
{
    m_approve = new QRadioButton(tr("&Approve"), this);
    m_approve->setObjectName(QStringLiteral("approve"));
    m_refuse = new QRadioButton(tr("&Refuse"), this);
    m_refuse->setObjectName(QStringLiteral("refuse"));
    auto* choice = new QHBoxLayout;
    choice->setSpacing(3 * kGridPx);
    choice->addWidget(m_approve);
    choice->addWidget(m_refuse);
    choice->addStretch();
    form()->addRow(tr("Your decision"), choice);
    if (!m_decision->mayApprove()) {
        m_approve->setEnabled(false);
        m_approve->setToolTip(tr("This file only lets you refuse"));
        m_approve->setAccessibleDescription(m_approve->toolTip());
        m_refuse->setChecked(true);
    }
    m_reason = new QPlainTextEdit(this);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setAccessibleName(tr("Reason for refusing"));
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(3 * m_reason->fontMetrics().lineSpacing() + 2 * kGridPx);
    auto* label = new QLabel(tr("Rea&son"), this);
    label->setBuddy(m_reason);
    form()->addRow(label, m_reason);
    form()->setRowVisible(m_reason, m_refuse->isChecked());
    connect(m_refuse, &QRadioButton::toggled, this, [this](bool refuses) {
        form()->setRowVisible(m_reason, refuses);
        if (refuses)
            m_reason->setFocus();
    });
    for (QRadioButton* button : {m_approve, m_refuse}) {
        outline(button);
        connect(button, &QRadioButton::toggled, this, &CourierDialog::updateAct);
    }
    connect(m_reason, &QPlainTextEdit::textChanged, this, &CourierDialog::updateAct);
}

void CourierDialog::addAnswerFile()
{
    m_answerPath = new QLineEdit(usualAnswerPath(m_path), this);
    m_answerPath->setObjectName(QStringLiteral("answerFile"));
    auto* choose = new QToolButton(this);
    choose->setIcon(common::icon("folder"));
    choose->setText(tr("Choose where to save the answer"));
    choose->setToolTip(choose->text());
    choose->setAccessibleName(choose->text());
    auto* line = new QHBoxLayout;
    line->setSpacing(kGridPx / 2);
    line->addWidget(m_answerPath, 1);
    line->addWidget(choose);
    auto* label = new QLabel(tr("Ans&wer file"), this);
    label->setBuddy(m_answerPath);
    form()->addRow(label, line);
    connect(choose, &QToolButton::clicked, this, &CourierDialog::browse);
    connect(m_answerPath, &QLineEdit::textChanged, this, &CourierDialog::updateAct);
}

void CourierDialog::browse()
{
    auto* dialog = new QFileDialog(this, tr("Save the answer as"), m_answerPath->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QLatin1String(service::kAnswerFileSuffix).mid(1));
    connect(dialog, &QFileDialog::fileSelected, m_answerPath, &QLineEdit::setText);
    dialog->open();
}

service::CourierVerdict CourierDialog::verdict() const
{
    service::CourierVerdict verdict;
    if (m_refuse->isChecked())
        verdict.refusal = m_reason->toPlainText().trimmed();
    return verdict;
}

QString CourierDialog::whyNot() const
{
    if (const auto inTime = service::checkTime(*m_decision, m_clock->now()); !inTime)
        return inTime.error().sentence();
    if (!m_approve->isChecked() && !m_refuse->isChecked())
        return tr("Read the text, then say whether you approve or refuse");
    if (const auto allowed = service::checkVerdict(*m_decision, verdict()); !allowed)
        return allowed.error().sentence();
    if (const QString incomplete = m_key->whyIncomplete(); !incomplete.isEmpty())
        return incomplete;
    if (m_answerPath->text().trimmed().isEmpty())
        return tr("Say where to save the answer");
    return {};
}

void CourierDialog::updateAct()
{
    const QString what = domain::headline(m_decision->change);
    setAct(m_refuse->isChecked()    ? tr("Refuse: %1").arg(what)
           : m_approve->isChecked() ? tr("Approve: %1").arg(what)
                                    : tr("Sign"));
    setWhyNot(whyNot());
}

void CourierDialog::sign()
{
    updateAct(); // Time has passed while it was read.
    if (isBusy() || !whyNot().isEmpty())
        return;
    setBusy(true);
    const auto signing = [decision = m_decision, verdict = verdict(), now = m_clock->now(),
                          key = m_key->key(),
                          secret = std::make_shared<crypto::SecretBytes>(m_key->takeSecret()),
                          path = m_answerPath->text().trimmed()]() -> base::Result<QString> {
        KEYTURN_TRY_LET(signer, service::openSigner(key, std::move(*secret)));
        KEYTURN_TRY_LET(answer, service::signDecision(*decision, verdict, *signer, now));
        KEYTURN_TRY(service::writeAnswerFile(path, answer));
        return path;
    };
    common::whenDone(service::inBackground(signing), this, [this](const base::Result<QString>& saved) {
        setBusy(false);
        updateAct();
        if (!saved) {
            showError(saved.error().sentence());
            m_key->focusSecret();
            return;
        }
        m_key->remember(m_decision->parts.member.id);
        const QString what = domain::headline(m_decision->change);
        Q_EMIT answered(*saved,
                        m_refuse->isChecked() ? tr("Refused: %1").arg(what) : tr("Approved: %1").arg(what));
        accept();
    });
}

} // namespace keyturn::ui::shell
