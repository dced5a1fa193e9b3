// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/dependent.h"

#include "models/domain/identifier.h"
#include "models/domain/reason.h"

#include <algorithm>

namespace keyturn::domain {

namespace {

constexpr qsizetype kMaximumDependentText = 200;

/// The reason why @p uses do not fit the catalogue, as part of a sentence.
QString reasonOfUses(const base::Error& error)
{
    if (error.is(DomainError::BadScope))
        return error.context.value(0);
    return reason(QT_TRANSLATE_NOOP("errors", "it uses “%1”, which the catalogue does not have"),
                  error.context.last());
}

} // namespace

base::Result<void> checkDependent(const Dependent& dependent, const Catalogue& catalogue)
{
    const auto because = [&](const QString& why) {
        return base::fail(DomainError::BadDependent, base::harmlessText(dependent.id.value(), 80), why);
    };
    if (!isWellFormedIdentifier(dependent.id.value()))
        return because(reason(QT_TRANSLATE_NOOP(
            "errors", "its id is not 1 to 64 of the letters a to z and A to Z, digits, “-”, “_” and “.”")));
    if (dependent.name.trimmed().isEmpty())
        return because(reason(QT_TRANSLATE_NOOP("errors", "it has no name")));
    for (const QString* text : {&dependent.name, &dependent.contact}) {
        if (text->size() > kMaximumDependentText)
            return because(
                reason(QT_TRANSLATE_NOOP("errors", "its name or contact is longer than 200 characters")));
        if (base::hasForbiddenCharacter(*text))
            return because(reason(QT_TRANSLATE_NOOP(
                "errors", "its name or contact holds a control or text-direction character")));
    }
    if (const auto checked = checkScope({dependent.uses, {}}, catalogue); !checked)
        return because(reasonOfUses(checked.error()));
    if (!dependent.fallbackModel)
        return {};
    const ModelId& model = *dependent.fallbackModel;
    if (dependent.fallback == Fallback::None)
        return because(reason(
            QT_TRANSLATE_NOOP("errors", "it names “%1” to turn to and yet says that it has no fallback"),
            model.value()));
    if (std::none_of(catalogue.models.begin(), catalogue.models.end(),
                     [&](const Named<ModelId>& named) { return named.id == model; }))
        return because(
            reason(QT_TRANSLATE_NOOP("errors", "it would turn to “%1”, which the catalogue does not have"),
                   model.value()));
    if (dependent.uses.models.contains(model))
        return because(
            reason(QT_TRANSLATE_NOOP("errors", "it would turn to “%1”, which is among the models it uses"),
                   model.value()));
    return {};
}

} // namespace keyturn::domain
