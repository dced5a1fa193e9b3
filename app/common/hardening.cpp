// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/hardening.h"

#include "models/crypto/secret.h"

#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace keyturn::app {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kTracesItself = true;
#else
constexpr bool kTracesItself = false;
#endif

} // namespace

void hardenProcess()
{
    // The limit is for what a crash would write as a file; a core pattern that pipes to a collector ignores
    // it, and obeys only the second. Neither can be refused to a process that asks for less.
    const rlimit none{0, 0};
    const bool isClosed =
        ::setrlimit(RLIMIT_CORE, &none) == 0 && (kTracesItself || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
    if (!isClosed)
        std::perror("keyturn: a crash may write this program's memory to disk");
    // Where little memory may be locked, secrets can reach the swap: told in the manual, not at every start.
    static_cast<void>(crypto::setSecretMemoryAside());
}

} // namespace keyturn::app
