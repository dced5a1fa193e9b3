// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/storage/failing_vfs.h"

#include "tests/unit/storage/wrapped_vfs.h"

namespace keyturn::tests {

namespace {

constexpr char kFailingName[] = "keyturn-failing";

class FailingHooks final : public FileHooks
{
public:
    void arm(int operations, DeviceFault fault, FailingVfs::Lasting lasting)
    {
        m_isArmed = true;
        m_hasFailed = false;
        m_left = operations;
        m_fault = fault;
        m_lasting = lasting;
    }

    bool disarm()
    {
        m_isArmed = false;
        return m_hasFailed;
    }

    int opensWriteAhead(const char*) override { return codeOf(Change::Other, SQLITE_CANTOPEN); }
    int writes(const char*, const void*, int, sqlite3_int64) override
    {
        return codeOf(Change::Other, m_fault == DeviceFault::Full ? SQLITE_FULL : SQLITE_IOERR_WRITE);
    }
    int cuts(const char*, sqlite3_int64) override { return codeOf(Change::Other, SQLITE_IOERR_TRUNCATE); }
    int syncs(const char*) override { return codeOf(Change::Sync, SQLITE_IOERR_FSYNC); }
    int removes(const char*) override { return codeOf(Change::Other, SQLITE_IOERR_DELETE); }

private:
    enum class Change { Sync, Other };

    /// @p failure where the change that is asked for must fail.
    int codeOf(Change change, int failure)
    {
        if (!m_isArmed || (m_fault == DeviceFault::SyncError && change != Change::Sync) || m_left-- > 0)
            return SQLITE_OK;
        m_hasFailed = true;
        if (m_lasting == FailingVfs::Lasting::Once)
            m_isArmed = false;
        return failure;
    }

    bool m_isArmed = false;
    bool m_hasFailed = false;
    int m_left = 0;
    DeviceFault m_fault = DeviceFault::Full;
    FailingVfs::Lasting m_lasting = FailingVfs::Lasting::Once;
};

FailingHooks& failingHooks()
{
    static FailingHooks& hooks = []() -> FailingHooks& {
        static FailingHooks made;
        registerVfs(kFailingName, made);
        return made;
    }();
    return hooks;
}

} // namespace

QString FailingVfs::name()
{
    failingHooks();
    return QString::fromLatin1(kFailingName);
}

void FailingVfs::failAfter(int operations, DeviceFault fault, Lasting lasting)
{
    failingHooks().arm(operations, fault, lasting);
}

bool FailingVfs::stopFailing()
{
    return failingHooks().disarm();
}

} // namespace keyturn::tests
