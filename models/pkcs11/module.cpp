// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pkcs11/module.h"

#include "models/pkcs11/return_values.h"
#include "models/tokens/token_error.h"

#include <QFile>

#include <dlfcn.h>
#include <utility>

namespace keyturn::pkcs11 {

namespace {

using tokens::TokenError;

/// A fixed field of a module's struct, padded with blanks.
template <std::size_t N>
QString paddedText(const CK_UTF8CHAR (&field)[N])
{
    QString text = QString::fromUtf8(reinterpret_cast<const char*>(field), static_cast<qsizetype>(N));
    // Some modules end it with a NUL instead.
    const qsizetype end = text.indexOf(QChar(u'\0'));
    if (end >= 0)
        text.truncate(end);
    while (text.endsWith(QLatin1Char(' ')))
        text.chop(1);
    return text;
}

} // namespace

Module::Module(QString path, void* library) : m_path(std::move(path)), m_library(library) {}

Module::~Module()
{
    // Nobody is left to be told when a module cannot be put away.
    if (m_functions)
        (void)m_functions->C_Finalize(nullptr);
    ::dlclose(m_library);
}

base::Result<std::unique_ptr<Module>> Module::load(const QString& path)
{
    const auto refuse = [&path](const QString& reason) {
        return base::fail(TokenError::ModuleFailure, path, reason);
    };
    if (!path.startsWith(QLatin1Char('/')))
        return refuse(QStringLiteral("it must be named by its full path"));
    void* library = ::dlopen(QFile::encodeName(path).constData(), RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        // It begins with the path, which the sentence has already.
        QString reason = QString::fromLocal8Bit(::dlerror());
        return refuse(reason.remove(path + QStringLiteral(": ")));
    }
    std::unique_ptr<Module> module(new Module(path, library));
    const auto list = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(module->m_library, "C_GetFunctionList"));
    if (!list)
        return refuse(QStringLiteral("it is no PKCS#11 module"));
    CK_FUNCTION_LIST* functions = nullptr;
    CK_RV answer = list(&functions);
    if (answer != CKR_OK || !functions)
        return refuse(QStringLiteral("C_GetFunctionList: ") + nameOf(answer));
    // This program has one thread; some modules refuse every other promise.
    answer = functions->C_Initialize(nullptr);
    if (answer != CKR_OK)
        return refuse(QStringLiteral("C_Initialize: ") + nameOf(answer));
    module->m_functions = functions;
    return module;
}

base::Result<Slot> Module::slot(CK_SLOT_ID id) const
{
    CK_TOKEN_INFO info{};
    const CK_RV answer = m_functions->C_GetTokenInfo(id, &info);
    if (answer != CKR_OK)
        return tl::make_unexpected(errorOf(answer, "C_GetTokenInfo", QString::number(id)));
    Slot slot;
    slot.id = id;
    slot.token.label = paddedText(info.label);
    slot.token.manufacturer = paddedText(info.manufacturerID);
    slot.token.model = paddedText(info.model);
    slot.token.serial = paddedText(info.serialNumber);
    slot.flags = info.flags;
    return slot;
}

base::Result<std::vector<Slot>> Module::slotsWithToken() const
{
    std::vector<CK_SLOT_ID> ids;
    CK_ULONG count = 0;
    CK_RV answer = m_functions->C_GetSlotList(CK_TRUE, nullptr, &count);
    if (answer == CKR_OK && count > 0) {
        // One more than there are, for a token that is plugged in between the two calls.
        ids.resize(++count);
        answer = m_functions->C_GetSlotList(CK_TRUE, ids.data(), &count);
    }
    if (answer != CKR_OK)
        return base::fail(TokenError::ModuleFailure, m_path,
                          QStringLiteral("C_GetSlotList: ") + nameOf(answer));
    ids.resize(count);
    std::vector<Slot> found;
    for (const CK_SLOT_ID id : ids) {
        auto looked = slot(id);
        // Pulled out meanwhile, as if it had not been there.
        if (!looked && looked.error().is(TokenError::TokenRemoved))
            continue;
        KEYTURN_TRY(looked);
        if ((looked->flags & CKF_TOKEN_INITIALIZED) != 0)
            found.push_back(std::move(*looked));
    }
    return found;
}

} // namespace keyturn::pkcs11
