// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/memory.h"

#include <malloc.h>

namespace keyturn::app {

namespace {

constexpr int kLargestReusedBytes = 32 << 20; // glibc takes no more.
constexpr int kKeptBytes = 128 << 20;

} // namespace

void keepFreedMemory()
{
    // A refusal leaves the usual behaviour, which is only slower.
    mallopt(M_MMAP_THRESHOLD, kLargestReusedBytes);
    mallopt(M_TRIM_THRESHOLD, kKeptBytes);
}

} // namespace keyturn::app
