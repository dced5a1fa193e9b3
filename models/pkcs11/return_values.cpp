// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pkcs11/return_values.h"

#include "models/tokens/token_error.h"

#include <algorithm>
#include <array>

namespace keyturn::pkcs11 {

namespace {

using tokens::TokenError;

struct NamedValue
{
    CK_RV value;
    const char* name;
};

#define KEYTURN_NAMED(value)                                                                                 \
    NamedValue                                                                                               \
    {                                                                                                        \
        value, #value                                                                                        \
    }
/// Those that a token can give to the functions called here; PKCS#11 3.0 section 5.1.
constexpr std::array kNamedValues{
    KEYTURN_NAMED(CKR_CANCEL),
    KEYTURN_NAMED(CKR_HOST_MEMORY),
    KEYTURN_NAMED(CKR_SLOT_ID_INVALID),
    KEYTURN_NAMED(CKR_GENERAL_ERROR),
    KEYTURN_NAMED(CKR_FUNCTION_FAILED),
    KEYTURN_NAMED(CKR_ARGUMENTS_BAD),
    KEYTURN_NAMED(CKR_ATTRIBUTE_SENSITIVE),
    KEYTURN_NAMED(CKR_ATTRIBUTE_TYPE_INVALID),
    KEYTURN_NAMED(CKR_DATA_INVALID),
    KEYTURN_NAMED(CKR_DATA_LEN_RANGE),
    KEYTURN_NAMED(CKR_DEVICE_ERROR),
    KEYTURN_NAMED(CKR_DEVICE_MEMORY),
    KEYTURN_NAMED(CKR_DEVICE_REMOVED),
    KEYTURN_NAMED(CKR_FUNCTION_CANCELED),
    KEYTURN_NAMED(CKR_FUNCTION_NOT_SUPPORTED),
    KEYTURN_NAMED(CKR_KEY_HANDLE_INVALID),
    KEYTURN_NAMED(CKR_KEY_SIZE_RANGE),
    KEYTURN_NAMED(CKR_KEY_TYPE_INCONSISTENT),
    KEYTURN_NAMED(CKR_KEY_FUNCTION_NOT_PERMITTED),
    KEYTURN_NAMED(CKR_MECHANISM_INVALID),
    KEYTURN_NAMED(CKR_MECHANISM_PARAM_INVALID),
    KEYTURN_NAMED(CKR_OBJECT_HANDLE_INVALID),
    KEYTURN_NAMED(CKR_OPERATION_ACTIVE),
    KEYTURN_NAMED(CKR_OPERATION_NOT_INITIALIZED),
    KEYTURN_NAMED(CKR_PIN_INCORRECT),
    KEYTURN_NAMED(CKR_PIN_INVALID),
    KEYTURN_NAMED(CKR_PIN_LEN_RANGE),
    KEYTURN_NAMED(CKR_PIN_EXPIRED),
    KEYTURN_NAMED(CKR_PIN_LOCKED),
    KEYTURN_NAMED(CKR_SESSION_CLOSED),
    KEYTURN_NAMED(CKR_SESSION_COUNT),
    KEYTURN_NAMED(CKR_SESSION_HANDLE_INVALID),
    KEYTURN_NAMED(CKR_TOKEN_NOT_PRESENT),
    KEYTURN_NAMED(CKR_TOKEN_NOT_RECOGNIZED),
    KEYTURN_NAMED(CKR_USER_ALREADY_LOGGED_IN),
    KEYTURN_NAMED(CKR_USER_NOT_LOGGED_IN),
    KEYTURN_NAMED(CKR_USER_PIN_NOT_INITIALIZED),
    KEYTURN_NAMED(CKR_USER_TYPE_INVALID),
    KEYTURN_NAMED(CKR_BUFFER_TOO_SMALL),
    KEYTURN_NAMED(CKR_CRYPTOKI_NOT_INITIALIZED),
    KEYTURN_NAMED(CKR_FUNCTION_REJECTED),
};
#undef KEYTURN_NAMED

template <std::size_t N>
bool isOneOf(CK_RV value, const std::array<CK_RV, N>& list)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

} // namespace

QString nameOf(CK_RV value)
{
    for (const NamedValue& named : kNamedValues) {
        if (named.value == value)
            return QString::fromLatin1(named.name);
    }
    return QStringLiteral("CKR 0x%1").arg(value, 0, 16);
}

bool isRemoval(CK_RV value)
{
    return isOneOf(value,
                   std::array<CK_RV, 5>{CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT, CKR_SESSION_HANDLE_INVALID,
                                        CKR_SESSION_CLOSED, CKR_SLOT_ID_INVALID});
}

bool isWrongPin(CK_RV value)
{
    return isOneOf(value, std::array<CK_RV, 3>{CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE});
}

base::Error errorOf(CK_RV value, const char* function, const QString& token)
{
    if (isRemoval(value))
        return base::makeError(TokenError::TokenRemoved, token);
    if (isWrongPin(value))
        return base::makeError(TokenError::WrongPin, token);
    if (value == CKR_PIN_LOCKED)
        return base::makeError(TokenError::PinLocked, token);
    if (value == CKR_PIN_EXPIRED || value == CKR_USER_PIN_NOT_INITIALIZED)
        return base::makeError(TokenError::PinNotUsable, token);
    return base::makeError(TokenError::TokenFailure, token, QString::fromLatin1(function), nameOf(value));
}

} // namespace keyturn::pkcs11
