// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/feed_address.h"

#include "models/base/text_safety.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace keyturn::feeds {

namespace {

constexpr qsizetype kLongestShownAddress = 400;

int portOf(const QUrl& address)
{
    return address.port(address.scheme() == QLatin1String("https") ? 443 : 80);
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
           QHostAddress(address.host()).isLoopback();
}

} // namespace keyturn::feeds
