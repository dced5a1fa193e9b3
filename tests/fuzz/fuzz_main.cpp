// SPDX-License-Identifier: GPL-3.0-or-later
// What libFuzzer calls. Compiled once for each target, whose name is KEYTURN_FUZZ_TARGET.
#include "tests/fuzz/fuzz_targets.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto* const target = keyturn::tests::findFuzzTarget(QStringLiteral(KEYTURN_FUZZ_TARGET));
    if (target == nullptr) {
        std::fprintf(stderr, "there is nothing called %s to fuzz\n", KEYTURN_FUZZ_TARGET);
        std::exit(2);
    }
    const std::string fault = target->faultIn({reinterpret_cast<const char*>(data), size});
    if (!fault.empty()) {
        std::fprintf(stderr, "broken rule: %s\n", fault.c_str());
        std::abort();
    }
    return 0;
}
