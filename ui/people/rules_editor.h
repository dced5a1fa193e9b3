// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/charter_words.h"
#include "ui/people/charter_in_work.h"

#include <QWidget>

#include <utility>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace keyturn::ui::people {

class LengthField;
class RoleBoxes;
class SlotRows;

/// The rules of a draft: what each governs, whose signatures it needs, whose refusal ends it, how long.
class RulesEditor final : public QWidget
{
    Q_OBJECT
public:
    RulesEditor(CharterInWork& work, QWidget* parent);
    /// Shows how the chosen rule fares with the draft's people.
    void setWords(const std::vector<items::RuleWords>& rules);

Q_SIGNALS:
    /// The draft is another.
    void changed();

private:
    void build();
    [[nodiscard]] QWidget* makeCovers();
    [[nodiscard]] domain::Rule* chosen();
    void fillList(int row);
    void showRule();
    void showCovers();
    void showVerdict();
    void takeFields();
    void addRule();
    void removeRule();
    void cover(const domain::Governed& governed);

    CharterInWork& m_work;
    std::vector<items::RuleWords> m_words;
    QListWidget* m_list;
    QPushButton* m_add;
    QPushButton* m_remove;
    QWidget* m_fields;
    QLineEdit* m_title;
    SlotRows* m_slots;
    RoleBoxes* m_refusals;
    LengthField* m_proposalValid;
    LengthField* m_approvalValid;
    std::vector<std::pair<domain::Governed, QCheckBox*>> m_covers;
    QLabel* m_coverHint; ///< Why a thing cannot simply be given up.
    QLabel* m_verdict;
    QLabel* m_who;
    bool m_isFilling = false; ///< Fields are being filled, not edited.
};

} // namespace keyturn::ui::people
