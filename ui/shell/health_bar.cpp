// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/health_bar.h"

#include "models/base/text_safety.h"
#include "models/items/words.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QTimer>

namespace keyturn::ui::shell {

using common::kGridPx;
using items::Sign;
using items::Tone;

namespace {

constexpr int kSaidForMs = 12'000;
constexpr int kSteps = 1000;

} // namespace

HealthWords wordsOf(const service::Health& health)
{
    if (!health.problems.empty()) {
        QStringList sentences;
        for (const service::Problem& problem : health.problems) {
            sentences += problem.entry ? HealthBar::tr("Entry %1: %2").arg(*problem.entry).arg(problem.text)
                                       : problem.text;
            if (sentences.size() == 5)
                break;
        }
        const QString detail = sentences.join(u'\n');
        // What it holds is sound; that it is all there is what is in doubt.
        return health.rivalHead
                   ? HealthWords{HealthBar::tr("FROZEN"), detail, Tone::Severe, Sign::Stopped}
                   : HealthWords{HealthBar::tr("NOT SOUND"), detail, Tone::Severe, Sign::Refused};
    }
    if (!health.fullyVerified)
        return {HealthBar::tr("Verifying"), HealthBar::tr("Every record and signature is being checked."),
                Tone::Pending, Sign::Waiting};
    return {HealthBar::tr("Sound"),
            HealthBar::tr("Every record and signature has been checked since it was opened."), Tone::Good,
            Sign::Done};
}

HealthBar::HealthBar(QWidget* parent)
    : QWidget(parent), m_sound(new common::Chip(Sign::Waiting, Tone::Neutral, {}, {}, this)),
      m_witnessed(new common::Chip(Sign::None, Tone::Limited, tr("UNWITNESSED"), {}, this)),
      m_readOnly(new common::Chip(Sign::Stopped, Tone::Limited, tr("Read-only"), {}, this)),
      m_size(common::mutedLabel({}, this)), m_said(common::plainLabel({}, this)),
      m_what(common::mutedLabel({}, this)), m_progress(new QProgressBar(this)),
      m_cancel(new QPushButton(tr("Stop"), this))
{
    setObjectName(QStringLiteral("healthBar"));
    m_sound->setObjectName(QStringLiteral("health"));
    m_said->setObjectName(QStringLiteral("said"));
    m_witnessed->setToolTip(
        tr("No other party has cosigned this ledger: a whole rewrite by its holder would not show"));
    for (QLabel* label : {m_size, m_said, m_what})
        label->setWordWrap(false);
    m_progress->setFixedWidth(20 * kGridPx);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * kGridPx, kGridPx / 2, 2 * kGridPx, kGridPx / 2);
    layout->setSpacing(kGridPx);
    layout->addWidget(m_sound);
    layout->addWidget(m_witnessed);
    layout->addWidget(m_readOnly);
    layout->addWidget(m_size);
    layout->addSpacing(kGridPx);
    layout->addWidget(m_said, 1);
    layout->addWidget(m_what);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    clearProgress();
    connect(m_cancel, &QPushButton::clicked, this, &HealthBar::cancelRequested);
}

void HealthBar::setHealth(const service::Health& health)
{
    const HealthWords words = wordsOf(health);
    const QString first = words.tone == Tone::Severe ? words.detail.section(u'\n', 0, 0) : QString();
    m_sound->set(words.sign, words.tone, tr("Ledger: %1").arg(words.word), first);
    m_sound->setToolTip(items::plainToolTip(words.detail));
    m_sound->setAccessibleDescription(words.detail);
    m_witnessed->setVisible(!health.witnessed);
    m_readOnly->setVisible(health.readOnly);
    m_readOnly->setToolTip(items::plainToolTip(health.readOnlyReason));
    const QString size = tr("%n entries", nullptr, static_cast<int>(health.size));
    m_size->setText(size);
    m_size->setToolTip(tr("Root %1").arg(health.root.hex()) +
                       (health.anchorWarning.isEmpty() ? QString() : u'\n' + health.anchorWarning));
}

void HealthBar::setProgress(const QString& what, quint64 done, quint64 total)
{
    m_what->setText(base::harmlessText(QFileInfo(what).fileName(), 40));
    m_progress->setRange(0, total > 0 ? kSteps : 0);
    if (total > 0)
        m_progress->setValue(
            static_cast<int>(kSteps * (static_cast<double>(done) / static_cast<double>(total))));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_what, m_progress, m_cancel})
        widget->show();
}

void HealthBar::clearProgress()
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_what, m_progress, m_cancel})
        widget->hide();
}

void HealthBar::say(const QString& sentence)
{
    const QString shown = base::harmlessText(sentence, 200);
    m_said->setText(shown);
    m_said->setToolTip(items::plainToolTip(shown));
    QTimer::singleShot(kSaidForMs, m_said, [label = m_said, shown] {
        if (label->text() == shown)
            label->clear();
    });
}

QString HealthBar::text() const
{
    return m_sound->text();
}

} // namespace keyturn::ui::shell
