// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/time_dialogs.h"

#include "models/timeline/time_entry.h"
#include "ui/common/widgets.h"
#include "ui/common/zone_choice.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSettings>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::FormDialog;

namespace {

constexpr auto kZoneSetting = "timeline/secondZone";

} // namespace

FormDialog* goToTimeDialog(base::UtcTime now, const base::TimeRange& visible,
                           std::function<void(const base::TimeRange&)> take, QWidget* parent)
{
    auto* dialog = new FormDialog(FormDialog::tr("Go to a time"), FormDialog::tr("Go there"), parent);
    dialog->setObjectName(QStringLiteral("goToTimeDialog"));
    dialog->body()->addWidget(common::mutedLabel(
        FormDialog::tr(
            "A date or a date and time in UTC (2026-06-12, 2026-06-12 09:41), a time with its zone "
            "(2026-06-12T11:41:07+02:00), “now”, or a distance from now such as -2h or +3d."),
        dialog));
    auto* text = new QLineEdit(dialog);
    text->setObjectName(QStringLiteral("goToText"));
    auto* label = new QLabel(FormDialog::tr("&Time"), dialog);
    label->setBuddy(text);
    dialog->form()->addRow(label, text);
    auto* meant = common::mutedLabel({}, dialog);
    dialog->form()->addRow(QString(), meant);
    const auto check = [=] {
        const auto entry = keyturn::timeline::readTimeEntry(text->text(), now);
        meant->setText(entry ? base::toDisplay(entry->at) : QString());
        dialog->setWhyNot(text->text().trimmed().isEmpty() ? FormDialog::tr("Write a time")
                          : entry                          ? QString()
                                  : FormDialog::tr("This is not understood as a time"));
    };
    QObject::connect(text, &QLineEdit::textChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, take = std::move(take)] {
        const auto entry = keyturn::timeline::readTimeEntry(text->text(), now);
        if (!entry)
            return;
        dialog->accept();
        take(keyturn::timeline::rangeFor(*entry, visible));
    });
    text->setFocus();
    return dialog;
}

QTimeZone secondZone()
{
    const QTimeZone chosen(QSettings().value(QLatin1String(kZoneSetting)).toByteArray());
    return chosen.isValid() ? chosen : QTimeZone::systemTimeZone();
}

FormDialog* secondZoneDialog(std::function<void(const QTimeZone&)> take, QWidget* parent)
{
    auto* dialog =
        new FormDialog(FormDialog::tr("Second time zone"), FormDialog::tr("Show this zone"), parent);
    dialog->setObjectName(QStringLiteral("secondZoneDialog"));
    dialog->body()->addWidget(common::mutedLabel(
        FormDialog::tr("Shown beside UTC on the axis. Everything else stays in UTC."), dialog));
    auto* zones = new QComboBox(dialog);
    zones->setObjectName(QStringLiteral("zones"));
    const QTimeZone system = QTimeZone::systemTimeZone();
    zones->addItem(FormDialog::tr("As this system: %1").arg(common::zoneName(system)), QByteArray());
    zones->addItem(FormDialog::tr("None but UTC"), QByteArray("UTC"));
    common::addZones(*zones);
    const QByteArray chosen = QSettings().value(QLatin1String(kZoneSetting)).toByteArray();
    zones->setCurrentIndex(std::max(0, zones->findData(chosen)));
    auto* label = new QLabel(FormDialog::tr("&Zone"), dialog);
    label->setBuddy(zones);
    dialog->form()->addRow(label, zones);
    const auto check = [=] {
        dialog->setWhyNot(common::zoneIn(*zones) ? QString() : FormDialog::tr("Choose a zone from the list"));
    };
    QObject::connect(zones, &QComboBox::editTextChanged, dialog, check);
    check();
    QObject::connect(dialog, &FormDialog::actRequested, dialog, [=, take = std::move(take)] {
        QSettings().setValue(QLatin1String(kZoneSetting), common::zoneIn(*zones).value_or(QByteArray()));
        dialog->accept();
        take(secondZone());
    });
    return dialog;
}

} // namespace keyturn::ui::review
