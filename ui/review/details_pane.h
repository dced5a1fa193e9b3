// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/details.h"
#include "ui/common/widgets.h"

#include <QScrollArea>

class QGridLayout;
class QPlainTextEdit;

namespace keyturn::ui::review {

/// Everything that is known of one thing, as plain text.
class DetailsPane final : public QScrollArea
{
    Q_OBJECT
public:
    explicit DetailsPane(QWidget* parent = nullptr);
    void show(const items::Details& details);
    void showSentence(const QString& sentence);
    void showNothing();
    [[nodiscard]] QString title() const;

private:
    common::EmptyState* m_empty;
    QWidget* m_filled;
    QLabel* m_kind;
    QLabel* m_title;
    QWidget* m_lines;
    QGridLayout* m_grid;
    QLabel* m_body;
    QLabel* m_rawTitle;
    QPlainTextEdit* m_raw;
};

} // namespace keyturn::ui::review
