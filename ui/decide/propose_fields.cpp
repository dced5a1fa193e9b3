// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a proposal.

#include "models/items/decide_board.h"
#include "models/items/words.h"
#include "ui/decide/propose_dialog.h"
#include "ui/decide/signal_picker.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

namespace keyturn::ui::decide {

using common::kGridPx;
using domain::RestrictionKind;

namespace {

constexpr int kMaximumRate = 10'000'000;
/// What a review is first suggested for.
constexpr std::int64_t kUsualReviewUs = 7 * base::kUsPerDay;

} // namespace

void ProposeDialog::addField(const QString& label, QWidget* field)
{
    auto* name = new QLabel(label, this);
    name->setBuddy(field);
    m_fields->addRow(name, field);
}

ChoiceBoxes* ProposeDialog::addBoxes(const QString& label, ChoiceBoxes::NoneMeans none)
{
    QString name = label;
    auto* made = new ChoiceBoxes(none, name.remove(u'&'), this);
    addField(label, made);
    connect(made, &ChoiceBoxes::changed, this, [this] { m_delay.start(); });
    return made;
}

void ProposeDialog::addMeasureFields()
{
    const auto again = [this] { m_delay.start(); };
    m_kind = new QComboBox(this);
    m_kind->setObjectName(QStringLiteral("kind"));
    for (std::size_t i = 0; i < domain::wordsOf<RestrictionKind>().size(); ++i)
        m_kind->addItem(items::label(static_cast<RestrictionKind>(i)), static_cast<int>(i));
    addField(tr("&What"), m_kind);
    m_allowedTiers = addBoxes(tr("&Keep access for"), ChoiceBoxes::NoneMeans::Nothing);
    m_allowedTiers->fill(m_session.liveSnapshot()->catalogue.tiers);
    m_rate = new QSpinBox(this);
    m_rate->setRange(1, kMaximumRate);
    m_rate->setValue(60);
    m_rate->setSuffix(tr(" requests a minute"));
    addField(tr("At mos&t"), m_rate);
    m_safeguard = new QLineEdit(this);
    m_safeguard->setPlaceholderText(tr("What is required, in words"));
    addField(tr("Re&quire"), m_safeguard);
    connect(m_kind, &QComboBox::currentIndexChanged, this, again);
    connect(m_rate, &QSpinBox::valueChanged, this, again);
    connect(m_safeguard, &QLineEdit::textChanged, this, again);
}

void ProposeDialog::addBoxFields(ChoiceBoxes::NoneMeans noModels)
{
    const domain::Catalogue& catalogue = m_session.liveSnapshot()->catalogue;
    m_models = addBoxes(tr("&Models"), noModels);
    m_models->fill(catalogue.models);
    m_regions = addBoxes(tr("&Regions"), ChoiceBoxes::NoneMeans::All);
    m_regions->fill(catalogue.regions);
    m_channels = addBoxes(tr("C&hannels"), ChoiceBoxes::NoneMeans::All);
    m_channels->fill(catalogue.channels);
    m_tiers = addBoxes(tr("&Tiers"), ChoiceBoxes::NoneMeans::All);
    m_tiers->fill(catalogue.tiers);
    m_capabilities = addBoxes(tr("Ca&pabilities"), ChoiceBoxes::NoneMeans::All);
    m_capabilities->fill(catalogue.capabilities);
}

void ProposeDialog::addLastScopeFields()
{
    const auto again = [this] { m_delay.start(); };
    m_fallback = new QComboBox(this);
    m_fallback->addItem(tr("No fallback"), QString());
    for (const auto& model : m_session.liveSnapshot()->catalogue.models)
        m_fallback->addItem(model.name, model.id.value());
    addField(tr("&Fallback"), m_fallback);
    m_except = new QLineEdit(this);
    m_except->setPlaceholderText(QStringLiteral("regions=EU,UK;tiers=research"));
    m_except->setToolTip(
        tr("What stays open in spite of it. Parts of one exception are separated by semicolons, "
           "exceptions by blanks."));
    addField(tr("&Except"), m_except);
    connect(m_fallback, &QComboBox::currentIndexChanged, this, again);
    connect(m_except, &QLineEdit::textChanged, this, again);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ProposeDialog::showFieldsOfKind);
    showFieldsOfKind();
    const auto standing = items::standingChoices(*m_session.liveSnapshot());
    if (m_proposing.what == Proposing::What::BreakGlass || standing.empty())
        return;
    m_supersedes = new QComboBox(this);
    m_supersedes->setObjectName(QStringLiteral("supersedes"));
    m_supersedes->addItem(tr("Nothing: it comes on top"), QString());
    for (const items::Choice& choice : standing)
        m_supersedes->addItem(choice.name, choice.id);
    m_supersedes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    addField(tr("Rep&laces"), m_supersedes);
    connect(m_supersedes, &QComboBox::currentIndexChanged, this, again);
}

