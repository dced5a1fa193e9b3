// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/secret_line_edit.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalBlocker>

#include <cstring>

namespace keyturn::ui::common {

namespace {

/// Overwrites the characters of @p text in place, with the room behind them, where at most @p holders share
/// them: not those of a string that somebody else still holds, nor those that stand in the program itself.
void overwrite(QString& text, int holders)
{
    auto& data = text.data_ptr();
    if (!data.isMutable() || data.d_ptr()->ref_.loadRelaxed() > holders)
        return;
    ::explicit_bzero(data.data(), static_cast<std::size_t>(text.capacity()) * sizeof(QChar));
}

} // namespace

SecretLineEdit::SecretLineEdit(QWidget* parent) : QLineEdit(parent)
{
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                        Qt::ImhNoAutoUppercase);
    setDragEnabled(false);
    setAcceptDrops(false);
    makeRoom();
    connect(this, &QLineEdit::textEdited, this, &SecretLineEdit::forgetHistory);
}

SecretLineEdit::~SecretLineEdit()
{
    const QSignalBlocker quiet(this);
    wipe();
}

crypto::SecretBytes SecretLineEdit::take()
{
    auto secret = crypto::SecretBytes::fromText(text());
    if (m_mayBePasted)
        clearClipboardHolding(text());
    wipe();
    return secret;
}

void SecretLineEdit::wipe()
{
    const bool wasEmpty = text().isEmpty();
    {
        const QSignalBlocker quiet(this);
        QString held = text();
        overwrite(held, 2); // The field's own hold on them, and this one.
        makeRoom();
    }
    m_mayBePasted = false;
    if (!wasEmpty)
        Q_EMIT textChanged(QString());
}

void SecretLineEdit::makeRoom()
{
    const QSignalBlocker quiet(this);
    // One edit of that many characters: the history grows to that length and its places are overwritten.
    setText(QString());
    insert(QString(kRoomCharacters, u'.'));
    QString room;
    room.reserve(kRoomCharacters);
    setText(room);
}

void SecretLineEdit::forgetHistory()
{
    // Setting the text, even to what it is, is the one way to begin a history anew.
    const int at = cursorPosition();
    setText(text());
    setCursorPosition(at);
}

void SecretLineEdit::clearClipboardHolding(const QString& passphrase) const
{
    QClipboard* clipboard = QGuiApplication::clipboard();
    for (const auto mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        if (mode == QClipboard::Selection && !clipboard->supportsSelection())
            continue;
        QString there = clipboard->text(mode);
        const bool isPassphrase = !passphrase.isEmpty() && there == passphrase;
        overwrite(there, 1);
        if (isPassphrase)
            clipboard->clear(mode);
    }
}

void SecretLineEdit::keyPressEvent(QKeyEvent* event)
{
    for (const auto forbidden :
         {QKeySequence::Copy, QKeySequence::Cut, QKeySequence::Undo, QKeySequence::Redo}) {
        if (event->matches(forbidden)) {
            event->accept();
            return;
        }
    }
    if (event->matches(QKeySequence::Paste))
        m_mayBePasted = true;
    QLineEdit::keyPressEvent(event);
}

void SecretLineEdit::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::MiddleButton)
        m_mayBePasted = true;
    QLineEdit::mouseReleaseEvent(event);
}

void SecretLineEdit::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("passphraseMenu"));
    QAction* paste = menu->addAction(tr("&Paste"));
    paste->setEnabled(!QGuiApplication::clipboard()->text().isEmpty());
    connect(paste, &QAction::triggered, this, [this] {
        m_mayBePasted = true;
        QLineEdit::paste();
    });
    menu->popup(event->globalPos());
    event->accept();
}

void SecretLineEdit::hideEvent(QHideEvent* event)
{
    wipe();
    QLineEdit::hideEvent(event);
}

} // namespace keyturn::ui::common
