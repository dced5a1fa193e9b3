// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/editor_layout.h"

#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace keyturn::ui::people {

using common::kGridPx;

void layListBesideFields(QWidget* editor, QWidget* list, QWidget* add, QWidget* remove, QWidget* fields)
{
    auto* scroll = new QScrollArea(editor);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(fields);
    auto* left = new QVBoxLayout;
    left->setSpacing(kGridPx);
    left->addWidget(list, 1);
    left->addWidget(add);
    left->addWidget(remove);
    auto* layout = new QHBoxLayout(editor);
    layout->setContentsMargins(0, kGridPx, 0, 0);
    layout->setSpacing(kGridPx);
    layout->addLayout(left, 3);
    layout->addWidget(scroll, 7);
}

} // namespace keyturn::ui::people
