// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/domain_error.h"
#include "models/state/state_error.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

/// The result is a refusal of this kind and no other.
#define KEYTURN_REFUSED(result, code)                                                                        \
    do {                                                                                                     \
        const auto keyturnResult = (result);                                                                 \
        QVERIFY2(!keyturnResult, "it was not refused");                                                      \
        QVERIFY2(keyturnResult.error().is(code), qPrintable(keyturnResult.error().sentence()));              \
    } while (false)

/// The result is not a refusal.
#define KEYTURN_ACCEPTED(result)                                                                             \
    do {                                                                                                     \
        const auto keyturnResult = (result);                                                                 \
        QVERIFY2(keyturnResult, keyturnResult ? "" : qPrintable(keyturnResult.error().sentence()));          \
    } while (false)
