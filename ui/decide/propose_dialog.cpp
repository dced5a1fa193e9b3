// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/propose_dialog.h"

#include "models/domain/sheet.h"
#include "models/items/tables.h"
#include "models/items/words.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
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
constexpr int kMaximumRate = 10'000'000;
/// What a review is first suggested for.
constexpr std::int64_t kUsualReviewUs = 7 * base::kUsPerDay;

} // namespace

ProposeDialog::ProposeDialog(service::Session& session, const domain::MemberId& proposer,
                             const std::optional<domain::IncidentId>& incident,
                             const std::optional<domain::ChangeId>& lifts, QWidget* parent)
    : FormDialog(lifts ? tr("Lift a restriction") : tr("Propose a change of access"), tr("Propose"), parent),
      m_session(session), m_proposer(proposer), m_lifts(lifts), m_fields(new QFormLayout),
      m_sheet(new QPlainTextEdit(this)), m_rationale(new QPlainTextEdit(this)),
      m_incident(new QComboBox(this)),
      m_reviewBy(new common::TimeField(common::TimeField::May::BeEmpty, tr("Review by"), this))
{
    setObjectName(QStringLiteral("proposeDialog"));
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

    if (!lifts)
        addScopeFields();
    addGroundFields(incident);
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

void ProposeDialog::addField(const QString& label, QWidget* field)
{
    auto* name = new QLabel(label, this);
    name->setBuddy(field);
    m_fields->addRow(name, field);
}

void ProposeDialog::addScopeFields()
{
    const domain::Catalogue& catalogue = m_session.liveSnapshot()->catalogue;
    const auto again = [this] { m_delay.start(); };
    m_kind = new QComboBox(this);
    m_kind->setObjectName(QStringLiteral("kind"));
    for (std::size_t i = 0; i < domain::wordsOf<RestrictionKind>().size(); ++i)
        m_kind->addItem(items::label(static_cast<RestrictionKind>(i)), static_cast<int>(i));
    addField(tr("&What"), m_kind);
    const auto boxes = [&](const QString& label, ChoiceBoxes::NoneMeans none) {
        QString name = label;
        auto* made = new ChoiceBoxes(none, name.remove(u'&'), this);
        addField(label, made);
        connect(made, &ChoiceBoxes::changed, this, again);
        return made;
    };
    m_models = boxes(tr("&Models"), ChoiceBoxes::NoneMeans::Unsaid);
    m_models->fill(catalogue.models);
    m_allowedTiers = boxes(tr("&Keep access for"), ChoiceBoxes::NoneMeans::Nothing);
    m_allowedTiers->fill(catalogue.tiers);
    m_rate = new QSpinBox(this);
    m_rate->setRange(1, kMaximumRate);
    m_rate->setValue(60);
    m_rate->setSuffix(tr(" requests a minute"));
    addField(tr("At mos&t"), m_rate);
    m_safeguard = new QLineEdit(this);
    m_safeguard->setPlaceholderText(tr("What is required, in words"));
    addField(tr("Re&quire"), m_safeguard);
    m_regions = boxes(tr("&Regions"), ChoiceBoxes::NoneMeans::All);
    m_regions->fill(catalogue.regions);
    m_channels = boxes(tr("C&hannels"), ChoiceBoxes::NoneMeans::All);
    m_channels->fill(catalogue.channels);
    m_tiers = boxes(tr("&Tiers"), ChoiceBoxes::NoneMeans::All);
    m_tiers->fill(catalogue.tiers);
    m_capabilities = boxes(tr("Ca&pabilities"), ChoiceBoxes::NoneMeans::All);
    m_capabilities->fill(catalogue.capabilities);
    m_fallback = new QComboBox(this);
    m_fallback->addItem(tr("No fallback"), QString());
    for (const auto& model : catalogue.models)
        m_fallback->addItem(model.name, model.id.value());
    addField(tr("&Fallback"), m_fallback);
    m_except = new QLineEdit(this);
    m_except->setPlaceholderText(QStringLiteral("regions=EU,UK;tiers=research"));
    m_except->setToolTip(
        tr("What stays open in spite of it. Parts of one exception are separated by semicolons, "
           "exceptions by blanks."));
    addField(tr("&Except"), m_except);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ProposeDialog::showFieldsOfKind);
    connect(m_kind, &QComboBox::currentIndexChanged, this, again);
    connect(m_fallback, &QComboBox::currentIndexChanged, this, again);
    connect(m_rate, &QSpinBox::valueChanged, this, again);
    connect(m_safeguard, &QLineEdit::textChanged, this, again);
    connect(m_except, &QLineEdit::textChanged, this, again);
    showFieldsOfKind();
}

