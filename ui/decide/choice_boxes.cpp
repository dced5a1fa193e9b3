// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/choice_boxes.h"

#include "models/base/text_safety.h"
#include "ui/common/flow_layout.h"
#include "ui/common/theme.h"

#include <QSignalBlocker>

#include <algorithm>

namespace keyturn::ui::decide {

ChoiceBoxes::ChoiceBoxes(NoneMeans none, const QString& name, QWidget* parent) : QWidget(parent), m_none(none)
{
    auto* layout = new common::FlowLayout(this);
    layout->setSpacing(2 * common::kGridPx);
    setAccessibleName(name);
    if (none == NoneMeans::Nothing)
        return;
    m_all = new QCheckBox(tr("All"), this);
    m_all->setAccessibleName(tr("%1: all").arg(name));
    m_all->setObjectName(QStringLiteral("all"));
    m_all->setChecked(none == NoneMeans::All);
    layout->addWidget(m_all);
    connect(m_all, &QCheckBox::clicked, this, [this] {
        for (const auto& [id, box] : m_boxes) {
            const QSignalBlocker quiet(box);
            box->setChecked(false);
        }
        update();
    });
}

void ChoiceBoxes::add(const QString& id, const QString& name)
{
    auto* box = new QCheckBox(base::harmlessText(name, 60).replace(u'&', QStringLiteral("&&")), this);
    box->setObjectName(id);
    layout()->addWidget(box);
    m_boxes.emplace_back(id, box);
    connect(box, &QCheckBox::toggled, this, &ChoiceBoxes::update);
}

bool ChoiceBoxes::isSaid() const
{
    return (m_all && m_all->isChecked()) || isAnyChecked();
}

bool ChoiceBoxes::isAnyChecked() const
{
    return std::any_of(m_boxes.begin(), m_boxes.end(),
                       [](const auto& one) { return one.second->isChecked(); });
}

void ChoiceBoxes::update()
{
    if (m_all) {
        const QSignalBlocker quiet(m_all);
        if (isAnyChecked())
            m_all->setChecked(false);
        else if (m_none == NoneMeans::All)
            m_all->setChecked(true);
    }
    Q_EMIT changed();
}

} // namespace keyturn::ui::decide
