// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/import_columns_panel.h"

#include "models/base/text_safety.h"
#include "ui/common/widgets.h"
#include "ui/common/zone_choice.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace keyturn::ui::shell {

using common::kGridPx;
using formats::FieldRole;
using formats::ImportMapping;
using intake::TimeStyle;

namespace {

/// More fields than these have no line of their own; they stay in the raw records.
constexpr std::size_t kMostLines = 200;
/// The data of the entry for a field without a role, and of "told by the values".
constexpr int kNothing = -1;

QString roleName(std::optional<FieldRole> role)
{
    if (!role)
        return ImportColumnsPanel::tr("Kept in the raw record only");
    switch (*role) {
    case FieldRole::Time:
        return ImportColumnsPanel::tr("When it happened");
    case FieldRole::Title:
        return ImportColumnsPanel::tr("What happened, the title");
    case FieldRole::Description:
        return ImportColumnsPanel::tr("Description");
    case FieldRole::Source:
        return ImportColumnsPanel::tr("Source: who says so");
    case FieldRole::Severity:
        return ImportColumnsPanel::tr("Severity");
    case FieldRole::Layer:
        return ImportColumnsPanel::tr("Layer of concern");
    case FieldRole::Credibility:
        return ImportColumnsPanel::tr("Credibility");
    case FieldRole::Reference:
        return ImportColumnsPanel::tr("Reference: the source's own id");
    case FieldRole::Model:
        return ImportColumnsPanel::tr("Model affected");
    case FieldRole::Count:
        break;
    }
    return {};
}

QString delimiterName(char delimiter)
{
    switch (delimiter) {
    case ';':
        return ImportColumnsPanel::tr("Semicolons");
    case '\t':
        return ImportColumnsPanel::tr("Tabs");
    case '|':
        return ImportColumnsPanel::tr("Bars");
    default:
        return ImportColumnsPanel::tr("Commas");
    }
}

void fillTimes(QComboBox& box)
{
    const std::array<std::pair<TimeStyle, QString>, 11> styles{{
        {TimeStyle::Iso, ImportColumnsPanel::tr("Year first: 2026-09-27 14:42")},
        {TimeStyle::DayFirst, ImportColumnsPanel::tr("Day first: 27.09.2026 14:42")},
        {TimeStyle::MonthFirst, ImportColumnsPanel::tr("Month first: 9/27/2026 2:42 PM")},
        {TimeStyle::NamedMonth, ImportColumnsPanel::tr("With the month's name: 27 Sep 2026 14:42")},
        {TimeStyle::Compact, ImportColumnsPanel::tr("Without signs between: 20260927 144200")},
        {TimeStyle::Epoch, ImportColumnsPanel::tr("Counted since 1970, the unit told by the size")},
        {TimeStyle::Seconds, ImportColumnsPanel::tr("Seconds since 1970")},
        {TimeStyle::Milliseconds, ImportColumnsPanel::tr("Milliseconds since 1970")},
        {TimeStyle::Microseconds, ImportColumnsPanel::tr("Microseconds since 1970")},
        {TimeStyle::Nanoseconds, ImportColumnsPanel::tr("Nanoseconds since 1970")},
        {TimeStyle::Spreadsheet, ImportColumnsPanel::tr("Days as spreadsheets count them")},
    }};
    box.addItem(ImportColumnsPanel::tr("Told by the values"), kNothing);
    for (const auto& [style, name] : styles)
        box.addItem(name, static_cast<int>(style));
}

QString shownName(const service::ShownFields::Field& field)
{
    return field.name.isEmpty() ? ImportColumnsPanel::tr("Column %1").arg(field.guess.number)
                                : base::harmlessText(field.name, 60);
}

QString shownValues(const service::ShownFields::Field& field)
{
    QStringList values;
    for (const QString& value : field.values)
        values += base::harmlessText(value, 48);
    return values.isEmpty() ? ImportColumnsPanel::tr("empty in the first records")
                            : values.join(QStringLiteral("  ·  "));
}

bool isSameField(const formats::MappedField& a, const formats::MappedField& b)
{
    return a.name == b.name && a.number == b.number;
}

std::optional<FieldRole> roleIn(const ImportMapping& mapping, const formats::MappedField& field)
{
    const auto found = std::find_if(mapping.fields.begin(), mapping.fields.end(),
                                    [&](const auto& other) { return isSameField(other, field); });
    return found == mapping.fields.end() ? std::nullopt : found->role;
}

/// Whether the lines of one can go on showing the other.
bool areSameLines(const service::ShownFields& a, const service::ShownFields& b)
{
    return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                      [](const auto& one, const auto& other) {
                          return one.guess == other.guess && one.name == other.name &&
                                 one.values == other.values;
                      });
}

} // namespace

