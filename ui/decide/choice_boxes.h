// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalogue.h"
#include "models/domain/scope.h"

#include <QCheckBox>
#include <QWidget>

#include <utility>
#include <vector>

namespace keyturn::ui::decide {

/// Check boxes for one dimension of the catalogue, and one for all of it. What none checked means is said by
/// the maker: all of them, none of them, or that a person has not said yet.
class ChoiceBoxes final : public QWidget
{
    Q_OBJECT
public:
    enum class NoneMeans { All, Nothing, Unsaid };
    ChoiceBoxes(NoneMeans none, const QString& name, QWidget* parent = nullptr);

    template <typename Id>
    void fill(const std::vector<domain::Named<Id>>& named)
    {
        for (const auto& one : named)
            add(one.id.value(), one.name);
    }
    template <typename Id>
    [[nodiscard]] std::vector<Id> chosen() const
    {
        std::vector<Id> ids;
        for (const auto& [id, box] : m_boxes) {
            if (box->isChecked())
                ids.push_back(Id(id));
        }
        return ids;
    }
    /// What is chosen as a selection: everything where none is checked.
    template <typename Id>
    [[nodiscard]] domain::Selection<Id> selection() const
    {
        auto ids = chosen<Id>();
        return ids.empty() ? domain::Selection<Id>::everything() : domain::Selection<Id>::of(std::move(ids));
    }

    /// False while nothing is checked, not even "all".
    [[nodiscard]] bool isSaid() const;

    /// Adds one choice.
    void add(const QString& id, const QString& name);

Q_SIGNALS:
    void changed();

private:
    void update();
    [[nodiscard]] bool isAnyChecked() const;

    NoneMeans m_none;
    QCheckBox* m_all = nullptr;
    std::vector<std::pair<QString, QCheckBox*>> m_boxes;
};

} // namespace keyturn::ui::decide
