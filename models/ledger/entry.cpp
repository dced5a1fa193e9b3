// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/entry.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/strict_text.h"

#include <algorithm>

namespace keyturn::ledger {

namespace {

constexpr char kFormatFamily[] = "keyturn-entry/";
constexpr char kFormatVersion[] = "1";
constexpr qsizetype kLongestTypePart = 127; // RFC 6838 section 4.2

/// RFC 6838 section 4.2: restricted-name.
bool isTypePart(QByteArrayView part)
{
    static constexpr QByteArrayView kOthers("!#$&-^_.+");
    const auto isAlphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !part.isEmpty() && part.size() <= kLongestTypePart && isAlphanumeric(part.front()) &&
           std::all_of(part.begin(), part.end(),
                       [&](char c) { return isAlphanumeric(c) || kOthers.contains(c); });
}

bool isMediaType(QByteArrayView type)
{
    const qsizetype slash = type.indexOf('/');
    return slash > 0 && isTypePart(type.first(slash)) && isTypePart(type.sliced(slash + 1));
}

std::optional<base::UtcTime> readEntryTime(QByteArrayView text)
{
    const auto parsed =
        base::parseRfc3339(std::string_view(text.data(), static_cast<std::size_t>(text.size())));
    // One instant has one spelling here: the fraction is three digits and the zone is Z.
    if (!parsed || base::toRfc3339Ms(parsed->start).toLatin1() != text)
        return std::nullopt;
    return parsed->start;
}

/// Reads the header line by line; remembers the first thing wrong.
class HeaderReader
{
public:
    explicit HeaderReader(QByteArrayView bytes) : m_rest(bytes) {}

    /// The value of the line "@p name VALUE".
    QByteArrayView value(const char* name)
    {
        if (m_fault)
            return {};
        const QByteArrayView prefix(name);
        const auto line = takeLine(m_rest);
        if (!line || !line->startsWith(prefix) || line->size() <= prefix.size() ||
            line->at(prefix.size()) != ' ') {
            reject(QStringLiteral("the line “%1” is missing").arg(QLatin1String(name)));
            return {};
        }
        return line->sliced(prefix.size() + 1);
    }
    /// The same, read by @p parse, which gives an optional.
    template <typename Parse>
    auto parsed(const char* name, Parse parse) -> typename decltype(parse(QByteArrayView()))::value_type
    {
        const QByteArrayView text = value(name);
        if (m_fault)
            return {};
        if (const auto read = parse(text))
            return *read;
        reject(QStringLiteral("the line “%1” holds no proper value").arg(QLatin1String(name)));
        return {};
    }
    void reject(const QString& reason)
    {
        if (!m_fault)
            m_fault = reason;
    }
    [[nodiscard]] const std::optional<QString>& fault() const { return m_fault; }
    [[nodiscard]] QByteArrayView& rest() { return m_rest; }

private:
    QByteArrayView m_rest;
    std::optional<QString> m_fault;
};

} // namespace

base::Digest Entry::leafHash() const
{
    return crypto::leafHash({bytes});
}

base::Result<Entry> makeEntry(const EntryHeader& header, const QByteArray& payload)
{
    const auto refuse = [&](const char* reason) {
        return base::fail(LedgerError::EntryMalformed, QString::number(header.seq),
                          QString::fromUtf8(reason));
    };
    const QByteArray type = header.type.toUtf8();
    if (!isMediaType(type))
        return refuse("its type is no media type");
    Entry entry;
    entry.header = header;
    entry.header.time.us -= ((header.time.us % base::kUsPerMs) + base::kUsPerMs) % base::kUsPerMs;
    const QByteArray time = base::toRfc3339Ms(entry.header.time).toLatin1();
    if (!readEntryTime(time))
        return refuse("its time lies outside the years 0001 to 9999");
    entry.payload = payload;
    entry.bytes = QByteArray(kFormatFamily) + kFormatVersion + "\nlog " + header.log.hex().toLatin1() +
                  "\nseq " + QByteArray::number(static_cast<quint64>(header.seq)) + "\nprev " +
                  header.prev.hex().toLatin1() + "\ntime " + time + "\ntype " + type + "\nlen " +
                  QByteArray::number(static_cast<qint64>(payload.size())) + "\n\n" + payload;
    if (entry.bytes.size() > kMaximumEntryBytes)
        return base::fail(LedgerError::EntryTooLarge, QString::number(entry.bytes.size()));
    return entry;
}

base::Result<Entry> readEntry(const QByteArray& bytes)
{
    if (bytes.size() > kMaximumEntryBytes)
        return base::fail(LedgerError::EntryTooLarge, QString::number(bytes.size()));
    HeaderReader reader(bytes);
    const auto format = takeLine(reader.rest());
    if (!format || !format->startsWith(kFormatFamily))
        return base::fail(LedgerError::EntryMalformed, QStringLiteral("?"),
                          QStringLiteral("it does not start as an entry does"));
    const QByteArrayView version = format->sliced(qstrlen(kFormatFamily));
    if (version != QByteArrayView(kFormatVersion)) {
        if (readDecimal(version))
            return base::fail(LedgerError::UnknownVersion, QString::fromLatin1(*format));
        return base::fail(LedgerError::EntryMalformed, QStringLiteral("?"),
                          QStringLiteral("its version is no number"));
    }
    const auto readDigest = [](QByteArrayView text) {
        return base::Digest::fromHex(QString::fromLatin1(text));
    };
    const auto readType = [](QByteArrayView text) {
        return isMediaType(text) ? std::optional(QString::fromLatin1(text)) : std::nullopt;
    };
    Entry entry;
    entry.header.log = reader.parsed("log", readDigest);
    entry.header.seq = reader.parsed("seq", readDecimal);
    const QString seq = reader.fault() ? QStringLiteral("?") : QString::number(entry.header.seq);
    entry.header.prev = reader.parsed("prev", readDigest);
    entry.header.time = reader.parsed("time", readEntryTime);
    entry.header.type = reader.parsed("type", readType);
    const std::uint64_t length = reader.parsed("len", readDecimal);
    if (const auto blank = takeLine(reader.rest()); !blank || !blank->isEmpty())
        reader.reject(QStringLiteral("no empty line ends its header"));
    else if (static_cast<std::uint64_t>(reader.rest().size()) != length)
        reader.reject(QStringLiteral("its length is not what its header says"));
    if (reader.fault())
        return base::fail(LedgerError::EntryMalformed, seq, *reader.fault());
    entry.payload = reader.rest().toByteArray();
    entry.bytes = bytes;
    return entry;
}

} // namespace keyturn::ledger
