// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/folder_feed.h"

#include "models/base/text_safety.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace keyturn::feeds {

namespace {

base::Result<struct stat> folderStatus(const QByteArray& path)
{
    struct stat status;
    if (::stat(path.constData(), &status) != 0 || !S_ISDIR(status.st_mode))
        return base::fail(FeedError::FolderUnreadable, base::harmlessText(QFile::decodeName(path)),
                          QCoreApplication::translate("errors", "there is no such folder"));
    return status;
}

} // namespace

FolderFeed::FolderFeed(FolderOptions options, const base::Clock& clock)
    : m_options(std::move(options)), m_clock(clock), m_path(QFile::encodeName(m_options.folder)),
      m_name(base::harmlessText(QDir(m_options.folder).dirName()))
{
    if (m_name.isEmpty())
        m_name = QStringLiteral("folder");
}

base::Result<std::unique_ptr<FolderFeed>> FolderFeed::open(FolderOptions options, const base::Clock& clock)
{
    KEYTURN_TRY_LET(folder, folderStatus(QFile::encodeName(options.folder)));
    if (options.moveTo) {
        const auto unusable = [&](const char* reason) {
            return base::fail(FeedError::MoveFolderUnusable, base::harmlessText(options.folder),
                              base::harmlessText(*options.moveTo),
                              QCoreApplication::translate("errors", reason));
        };
        const auto target = folderStatus(QFile::encodeName(*options.moveTo));
        if (!target)
            return unusable(QT_TRANSLATE_NOOP("errors", "there is no such folder"));
        if (target->st_dev == folder.st_dev && target->st_ino == folder.st_ino)
            return unusable(QT_TRANSLATE_NOOP("errors", "both are one folder"));
        if (target->st_dev != folder.st_dev)
            return unusable(QT_TRANSLATE_NOOP("errors", "they lie on different file systems"));
    }
    std::unique_ptr<FolderFeed> feed(new FolderFeed(std::move(options), clock));
    // Before the first look, so that nothing comes unheard between the two.
    feed->watchAnew();
    return feed;
}

QString FolderFeed::source() const
{
    return base::harmlessText(m_options.folder);
}

void FolderFeed::watchAnew()
{
    const auto status = folderStatus(m_path);
    if (!status) {
        m_watched.reset();
        return;
    }
    const FileMark mark = markOf(*status);
    // Another folder may have taken its place; the old one would never be heard of again.
    if (m_watched && m_watched->device == mark.device && m_watched->inode == mark.inode)
        return;
    m_watch.watch(m_path);
    m_watched = mark;
}

Round FolderFeed::round(FeedState& state, FeedHost& host)
{
    watchAnew();
    m_renamed.merge(m_watch.takeRenamed());
    Round round;
    if (const auto read = readAll(state, host, round); !read)
        round.error = read.error();
    return round;
}

base::Result<void> FolderFeed::readAll(FeedState& state, FeedHost& host, Round& round)
{
    KEYTURN_TRY_LET(files, filesOf(m_path));
    std::map<QByteArray, Known> stillThere;
    for (const FolderFile& file : files) {
        Known known{file.mark, m_clock.now(), false};
        if (const auto before = m_known.find(file.name);
            before != m_known.end() && before->second.mark == file.mark)
            known = before->second;
        stillThere.emplace(file.name, known);
    }
    m_known = std::move(stillThere);
    for (const FolderFile& file : files) {
        if (host.stop())
            return base::fail(FeedError::Stopped);
        const Known& known = m_known.at(file.name);
        if (known.isSettled)
            ++round.unchanged;
        else if (const auto at = wholeAt(file, known))
            round.addWaiting(*at);
        else
            KEYTURN_TRY(take(file, state, host, round));
    }
    // Names that were heard of and are gone again, or temporary.
    m_renamed.clear();
    return {};
}

std::optional<base::UtcTime> FolderFeed::wholeAt(const FolderFile& file, const Known& known) const
{
    // The second is for clocks that do not agree, as with network file systems.
    const base::UtcTime at = std::min(file.mark.modified(), known.since).plusUs(m_options.settleUs);
    if (m_renamed.contains(file.name) || at <= m_clock.now())
        return std::nullopt;
    return at;
}

base::Result<void> FolderFeed::take(const FolderFile& file, FeedState& state, FeedHost& host, Round& round)
{
    const QString fileName = base::harmlessText(QFile::decodeName(file.name));
    Arrival arrival{{}, source() + QLatin1Char('/') + fileName, m_name + QLatin1Char('/') + fileName};
    Known& known = m_known.at(file.name);
    const auto refuse = [&](const base::Error& reason) {
        host.nameRefused(arrival, reason);
        known.isSettled = true;
    };
    const auto held = HeldFile::open(m_path + '/' + file.name);
    if (!held) {
        struct stat status;
        const bool isGone = ::lstat((m_path + '/' + file.name).constData(), &status) != 0;
        if (!isGone)
            refuse(held.error());
        return {};
    }
    const auto digest = held->sha256();
    if (!digest) {
        refuse(digest.error());
        return {};
    }
    KEYTURN_TRY_LET(hashed, held->mark());
    if (hashed != file.mark) {
        // It was written to or replaced since the look at the folder.
        round.addWaiting(m_clock.now().plusUs(m_options.settleUs));
        return {};
    }
    if (std::find(state.done.begin(), state.done.end(), *digest) == state.done.end()) {
        arrival.path = held->path();
        KEYTURN_TRY_LET(reception, host.receive(arrival));
        if (reception.kind == Reception::Kind::Refused || reception.kind == Reception::Kind::Empty) {
            refuse(*reception.reason);
            return {};
        }
        round.seenBefore += reception.kind == Reception::Kind::SeenBefore ? 1 : 0;
        KEYTURN_TRY_LET(imported, held->mark());
        // Written to while it was imported: what was read is signed, and what it is now comes next.
        if (imported != file.mark)
            return {};
        FeedState next = state;
        next.addDone(*digest);
        KEYTURN_TRY(host.keep(next));
        state = std::move(next);
    } else {
        ++round.unchanged;
    }
    known.isSettled = true;
    if (m_options.moveTo)
        putAway(file, *digest, round);
    return {};
}

void FolderFeed::putAway(const FolderFile& file, const base::Digest& digest, Round& round)
{
    const QByteArray otherName = file.name + '.' + digest.shortCode().toLatin1();
    const auto moved = moveFile(m_path, file.name, QFile::encodeName(*m_options.moveTo), otherName);
    if (moved)
        m_known.erase(file.name);
    else if (!round.error)
        round.error = moved.error();
}

} // namespace keyturn::feeds
