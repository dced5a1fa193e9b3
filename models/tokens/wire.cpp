// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/wire.h"

#include "models/base/text_safety.h"
#include "models/tokens/token_error.h"

#include <QDataStream>
#include <QIODevice>

#include <optional>
#include <type_traits>

namespace keyturn::tokens {

namespace {

constexpr QDataStream::Version kWireVersion = QDataStream::Qt_6_4;
constexpr qsizetype kShownContextCharacters = 300;
/// Enough for every token a person can plug in; a length that was made up must not fill the memory.
constexpr quint32 kMostKeys = 4096;

enum class RequestWord : quint8 { List = 1, Sign = 2 };
enum class ReplyWord : quint8 { Done = 1, Failed = 2 };

QDataStream& operator<<(QDataStream& out, const TokenName& name)
{
    return out << name.label << name.manufacturer << name.model << name.serial;
}

QDataStream& operator>>(QDataStream& in, TokenName& name)
{
    return in >> name.label >> name.manufacturer >> name.model >> name.serial;
}

QDataStream& operator<<(QDataStream& out, const RawTokenKey& key)
{
    return out << key.token << key.label << key.id << key.kind << key.parameters << key.point;
}

QDataStream& operator>>(QDataStream& in, RawTokenKey& key)
{
    return in >> key.token >> key.label >> key.id >> key.kind >> key.parameters >> key.point;
}

tl::unexpected<base::Error> nonsense()
{
    return base::fail(TokenError::HelperFailed, QStringLiteral("it sent what cannot be read"));
}

bool isKnownKind(TokenKeyKind kind)
{
    return kind == TokenKeyKind::Ecdsa || kind == TokenKeyKind::Edwards;
}

/// True when a frame was read to its end and no further.
bool isReadWhole(const QDataStream& in)
{
    return in.status() == QDataStream::Ok && in.atEnd();
}

template <typename Write>
QByteArray frameOf(Write write)
{
    QByteArray frame;
    QDataStream out(&frame, QIODevice::WriteOnly);
    out.setVersion(kWireVersion);
    write(out);
    return frame;
}

template <typename T, typename Write>
QByteArray replyFrame(const base::Result<T>& reply, Write write)
{
    return frameOf([&](QDataStream& out) {
        if (reply) {
            out << ReplyWord::Done;
            write(out, *reply);
        } else {
            out << ReplyWord::Failed << static_cast<qint32>(reply.error().code) << reply.error().context;
        }
    });
}

/// Reads the head of a reply; the error that was sent in place of a value, if one was.
std::optional<base::Error> errorInReply(QDataStream& in)
{
    ReplyWord word{};
    in >> word;
    if (word == ReplyWord::Done && in.status() == QDataStream::Ok)
        return std::nullopt;
    qint32 code = 0;
    QStringList context;
    in >> code >> context;
    // Only an error of our own table: the sender has a vendor's code in it.
    if (word != ReplyWord::Failed || !isReadWhole(in) || code < static_cast<int>(TokenError::BadUri) ||
        code > static_cast<int>(TokenError::WrongSignature))
        return nonsense().value();
    base::Error error = base::makeError(static_cast<TokenError>(code));
    for (const QString& part : context)
        error.context += base::harmlessText(part, kShownContextCharacters);
    return error;
}

} // namespace

QByteArray toFrame(const TokenRequest& request)
{
    return frameOf([&](QDataStream& out) {
        if (const auto* sign = std::get_if<SignRequest>(&request))
            out << RequestWord::Sign << sign->token << sign->label << sign->id << sign->kind << sign->data;
        else
            out << RequestWord::List;
    });
}

base::Result<TokenRequest> requestFromFrame(const QByteArray& frame)
{
    QDataStream in(frame);
    in.setVersion(kWireVersion);
    RequestWord word{};
    in >> word;
    if (word == RequestWord::List && isReadWhole(in))
        return ListRequest{};
    SignRequest sign;
    in >> sign.token >> sign.label >> sign.id >> sign.kind >> sign.data;
    if (word != RequestWord::Sign || !isReadWhole(in) || !isKnownKind(sign.kind))
        return nonsense();
    return sign;
}

QByteArray toFrame(const base::Result<std::vector<RawTokenKey>>& keys)
{
    return replyFrame(keys, [](QDataStream& out, const std::vector<RawTokenKey>& list) {
        out << static_cast<quint32>(list.size());
        for (const RawTokenKey& key : list)
            out << key;
    });
}

base::Result<std::vector<RawTokenKey>> keysFromFrame(const QByteArray& frame)
{
    QDataStream in(frame);
    in.setVersion(kWireVersion);
    if (auto error = errorInReply(in))
        return tl::make_unexpected(std::move(*error));
    quint32 count = 0;
    in >> count;
    if (count > kMostKeys)
        return nonsense();
    std::vector<RawTokenKey> keys;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        in >> keys.emplace_back();
        if (!isKnownKind(keys.back().kind))
            return nonsense();
    }
    if (!isReadWhole(in))
        return nonsense();
    return keys;
}

QByteArray toFrame(const base::Result<QByteArray>& signature)
{
    return replyFrame(signature, [](QDataStream& out, const QByteArray& bytes) { out << bytes; });
}

base::Result<QByteArray> signatureFromFrame(const QByteArray& frame)
{
    QDataStream in(frame);
    in.setVersion(kWireVersion);
    if (auto error = errorInReply(in))
        return tl::make_unexpected(std::move(*error));
    QByteArray signature;
    in >> signature;
    if (!isReadWhole(in))
        return nonsense();
    return signature;
}

} // namespace keyturn::tokens
