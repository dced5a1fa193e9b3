// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/start_page.h"

#include "ui/common/icons.h"
#include "ui/common/widgets.h"

#include <QCommandLinkButton>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace keyturn::ui::shell {

using common::kGridPx;

namespace {

constexpr qsizetype kRecentCount = 5;

QString recentKey()
{
    return QStringLiteral("recentWorkspaces");
}

} // namespace

StartPage::StartPage(QWidget* parent) : QWidget(parent), m_state(common::plainLabel({}, this))
{
    setObjectName(QStringLiteral("startPage"));
    m_state->setObjectName(QStringLiteral("startState"));
    auto* column = new QVBoxLayout;
    column->setSpacing(kGridPx);
    auto* picture = new QLabel(this);
    picture->setPixmap(common::icon("keyturn").pixmap(64, 64));
    picture->setFixedHeight(picture->sizeHint().height());
    column->addWidget(picture);
    column->addWidget(common::headingLabel(tr("Keyturn"), 6, this));
    column->addWidget(common::mutedLabel(tr("Decide on access to AI models together: every signal, request "
                                            "and signature in one provable ledger."),
                                         this));
    column->addSpacing(2 * kGridPx);
    auto* open = new common::PrimaryButton(tr("Open a workspace…"), this);
    open->setObjectName(QStringLiteral("openWorkspace"));
    auto* sign = new QPushButton(common::icon("key"), tr("Sign a decision file…"), this);
    sign->setObjectName(QStringLiteral("signDecisionFile"));
    sign->setMinimumHeight(open->sizeHint().height());
    sign->setToolTip(tr("You were sent a file to decide on: no workspace is needed"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGridPx);
    buttons->addWidget(open);
    buttons->addWidget(sign);
    buttons->addStretch();
    column->addLayout(buttons);
    connect(open, &QPushButton::clicked, this, &StartPage::browse);
    connect(sign, &QPushButton::clicked, this, &StartPage::signFileRequested);
    column->addWidget(m_state);
    const QStringList recents = recent();
    if (!recents.isEmpty()) {
        column->addSpacing(kGridPx);
        column->addWidget(common::headingLabel(tr("Opened last"), 0, this));
    }
    for (const QString& location : recents) {
        auto* link = new QCommandLinkButton(QFileInfo(location).fileName(), location, this);
        link->setIcon(common::icon("folder"));
        // The style's own height is too small for two lines in larger fonts.
        link->setMinimumHeight(2 * link->fontMetrics().lineSpacing() + 4 * kGridPx);
        column->addWidget(link);
        connect(link, &QCommandLinkButton::clicked, this,
                [this, location] { Q_EMIT openRequested(location); });
    }
    if (recents.isEmpty())
        column->addWidget(common::mutedLabel(
            tr("To try it out, make a demo workspace in a terminal: keyturnctl demo -w demo.keyturn"), this));
    auto* holder = new QWidget(this);
    holder->setLayout(column);
    holder->setFixedWidth(64 * kGridPx);
    auto* whole = new QVBoxLayout(this);
    whole->addStretch(2);
    whole->addWidget(holder, 0, Qt::AlignHCenter);
    whole->addStretch(3);
}

void StartPage::showOpening(const QString& location)
{
    m_state->setText(tr("Opening %1…").arg(location));
}

void StartPage::showFailure(const QString& location, const QString& sentence)
{
    m_state->setText(tr("%1 could not be opened. %2").arg(location, sentence));
}

QStringList StartPage::recent()
{
    return QSettings().value(recentKey()).toStringList();
}

void StartPage::remember(const QString& location)
{
    QStringList recents = recent();
    const QString path = QFileInfo(location).absoluteFilePath();
    recents.removeAll(path);
    recents.prepend(path);
    QSettings().setValue(recentKey(), recents.first(std::min(kRecentCount, recents.size())));
}

void StartPage::browse()
{
    auto* dialog = new QFileDialog(window(), tr("Open a workspace"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Workspaces (*.keyturn)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &StartPage::openRequested);
    dialog->open();
}

} // namespace keyturn::ui::shell
