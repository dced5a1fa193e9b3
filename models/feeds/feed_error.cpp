// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/feed_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::feeds {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kFeedTexts{
    ErrorText{static_cast<int>(FeedError::BadUrl), "bad-url", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "“%1” is not an address that can be fetched: %2.")},
    ErrorText{static_cast<int>(FeedError::CredentialsInUrl), "credentials-in-url", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors",
                                "The address %1 was given with a user name or password in it, which others "
                                "can see; put them into a file and name it with --header-file.")},
    ErrorText{static_cast<int>(FeedError::SecretsInTheClear), "secrets-in-the-clear", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 is not encrypted, so the headers of --header-file would be "
                                          "sent in the clear; use an https address.")},
    ErrorText{static_cast<int>(FeedError::HeaderFileOpen), "header-file-open", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "Others can read the header file %1. Allow only its owner (chmod "
                                          "600) and have the secrets in it replaced.")},
    ErrorText{static_cast<int>(FeedError::HeaderFileUnusable), "header-file-unusable", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The header file %1 cannot be used: %2.")},
    ErrorText{static_cast<int>(FeedError::AuthorityUnusable), "authority-unusable", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The certificates in %1 cannot be used: %2.")},
    ErrorText{static_cast<int>(FeedError::Unreachable), "unreachable", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 could not be fetched: %2.")},
    ErrorText{static_cast<int>(FeedError::NotTrusted), "not-trusted", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The certificate of %1 is not trusted: %2. Nothing was sent.")},
    ErrorText{static_cast<int>(FeedError::ConnectTimeout), "connect-timeout", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "No connection to %1 came about within %2 s.")},
    ErrorText{static_cast<int>(FeedError::Stalled), "stalled", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 sent nothing for %2 s; what had come was thrown away.")},
    ErrorText{static_cast<int>(FeedError::CutOff), "cut-off", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The answer of %1 ended early; what had come was thrown away.")},
    ErrorText{static_cast<int>(FeedError::TooLarge), "too-large", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The answer of %1 is larger than %2 MiB; nothing of it was kept.")},
    ErrorText{static_cast<int>(FeedError::TooManyRedirects), "too-many-redirects", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 led on to other addresses more than %2 times.")},
    ErrorText{static_cast<int>(FeedError::RedirectRefused), "redirect-refused", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 leads on to %2, which was not followed: %3.")},
    ErrorText{static_cast<int>(FeedError::Busy), "busy", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 asks to be left alone for a while (status %2).")},
    ErrorText{static_cast<int>(FeedError::Unauthorized), "unauthorized", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 wants to know who asks, or does not take the authorization of "
                                          "--header-file (status 401).")},
    ErrorText{static_cast<int>(FeedError::Forbidden), "forbidden", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 does not let this account read it (status 403).")},
    ErrorText{static_cast<int>(FeedError::NotFound), "not-found", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "There is nothing at %1, or it is hidden from this account (status 404).")},
    ErrorText{static_cast<int>(FeedError::NotAcceptable), "not-acceptable", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 has nothing in the media type asked for (status 406).")},
    ErrorText{static_cast<int>(FeedError::OtherStatus), "other-status", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 answered with status %2.")},
    ErrorText{static_cast<int>(FeedError::BodyUnkept), "body-unkept", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "What was fetched could not be kept in %1: %2.")},
    ErrorText{static_cast<int>(FeedError::WrongMediaType), "wrong-media-type", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 sent “%2” where “%3” was asked for; nothing of it was taken.")},
    ErrorText{static_cast<int>(FeedError::NotTaxii), "not-taxii", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 does not answer as a TAXII 2.1 server: %2.")},
    ErrorText{static_cast<int>(FeedError::NoCollection), "no-collection", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 has no collection %2 that this account may read.")},
    ErrorText{static_cast<int>(FeedError::FolderUnreadable), "folder-unreadable", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The folder %1 could not be read: %2.")},
    ErrorText{static_cast<int>(FeedError::MoveFolderUnusable), "move-folder-unusable", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "Files cannot be moved from %1 to %2: %3.")},
    ErrorText{static_cast<int>(FeedError::FileUnreadable), "file-unreadable", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 could not be read: %2.")},
    ErrorText{static_cast<int>(FeedError::NotMoved), "not-moved", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "%1 was imported but could not be moved: %2.")},
    ErrorText{static_cast<int>(FeedError::StateDamaged), "state-damaged", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "The record %1 of what this feed has brought is damaged: %2. Remove "
                                "it to begin anew; nothing is imported twice.")},
    ErrorText{static_cast<int>(FeedError::StateNewer), "state-newer", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "The record %1 of what this feed has brought was written by a later "
                                "version of Keyturn.")},
    ErrorText{static_cast<int>(FeedError::Stopped), "stopped", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "Stopped; what was signed before stands.")},
};
constexpr base::ErrorDomain kFeedDomain{"feeds", kFeedTexts};

} // namespace

const base::ErrorDomain& errorDomain(FeedError)
{
    return kFeedDomain;
}

} // namespace keyturn::feeds