void ProposeDialog::addGroundFields()
{
    const auto again = [this] { m_delay.start(); };
    const auto& snapshot = *m_session.liveSnapshot();
    m_rationale->setObjectName(QStringLiteral("rationale"));
    m_rationale->setTabChangesFocus(true);
    m_rationale->setPlaceholderText(tr("Why, in words that will be read in a year"));
    m_rationale->setFixedHeight(12 * kGridPx);
    addField(tr("&Because"), m_rationale);
    m_incident->addItem(tr("No incident"), QString());
    for (const items::Choice& choice : items::incidentChoices(snapshot)) {
        if (!choice.isMuted)
            m_incident->addItem(choice.name, choice.id);
    }
    m_incident->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    if (m_proposing.incident)
        m_incident->setCurrentIndex(std::max(0, m_incident->findData(m_proposing.incident->value())));
    else if (m_incident->count() == 2)
        m_incident->setCurrentIndex(1);
    addField(tr("&Incident"), m_incident);
    connect(m_rationale, &QPlainTextEdit::textChanged, this, again);
    connect(m_incident, &QComboBox::currentIndexChanged, this, again);
    const auto choices = [&](const QString& label, const std::vector<items::Choice>& from) {
        ChoiceBoxes* boxes = nullptr;
        if (!from.empty())
            boxes = addBoxes(label, ChoiceBoxes::NoneMeans::Nothing);
        for (const items::Choice& choice : from)
            boxes->add(choice.id, choice.name);
        return boxes;
    };
    if (m_session.columns() && m_session.columns()->size() > 0) {
        m_signals = new SignalPicker(m_session, this);
        addField(tr("Si&gnals"), m_signals);
        connect(m_signals, &SignalPicker::changed, this, again);
    }
    m_requests = choices(tr("Re&quested by"), items::requestChoices(snapshot));
    m_evidence = choices(tr("E&vidence"), items::evidenceChoices(snapshot));
}

void ProposeDialog::addTimeFields()
{
    const auto again = [this] { m_delay.start(); };
    if (m_proposing.what != Proposing::What::BreakGlass) {
        m_effectiveAt = new common::TimeField(common::TimeField::May::BeEmpty, tr("Effective at"), this);
        m_effectiveAt->setSuggestion(m_session.now().plusUs(base::kUsPerHour));
        addField(tr("Effective &at"), m_effectiveAt);
        connect(m_effectiveAt, &common::TimeField::changed, this, again);
    }
    if (!isRestricting())
        return;
    m_reviewBy = new common::TimeField(common::TimeField::May::BeEmpty, tr("Review by"), this);
    m_reviewBy->setSuggestion(m_session.now().plusUs(kUsualReviewUs));
    addField(tr("Re&view by"), m_reviewBy);
    connect(m_reviewBy, &common::TimeField::changed, this, again);
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

} // namespace keyturn::ui::decide
