// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/key_list.h"

#include "ui/common/icons.h"
#include "ui/common/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::people {

using common::kGridPx;

KeyList::KeyList(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    setAccessibleName(tr("Keys"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGridPx);
}

void KeyList::setKeys(const std::vector<KeyRow>& keys)
{
    common::clearLayout(m_layout);
    if (keys.empty())
        m_layout->addWidget(common::mutedLabel(tr("No key: cannot sign anything"), this));
    for (const KeyRow& key : keys)
        add(key);
}

void KeyList::add(const KeyRow& key)
{
    const items::KeyWords& words = key.words;
    const auto colors = common::Colors::of(palette());
    auto* code = new QLabel(words.shortCode, this);
    QFont font = common::monospaceFont();
    font.setBold(true);
    code->setFont(font);
    code->setToolTip(words.whole);
    auto* copy = new QToolButton(this);
    copy->setIcon(common::icon("copy"));
    copy->setAutoRaise(true);
    copy->setFocusPolicy(Qt::StrongFocus);
    copy->setToolTip(tr("Copy the whole id of the key"));
    copy->setAccessibleName(tr("Copy the whole id of the key %1").arg(words.shortCode));
    connect(copy, &QToolButton::clicked, this,
            [whole = words.whole] { QGuiApplication::clipboard()->setText(whole); });
    QStringList said;
    for (const QString& text : {words.type, words.further}) {
        if (!text.isEmpty())
            said += text;
    }
    QLabel* further = common::mutedLabel(said.join(QStringLiteral(", ")), this);
    if (words.isRevoked) {
        for (QLabel* label : {code, further}) {
            QPalette red = label->palette();
            red.setColor(QPalette::WindowText, colors.tone(common::Tone::Severe));
            label->setPalette(red);
        }
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(kGridPx / 2);
    head->addWidget(code);
    head->addWidget(copy);
    head->addStretch();
    const auto offer = [&](const char* name, const QString& text, const QString& spoken, auto signal) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(QLatin1String(name));
        button->setAccessibleName(spoken.arg(words.shortCode));
        head->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, signal, whole = words.whole] {
            Q_EMIT(this->*signal)(whole);
        });
    };
    if (key.offers == KeyRow::Offers::RetireAndRevoke) {
        offer("retireKey", tr("Retire"), tr("Retire the key %1"), &KeyList::retireRequested);
        offer("revokeKey", tr("Revoke…"), tr("Revoke the key %1"), &KeyList::revokeRequested);
    } else if (key.offers == KeyRow::Offers::TakeBack) {
        offer("takeBackKey", tr("Take back"), tr("Take back what happens to the key %1"),
              &KeyList::takeBackRequested);
    }
    auto* whole = new QVBoxLayout;
    whole->setSpacing(0);
    whole->addLayout(head);
    whole->addWidget(further);
    m_layout->addLayout(whole);
}

} // namespace keyturn::ui::people
