// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/intake_soundness.h"
#include "tests/unit/formats/formats_support.h"

#include <QDirIterator>
#include <QRandomGenerator>

using namespace keyturn;
using namespace keyturn::tests;

namespace {

/// One to four small damages: a byte changed, a stretch removed, doubled or filled, at random places before
/// @p end.
QByteArray damaged(QByteArray bytes, qsizetype end, QRandomGenerator& random)
{
    static const QByteArray kNasty("\0\xFF\x80\"\"{}[]\\\n\r,:&*-'#|>!%@`\x1b\xE2", 28);
    const int damages = random.bounded(1, 5);
    for (int i = 0; i < damages && end > 1; ++i) {
        const qsizetype at = random.bounded(static_cast<int>(end));
        const qsizetype length = std::min<qsizetype>(random.bounded(1, 40), end - at);
        switch (random.bounded(5)) {
        case 0:
            bytes[at] = static_cast<char>(random.bounded(256));
            break;
        case 1:
            bytes[at] = kNasty[random.bounded(static_cast<int>(kNasty.size()))];
            break;
        case 2:
            bytes.remove(at, length);
            end -= length;
            break;
        case 3:
            bytes.insert(at, bytes.mid(at, length));
            end += length;
            break;
        default:
            bytes.insert(at, QByteArray(static_cast<qsizetype>(random.bounded(1, 300)),
                                        kNasty[random.bounded(static_cast<int>(kNasty.size()))]));
            end = std::min<qsizetype>(end, at);
        }
    }
    return bytes;
}

/// How often each file is read, the first time as it is.
constexpr int kRounds = 10;

QByteArray soundnessMessage(const QString& file, int round, const std::string& fault)
{
    return (file + QStringLiteral(", round %1: ").arg(round) + QString::fromStdString(fault)).toUtf8();
}

} // namespace

class TestMutations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Every adapter meets every file, whole and damaged: nothing crashes and what comes out is sound.
    void survivesDamagedFiles()
    {
        QRandomGenerator random(4711);
        int files = 0;
        QDirIterator it(dataFolder() + QStringLiteral("/intake"), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            ++files;
            for (int round = 0; round < kRounds; ++round) {
                const QByteArray text = round == 0 ? bytes : damaged(bytes, bytes.size(), random);
                const intake::FileHead head(std::string_view(
                    text.constData(), static_cast<size_t>(std::min<qsizetype>(text.size(), 65'536))));
                for (const auto& adapter : formats::adapters()) {
                    const int sureness = adapter->recognises(head);
                    QVERIFY(sureness >= 0 && sureness <= 100);
                    // Who does not know the file meets it whole, and damaged once.
                    if (sureness == 0 && round > 1)
                        continue;
                    const Outcome outcome = readText(adapter->format().toLatin1().constData(), text);
                    const std::string fault = faultOf(outcome, static_cast<std::size_t>(text.size()));
                    QVERIFY2(fault.empty(), soundnessMessage(file.fileName(), round, fault).constData());
                }
            }
        }
        QVERIFY(files > 15);
    }

    void survivesTruncationAtEveryByte()
    {
        for (const char* file :
             {"valid/stix/sighting-of-an-indicator.json", "valid/timesketch/sigma_events.csv",
              "valid/timesketch/sigma_events.jsonl", "valid/atlas/AML.CS0012.yaml"}) {
            const QByteArray bytes = fileBytes(QString::fromLatin1(file));
            QStringList known;
            const intake::FileHead head(
                std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())));
            for (const auto& adapter : formats::adapters()) {
                if (adapter->recognises(head) > 0)
                    known += adapter->format();
            }
            QVERIFY(!known.isEmpty());
            for (qsizetype length = 0; length < bytes.size(); length += file[6] == 'a' ? 37 : 1) {
                for (const QString& format : known) {
                    // One that takes whatever has its shape meets every seventh length.
                    if (format.startsWith(QLatin1String("generic-")) && length % 7 != 0)
                        continue;
                    const Outcome outcome = readText(format.toLatin1().constData(), bytes.left(length));
                    QCOMPARE(faultOf(outcome, static_cast<std::size_t>(length)), std::string());
                }
            }
        }
    }

    /// Whatever happens to one JSON line, every later line is read.
    void losesNoLaterLineToADamagedOne()
    {
        QRandomGenerator random(815);
        const QByteArray bytes = fileBytes(QStringLiteral("valid/timesketch/sigma_events.jsonl"));
        const QByteArray tail = "\n{\"message\":\"later one\"}\n{\"message\":\"later two\"}\n";
        for (int round = 0; round < 2000; ++round) {
            const Outcome outcome = readText("timesketch-jsonl", damaged(bytes, bytes.size(), random) + tail);
            if (outcome.error) { // damage made the first bytes those of UTF-16
                QVERIFY(outcome.error->is(intake::IntakeError::NotText));
                continue;
            }
            const auto& records = outcome.records;
            QVERIFY(records.size() >= 2);
            QVERIFY(records[records.size() - 2].title == "later one" && records.back().title == "later two");
        }
    }
};

KEYTURN_TEST(TestMutations);
#include "test_mutations.moc"
