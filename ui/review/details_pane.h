// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/details.h"
#include "models/timeline/causality.h"
#include "ui/common/text_block.h"
#include "ui/common/widgets.h"
#include "ui/review/causal_list.h"

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
    /// Tells what led to @p name, which is what is shown, and what came of it.
    void showCauses(const keyturn::timeline::CausalGraph& graph, const keyturn::timeline::ItemName& name,
                    const CausalList::Titler& titler);
    /// Tells which other versions of what is shown there are.
    void showVersions(std::vector<CausalList::Line> versions) { m_versions->show(std::move(versions)); }

Q_SIGNALS:
    /// A person wants to see this.
    void itemChosen(const keyturn::timeline::ItemName& name);

private:
    common::EmptyState* m_empty;
    QWidget* m_filled;
    QLabel* m_kind;
    common::TextBlock* m_title;
    QWidget* m_lines;
    QGridLayout* m_grid;
    common::TextBlock* m_body;
    CausalList* m_versions;
    CausalList* m_why;
    CausalList* m_effects;
    QLabel* m_rawTitle;
    QPlainTextEdit* m_raw;
};

} // namespace keyturn::ui::review
