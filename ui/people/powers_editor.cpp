// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/powers_editor.h"

#include "models/items/charter_words.h"
#include "ui/common/time_field.h"
#include "ui/common/widgets.h"
#include "ui/people/length_field.h"
#include "ui/people/role_boxes.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace keyturn::ui::people {

using common::kGridPx;

namespace {

constexpr int kMaximumRatifyDays = 7;
constexpr std::int64_t kUsualTermUs = 365 * base::kUsPerDay;

} // namespace

PowersEditor::PowersEditor(CharterInWork& work, base::UtcTime now, QWidget* parent)
    : QWidget(parent), m_work(work),
      m_mayBreakGlass(new QCheckBox(tr("One person may restrict access at once, alo&ne"), this)),
      m_breakGlass(new RoleBoxes(RoleBoxes::Which::OfPeople, tr("May break the glass"), this)),
      m_ratifyWithin(new LengthField(kMaximumRatifyDays, tr("To be ratified within"), this)),
      m_waivers(new RoleBoxes(RoleBoxes::Which::OfPeople, tr("May waive a gate"), this)),
      m_expires(new common::TimeField(common::TimeField::May::BeEmpty, tr("Expires"), this)),
      m_acceptsBrittle(new QCheckBox(tr("Accept that the loss of t&wo people may lock the charter"), this))
{
    auto* fields = new QWidget(this);
    auto* form = new QFormLayout(fields);
    form->setContentsMargins(kGridPx, 0, kGridPx, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * kGridPx);
    form->setVerticalSpacing(kGridPx + kGridPx / 2);
    const auto row = [&](const QString& text, QWidget* field, const char* name) {
        field->setObjectName(QLatin1String(name));
        auto* label = new QLabel(text, fields);
        label->setWordWrap(true);
        label->setFixedWidth(18 * kGridPx);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    form->addRow(common::headingLabel(tr("Break-glass and waivers"), 0, fields));
    form->addRow(m_mayBreakGlass);
    row(tr("As one &of"), m_breakGlass, "breakGlassRoles");
    row(tr("A quorum &ratifies within"), m_ratifyWithin, "ratifyWithin");
    row(tr("May wai&ve a gate"), m_waivers, "waiverRoles");
    form->addRow(common::headingLabel(tr("The charter itself"), 0, fields));
    row(tr("E&xpires"), m_expires, "expires");
    form->addRow(m_acceptsBrittle);
    form->addRow(common::headingLabel(tr("Day to day"), 0, fields));
    for (std::size_t i = 0; i < domain::wordsOf<domain::Act>().size(); ++i) {
        const QString name = tr("May %1").arg(items::label(static_cast<domain::Act>(i)));
        auto* boxes = new RoleBoxes(RoleBoxes::Which::All, name, fields);
        row(name, boxes, (QByteArray("act:") + domain::wordsOf<domain::Act>()[i]).constData());
        m_acts.push_back(boxes);
    }
    m_mayBreakGlass->setObjectName(QStringLiteral("mayBreakGlass"));
    m_acceptsBrittle->setObjectName(QStringLiteral("acceptsBrittle"));
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(fields);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, kGridPx, 0, 0);
    layout->addWidget(scroll);
    fill(now);
    for (RoleBoxes* boxes : m_acts)
        connect(boxes, &RoleBoxes::changed, this, &PowersEditor::take);
    connect(m_breakGlass, &RoleBoxes::changed, this, &PowersEditor::take);
    connect(m_waivers, &RoleBoxes::changed, this, &PowersEditor::take);
    connect(m_ratifyWithin, &LengthField::changed, this, &PowersEditor::take);
    connect(m_mayBreakGlass, &QCheckBox::toggled, this, &PowersEditor::take);
    connect(m_acceptsBrittle, &QCheckBox::toggled, this, &PowersEditor::take);
    connect(m_expires, &common::TimeField::changed, this, &PowersEditor::take);
}

void PowersEditor::fill(base::UtcTime now)
{
    const domain::Charter& draft = m_work.draft;
    for (std::size_t i = 0; i < m_acts.size() && i < draft.acts.size(); ++i)
        m_acts[i]->setRoles(draft.acts[i], draft.acts[i]);
    const domain::BreakGlassRule glass = draft.breakGlass.value_or(domain::BreakGlassRule{});
    m_mayBreakGlass->setChecked(draft.breakGlass.has_value());
    m_breakGlass->setRoles(glass.roles, glass.roles);
    m_ratifyWithin->setMinutes(glass.ratifyWithinMinutes);
    m_waivers->setRoles(draft.waiverRoles, draft.waiverRoles);
    m_expires->setSuggestion(now.plusUs(kUsualTermUs));
    m_expires->setTime(draft.expires);
    m_acceptsBrittle->setChecked(draft.acceptsBrittle);
    m_breakGlass->setEnabled(m_mayBreakGlass->isChecked());
    m_ratifyWithin->setEnabled(m_mayBreakGlass->isChecked());
}

void PowersEditor::take()
{
    domain::Charter& draft = m_work.draft;
    for (std::size_t i = 0; i < m_acts.size() && i < draft.acts.size(); ++i)
        draft.acts[i] = m_acts[i]->roles();
    const bool mayBreak = m_mayBreakGlass->isChecked();
    m_breakGlass->setEnabled(mayBreak);
    m_ratifyWithin->setEnabled(mayBreak);
    draft.breakGlass =
        mayBreak ? std::optional(domain::BreakGlassRule{m_breakGlass->roles(), m_ratifyWithin->minutes()})
                 : std::nullopt;
    draft.waiverRoles = m_waivers->roles();
    // A time that was not touched keeps its seconds.
    const auto expires = m_expires->time();
    const auto& standing = m_work.standing().expires;
    const bool isSame =
        expires && standing && expires->us / base::kUsPerMinute == standing->us / base::kUsPerMinute;
    draft.expires = isSame ? standing : expires;
    draft.acceptsBrittle = m_acceptsBrittle->isChecked();
    Q_EMIT changed();
}

} // namespace keyturn::ui::people
