// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/column.h"

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace keyturn::timeline {

namespace {

#ifdef __linux__
constexpr std::size_t kLeastMappedBytes = 1u << 20;
#endif

} // namespace

void* takeColumnMemory(std::size_t bytes)
{
#ifdef __linux__
    if (bytes >= kLeastMappedBytes) {
        void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED)
            throw std::bad_alloc();
        // Refused, pages are small and only slower.
        madvise(memory, bytes, MADV_HUGEPAGE);
        return memory;
    }
#endif
    return ::operator new(bytes);
}

void ColumnMemoryReturner::operator()(void* memory) const
{
#ifdef __linux__
    if (bytes >= kLeastMappedBytes) {
        munmap(memory, bytes);
        return;
    }
#endif
    ::operator delete(memory);
}

} // namespace keyturn::timeline
