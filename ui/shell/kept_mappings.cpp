// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/kept_mappings.h"

#include <QDateTime>
#include <QSettings>

namespace keyturn::ui::shell {

namespace {

QString mappingsGroup()
{
    return QStringLiteral("importMappings");
}

} // namespace

KeptMappings::KeptMappings()
{
    QSettings settings;
    settings.beginGroup(mappingsGroup());
    for (const QString& key : settings.childGroups()) {
        const auto mapping =
            service::mappingOfKept(settings.value(key + QLatin1String("/mapping")).toString());
        if (!mapping)
            continue;
        m_mappings.insert(key, *mapping);
        m_days.insert(key, settings.value(key + QLatin1String("/day")).toDate());
    }
}

void KeptMappings::set(const service::ShownFields& fields, const formats::ImportMapping& mapping)
{
    m_mappings.insert(fields.key, mapping);
    m_days.remove(fields.key);
    if (fields.isNamed)
        m_changed.insert(fields.key);
}

void KeptMappings::forget(const QString& key)
{
    m_mappings.remove(key);
    m_days.remove(key);
    m_changed.insert(key);
}

void KeptMappings::save(base::UtcTime today)
{
    QSettings settings;
    settings.beginGroup(mappingsGroup());
    const QDate day = QDateTime::fromMSecsSinceEpoch(today.us / base::kUsPerMs, Qt::UTC).date();
    for (const QString& key : std::as_const(m_changed)) {
        settings.remove(key);
        const auto mapping = m_mappings.constFind(key);
        if (mapping == m_mappings.constEnd())
            continue;
        settings.setValue(key + QLatin1String("/mapping"), service::keptText(*mapping));
        settings.setValue(key + QLatin1String("/day"), day);
        m_days.insert(key, day);
    }
    m_changed.clear();
}

} // namespace keyturn::ui::shell
