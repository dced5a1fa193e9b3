// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/rules_editor.h"

#include "models/base/text_safety.h"
#include "models/items/charter_draft.h"
#include "models/items/words.h"
#include "ui/common/widgets.h"
#include "ui/people/editor_layout.h"
#include "ui/people/length_field.h"
#include "ui/people/role_boxes.h"
#include "ui/people/slot_rows.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::people {

using common::kGridPx;

namespace {

constexpr int kMaximumDays = 365;

const domain::Rule* ruleOf(const domain::Charter& charter, const domain::RuleId& id)
{
    const auto found = std::find_if(charter.rules.begin(), charter.rules.end(),
                                    [&](const domain::Rule& rule) { return rule.id == id; });
    return found == charter.rules.end() ? nullptr : &*found;
}

} // namespace

RulesEditor::RulesEditor(CharterInWork& work, QWidget* parent)
    : QWidget(parent), m_work(work), m_list(new QListWidget(this)),
      m_add(new QPushButton(tr("&Add a rule"), this)), m_remove(new QPushButton(tr("Remove"), this)),
      m_fields(new QWidget(this)), m_title(new QLineEdit(m_fields)), m_slots(new SlotRows(m_fields)),
      m_refusals(new RoleBoxes(RoleBoxes::Which::OfPeople, tr("A refusal ends it"), m_fields)),
      m_proposalValid(new LengthField(kMaximumDays, tr("Proposals stay open for"), m_fields)),
      m_approvalValid(new LengthField(kMaximumDays, tr("Signatures count for"), m_fields)),
      m_coverHint(common::mutedLabel({}, m_fields)), m_verdict(common::plainLabel({}, m_fields)),
      m_who(common::mutedLabel({}, m_fields))
{
    build();
    connect(m_list, &QListWidget::currentRowChanged, this, &RulesEditor::showRule);
    connect(m_add, &QPushButton::clicked, this, &RulesEditor::addRule);
    connect(m_remove, &QPushButton::clicked, this, &RulesEditor::removeRule);
    connect(m_title, &QLineEdit::textChanged, this, &RulesEditor::takeFields);
    connect(m_slots, &SlotRows::changed, this, &RulesEditor::takeFields);
    connect(m_refusals, &RoleBoxes::changed, this, &RulesEditor::takeFields);
    connect(m_proposalValid, &LengthField::changed, this, &RulesEditor::takeFields);
    connect(m_approvalValid, &LengthField::changed, this, &RulesEditor::takeFields);
    fillList(0);
}

void RulesEditor::build()
{
    m_list->setObjectName(QStringLiteral("draftRules"));
    m_list->setAccessibleName(tr("Rules of the draft"));
    m_list->setWordWrap(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_add->setObjectName(QStringLiteral("addRule"));
    m_remove->setObjectName(QStringLiteral("removeRule"));
    m_title->setObjectName(QStringLiteral("ruleTitle"));
    m_slots->setObjectName(QStringLiteral("ruleSignatures"));
    m_refusals->setObjectName(QStringLiteral("ruleRefusals"));
    m_proposalValid->setObjectName(QStringLiteral("proposalValid"));
    m_approvalValid->setObjectName(QStringLiteral("approvalValid"));
    m_verdict->setObjectName(QStringLiteral("ruleVerdict"));
    auto* form = new QFormLayout(m_fields);
    form->setContentsMargins(2 * kGridPx, 0, kGridPx, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * kGridPx);
    form->setVerticalSpacing(kGridPx + kGridPx / 2);
    const auto row = [&](const QString& text, QWidget* field) {
        auto* label = new QLabel(text, m_fields);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    row(tr("&Title"), m_title);
    auto* signatures = new QWidget(m_fields);
    auto* column = new QVBoxLayout(signatures);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGridPx);
    for (QWidget* part : std::initializer_list<QWidget*>{m_slots, m_verdict, m_who})
        column->addWidget(part);
    row(tr("Signatures"), signatures);
    row(tr("A re&fusal ends it"), m_refusals);
    row(tr("&Open for"), m_proposalValid);
    row(tr("A signature &counts"), m_approvalValid);
    row(tr("Governs"), makeCovers());
    layListBesideFields(this, m_list, m_add, m_remove, m_fields);
}

QWidget* RulesEditor::makeCovers()
{
    auto* covers = new QWidget(m_fields);
    covers->setAccessibleName(tr("Governs"));
    auto* grid = new QGridLayout(covers);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGridPx);
    grid->setVerticalSpacing(kGridPx / 2);
    grid->setColumnStretch(2, 1);
    for (const domain::Governed& governed : domain::everythingGoverned()) {
        const bool restricts = governed.act == domain::Governed::Act::Restrict;
        const bool isWorldwide = governed.reach == domain::Reach::Worldwide;
        auto* box = new QCheckBox(!restricts    ? items::label(governed)
                                  : isWorldwide ? tr("Worldwide")
                                                : tr("In regions"),
                                  covers);
        box->setObjectName(QStringLiteral("governs:%1").arg(domain::toText(governed)));
        box->setAccessibleName(items::label(governed));
        // A row for each kind of restriction with both its reaches, a row for each other act.
        const int row = grid->rowCount();
        if (!restricts) {
            grid->addWidget(box, row, 0, 1, 3);
        } else if (isWorldwide) {
            grid->addWidget(box, row - 1, 2);
        } else {
            grid->addWidget(new QLabel(items::label(governed.kind), covers), row, 0);
            grid->addWidget(box, row, 1);
        }
        m_covers.emplace_back(governed, box);
        connect(box, &QCheckBox::clicked, this, [this, governed] { cover(governed); });
    }
    m_coverHint->setText(tr("Everything is governed by exactly one rule: to move something elsewhere, choose "
                            "it at the other rule."));
    grid->addWidget(m_coverHint, grid->rowCount(), 0, 1, 3);
    return covers;
}

