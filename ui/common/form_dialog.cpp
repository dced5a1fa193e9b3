// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/form_dialog.h"

#include "models/items/words.h"
#include "ui/common/widgets.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::common {

FormDialog::FormDialog(const QString& title, const QString& act, QWidget* parent)
    : QDialog(parent), m_body(new QVBoxLayout), m_form(new QFormLayout), m_error(plainLabel({}, this)),
      m_whyNot(mutedLabel({}, this)), m_act(new PrimaryButton({}, this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_form->setHorizontalSpacing(2 * kGridPx);
    m_form->setVerticalSpacing(kGridPx);
    m_body->setSpacing(kGridPx);
    m_error->setObjectName(QStringLiteral("error"));
    QPalette red = m_error->palette();
    red.setColor(QPalette::WindowText, Colors::of(palette()).tone(Tone::Severe));
    m_error->setPalette(red);
    m_error->hide();
    m_whyNot->setObjectName(QStringLiteral("whyNot"));
    m_whyNot->hide();
    m_act->setObjectName(QStringLiteral("act"));
    m_act->setDefault(true);
    m_cancel->setObjectName(QStringLiteral("cancel"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGridPx);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_act);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(3 * kGridPx, 3 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    whole->setSpacing(2 * kGridPx);
    whole->addWidget(headingLabel(title, 2, this));
    whole->addLayout(m_body, 1);
    whole->addLayout(m_form);
    whole->addWidget(m_error);
    whole->addWidget(m_whyNot);
    whole->addLayout(buttons);
    setMinimumWidth(64 * kGridPx);
    setAct(act);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_act, &QPushButton::clicked, this, &FormDialog::actRequested);
}

void FormDialog::addField(const QString& label, QWidget* field, const char* name)
{
    field->setObjectName(QLatin1String(name));
    auto* caption = new QLabel(label, this);
    caption->setBuddy(field);
    m_form->addRow(caption, field);
}

void FormDialog::setAct(const QString& act)
{
    applyAct(m_act, {act, m_whyNotText});
    update();
}

void FormDialog::setWhyNot(const QString& sentence)
{
    m_whyNotText = sentence;
    update();
}

void FormDialog::hideCancel()
{
    m_cancel->hide();
}

void FormDialog::showError(const QString& sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    m_error->setAccessibleName(sentence);
}

void FormDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    if (isBusy)
        showError({});
    update();
}

void FormDialog::resizeEvent(QResizeEvent* event)
{
    QDialog::resizeEvent(event);
    if (!isVisible() || !screen())
        return;
    const QRect room = screen()->availableGeometry();
    const QRect frame = frameGeometry();
    if (frame.bottom() > room.bottom())
        move(frame.x(), std::max(room.top(), room.bottom() - frame.height() + 1));
}

void FormDialog::update()
{
    m_act->setEnabled(!m_isBusy && m_whyNotText.isEmpty());
    m_act->setToolTip(items::plainToolTip(m_whyNotText));
    m_act->setAccessibleDescription(m_whyNotText);
    const QString said = m_isBusy ? tr("One moment…") : m_whyNotText;
    m_whyNot->setText(said);
    m_whyNot->setVisible(!said.isEmpty());
}

} // namespace keyturn::ui::common
