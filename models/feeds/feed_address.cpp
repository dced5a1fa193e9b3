// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/feed_address.h"

#include "models/base/text_safety.h"

#include <QCoreApplication>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace keyturn::feeds {

namespace {

constexpr qsizetype kLongestShownAddress = 400;

int portOf(const QUrl& address)
{
    return address.port(address.scheme() == QLatin1String("https") ? 443 : 80);
}

/// True of an address of this machine itself: RFC 1122, section 3.2.1.3 (127/8), and RFC 4291, sections 2.5.3
/// and 2.5.5.2 (::1, and the former within ::ffff/96).
bool isLoopback(const QByteArray& host)
{
    constexpr unsigned kLoopbackNetwork = 127;
    in_addr four = {};
    if (inet_pton(AF_INET, host.constData(), &four) == 1)
        return ntohl(four.s_addr) >> 24U == kLoopbackNetwork;
    in6_addr six = {};
    if (inet_pton(AF_INET6, host.constData(), &six) != 1)
        return false;
    return IN6_IS_ADDR_LOOPBACK(&six) || (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == kLoopbackNetwork);
}

} // namespace

base::Result<QUrl> parseAddress(const QString& given)
{
    const QUrl address(given, QUrl::StrictMode);
    // What cannot be read cannot be shown without its secrets either.
    if (!address.isValid())
        return base::fail(FeedError::BadUrl, QStringLiteral("…"),
                          QCoreApplication::translate("errors", "it is not a URL"));
    const auto bad = [&](const char* reason) {
        return base::fail(FeedError::BadUrl, shownAddress(address),
                          QCoreApplication::translate("errors", reason));
    };
    if (address.scheme() != QLatin1String("https") && address.scheme() != QLatin1String("http"))
        return bad(QT_TRANSLATE_NOOP("errors", "it starts with neither https:// nor http://"));
    if (address.host().isEmpty())
        return bad(QT_TRANSLATE_NOOP("errors", "it names no host"));
    if (!address.userInfo().isEmpty())
        return base::fail(FeedError::CredentialsInUrl, shownAddress(address));
    return address.adjusted(QUrl::RemoveFragment);
}

QString shownAddress(const QUrl& address)
{
    return base::harmlessText(
        address.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment),
        kLongestShownAddress);
}

bool isSameOrigin(const QUrl& one, const QUrl& other)
{
    return one.scheme() == other.scheme() && one.host() == other.host() && portOf(one) == portOf(other);
}

bool keepsSecrets(const QUrl& address)
{
    return address.scheme() == QLatin1String("https") || address.host() == QLatin1String("localhost") ||
           isLoopback(address.host().toLatin1());
}

} // namespace keyturn::feeds