void ProposeDialog::addGroundFields(const std::optional<domain::IncidentId>& incident)
{
    const auto again = [this] { m_delay.start(); };
    m_rationale->setObjectName(QStringLiteral("rationale"));
    m_rationale->setTabChangesFocus(true);
    m_rationale->setPlaceholderText(tr("Why, in words that will be read in a year"));
    m_rationale->setFixedHeight(12 * kGridPx);
    addField(tr("&Because"), m_rationale);
    m_incident->addItem(tr("No incident"), QString());
    for (const items::Choice& choice : items::incidentChoices(*m_session.liveSnapshot())) {
        if (!choice.isMuted)
            m_incident->addItem(choice.name, choice.id);
    }
    m_incident->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    if (incident)
        m_incident->setCurrentIndex(std::max(0, m_incident->findData(incident->value())));
    else if (m_incident->count() == 2)
        m_incident->setCurrentIndex(1);
    addField(tr("&Incident"), m_incident);
    m_reviewBy->setSuggestion(m_session.now().plusUs(kUsualReviewUs));
    if (!m_lifts) {
        addField(tr("Re&view by"), m_reviewBy);
        connect(m_reviewBy, &common::TimeField::changed, this, again);
    } else {
        m_reviewBy->hide();
    }
    connect(m_rationale, &QPlainTextEdit::textChanged, this, again);
    connect(m_incident, &QComboBox::currentIndexChanged, this, again);
}

RestrictionKind ProposeDialog::kind() const
{
    return static_cast<RestrictionKind>(m_kind->currentData().toInt());
}

void ProposeDialog::showFieldsOfKind()
{
    const RestrictionKind chosen = kind();
    const auto show = [&](QWidget* field, bool isShown) {
        field->setVisible(isShown);
        m_fields->labelForField(field)->setVisible(isShown);
    };
    show(m_allowedTiers, chosen == RestrictionKind::LimitTiers);
    show(m_tiers, chosen != RestrictionKind::LimitTiers);
    show(m_rate, chosen == RestrictionKind::RateLimit);
    show(m_safeguard,
         chosen == RestrictionKind::RequireSafeguard || chosen == RestrictionKind::EnhanceLogging);
}

std::optional<service::ChangeRequest> ProposeDialog::request()
{
    service::ChangeRequest out;
    out.rationale = m_rationale->toPlainText().trimmed();
    if (const QString incident = m_incident->currentData().toString(); !incident.isEmpty())
        out.incident = domain::IncidentId(incident);
    out.reverts = m_lifts;
    if (m_lifts)
        return out;
    out.reviewBy = m_reviewBy->time();
    if (!m_models->isSaid()) {
        setWhyNot(tr("Choose the models"));
        return std::nullopt;
    }
    domain::Restriction restriction;
    restriction.measure.kind = kind();
    domain::Box& include = restriction.scope.include;
    include.models = m_models->selection<domain::ModelId>();
    include.channels = m_channels->selection<domain::ChannelId>();
    include.regions = m_regions->selection<domain::RegionId>();
    include.capabilities = m_capabilities->selection<domain::CapabilityId>();
    if (kind() == RestrictionKind::LimitTiers)
        restriction.measure.allowedTiers = m_allowedTiers->chosen<domain::TierId>();
    else
        include.tiers = m_tiers->selection<domain::TierId>();
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
            return std::nullopt;
        }
        restriction.scope.except.push_back(*box);
    }
    out.restriction = std::move(restriction);
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
    common::whenDone(m_session.preparePropose(m_proposer, *wanted), this,
                     [this, generation](const base::Result<service::Prepared>& laidOut) {
                         if (generation != m_generation)
                             return;
                         if (!laidOut) {
                             m_sheet->clear();
                             setWhyNot(laidOut.error().sentence());
                             return;
                         }
                         m_prepared = *laidOut;
                         m_sheet->setPlainText(QString::fromUtf8(laidOut->sheet));
                         const auto& payload = std::get<domain::ChangeProposed>(laidOut->payload);
                         setWhyNot({});
                         setAct(tr("Propose: %1…").arg(domain::headline(payload)));
                     });
}

} // namespace keyturn::ui::decide
