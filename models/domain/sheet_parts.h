// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sheet.h"
#include "models/domain/sheet_names.h"
#include "models/domain/text_layout.h"

#include <QByteArray>

// Parts that the sheets of several templates share. For models/domain only. What a template has shown must
// stay the same to the byte: a part that has to change for a later template becomes another function.

namespace keyturn::domain {

/// "Larch 4 (larch-4)", or the id alone where it is the name too: two things of one name must not look the
/// same.
template <typename Id>
[[nodiscard]] QString nameAndId(const Id& id, const Catalogue& names)
{
    const QString name = names.nameOf(id);
    return name == id.value() ? name : name + QStringLiteral(" (") + id.value() + u')';
}

template <typename Id>
[[nodiscard]] QString listed(const std::vector<Id>& ids, const std::vector<Named<Id>>& list,
                             const Catalogue& names)
{
    QStringList texts;
    for (const Id& id : inShownOrder(ids, list))
        texts += nameAndId(id, names);
    return texts.join(QStringLiteral(", "));
}

template <typename Id>
[[nodiscard]] QString selected(const Selection<Id>& selection, const std::vector<Named<Id>>& list,
                               const Catalogue& names)
{
    return selection.all ? QStringLiteral("all, also those added later") : listed(selection.ids, list, names);
}

/// "regions EU, UK; tiers research": only the dimensions that @p box narrows.
[[nodiscard]] QString boxInWords(const Box& box, const Catalogue& names);

/// The first lines: marks of the whole sheet, organisation, headline.
void writeTitle(SheetText& sheet, const ChangeProposed& proposal);
/// Measure, scope, exceptions and fallback of a restriction, as fields.
void writeRestriction(SheetText& sheet, const Restriction& restriction, const Catalogue& names);
/// Cells of each model before and after.
void writeEffect(SheetText& sheet, const ChangeProposed& proposal);
/// Who proposed it, for which incident, on what grounds.
void writeGrounds(SheetText& sheet, const ChangeProposed& proposal);

/// Sheets of template 2 (sheet_second.cpp).
[[nodiscard]] QByteArray renderSecond(const ChangeProposed& proposal, Urgency urgency);

} // namespace keyturn::domain
