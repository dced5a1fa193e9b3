// SPDX-License-Identifier: GPL-3.0-or-later
// Dependents as JSON.

#include "models/domain/reason.h"
#include "models/domain/statement_codec.h"

#include <QSet>

namespace keyturn::domain {

namespace {

void fields(auto& visit, Same<Dependent> auto& dependent)
{
    visit("id", dependent.id);
    visit("name", dependent.name);
    visit("kind", dependent.kind);
    visit("contact", dependent.contact);
    visit("uses", dependent.uses);
    visit("fallback", dependent.fallback);
    visit("fallback_model", dependent.fallbackModel);
}

} // namespace

KEYTURN_DEFINE_FIELDS(Dependent);

QByteArray encodeDependentsFile(const std::vector<Dependent>& dependents)
{
    return base::toIndentedJsonBytes(base::JsonObject{{QStringLiteral("dependents"), toJson(dependents)}});
}

base::Result<std::vector<Dependent>> decodeDependentsFile(QByteArrayView bytes)
{
    KEYTURN_TRY_LET(json, base::parseStrictJson(bytes));
    base::JsonReader reader(json, QStringLiteral("register"));
    std::vector<Dependent> dependents;
    FieldReader in(reader);
    in("dependents", dependents);
    KEYTURN_TRY(reader.finish());
    QSet<QString> ids;
    for (const Dependent& dependent : dependents) {
        if (ids.contains(dependent.id.value()))
            return base::fail(DomainError::BadDependent, dependent.id.value(),
                              reason(QT_TRANSLATE_NOOP("errors", "it stands there twice")));
        ids.insert(dependent.id.value());
    }
    return dependents;
}

} // namespace keyturn::domain
