// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>

namespace keyturn::ui::common {

/// Text that people or sources wrote, as plainLabel() shows it, for places that are narrow: whatever has no
/// place to break, a digest or an address, is broken anywhere, so that nothing beside it is pushed out of
/// sight. It can be selected, and is copied as it was given. As high as its text; it never scrolls.
class TextBlock final : public QTextEdit
{
    Q_OBJECT
public:
    explicit TextBlock(const QString& text = {}, QWidget* parent = nullptr);
    /// Shows @p text, made harmless, never as markup.
    void setText(const QString& text);
    /// What is shown.
    [[nodiscard]] QString text() const { return toPlainText(); }
    /// Shows it as a heading: @p steps larger than the system's font, bold.
    void makeHeading(int steps);

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int widthPx) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void forgetHeight();

    mutable int m_measuredWidthPx = -1;
    mutable int m_measuredHeightPx = 0;
};

} // namespace keyturn::ui::common
