// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"
#include "ui/common/theme.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

class QVBoxLayout;

namespace keyturn::ui::common {

/// @p font for a heading: @p steps larger, bold.
[[nodiscard]] QFont headingFont(const QFont& font, int steps);
/// A label for text that people or sources wrote: never taken for markup, made harmless, wrapped.
[[nodiscard]] QLabel* plainLabel(const QString& text, QWidget* parent = nullptr);
/// The same in the colour of less weight.
[[nodiscard]] QLabel* mutedLabel(const QString& text, QWidget* parent = nullptr);
/// A heading: @p steps larger than the system's font, bold.
[[nodiscard]] QLabel* headingLabel(const QString& text, int steps = 2, QWidget* parent = nullptr);
/// The fixed-width font of the system with figures of one width.
[[nodiscard]] QFont monospaceFont();

/// A pill: sign, bold word, further text. Told by shape and text as well as by colour.
class Chip final : public QWidget
{
    Q_OBJECT
public:
    Chip(Sign sign, Tone tone, const QString& word, const QString& further, QWidget* parent = nullptr);
    void set(Sign sign, Tone tone, const QString& word, const QString& further);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Sign m_sign;
    Tone m_tone;
    QString m_word;
    QString m_further;
};

/// A rounded panel that stands out from the window.
class Card : public QFrame
{
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);
    /// A stripe of this tone down its left edge; none by default.
    void setStripe(std::optional<Tone> tone);
    /// A ring, while the keyboard's focus is on what the panel shows.
    void setRing(bool isShown);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<Tone> m_stripe;
    bool m_hasRing = false;
};

/// The one thing to do: filled with the accent colour.
class PrimaryButton final : public QPushButton
{
    Q_OBJECT
public:
    explicit PrimaryButton(const QString& text, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// Applies an act to a button: its text, whether it is enabled, and why it is not, as tooltip and spoken
/// description.
void applyAct(QPushButton* button, const items::Act& act);

/// What a list shows while it is empty: what this is, and what to do next.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const char* iconName, const QString& title, const QString& nextStep,
               QWidget* parent = nullptr);
    /// Adds a button for the next step.
    QPushButton* addButton(const QString& text);
    void setText(const QString& title, const QString& nextStep);

private:
    QLabel* m_title;
    QLabel* m_next;
    QVBoxLayout* m_layout;
};

/// Removes and deletes everything in @p layout.
void clearLayout(QLayout* layout);

} // namespace keyturn::ui::common
