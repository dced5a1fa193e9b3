// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"

#include <QObject>

class QFormLayout;
class QLabel;
class QLineEdit;
class QWidget;

namespace keyturn::ui::common {

class SecretLineEdit;

/// Which key file, and its passphrase. Of a member only the path is remembered, never the passphrase. When
/// the session locks, the passphrase is wiped and the dialog around it rejected.
class KeyFields final : public QObject
{
    Q_OBJECT
public:
    /// Adds its rows to @p form.
    KeyFields(const service::Session& session, QFormLayout* form, QWidget* parent);
    /// Offers the path remembered for @p member; in a demo workspace the key that was made with it.
    void offer(const domain::MemberId& member);
    [[nodiscard]] QString keyFile() const;
    void setKeyFile(const QString& path);
    [[nodiscard]] bool isComplete() const;
    /// The passphrase; the field is empty afterwards.
    [[nodiscard]] crypto::SecretBytes takePassphrase();
    /// Remembers the path that worked.
    void remember(const domain::MemberId& member) const;
    void focusPassphrase();
    void clear();

Q_SIGNALS:
    void changed();
    /// Return was pressed in the passphrase field.
    void submitted();

private:
    void browse();
    void dropOnLock();

    const service::Session& m_session;
    QLineEdit* m_path;
    SecretLineEdit* m_passphrase;
    QLabel* m_hint;
};

} // namespace keyturn::ui::common
