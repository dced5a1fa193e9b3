// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/folder_watch.h"

#include <array>
#include <cstddef>
#include <cstring>
#include <sys/inotify.h>
#include <unistd.h>

namespace keyturn::feeds {

FolderWatch::~FolderWatch()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void FolderWatch::watch(const QByteArray& path)
{
    if (m_descriptor < 0)
        m_descriptor = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (m_descriptor < 0)
        return;
    if (m_watch >= 0)
        ::inotify_rm_watch(m_descriptor, m_watch);
    m_watch = ::inotify_add_watch(m_descriptor, path.constData(),
                                  IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR);
}

std::set<QByteArray> FolderWatch::takeRenamed()
{
    std::set<QByteArray> renamed;
    if (m_descriptor < 0)
        return renamed;
    std::array<char, 16 * 1024> buffer{};
    while (true) {
        const ssize_t got = ::read(m_descriptor, buffer.data(), buffer.size());
        if (got <= 0)
            return renamed;
        for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(got);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* name = buffer.data() + at + sizeof event;
            if ((event.mask & IN_MOVED_TO) != 0 && event.len > 0 && event.wd == m_watch)
                renamed.insert(QByteArray(name, static_cast<qsizetype>(::strnlen(name, event.len))));
            at += sizeof event + event.len;
        }
    }
}

} // namespace keyturn::feeds
