// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/storage/recording_vfs.h"

#include "tests/unit/storage/wrapped_vfs.h"

#include <QFile>

namespace keyturn::tests {

namespace {

constexpr char kRecordingName[] = "keyturn-recording";
/// What a disk writes as a whole.
constexpr qsizetype kSectorBytes = 512;

struct Step
{
    enum class Kind { Write, Cut, Sync, Remove } kind;
    QByteArray suffix; ///< Of the file's name.
    QByteArray bytes;
    qsizetype at = 0; ///< Where written, or the size cut to.
};

void apply(QByteArray& file, const Step& step)
{
    if (step.kind == Step::Kind::Cut) {
        file.resize(std::min(file.size(), step.at));
        return;
    }
    if (file.size() < step.at + step.bytes.size())
        file.append(step.at + step.bytes.size() - file.size(), '\0');
    file.replace(step.at, step.bytes.size(), step.bytes);
}

/// The sectors of a write, each of which may or may not have reached the disk.
void applyPartly(QByteArray& file, const Step& step, std::mt19937& random)
{
    for (qsizetype from = 0; from < step.bytes.size(); from += kSectorBytes) {
        if (random() % 2 == 0)
            apply(file, {Step::Kind::Write, {}, step.bytes.mid(from, kSectorBytes), step.at + from});
    }
}

class RecordingHooks final : public FileHooks
{
public:
    void start(const QString& path)
    {
        m_path = QFile::encodeName(path);
        m_steps.clear();
        m_before.clear();
        for (const char* suffix : {"", "-wal"}) {
            QFile file(path + QLatin1String(suffix));
            if (file.open(QIODevice::ReadOnly))
                m_before[suffix] = file.readAll();
        }
    }

    [[nodiscard]] const std::vector<Step>& steps() const { return m_steps; }
    [[nodiscard]] const std::map<QByteArray, QByteArray>& before() const { return m_before; }

    int opensWriteAhead(const char*) override { return SQLITE_OK; }
    int writes(const char* name, const void* bytes, int count, sqlite3_int64 at) override
    {
        return record(name, Step::Kind::Write, QByteArray(static_cast<const char*>(bytes), count), at);
    }
    int cuts(const char* name, sqlite3_int64 size) override
    {
        return record(name, Step::Kind::Cut, {}, size);
    }
    int syncs(const char* name) override { return record(name, Step::Kind::Sync, {}, 0); }
    int removes(const char* name) override { return record(name, Step::Kind::Remove, {}, 0); }

private:
    int record(const char* name, Step::Kind kind, const QByteArray& bytes, sqlite3_int64 at)
    {
        if (name && QByteArrayView(name).startsWith(m_path) && !m_path.isEmpty())
            m_steps.push_back({kind, QByteArray(name).mid(m_path.size()), bytes, static_cast<qsizetype>(at)});
        return SQLITE_OK;
    }

    QByteArray m_path;
    std::vector<Step> m_steps;
    std::map<QByteArray, QByteArray> m_before;
};

RecordingHooks& recordingHooks()
{
    static RecordingHooks& hooks = []() -> RecordingHooks& {
        static RecordingHooks made;
        registerVfs(kRecordingName, made);
        return made;
    }();
    return hooks;
}

} // namespace

QString RecordingVfs::name()
{
    recordingHooks();
    return QString::fromLatin1(kRecordingName);
}

void RecordingVfs::start(const QString& path)
{
    recordingHooks().start(path);
}

std::size_t RecordingVfs::moment()
{
    return recordingHooks().steps().size();
}

std::map<QByteArray, QByteArray> RecordingVfs::afterPowerCut(std::size_t moment, std::mt19937& random)
{
    const std::vector<Step>& steps = recordingHooks().steps();
    std::map<QByteArray, std::size_t> synced; // By file: all steps before this one are on the disk.
    for (std::size_t i = 0; i < moment; ++i) {
        if (steps[i].kind == Step::Kind::Sync || steps[i].kind == Step::Kind::Remove)
            synced[steps[i].suffix] = i;
    }
    std::map<QByteArray, QByteArray> files = recordingHooks().before();
    for (std::size_t i = 0; i < moment; ++i) {
        const Step& step = steps[i];
        const auto known = synced.find(step.suffix);
        const bool isOnDisk = known != synced.end() && i <= known->second;
        if (step.kind == Step::Kind::Remove)
            files.erase(step.suffix);
        else if (step.kind == Step::Kind::Sync)
            continue;
        else if (isOnDisk)
            apply(files[step.suffix], step);
        else if (step.kind == Step::Kind::Write)
            applyPartly(files[step.suffix], step, random);
        else if (random() % 2 == 0)
            apply(files[step.suffix], step);
    }
    return files;
}

} // namespace keyturn::tests