domain::Rule* RulesEditor::chosen()
{
    auto& rules = m_work.draft.rules;
    const int row = m_list->currentRow();
    return row >= 0 && static_cast<std::size_t>(row) < rules.size() ? &rules[static_cast<std::size_t>(row)]
                                                                    : nullptr;
}

void RulesEditor::fillList(int row)
{
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const domain::Rule& rule : m_work.draft.rules)
            m_list->addItem(base::harmlessText(rule.title));
        m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    }
    showRule();
}

void RulesEditor::showRule()
{
    const domain::Rule* rule = chosen();
    m_fields->setVisible(rule != nullptr);
    if (rule) {
        m_isFilling = true;
        m_title->setText(rule->title);
        m_slots->setRoles(rule->slotRoles);
        const domain::Rule* standing = ruleOf(m_work.standing(), rule->id);
        m_refusals->setRoles(rule->refusalBlocks, standing ? standing->refusalBlocks : rule->refusalBlocks);
        m_proposalValid->setMinutes(rule->proposalValidMinutes);
        m_approvalValid->setMinutes(rule->approvalValidMinutes);
        m_isFilling = false;
    }
    showCovers();
    showVerdict();
}

void RulesEditor::showCovers()
{
    const domain::Rule* rule = chosen();
    m_remove->setEnabled(rule && rule->covers.empty());
    m_remove->setToolTip(!rule                  ? tr("Choose a rule first")
                         : rule->covers.empty() ? tr("Remove this rule")
                                                : tr("Give what it governs to other rules first"));
    m_remove->setAccessibleDescription(m_remove->toolTip());
    if (!rule)
        return;
    for (const auto& [governed, box] : m_covers) {
        const domain::Rule* covering = m_work.draft.ruleFor(governed);
        const bool isOurs = covering == rule;
        box->setChecked(isOurs);
        box->setToolTip(isOurs     ? tr("To move it, choose it at another rule")
                        : covering ? tr("Now governed by “%1”").arg(base::harmlessText(covering->title))
                                   : QString());
    }
}

void RulesEditor::setWords(const std::vector<items::RuleWords>& rules)
{
    m_words = rules;
    showVerdict();
}

void RulesEditor::showVerdict()
{
    const domain::Rule* rule = chosen();
    const auto found = std::find_if(m_words.begin(), m_words.end(), [&](const items::RuleWords& words) {
        return rule && words.id == rule->id;
    });
    m_verdict->setVisible(found != m_words.end());
    m_who->setVisible(found != m_words.end());
    if (found == m_words.end())
        return;
    QPalette toned = m_who->palette();
    toned.setColor(QPalette::WindowText, common::Colors::of(palette()).tone(found->verdict.tone));
    m_verdict->setPalette(toned);
    m_verdict->setText(found->verdict.text);
    m_verdict->setToolTip(items::plainToolTip(found->verdict.detail));
    QStringList lines;
    for (const items::SlotWords& slot : found->signers) {
        const QString line = tr("%1: %2").arg(
            slot.role, slot.people.isEmpty() ? tr("nobody today") : slot.people.join(QStringLiteral("; ")));
        if (!lines.contains(line))
            lines += line;
    }
    m_who->setText(lines.join(u'\n'));
}

void RulesEditor::takeFields()
{
    domain::Rule* rule = chosen();
    if (m_isFilling || !rule)
        return;
    rule->title = m_title->text().trimmed();
    rule->slotRoles = m_slots->roles();
    rule->refusalBlocks = m_refusals->roles();
    rule->proposalValidMinutes = m_proposalValid->minutes();
    rule->approvalValidMinutes = m_approvalValid->minutes();
    m_list->currentItem()->setText(base::harmlessText(rule->title));
    Q_EMIT changed();
}

void RulesEditor::addRule()
{
    domain::Rule rule;
    rule.id = items::freshRuleId(m_work.draft);
    rule.title = tr("New rule");
    rule.slotRoles = {domain::Role::Executive, domain::Role::SafetyLead};
    m_work.draft.rules.push_back(std::move(rule));
    fillList(static_cast<int>(m_work.draft.rules.size()) - 1);
    m_title->setFocus();
    m_title->selectAll();
    Q_EMIT changed();
}

void RulesEditor::removeRule()
{
    if (!chosen())
        return;
    const int row = m_list->currentRow();
    m_work.draft.rules.erase(m_work.draft.rules.begin() + row);
    fillList(row);
    Q_EMIT changed();
}

void RulesEditor::cover(const domain::Governed& governed)
{
    const domain::Rule* rule = chosen();
    if (!rule)
        return;
    // It is taken, never dropped: giving it up here would leave it to nobody.
    if (m_work.draft.ruleFor(governed) == rule) {
        showCovers();
        return;
    }
    items::coverWith(m_work.draft, static_cast<std::size_t>(m_list->currentRow()), governed);
    showCovers();
    Q_EMIT changed();
}

} // namespace keyturn::ui::people
