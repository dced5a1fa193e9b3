// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pkcs11/session.h"

#include "models/pkcs11/return_values.h"
#include "models/tokens/token_error.h"

#include <array>
#include <utility>

namespace keyturn::pkcs11 {

namespace {

using tokens::TokenError;

constexpr CK_ULONG kFindAtOnce = 32;
/// More objects than this are not looked at: a token that invents them without end must not hang us.
constexpr std::size_t kMostObjects = 4096;
constexpr CK_ULONG kLargestAttributeBytes = 64 * 1024;
/// Of either kind of signature here, with room for a token that pads.
constexpr qsizetype kSignatureRoomBytes = 256;

/// PKCS#11 takes pointers to what it only reads as pointers to what it may write.
CK_BYTE_PTR readOnlyBytes(const void* bytes)
{
    return const_cast<CK_BYTE_PTR>(static_cast<const CK_BYTE*>(bytes));
}

} // namespace

Session::Session(const Module& module, Slot slot, CK_SESSION_HANDLE handle)
    : m_module(module), m_slot(std::move(slot)), m_handle(handle)
{
}

Session::~Session()
{
    // The last session's end is also the end of the login; a token that is gone has ended both already.
    (void)m_module.call().C_CloseSession(m_handle);
}

tl::unexpected<base::Error> Session::failure(CK_RV answer, const char* function) const
{
    return tl::make_unexpected(errorOf(answer, function, m_slot.shown()));
}

base::Result<std::unique_ptr<Session>> Session::open(const Module& module, const Slot& slot)
{
    CK_SESSION_HANDLE handle = 0;
    const CK_RV answer = module.call().C_OpenSession(slot.id, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
    if (answer != CKR_OK)
        return tl::make_unexpected(errorOf(answer, "C_OpenSession", slot.shown()));
    return std::unique_ptr<Session>(new Session(module, slot, handle));
}

base::Result<std::vector<CK_OBJECT_HANDLE>> Session::find(std::span<CK_ATTRIBUTE> pattern) const
{
    CK_RV answer = m_module.call().C_FindObjectsInit(m_handle, pattern.data(), pattern.size());
    if (answer != CKR_OK)
        return failure(answer, "C_FindObjectsInit");
    std::vector<CK_OBJECT_HANDLE> found;
    std::array<CK_OBJECT_HANDLE, kFindAtOnce> some{};
    CK_ULONG count = 0;
    do {
        answer = m_module.call().C_FindObjects(m_handle, some.data(), kFindAtOnce, &count);
        if (answer == CKR_OK && count <= kFindAtOnce)
            found.insert(found.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
    } while (answer == CKR_OK && count > 0 && count <= kFindAtOnce && found.size() < kMostObjects);
    const CK_RV finished = m_module.call().C_FindObjectsFinal(m_handle);
    if (answer != CKR_OK)
        return failure(answer, "C_FindObjects");
    if (finished != CKR_OK)
        return failure(finished, "C_FindObjectsFinal");
    return found;
}

base::Result<QByteArray> Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    const auto isUntold = [](CK_RV answer) {
        return answer == CKR_ATTRIBUTE_TYPE_INVALID || answer == CKR_ATTRIBUTE_SENSITIVE;
    };
    CK_ATTRIBUTE asked{type, nullptr, 0};
    CK_RV answer = m_module.call().C_GetAttributeValue(m_handle, object, &asked, 1);
    if (isUntold(answer) || (answer == CKR_OK && asked.ulValueLen > kLargestAttributeBytes))
        return QByteArray();
    if (answer != CKR_OK)
        return failure(answer, "C_GetAttributeValue");
    QByteArray bytes(static_cast<qsizetype>(asked.ulValueLen), '\0');
    asked.pValue = bytes.data();
    answer = m_module.call().C_GetAttributeValue(m_handle, object, &asked, 1);
    if (isUntold(answer))
        return QByteArray();
    if (answer != CKR_OK)
        return failure(answer, "C_GetAttributeValue");
    bytes.truncate(static_cast<qsizetype>(asked.ulValueLen));
    return bytes;
}

base::Result<void> Session::givePin(CK_USER_TYPE user, const crypto::SecretBytes& pin)
{
    const bool hasOwnKeys = (m_slot.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
    if (pin.isEmpty() && !hasOwnKeys)
        return base::fail(TokenError::PinMissing, m_slot.shown());
    const CK_RV answer = m_module.call().C_Login(
        m_handle, user, pin.isEmpty() ? nullptr : readOnlyBytes(pin.bytes().data()), pin.size());
    if (answer == CKR_OK || answer == CKR_USER_ALREADY_LOGGED_IN)
        return {};
    if (!isWrongPin(answer))
        return failure(answer, "C_Login");
    // What is left of its tries is said now: the next person to try must know.
    const auto after = m_module.slot(m_slot.id);
    const CK_FLAGS flags = after ? after->flags : 0;
    if ((flags & CKF_USER_PIN_LOCKED) != 0)
        return base::fail(TokenError::WrongPinNowLocked, m_slot.shown());
    if ((flags & CKF_USER_PIN_FINAL_TRY) != 0)
        return base::fail(TokenError::WrongPinOneTryLeft, m_slot.shown());
    return base::fail(TokenError::WrongPin, m_slot.shown());
}

base::Result<void> Session::login(const crypto::SecretBytes& pin)
{
    if ((m_slot.flags & CKF_USER_PIN_LOCKED) != 0)
        return base::fail(TokenError::PinLocked, m_slot.shown());
    // A slip of the finger here would cost the person their key in the middle of an incident.
    if ((m_slot.flags & CKF_USER_PIN_FINAL_TRY) != 0)
        return base::fail(TokenError::PinLastTry, m_slot.shown());
    if ((m_slot.flags & CKF_LOGIN_REQUIRED) == 0)
        return {};
    return givePin(CKU_USER, pin);
}

base::Result<QByteArray> Session::sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism, QByteArrayView data,
                                       const crypto::SecretBytes& pin)
{
    KEYTURN_TRY_LET(asksEachTime, attribute(key, CKA_ALWAYS_AUTHENTICATE));
    CK_MECHANISM chosen{mechanism, nullptr, 0};
    CK_RV answer = m_module.call().C_SignInit(m_handle, &chosen, key);
    if (answer != CKR_OK)
        return failure(answer, "C_SignInit");
    if (asksEachTime == QByteArray(1, static_cast<char>(CK_TRUE)))
        KEYTURN_TRY(givePin(CKU_CONTEXT_SPECIFIC, pin));
    QByteArray signature(kSignatureRoomBytes, '\0');
    auto length = static_cast<CK_ULONG>(signature.size());
    // Never null, which modules refuse even where the length is 0.
    const char* text = data.isEmpty() ? "" : data.data();
    answer = m_module.call().C_Sign(m_handle, readOnlyBytes(text), static_cast<CK_ULONG>(data.size()),
                                    reinterpret_cast<CK_BYTE_PTR>(signature.data()), &length);
    if (answer != CKR_OK)
        return failure(answer, "C_Sign");
    signature.truncate(static_cast<qsizetype>(length));
    return signature;
}

} // namespace keyturn::pkcs11
