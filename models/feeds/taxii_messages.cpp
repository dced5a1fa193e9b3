// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/taxii_messages.h"

#include "models/base/text_safety.h"

#include <QByteArrayList>
#include <QCoreApplication>

#include <simdjson.h>

namespace keyturn::feeds {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// Longer texts than these are no ids, addresses or tokens.
constexpr std::size_t kLongestText = 8192;

tl::unexpected<base::Error> notTaxii(const QString& shown, const char* reason)
{
    return base::fail(FeedError::NotTaxii, shown, QCoreApplication::translate("errors", reason));
}

/// A message and the parser that holds it.
class Message
{
public:
    /// @return NotTaxii where it is not one JSON object.
    [[nodiscard]] base::Result<object> read(const QString& path, const QString& shown)
    {
        object outermost;
        if (m_parser.load(path.toStdString()).get(outermost) != simdjson::SUCCESS)
            return notTaxii(shown, QT_TRANSLATE_NOOP("errors", "it sent no JSON object"));
        return outermost;
    }

private:
    simdjson::dom::parser m_parser;
};

/// A member as text; empty where it is missing, something else, or could not be shown and kept.
QString textOf(const object& from, const char* key)
{
    std::string_view text;
    if (from.at_key(key).get(text) != simdjson::SUCCESS || text.size() > kLongestText)
        return {};
    const QString read = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    return base::hasForbiddenCharacter(read) ? QString() : read;
}

bool isTrue(const object& from, const char* key)
{
    bool value = false;
    return from.at_key(key).get(value) == simdjson::SUCCESS && value;
}

QStringList textsOf(const object& from, const char* key)
{
    QStringList texts;
    simdjson::dom::array list;
    if (from.at_key(key).get(list) != simdjson::SUCCESS)
        return texts;
    for (const element& one : list) {
        std::string_view text;
        if (one.get(text) == simdjson::SUCCESS && text.size() <= kLongestText)
            texts += QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    return texts;
}

base::Result<TaxiiCollection> collectionOf(const object& from, const QString& shown)
{
    TaxiiCollection collection{textOf(from, "id"), isTrue(from, "can_read")};
    if (collection.id.isEmpty())
        return notTaxii(shown, QT_TRANSLATE_NOOP("errors", "it names a collection without an id"));
    return collection;
}

} // namespace

bool isTaxiiMediaType(const QByteArray& contentType)
{
    QByteArrayList parts = contentType.toLower().split(';');
    if (parts.takeFirst().trimmed() != "application/taxii+json")
        return false;
    for (const QByteArray& parameter : parts) {
        QByteArray plain = parameter.trimmed();
        plain.replace('"', QByteArray());
        if (plain.startsWith("version=") && plain != "version=2.1")
            return false;
    }
    return true;
}

base::Result<TaxiiServer> readTaxiiServer(const QString& path, const QString& shown)
{
    Message message;
    KEYTURN_TRY_LET(from, message.read(path, shown));
    return TaxiiServer{textsOf(from, "api_roots"), textOf(from, "default"), textsOf(from, "versions")};
}

base::Result<TaxiiCollection> readTaxiiCollection(const QString& path, const QString& shown)
{
    Message message;
    KEYTURN_TRY_LET(from, message.read(path, shown));
    return collectionOf(from, shown);
}

base::Result<std::vector<TaxiiCollection>> readTaxiiCollections(const QString& path, const QString& shown)
{
    Message message;
    KEYTURN_TRY_LET(from, message.read(path, shown));
    std::vector<TaxiiCollection> collections;
    simdjson::dom::array list;
    // Section 5.1.1: where there are none, the member is left out.
    if (from.at_key("collections").get(list) != simdjson::SUCCESS)
        return collections;
    for (const element& one : list) {
        object described;
        if (one.get(described) != simdjson::SUCCESS)
            return notTaxii(shown,
                            QT_TRANSLATE_NOOP("errors", "its list of collections holds something else"));
        KEYTURN_TRY_LET(collection, collectionOf(described, shown));
        collections.push_back(collection);
    }
    return collections;
}

base::Result<TaxiiEnvelope> readTaxiiEnvelope(const QString& path, const QString& shown)
{
    Message message;
    KEYTURN_TRY_LET(from, message.read(path, shown));
    TaxiiEnvelope envelope;
    envelope.more = isTrue(from, "more");
    envelope.next = textOf(from, "next");
    element objects;
    if (from.at_key("objects").get(objects) == simdjson::SUCCESS) {
        simdjson::dom::array list;
        if (objects.get(list) != simdjson::SUCCESS)
            return notTaxii(shown, QT_TRANSLATE_NOOP("errors", "its objects are no list"));
        envelope.hasObjects = list.begin() != list.end();
    }
    return envelope;
}

} // namespace keyturn::feeds
