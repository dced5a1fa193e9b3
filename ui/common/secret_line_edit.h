// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QLineEdit>

namespace keyturn::ui::common {

/// A field for a passphrase: shown as dots, cannot be copied, cut or dragged out, keeps no history of its
/// edits, is wiped when it is taken, cleared or hidden.
///
/// What is wiped: the characters that the field holds, with the room they lie in, and those of its history of
/// edits. Room for kRoomCharacters is made before the first one is typed, so that none is left behind by
/// growing. What cannot be: the events that bring each key, what an input method keeps, other programs'
/// copies of what was pasted, and whatever a longer passphrase leaves where it outgrew the room. No core file
/// holds any of it (app/common/hardening.h), and swap only what the system swaps of a program in use.
class SecretLineEdit final : public QLineEdit
{
    Q_OBJECT
public:
    static constexpr int kRoomCharacters = 256;

    explicit SecretLineEdit(QWidget* parent = nullptr);
    ~SecretLineEdit() override;
    /// The passphrase; the field is empty afterwards. A clipboard that still holds what was pasted from it,
    /// and that was the whole passphrase, is cleared.
    [[nodiscard]] crypto::SecretBytes take();
    /// Empties the field and overwrites what it held.
    void wipe();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeRoom();
    void forgetHistory();
    void clearClipboardHolding(const QString& passphrase) const;

    bool m_mayBePasted = false;
};

} // namespace keyturn::ui::common
