// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::feeds {

/// What can go wrong with a feed. The context starts with the feed's address, harmless to show, unless said.
enum class FeedError {
    BadUrl = 1,         ///< context: what was given, without its secrets; reason.
    CredentialsInUrl,   ///< context: the address without them.
    SecretsInTheClear,  ///< Header file with plain http to another machine.
    HeaderFileOpen,     ///< Others can read it; context: file.
    HeaderFileUnusable, ///< context: file, reason.
    AuthorityUnusable,  ///< The file with authorities' certificates; context: file, reason.
    Unreachable,        ///< context: address, reason.
    NotTrusted,         ///< context: address, reason.
    ConnectTimeout,     ///< context: address, seconds.
    Stalled,            ///< context: address, seconds.
    CutOff,             ///< The body ended early.
    TooLarge,           ///< context: address, the limit in MiB.
    TooManyRedirects,   ///< context: address, the limit.
    RedirectRefused,    ///< context: address, where to, reason.
    Busy,               ///< 429 and 503; context: address, status.
    Unauthorized,       ///< 401.
    Forbidden,          ///< 403.
    NotFound,           ///< 404.
    NotAcceptable,      ///< 406.
    OtherStatus,        ///< context: address, status.
    BodyUnkept,         ///< The body could not be written to a temporary file; context: folder, reason.
    WrongMediaType,     ///< context: address, what came, what was asked for.
    NotTaxii,           ///< context: address, reason.
    NoCollection,       ///< context: address, the collection asked for or “at all”.
    FolderUnreadable,   ///< context: folder, reason.
    MoveFolderUnusable, ///< context: folder, where files should go, reason.
    FileUnreadable,     ///< context: file, reason.
    NotMoved,           ///< context: file, reason.
    StateDamaged,       ///< context: file, reason.
    StateNewer,         ///< context: file.
    Stopped,            ///< Asked to stop; no context.
};
/// The table behind FeedError.
const base::ErrorDomain& errorDomain(FeedError);

} // namespace keyturn::feeds
