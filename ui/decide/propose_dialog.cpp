// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/propose_dialog.h"

#include "models/domain/sheet.h"
#include "models/items/words.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"
#include "ui/decide/signal_picker.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace keyturn::ui::decide {

using common::kGridPx;
using domain::RestrictionKind;

namespace {

/// Typing pauses this long before the sheet is laid out again.
constexpr int kPreviewDelayMs = 250;

QString titleOf(Proposing::What what)
{
    switch (what) {
    case Proposing::What::BreakGlass:
        return ProposeDialog::tr("Break the glass");
    case Proposing::What::Lift:
        return ProposeDialog::tr("Lift a restriction");
    case Proposing::What::LiftInPart:
        return ProposeDialog::tr("Lift a restriction in part");
    case Proposing::What::Restrict:
        break;
    }
    return ProposeDialog::tr("Propose a change of access");
}

QLabel* warningLabel(const QString& text, QWidget* parent)
{
    QLabel* label = common::plainLabel(text, parent);
    QPalette ink = label->palette();
    ink.setColor(QPalette::WindowText, common::Colors::of(ink).tone(common::Tone::Severe));
    label->setPalette(ink);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

ProposeDialog::ProposeDialog(service::Session& session, const domain::MemberId& proposer,
                             const Proposing& proposing, QWidget* parent)
    : FormDialog(titleOf(proposing.what), tr("Propose"), parent), m_session(session), m_proposer(proposer),
      m_proposing(proposing), m_fields(new QFormLayout), m_sheet(new QPlainTextEdit(this)),
      m_rationale(new QPlainTextEdit(this)), m_incident(new QComboBox(this))
{
    setObjectName(QStringLiteral("proposeDialog"));
    if (proposing.what == Proposing::What::BreakGlass)
        addWarning();
    buildHalves();
    if (isRestricting()) {
        addMeasureFields();
        addBoxFields(ChoiceBoxes::NoneMeans::Unsaid);
        addLastScopeFields();
    } else if (proposing.what == Proposing::What::LiftInPart) {
        addBoxFields(ChoiceBoxes::NoneMeans::All);
    }
    addGroundFields();
    addTimeFields();
    resize(156 * kGridPx, 88 * kGridPx);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kPreviewDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &ProposeDialog::preview);
    connect(this, &FormDialog::actRequested, this, [this] {
        if (m_prepared)
            Q_EMIT prepared(*m_prepared);
    });
    preview();
}

const domain::ChangeProposed& ProposeDialog::changeOf(const service::Prepared& prepared)
{
    if (const auto* broken = std::get_if<domain::GlassBroken>(&prepared.payload))
        return broken->change;
    return std::get<domain::ChangeProposed>(prepared.payload);
}

bool ProposeDialog::isRestricting() const
{
    return m_proposing.what == Proposing::What::Restrict || m_proposing.what == Proposing::What::BreakGlass;
}

void ProposeDialog::addWarning()
{
    auto* warning = new common::Card(this);
    warning->setObjectName(QStringLiteral("warning"));
    warning->setStripe(common::Tone::Severe);
    auto* column = new QVBoxLayout(warning);
    column->setContentsMargins(3 * kGridPx, 2 * kGridPx, 2 * kGridPx, 2 * kGridPx);
    column->setSpacing(kGridPx / 2);
    column->addWidget(warningLabel(
        tr("This takes access away at once, on your signature alone. There is no time to undo it."),
        warning));
    const auto& rule = m_session.liveSnapshot()->charter.breakGlass;
    const base::UtcTime due =
        m_session.now().plusUs((rule ? rule->ratifyWithinMinutes : 0) * base::kUsPerMinute);
    const QString text =
        tr("The people whose signatures the rule on the sheet names must ratify it by %1 (%2). You cannot "
           "ratify it yourself, nor take it back: it stays in force, overdue if need be, until a quorum "
           "ratifies or lifts it. Everybody who opens this workspace sees who broke the glass, and why.")
            .arg(base::toDisplay(due), items::distanceText(due, m_session.now()));
    column->addWidget(common::plainLabel(text, warning));
    warning->setAccessibleName(text);
    body()->addWidget(warning);
}

void ProposeDialog::buildHalves()
{
    m_fields->setVerticalSpacing(kGridPx + kGridPx / 2);
    m_fields->setHorizontalSpacing(2 * kGridPx);
    m_fields->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* left = new QWidget(this);
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 2 * kGridPx, 0);
    leftLayout->addLayout(m_fields);
    leftLayout->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(left);
    scroll->setMinimumWidth(56 * kGridPx);

