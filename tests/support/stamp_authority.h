// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/run_program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace keyturn::tests {

/// A time-stamp authority (RFC 3161) of the real `openssl` program: a root, a certificate below it, and
/// answers.
class StampAuthority
{
public:
    StampAuthority()
    {
        run({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
             path("ca.key"), "-out", path("ca.pem"), "-subj", "/CN=Root of stamps", "-days", "30"});
        run({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
             path("tsa.key"), "-out", path("tsa.csr"), "-subj", "/CN=Stamps"});
        writeTestFile(path("tsa.ext"),
                      "extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n");
        run({"x509", "-req", "-in", path("tsa.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
             "-CAcreateserial", "-out", path("tsa.pem"), "-days", "30", "-extfile", path("tsa.ext")});
        writeTestFile(path("serial"), "0a1b\n");
        writeTestFile(path("tsa.conf"), "[tsa]\ndefault_tsa = t\n[t]\nserial = " + path("serial").toUtf8() +
                                            "\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n"
                                            "signer_digest = sha256\ness_cert_id_alg = sha256\n");
    }

    /// The root's certificate (PEM).
    [[nodiscard]] QByteArray root() const { return readTestFile(path("ca.pem")); }
    /// The response (DER) to @p request.
    [[nodiscard]] QByteArray answer(const QByteArray& request) const
    {
        writeTestFile(path("request.tsq"), request);
        run({"ts", "-reply", "-config", path("tsa.conf"), "-section", "t", "-queryfile", path("request.tsq"),
             "-signer", path("tsa.pem"), "-inkey", path("tsa.key"), "-out", path("response.tsr")});
        return readTestFile(path("response.tsr"));
    }
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

private:
    static void run(const QStringList& arguments)
    {
        const ProgramRun ended = runOpenssl(arguments);
        if (ended.status != 0)
            qFatal("openssl %s: %s", qPrintable(arguments.join(QLatin1Char(' '))), ended.errors.constData());
    }

    QTemporaryDir m_folder;
};

} // namespace keyturn::tests
