// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/header_bar.h"

#include "models/base/text_safety.h"
#include "models/items/words.h"
#include "ui/common/icons.h"
#include "ui/common/time_field.h"

#include <QAccessible>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>

namespace keyturn::ui::shell {

using common::kGridPx;

namespace {

QToolButton* headerButton(const char* iconName, const QString& text, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(common::icon(iconName));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

HeaderBar::HeaderBar(QMenu* addMenu, QMenu* personMenu, QWidget* parent)
    : QWidget(parent), m_organisation(common::headingLabel({}, 1, this)),
      m_demo(new common::Chip(items::Sign::None, items::Tone::Limited, tr("DEMO"), tr("not evidence"), this)),
      m_incident(new QComboBox(this)), m_past(new QWidget(this)),
      m_knownAt(common::utcEdit(tr("As known at"), m_past)),
      m_look(headerButton("rewind", tr("Look back"), m_past)),
      m_now(headerButton("timeline", tr("Now"), m_past)),
      m_locksIn(new common::Chip(items::Sign::Late, items::Tone::Limited, {}, {}, this)),
      m_stay(new QPushButton(tr("Stay signed in"), this)), m_person(headerButton("key", tr("Sign in"), this)),
      m_personMenu(personMenu)
{
    m_organisation->setWordWrap(false);
    m_organisation->setObjectName(QStringLiteral("organisation"));
    m_demo->setObjectName(QStringLiteral("demo"));
    m_demo->setToolTip(tr("Made-up people and decisions: nothing here is evidence of anything"));
    m_incident->setObjectName(QStringLiteral("incident"));
    m_incident->setAccessibleName(tr("Incident"));
    m_incident->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_incident->setMinimumContentsLength(24);
    m_incident->setMaximumWidth(44 * kGridPx);
    m_knownAt->setObjectName(QStringLiteral("knownAt"));
    m_look->setObjectName(QStringLiteral("lookBack"));
    m_look->setToolTip(tr("Show everything as it was known at this time"));
    m_now->setObjectName(QStringLiteral("now"));
    m_now->setToolTip(tr("Return to the present"));
    m_now->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_person->setObjectName(QStringLiteral("person"));
    m_locksIn->setObjectName(QStringLiteral("locksIn"));
    m_locksIn->setToolTip(
        tr("Your key is locked when the console is not used; any key or click puts it off"));
    m_locksIn->hide();
    m_stay->setObjectName(QStringLiteral("staySignedIn"));
    m_stay->setMinimumWidth(m_stay->sizeHint().width() + 2 * kGridPx);
    m_stay->hide();
    QToolButton* addButton = headerButton("propose", tr("Add"), this);
    addButton->setObjectName(QStringLiteral("add"));
    addButton->setMenu(addMenu);
    addButton->setPopupMode(QToolButton::InstantPopup);
    addButton->setToolTip(tr("Propose, or enter what has happened"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * kGridPx, kGridPx, 2 * kGridPx, kGridPx);
    layout->setSpacing(kGridPx);
    layout->addWidget(m_organisation);
    layout->addWidget(m_demo);
    layout->addSpacing(kGridPx);
    layout->addWidget(m_incident, 1);
    layout->addStretch(1);
    auto* caption = new QLabel(tr("As &known at"), m_past);
    caption->setBuddy(m_knownAt);
    auto* past = new QHBoxLayout(m_past);
    past->setContentsMargins({});
    past->setSpacing(kGridPx);
    past->addWidget(caption);
    past->addWidget(m_knownAt);
    past->addWidget(m_look);
    past->addWidget(m_now);
    layout->addWidget(m_past);
    layout->addWidget(m_locksIn);
    layout->addWidget(m_stay);
    layout->addSpacing(kGridPx);
    layout->addWidget(addButton);
    layout->addWidget(m_person);

    connect(m_incident, &QComboBox::activated, this,
            [this](int index) { Q_EMIT incidentChosen(m_incident->itemData(index).toString()); });
    connect(m_look, &QToolButton::clicked, this,
            [this] { Q_EMIT knownAtChosen(common::toUtcTime(m_knownAt->dateTime())); });
    connect(m_now, &QToolButton::clicked, this, &HeaderBar::nowChosen);
    connect(m_stay, &QPushButton::clicked, this, &HeaderBar::stayRequested);
    connect(m_person, &QToolButton::clicked, this, [this] {
        if (m_person->popupMode() == QToolButton::DelayedPopup)
            Q_EMIT signInRequested();
    });
}

void HeaderBar::setState(const HeaderState& state)
{
    m_organisation->setText(base::harmlessText(state.organisation, 60));
    m_demo->setVisible(state.isDemo);
    {
        const QSignalBlocker quiet(m_incident);
        m_incident->clear();
        m_incident->addItem(state.incidents.empty() ? tr("No incident yet") : tr("All incidents"), QString());
        for (const items::Choice& choice : state.incidents)
            m_incident->addItem(base::harmlessText(choice.name, 100), choice.id);
        m_incident->setCurrentIndex(std::max(0, m_incident->findData(state.incident)));
        m_incident->setToolTip(items::plainToolTip(m_incident->currentText()));
    }
    if (!m_knownAt->hasFocus() || state.isRewound)
        m_knownAt->setDateTime(common::toQDateTime(state.now));
    m_now->setEnabled(state.isRewound);
    const bool isSignedIn = !state.signedIn.isEmpty();
    const bool isLocked = !isSignedIn && !state.lockedOut.isEmpty();
    const QString name = isSignedIn ? state.signedIn : isLocked ? state.lockedOut : state.actingAs;
    const QString shortName = base::harmlessText(name.section(u',', 0, 0), 40);
    m_person->setText(isLocked         ? tr("Locked: sign in again")
                      : name.isEmpty() ? tr("Sign in")
                      : isSignedIn     ? shortName
                                       : tr("%1: sign in").arg(shortName));
    QFont font = this->font();
    font.setBold(isLocked);
    m_person->setFont(font);
    QPalette colors = palette();
    if (isLocked)
        colors.setColor(QPalette::ButtonText, common::Colors::of(colors).tone(items::Tone::Limited));
    m_person->setPalette(colors);
    m_person->setIcon(common::icon(isLocked ? "lock" : isSignedIn ? "people" : "key"));
    m_person->setToolTip(
        items::plainToolTip(isSignedIn       ? tr("Signed in: %1").arg(name)
                            : isLocked       ? tr("The key of %1 is locked; unlock it to go on").arg(name)
                            : name.isEmpty() ? tr("Unlock your key to enter facts and decide")
                                             : tr("You look as %1; sign in to enter facts").arg(name)));
    m_person->setMenu(isSignedIn ? m_personMenu : nullptr);
    m_person->setPopupMode(isSignedIn ? QToolButton::InstantPopup : QToolButton::DelayedPopup);
}

void HeaderBar::setLocksIn(std::optional<std::chrono::seconds> left)
{
    const bool isTold = m_locksIn->isVisibleTo(this);
    if (left)
        m_locksIn->set(items::Sign::Late, items::Tone::Limited,
                       tr("Locks in %1 s").arg(static_cast<qint64>(left->count())), {});
    if (left.has_value() == isTold)
        return;
    if (left && m_past->isAncestorOf(window()->focusWidget()))
        m_focusBefore = window()->focusWidget();
    // What goes goes first: shown side by side for a moment, they would widen the window for good.
    if (!left) {
        m_locksIn->hide();
        m_stay->hide();
        m_past->show();
        if (m_focusBefore)
            m_focusBefore->setFocus();
        m_focusBefore.clear();
        return;
    }
    m_past->hide();
    m_locksIn->show();
    m_stay->show();
    // Read aloud once, not at every second.
    QAccessibleEvent told(m_locksIn, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
}

void HeaderBar::paintEvent(QPaintEvent*)
{
    const auto colors = common::Colors::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.card);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.cardBorder);
}

RewindBanner::RewindBanner(QWidget* parent) : QWidget(parent), m_text(common::plainLabel({}, this))
{
    setObjectName(QStringLiteral("rewindBanner"));
    const auto colors = common::Colors::of(palette());
    QPalette amber = m_text->palette();
    amber.setColor(QPalette::WindowText, colors.onBanner);
    m_text->setPalette(amber);
    QFont bold = m_text->font();
    bold.setBold(true);
    m_text->setFont(bold);
    auto* sign = new QLabel(this);
    sign->setPixmap(common::iconPixmap("rewind", colors.onBanner, 20, devicePixelRatioF()));
    auto* back = new QPushButton(tr("Return to now"), this);
    back->setObjectName(QStringLiteral("returnToNow"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * kGridPx, kGridPx, 2 * kGridPx, kGridPx);
    layout->setSpacing(kGridPx);
    layout->addWidget(sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(back);
    connect(back, &QPushButton::clicked, this, &RewindBanner::returnRequested);
}

void RewindBanner::setTime(base::UtcTime time)
{
    m_text->setText(
        tr("You see what was known at %1 — nothing can be signed here").arg(base::toDisplay(time)));
    setAccessibleName(m_text->text());
}

QString RewindBanner::text() const
{
    return m_text->text();
}

void RewindBanner::paintEvent(QPaintEvent*)
{
    const auto colors = common::Colors::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.banner);
    // Stripes along the lower edge: seen without colour.
    painter.fillRect(QRect(0, height() - 4, width(), 4), QBrush(colors.onBanner, Qt::BDiagPattern));
}

} // namespace keyturn::ui::shell
