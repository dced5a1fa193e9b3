// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/run_program.h"

#include <QFileInfo>
#include <QTemporaryDir>

namespace keyturn::tests {

/// A token of SoftHSM in a folder of its own, with keys made by OpenSC's pkcs11-tool; for all of this process
/// and those that it starts, as long as it lives.
class SoftToken
{
public:
    static constexpr char kPin[] = "4711-0815";
    static constexpr char kLabel[] = "Larkfield 1";

    SoftToken()
    {
        const QByteArray configuration =
            "directories.tokendir = " + m_folder.path().toUtf8() + "\nobjectstore.backend = file\n";
        qputenv("SOFTHSM2_CONF", writeTestFile(m_folder.filePath("softhsm2.conf"), configuration).toUtf8());
        must(runProgram("softhsm2-util", {"--init-token", "--free", "--label", kLabel, "--pin", kPin,
                                          "--so-pin", "12345678"}));
    }
    ~SoftToken() { qunsetenv("SOFTHSM2_CONF"); }
    SoftToken(const SoftToken&) = delete;
    SoftToken& operator=(const SoftToken&) = delete;

    /// Where Debian and others install it.
    [[nodiscard]] static QString modulePath()
    {
        for (const char* path : {"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"}) {
            if (QFileInfo::exists(path))
                return path;
        }
        qFatal("SoftHSM is not installed");
    }
    /// The URI of the key or keys that @p attributes name.
    [[nodiscard]] static QString uri(const QString& attributes)
    {
        return "pkcs11:" + attributes + "?module-path=" + modulePath();
    }
    /// Makes a pair of keys; @p type as pkcs11-tool has it ("EC:prime256v1").
    void makeKey(const QString& label, const QString& id, const QString& type, const QStringList& more = {})
    {
        (void)pkcs11Tool(QStringList{"--login", "--pin", kPin, "--keypairgen", "--key-type", type, "--label",
                                     label, "--id", id} +
                         more);
    }
    /// Runs pkcs11-tool on the token and gives what it printed.
    [[nodiscard]] QByteArray pkcs11Tool(const QStringList& arguments)
    {
        return must(runProgram("pkcs11-tool",
                               QStringList{"--module", modulePath(), "--token-label", kLabel} + arguments));
    }
    /// A file in the token's folder.
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }

private:
    static QByteArray must(const ProgramRun& run)
    {
        if (run.status != 0)
            qFatal("the token could not be prepared: %s", run.errors.constData());
        return run.output;
    }

    QTemporaryDir m_folder;
};

} // namespace keyturn::tests
