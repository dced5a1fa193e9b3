// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/query.h"

#include <QCoreApplication>
#include <QLatin1String>

#include <array>
#include <span>

// The names of the query language, for whoever reads it and whoever offers them.

namespace keyturn::records {

struct TextKey
{
    QLatin1String name;
    TextPlace place;
    const char* hint; ///< English, translated under "query".
};
inline constexpr std::array kTextKeys{
    TextKey{QLatin1String("source"), TextPlace::Source, QT_TRANSLATE_NOOP("query", "who reported it")},
    TextKey{QLatin1String("title"), TextPlace::Title, QT_TRANSLATE_NOOP("query", "text in the title")},
    TextKey{QLatin1String("description"), TextPlace::Description,
            QT_TRANSLATE_NOOP("query", "text in the description")},
    TextKey{QLatin1String("ref"), TextPlace::Reference,
            QT_TRANSLATE_NOOP("query", "the source's own reference")},
    TextKey{QLatin1String("model"), TextPlace::Model, QT_TRANSLATE_NOOP("query", "a model it is about")},
};

struct AttributeKey
{
    QLatin1String name;
    Attribute attribute;
    bool isOrdered;
    const char* hint; ///< English, translated under "query".
};
inline constexpr std::array kAttributeKeys{
    AttributeKey{QLatin1String("layer"), Attribute::Layer, false,
                 QT_TRANSLATE_NOOP("query", "layer of concern")},
    AttributeKey{QLatin1String("severity"), Attribute::Severity, true,
                 QT_TRANSLATE_NOOP("query", "how bad it is")},
    AttributeKey{QLatin1String("credibility"), Attribute::Credibility, true,
                 QT_TRANSLATE_NOOP("query", "how sure it is")},
    AttributeKey{QLatin1String("kind"), Attribute::Kind, false,
                 QT_TRANSLATE_NOOP("query", "signal, escalation …")},
    AttributeKey{QLatin1String("source-kind"), Attribute::SourceKind, false,
                 QT_TRANSLATE_NOOP("query", "what kind of source")},
};

struct TimeKey
{
    QLatin1String name;
    const char* hint; ///< English, translated under "query".
};
inline constexpr std::array kTimeKeys{
    TimeKey{QLatin1String("after"), QT_TRANSLATE_NOOP("query", "at or after a date or time")},
    TimeKey{QLatin1String("before"), QT_TRANSLATE_NOOP("query", "earlier than a date or time")},
};

/// The closed list of an attribute, in the order of its values.
[[nodiscard]] std::span<const char* const> wordsOfAttribute(Attribute attribute);

} // namespace keyturn::records