ImportColumnsPanel::ImportColumnsPanel(QWidget* parent)
    : QWidget(parent), m_said(common::mutedLabel({}, this)),
      m_back(new QPushButton(tr("&Back to the guess"), this)), m_doubt(common::plainLabel({}, this)),
      m_delimiterLabel(new QLabel(tr("Between the &cells"), this)), m_delimiter(new QComboBox(this)),
      m_times(new QComboBox(this)), m_zone(new QComboBox(this)), m_scroll(new QScrollArea(this))
{
    setObjectName(QStringLiteral("importColumns"));
    m_back->setObjectName(QStringLiteral("backToGuess"));
    m_delimiter->setObjectName(QStringLiteral("delimiter"));
    m_times->setObjectName(QStringLiteral("timeStyle"));
    m_zone->setObjectName(QStringLiteral("columnsZone"));
    m_said->setObjectName(QStringLiteral("columnsSaid"));
    m_doubt->setObjectName(QStringLiteral("dayMonthDoubt"));

    auto* head = new QHBoxLayout;
    head->setSpacing(2 * kGridPx);
    auto* heading = common::headingLabel(tr("What the columns mean"), 0, this);
    heading->setWordWrap(false);
    head->addWidget(heading);
    head->addWidget(m_said, 1);
    head->addWidget(m_back);

    fillTimes(*m_times);
    m_zone->addItem(tr("As for all files"), QByteArray());
    common::addZones(*m_zone);
    m_delimiter->addItem(QString(), kNothing);
    for (const char delimiter : {',', ';', '\t', '|'})
        m_delimiter->addItem(delimiterName(delimiter), static_cast<int>(delimiter));
    auto* options = new QHBoxLayout;
    options->setSpacing(kGridPx);
    const auto addOption = [&](QLabel* label, QComboBox* box, const QString& name) {
        label->setBuddy(box);
        box->setAccessibleName(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(16);
        options->addWidget(label);
        options->addWidget(box, 1);
    };
    addOption(m_delimiterLabel, m_delimiter, tr("What stands between the cells"));
    addOption(new QLabel(tr("&Times"), this), m_times, tr("How the times are written"));
    addOption(new QLabel(tr("Their &zone"), this), m_zone, tr("Zone of times that name none in this file"));

    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setMinimumHeight(16 * kGridPx);
    m_scroll->setAccessibleName(tr("What the columns mean"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGridPx);
    layout->addLayout(head);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_doubt);
    layout->addLayout(options);

    connect(m_back, &QPushButton::clicked, this, &ImportColumnsPanel::guessWanted);
    connect(m_delimiter, &QComboBox::currentIndexChanged, this, [this] { changeDelimiter(); });
    connect(m_times, &QComboBox::currentIndexChanged, this, [this] {
        ImportMapping mapping = current();
        const int style = m_times->currentData().toInt();
        mapping.times = style == kNothing ? std::nullopt : std::optional(static_cast<TimeStyle>(style));
        change(mapping);
    });
    connect(m_zone, &QComboBox::currentTextChanged, this, [this] {
        // Half a name is being typed.
        const auto zone = common::zoneIn(*m_zone);
        ImportMapping mapping = current();
        if (!zone || mapping.zone == QString::fromUtf8(*zone))
            return;
        mapping.zone = QString::fromUtf8(*zone);
        change(mapping);
    });
    clear();
}

void ImportColumnsPanel::clear()
{
    m_fields = {};
    m_roles.clear();
    m_scroll->setWidget(new QWidget);
    setVisible(false);
}

ImportMapping ImportColumnsPanel::current() const
{
    if (m_fields.mapping)
        return *m_fields.mapping;
    // What the next file's values tell as well is not fixed by this one's.
    ImportMapping mapping = m_fields.guess;
    mapping.times.reset();
    mapping.delimiter.reset();
    return mapping;
}

void ImportColumnsPanel::change(const ImportMapping& mapping)
{
    if (mapping == current())
        return;
    m_fields.mapping = mapping;
    say({});
    Q_EMIT mappingChanged(mapping);
}

void ImportColumnsPanel::changeRole(std::size_t field, std::optional<FieldRole> role)
{
    ImportMapping mapping = current();
    mapping.fields.clear();
    for (std::size_t i = 0; i < m_fields.fields.size(); ++i) {
        formats::MappedField mapped = m_fields.fields[i].guess;
        mapped.role = i == field ? role : roleIn(current(), mapped);
        // What only one field may be is no longer the one that it was before.
        if (i != field && role && mapped.role == role && !formats::mayHaveSeveral(*role))
            mapped.role.reset();
        mapping.fields.push_back(std::move(mapped));
    }
    change(mapping);
    fillLines(mapping);
}

void ImportColumnsPanel::changeDelimiter()
{
    const int delimiter = m_delimiter->currentData().toInt();
    ImportMapping mapping;
    mapping.zone = current().zone;
    if (delimiter != kNothing)
        mapping.delimiter = static_cast<char>(delimiter);
    // Its fields are others: what they are guessed to mean comes with them.
    change(mapping);
}

void ImportColumnsPanel::show(const service::ShownFields& fields, const QDate& keptOn)
{
    const bool mustBuild = !areSameLines(m_fields, fields) || m_roles.empty();
    m_fields = fields;
    setVisible(true);
    if (mustBuild)
        buildLines();
    if (m_fields.mapping && m_fields.mapping->fields.empty() && !m_fields.guess.fields.empty()) {
        ImportMapping mapping = *m_fields.mapping;
        mapping.fields = m_fields.guess.fields;
        mapping.hasHeader = m_fields.guess.hasHeader;
        change(mapping);
    }
    fillOptions(current());
    fillLines(current());
    say(keptOn);
}

void ImportColumnsPanel::buildLines()
{
    auto* lines = new QWidget;
    auto* grid = new QGridLayout(lines);
    grid->setContentsMargins(kGridPx, kGridPx, kGridPx, kGridPx);
    grid->setHorizontalSpacing(2 * kGridPx);
    grid->setVerticalSpacing(kGridPx / 2);
    grid->setColumnStretch(1, 1);
    m_roles.clear();
    const std::size_t count = std::min(m_fields.fields.size(), kMostLines);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& field = m_fields.fields[i];
        const int row = static_cast<int>(i);
        auto* name = common::plainLabel(shownName(field), lines);
        QFont bold = name->font();
        bold.setBold(true);
        name->setFont(bold);
        name->setMaximumWidth(28 * kGridPx);
        auto* values = common::mutedLabel(shownValues(field), lines);
        values->setWordWrap(false);
        values->setMinimumWidth(0);
        values->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        auto* roles = new QComboBox(lines);
        roles->setObjectName(QStringLiteral("role%1").arg(i));
        roles->setAccessibleName(tr("What %1 means").arg(shownName(field)));
        roles->setAccessibleDescription(tr("First values: %1").arg(shownValues(field)));
        for (int role = kNothing; role < static_cast<int>(formats::kFieldRoles); ++role) {
            const auto meant = role == kNothing ? std::nullopt : std::optional(static_cast<FieldRole>(role));
            roles->addItem(
                meant == field.guess.role ? tr("%1 (guessed)").arg(roleName(meant)) : roleName(meant), role);
        }
        grid->addWidget(name, row, 0);
        grid->addWidget(values, row, 1);
        grid->addWidget(roles, row, 2);
        m_roles.push_back(roles);
        connect(roles, &QComboBox::currentIndexChanged, this, [this, i, roles] {
            const int role = roles->currentData().toInt();
            changeRole(i, role == kNothing ? std::nullopt : std::optional(static_cast<FieldRole>(role)));
        });
    }
    if (count < m_fields.fields.size())
        grid->addWidget(common::mutedLabel(tr("%n more stay in the raw records only.", "columns",
                                              static_cast<int>(m_fields.fields.size() - count)),
                                           lines),
                        static_cast<int>(count), 0, 1, 3);
    grid->setRowStretch(static_cast<int>(count) + 1, 1);
    m_scroll->setWidget(lines);
}

