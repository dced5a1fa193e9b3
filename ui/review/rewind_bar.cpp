// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/rewind_bar.h"

#include "ui/common/icons.h"
#include "ui/common/widgets.h"
#include "ui/review/rewind_track.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

constexpr std::chrono::milliseconds kTick{100};
/// Ledger time for each of real time.
constexpr int kRates[] = {1, 60, 3'600};

QToolButton* barButton(const char* name, const char* icon, const QString& text, const QString& key,
                       QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setIcon(common::icon(icon));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(key.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, key));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

RewindBar::RewindBar(service::Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_track(new RewindTrack(this)),
      m_back(barButton("rewindBack", "step-back", tr("One entry back"), QStringLiteral("["), this)),
      m_play(barButton("rewindPlay", "play", tr("Play"), tr("Space"), this)),
      m_forward(barButton("rewindForward", "step-forward", tr("One entry on"), QStringLiteral("]"), this)),
      m_rate(new QComboBox(this)), m_row(new QHBoxLayout),
      m_now(barButton("backToNow", "rewind", tr("Back to now"), {}, this)),
      m_words(common::mutedLabel({}, this))
{
    setObjectName(QStringLiteral("rewindBar"));
    m_track->setObjectName(QStringLiteral("rewindTrack"));
    m_track->setAccessibleName(tr("Moment that is shown"));
    m_rate->setObjectName(QStringLiteral("rewindRate"));
    m_rate->setAccessibleName(tr("How fast it is played"));
    for (const int rate : kRates)
        m_rate->addItem(tr("%1×").arg(QLocale().toString(rate)), rate);
    m_rate->setCurrentIndex(2);
    m_now->setIcon(common::icon("since"));
    m_now->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_words->setObjectName(QStringLiteral("rewindWords"));
    m_words->setWordWrap(false);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(kGridPx / 2);
    for (QWidget* part : std::initializer_list<QWidget*>{m_back, m_play, m_forward, m_rate})
        m_row->addWidget(part);
    m_row->addSpacing(kGridPx);
    m_row->addWidget(m_track, 1);
    m_row->addSpacing(kGridPx);
    m_row->addWidget(m_now);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2 * kGridPx, kGridPx / 2, 2 * kGridPx, kGridPx / 2);
    column->setSpacing(0);
    column->addLayout(m_row);
    column->addWidget(m_words);
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this,
            [this] { advance(std::chrono::milliseconds(m_sinceTick.restart())); });
    connect(m_back, &QToolButton::clicked, this, &RewindBar::stepBack);
    connect(m_forward, &QToolButton::clicked, this, &RewindBar::stepForward);
    connect(m_play, &QToolButton::clicked, this, &RewindBar::togglePlay);
    connect(m_now, &QToolButton::clicked, this, &RewindBar::returnToNow);
    connect(m_track, &RewindTrack::valueChanged, this, [this](int entry) {
        stop();
        goTo(m_track->lastOfMoment(entry));
    });
}

void RewindBar::addTool(QWidget* tool)
{
    if (auto* button = qobject_cast<QToolButton*>(tool))
        button->setAutoRaise(true);
    m_row->insertWidget(m_row->indexOf(m_now), tool);
}

int RewindBar::entryShown() const
{
    const state::SnapshotPointer& live = m_session.liveSnapshot();
    const auto& known = m_session.knownAt();
    if (!live)
        return -1;
    if (!known)
        return static_cast<int>(live->size) - 1;
    const auto after =
        std::upper_bound(live->entries.begin(), live->entries.end(), *known,
                         [](base::UtcTime at, const state::EntryLine& line) { return at < line.time; });
    return static_cast<int>(after - live->entries.begin()) - 1;
}

void RewindBar::refresh()
{
    const state::SnapshotPointer& live = m_session.liveSnapshot();
    if (!live)
        return;
    const QSignalBlocker quiet(m_track);
    if (!m_teller || &m_teller->snapshot() != live.get()) {
        m_teller = std::make_unique<items::EntryTeller>(live);
        m_track->setLedger(live);
    }
    const bool isRewound = m_session.knownAt().has_value();
    m_track->setValue(std::max(0, entryShown()));
    m_track->setMoment(m_session.knownAt());
    m_now->setEnabled(isRewound);
    m_forward->setEnabled(isRewound);
    m_back->setEnabled(m_track->entryBefore(entryShown()) >= 0);
    m_play->setIcon(common::icon(isPlaying() ? "pause" : "play"));
    m_play->setText(isPlaying() ? tr("Pause") : tr("Play"));
    m_play->setAccessibleName(m_play->text());
    m_play->setToolTip(QStringLiteral("%1 (%2)").arg(m_play->text(), tr("Space")));
    showWords();
}

void RewindBar::showWords()
{
    const int entry = entryShown();
    if (!m_session.knownAt()) {
        m_allWords = tr("The present, %n entries. Drag the playhead or press [ to see what was known before.",
                        nullptr, entry + 1);
    } else if (entry < 0) {
        m_allWords = tr("%1 · Before the first entry").arg(base::toDisplay(*m_session.knownAt()));
    } else {
        m_allWords = tr("%1 · Entry %2: %3")
                         .arg(base::toDisplay(*m_session.knownAt()), QLocale().toString(entry),
                              m_teller->text(static_cast<std::uint64_t>(entry)));
    }
    m_track->setAccessibleDescription(m_allWords);
    m_words->setToolTip(m_allWords.toHtmlEscaped());
    m_words->setText(m_words->fontMetrics().elidedText(m_allWords, Qt::ElideRight, m_words->width()));
}

QString RewindBar::words() const
{
    return m_allWords;
}

void RewindBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_words->setText(m_words->fontMetrics().elidedText(m_allWords, Qt::ElideRight, width() - 4 * kGridPx));
}

void RewindBar::goTo(int entry)
{
    const state::SnapshotPointer& live = m_session.liveSnapshot();
    if (!live || entry < 0)
        return;
    if (entry + 1 >= static_cast<int>(live->size))
        m_session.setKnownAt(std::nullopt);
    else
        m_session.setKnownAt(m_track->timeOf(entry));
}

void RewindBar::stepBack()
{
    stop();
    goTo(m_track->entryBefore(entryShown()));
}

void RewindBar::stepForward()
{
    stop();
    if (m_session.knownAt())
        goTo(m_track->lastOfMoment(entryShown() + 1));
}

void RewindBar::togglePlay()
{
    if (isPlaying()) {
        stop();
        return;
    }
    if (!m_session.liveSnapshot() || m_session.liveSnapshot()->entries.isEmpty())
        return;
    m_tick.start();
    m_sinceTick.start();
    if (!m_session.knownAt()) // From the beginning: where one is there is nothing to come.
        goTo(m_track->lastOfMoment(0));
    refresh();
}

void RewindBar::stop()
{
    if (!isPlaying())
        return;
    m_tick.stop();
    refresh();
}

void RewindBar::returnToNow()
{
    stop();
    m_session.setKnownAt(std::nullopt);
}

void RewindBar::advance(std::chrono::milliseconds real)
{
    const state::SnapshotPointer& live = m_session.liveSnapshot();
    if (!live || !m_session.knownAt()) { // Somebody else has returned to the present.
        stop();
        return;
    }
    const base::UtcTime moment =
        m_session.knownAt()->plusUs(real.count() * base::kUsPerMs * m_rate->currentData().toInt());
    if (moment >= live->lastTime)
        returnToNow();
    else
        m_session.setKnownAt(moment);
}

} // namespace keyturn::ui::review