    m_sheet->setObjectName(QStringLiteral("sheet"));
    m_sheet->setReadOnly(true);
    m_sheet->setFont(common::monospaceFont());
    m_sheet->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sheet->setTabChangesFocus(true);
    m_sheet->setAccessibleName(tr("The sheet as it would be signed"));
    m_sheet->setPlaceholderText(tr("The sheet appears here as soon as the proposal makes sense."));
    m_sheet->setMinimumWidth(60 * kGridPx);
    auto* halves = new QHBoxLayout;
    halves->setSpacing(2 * kGridPx);
    halves->addWidget(scroll, 5);
    halves->addWidget(m_sheet, 8);
    body()->addLayout(halves, 1);
}

domain::Box ProposeDialog::chosenBox() const
{
    domain::Box box;
    box.models = m_models->selection<domain::ModelId>();
    box.channels = m_channels->selection<domain::ChannelId>();
    box.regions = m_regions->selection<domain::RegionId>();
    box.tiers = m_tiers->selection<domain::TierId>();
    box.capabilities = m_capabilities->selection<domain::CapabilityId>();
    return box;
}

void ProposeDialog::takeGrounds(service::ChangeRequest& out) const
{
    out.rationale = m_rationale->toPlainText().trimmed();
    if (const QString incident = m_incident->currentData().toString(); !incident.isEmpty())
        out.incident = domain::IncidentId(incident);
    if (m_signals)
        out.signalRecords = m_signals->chosen();
    if (m_requests)
        out.requests = m_requests->chosen<domain::RequestId>();
    if (m_evidence) {
        for (const QString& hash : m_evidence->chosen<QString>()) {
            if (const auto digest = base::Digest::fromHex(hash))
                out.evidence.push_back(*digest);
        }
    }
    if (m_effectiveAt)
        out.effectiveAt = m_effectiveAt->time();
    if (m_reviewBy)
        out.reviewBy = m_reviewBy->time();
}

bool ProposeDialog::takePart(service::ChangeRequest& out)
{
    const domain::Box part = chosenBox();
    if (part == domain::Box()) {
        setWhyNot(tr("Choose where it is lifted: some models, regions, channels, tiers or capabilities"));
        return false;
    }
    out.part = part;
    return true;
}

bool ProposeDialog::takeRestriction(service::ChangeRequest& out)
{
    if (!m_models->isSaid()) {
        setWhyNot(tr("Choose the models"));
        return false;
    }
    domain::Restriction restriction;
    restriction.measure.kind = kind();
    restriction.scope.include = chosenBox();
    if (kind() == RestrictionKind::LimitTiers) {
        restriction.scope.include.tiers = domain::Selection<domain::TierId>::everything();
        restriction.measure.allowedTiers = m_allowedTiers->chosen<domain::TierId>();
    }
    if (kind() == RestrictionKind::RateLimit)
        restriction.measure.requestsPerMinute = m_rate->value();
    if (m_safeguard->isVisibleTo(this))
        restriction.measure.safeguard = m_safeguard->text().trimmed();
    if (const QString fallback = m_fallback->currentData().toString(); !fallback.isEmpty())
        restriction.measure.fallback = domain::ModelId(fallback);
    for (const QString& text : m_except->text().split(u' ', Qt::SkipEmptyParts)) {
        const auto box = domain::boxFromText(text);
        if (!box) {
            setWhyNot(box.error().sentence());
            return false;
        }
        restriction.scope.except.push_back(*box);
    }
    out.restriction = std::move(restriction);
    if (m_supersedes && !m_supersedes->currentData().toString().isEmpty())
        out.supersedes = domain::ChangeId(m_supersedes->currentData().toString());
    return true;
}

std::optional<service::ChangeRequest> ProposeDialog::request()
{
    service::ChangeRequest out;
    takeGrounds(out);
    out.reverts = m_proposing.change;
    if (isRestricting() && !takeRestriction(out))
        return std::nullopt;
    if (m_proposing.what == Proposing::What::LiftInPart && !takePart(out))
        return std::nullopt;
    return out;
}

void ProposeDialog::preview()
{
    m_prepared.reset();
    const int generation = ++m_generation;
    const auto wanted = request();
    if (!wanted) {
        m_sheet->clear();
        return;
    }
    setWhyNot(tr("Laying out the sheet…"));
    const bool breaksGlass = m_proposing.what == Proposing::What::BreakGlass;
    const auto future = m_session.preparePropose(
        m_proposer, *wanted, breaksGlass ? domain::Urgency::BreakGlass : domain::Urgency::Ordinary);
    common::whenDone(future, this,
                     [this, generation, breaksGlass](const base::Result<service::Prepared>& laidOut) {
                         if (generation != m_generation)
                             return;
                         if (!laidOut) {
                             m_sheet->clear();
                             setWhyNot(laidOut.error().sentence());
                             return;
                         }
                         m_prepared = *laidOut;
                         m_sheet->setPlainText(QString::fromUtf8(laidOut->sheet));
                         setWhyNot({});
                         const QString act = breaksGlass ? tr("Break the glass: %1…") : tr("Propose: %1…");
                         setAct(act.arg(domain::headline(changeOf(*laidOut))));
                     });
}

} // namespace keyturn::ui::decide