void ImportColumnsPanel::fillOptions(const ImportMapping& mapping)
{
    const QSignalBlocker delimiterBlocked(m_delimiter);
    const QSignalBlocker timesBlocked(m_times);
    const QSignalBlocker zoneBlocked(m_zone);
    const bool isTable = m_fields.guess.delimiter.has_value();
    m_delimiterLabel->setVisible(isTable);
    m_delimiter->setVisible(isTable);
    if (isTable)
        m_delimiter->setItemText(
            0, tr("Told by the file: %1").arg(delimiterName(*m_fields.guess.delimiter).toLower()));
    const bool isStated = m_fields.mapping && m_fields.mapping->delimiter;
    m_delimiter->setCurrentIndex(
        isStated ? m_delimiter->findData(static_cast<int>(*m_fields.mapping->delimiter)) : 0);
    m_times->setCurrentIndex(m_times->findData(mapping.times ? static_cast<int>(*mapping.times) : kNothing));
    // A zone that is being typed is left alone.
    const QByteArray zone = mapping.zone.toUtf8();
    if (!m_zone->hasFocus() || common::zoneIn(*m_zone))
        m_zone->setCurrentIndex(std::max(0, m_zone->findData(zone)));
}

void ImportColumnsPanel::fillLines(const ImportMapping& mapping)
{
    for (std::size_t i = 0; i < m_roles.size(); ++i) {
        const QSignalBlocker blocked(m_roles[i]);
        const auto role = roleIn(mapping, m_fields.fields[i].guess);
        m_roles[i]->setCurrentIndex(m_roles[i]->findData(role ? static_cast<int>(*role) : kNothing));
    }
}

void ImportColumnsPanel::say(const QDate& keptOn)
{
    m_back->setVisible(m_fields.mapping.has_value());
    if (!m_fields.mapping)
        m_said->setText(tr("Guessed from their names and first values."));
    else if (keptOn.isValid())
        //: %1 is a day, "27 November 2026".
        m_said->setText(tr("Columns as you set them on %1.")
                            .arg(QLocale().toString(keptOn, QStringLiteral("d MMMM yyyy"))));
    else if (m_fields.isNamed)
        m_said->setText(tr("As you set them; kept for files with the same columns once you import."));
    else
        m_said->setText(tr("As you set them for files without names of columns in this import."));
    const bool isDoubtful = !m_fields.isDayMonthCertain && !current().times;
    m_doubt->setText(isDoubtful ? tr("Day and month may be the other way round: the first values fit both. "
                                     "Choose how the times are written.")
                                : QString());
    m_doubt->setVisible(isDoubtful);
}

} // namespace keyturn::ui::shell
