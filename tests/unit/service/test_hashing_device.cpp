// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/service/hashing_device.h"
#include "tests/support/test_registry.h"

#include <QBuffer>
#include <QTest>

#include <thread>

namespace keyturn::tests {

using service::HashingDevice;

namespace {

/// Bytes that are not the same anywhere, long enough for pieces to be read ahead.
QByteArray manyBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    quint32 state = 1;
    for (char& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

/// A device that fails at a place, and notes which threads read it.
class FailingDevice final : public QIODevice
{
public:
    FailingDevice(qint64 failsAt, bool arrives) : m_failsAt(failsAt), m_arrives(arrives)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return m_arrives; }
    [[nodiscard]] qint64 size() const override { return m_failsAt + 1; }
    [[nodiscard]] bool wasReadElsewhere() const { return m_wasReadElsewhere; }

protected:
    qint64 readData(char* data, qint64 maximum) override
    {
        m_wasReadElsewhere |= std::this_thread::get_id() != m_maker;
        if (m_at == m_failsAt) {
            setErrorString(QStringLiteral("the disk is gone"));
            return -1;
        }
        const qint64 count = std::min(maximum, m_failsAt - m_at);
        std::fill_n(data, count, 'x');
        m_at += count;
        return count;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    qint64 m_failsAt;
    qint64 m_at = 0;
    bool m_arrives;
    bool m_wasReadElsewhere = false;
    std::thread::id m_maker = std::this_thread::get_id();
};

constexpr qint64 kLong = 5'000'000;

/// Reads pieces of a size that divides nothing until the end or a fault. @return what came.
QByteArray readAll(HashingDevice& device, qint64& last)
{
    QByteArray all;
    QByteArray piece(70'001, Qt::Uninitialized);
    while ((last = device.read(piece.data(), piece.size())) > 0)
        all += piece.left(last);
    return all;
}

} // namespace

class TestHashingDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesAndHashesEveryByteAtAnySize_data()
    {
        QTest::addColumn<qint64>("size");
        for (const qint64 size :
             {qint64{0}, qint64{1}, qint64{1 << 20}, (qint64{1} << 20) + 1, kLong, qint64{1} << 22})
            QTest::newRow(qPrintable(QString::number(size))) << size;
    }
    void givesAndHashesEveryByteAtAnySize()
    {
        QFETCH(const qint64, size);
        QByteArray bytes = manyBytes(size);
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        HashingDevice device(buffer);
        qint64 last = -1;
        QVERIFY(readAll(device, last) == bytes);
        QCOMPARE(last, qint64{0});
        QCOMPARE(device.bytesRead(), static_cast<std::uint64_t>(size));
        QVERIFY(device.finish() == crypto::sha256(QByteArrayView(bytes)));
    }

    void hashesWhatNobodyReadToo()
    {
        for (const qint64 read : {qint64{0}, qint64{100}, qint64{2'000'000}}) {
            QByteArray bytes = manyBytes(kLong);
            QBuffer buffer(&bytes);
            QVERIFY(buffer.open(QIODevice::ReadOnly));
            HashingDevice device(buffer);
            QByteArray piece(read, Qt::Uninitialized);
            for (qint64 had = 0; had < read;)
                had += device.read(piece.data(), read - had);
            QVERIFY(device.finish() == crypto::sha256(QByteArrayView(bytes)));
        }
    }

    void saysAFaultAfterAllThatCameBeforeIt_data()
    {
        QTest::addColumn<bool>("arrives");
        QTest::newRow("a file") << false;
        QTest::newRow("a pipe") << true;
    }
    void saysAFaultAfterAllThatCameBeforeIt()
    {
        QFETCH(const bool, arrives);
        FailingDevice failing(kLong, arrives);
        HashingDevice device(failing);
        qint64 last = 0;
        QCOMPARE(readAll(device, last).size(), kLong);
        QCOMPARE(last, qint64{-1});
        QCOMPARE(device.errorString(), QStringLiteral("the disk is gone"));
        QCOMPARE(device.read(1).size(), 0);
        // A pipe whose next bytes never come must not hold up the end of the program.
        QCOMPARE(failing.wasReadElsewhere(), !arrives);
    }

    void canBeLetGoWhileItReadsAhead()
    {
        for (int i = 0; i < 20; ++i) {
            FailingDevice failing(kLong, false);
            HashingDevice device(failing);
            QByteArray piece(1 << 18, Qt::Uninitialized);
            for (int k = 0; k < 5 + i % 3; ++k)
                QVERIFY(device.read(piece.data(), piece.size()) > 0);
        }
    }
};
KEYTURN_TEST(TestHashingDevice);

} // namespace keyturn::tests

#include "test_hashing_device.moc"
