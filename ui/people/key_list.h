// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charter_words.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace keyturn::ui::people {

/// A key of a member and what can be done with it here.
struct KeyRow
{
    enum class Offers : std::uint8_t { Nothing, RetireAndRevoke, TakeBack } offers = Offers::Nothing;
    items::KeyWords words;
};

/// The keys of one member: short code with a button that copies the whole, type, since when.
class KeyList final : public QWidget
{
    Q_OBJECT
public:
    explicit KeyList(QWidget* parent);
    void setKeys(const std::vector<KeyRow>& keys);

Q_SIGNALS:
    /// @p key is the whole id in hexadecimal digits.
    void retireRequested(const QString& key);
    void revokeRequested(const QString& key);
    /// Undo what this draft does to the key.
    void takeBackRequested(const QString& key);

private:
    void add(const KeyRow& key);

    QVBoxLayout* m_layout;
};

} // namespace keyturn::ui::people
