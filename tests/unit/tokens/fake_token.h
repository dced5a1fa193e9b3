// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tokens/token_signer.h"
#include "tests/support/run_program.h"

#include <QByteArrayList>
#include <QTemporaryDir>

namespace keyturn::tests {

/// The module of tests/support/fake_pkcs11.cpp, told by the environment how to misbehave, and what was asked
/// of it.
class FakeToken
{
public:
    static constexpr char kRightPin[] = "123456";
    static constexpr char kWrongPin[] = "123457";

    FakeToken() : m_log(writeTestFile(m_folder.filePath("calls"), {}))
    {
        qputenv("KEYTURN_FAKE_PKCS11_LOG", m_log.toUtf8());
    }
    FakeToken(const FakeToken&) = delete;
    FakeToken& operator=(const FakeToken&) = delete;
    ~FakeToken()
    {
        qunsetenv("KEYTURN_FAKE_PKCS11_LOG");
        qunsetenv("KEYTURN_FAKE_PKCS11");
    }

    [[nodiscard]] static QString modulePath() { return QStringLiteral(KEYTURN_FAKE_PKCS11_MODULE); }
    /// For files of the test's own.
    [[nodiscard]] QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    static void behave(const QByteArray& word) { qputenv("KEYTURN_FAKE_PKCS11", word); }
    [[nodiscard]] static base::Result<std::unique_ptr<tokens::TokenSigner>>
    open(crypto::SecretBytes pin, const tokens::HelperOptions& options = {})
    {
        KEYTURN_TRY_LET(uri,
                        tokens::TokenUri::parse(QString("pkcs11:object=sign?module-path=" + modulePath())));
        return tokens::TokenSigner::open(uri, std::move(pin), options);
    }
    [[nodiscard]] static base::Result<std::unique_ptr<tokens::TokenSigner>>
    open(const char* pin, const tokens::HelperOptions& options = {})
    {
        return open(crypto::SecretBytes::fromText(QString(pin)), options);
    }
    /// How often "login", "sign" or "close" was called, or another line written.
    [[nodiscard]] qsizetype count(const char* call) const
    {
        return readTestFile(m_log).split('\n').count(call);
    }

    /// What stands behind @p beginning in each line that has it.
    [[nodiscard]] QByteArrayList linesWith(const QByteArray& beginning) const
    {
        QByteArrayList rests;
        for (const QByteArray& line : readTestFile(m_log).split('\n')) {
            if (line.startsWith(beginning))
                rests.append(line.sliced(beginning.size()));
        }
        return rests;
    }

private:
    QTemporaryDir m_folder;
    QString m_log;
};

} // namespace keyturn::tests
