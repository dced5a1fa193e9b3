// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/storage/failing_vfs.h"

#include <cerrno>
#include <cstring>
#include <sqlite3.h>

namespace keyturn::tests {

namespace {

constexpr char kVfsName[] = "keyturn-failing";

struct Plan
{
    bool isArmed = false;
    bool hasFailed = false;
    int left = 0;
    DeviceFault fault = DeviceFault::Full;
    FailingVfs::Lasting lasting = FailingVfs::Lasting::Once;
};
Plan& plan()
{
    static Plan thePlan;
    return thePlan;
}

enum class Change { Sync, Other };

/// True when the change that is being asked for must fail.
bool mustFail(Change change)
{
    Plan& p = plan();
    if (!p.isArmed || (p.fault == DeviceFault::SyncError && change != Change::Sync) || p.left-- > 0)
        return false;
    p.hasFailed = true;
    if (p.lasting == FailingVfs::Lasting::Once)
        p.isArmed = false;
    return true;
}

/// Our file: the method table that SQLite calls, then the real file.
struct File
{
    sqlite3_file base;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(alignof(File) >= alignof(void*));

sqlite3_file* realOf(sqlite3_file* file)
{
    return reinterpret_cast<File*>(file)->real();
}

int closeFile(sqlite3_file* file)
{
    return realOf(file)->pMethods->xClose(realOf(file));
}
int readFile(sqlite3_file* file, void* to, int count, sqlite3_int64 at)
{
    return realOf(file)->pMethods->xRead(realOf(file), to, count, at);
}
int writeFile(sqlite3_file* file, const void* from, int count, sqlite3_int64 at)
{
    if (mustFail(Change::Other)) {
        // A full disk takes the first half.
        if (plan().fault == DeviceFault::Full) {
            realOf(file)->pMethods->xWrite(realOf(file), from, count / 2, at);
            return SQLITE_FULL;
        }
        return SQLITE_IOERR_WRITE;
    }
    return realOf(file)->pMethods->xWrite(realOf(file), from, count, at);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    return mustFail(Change::Other) ? SQLITE_IOERR_TRUNCATE
                                   : realOf(file)->pMethods->xTruncate(realOf(file), size);
}
int syncFile(sqlite3_file* file, int flags)
{
    return mustFail(Change::Sync) ? SQLITE_IOERR_FSYNC : realOf(file)->pMethods->xSync(realOf(file), flags);
}
int fileSize(sqlite3_file* file, sqlite3_int64* size)
{
    return realOf(file)->pMethods->xFileSize(realOf(file), size);
}
int lockFile(sqlite3_file* file, int kind)
{
    return realOf(file)->pMethods->xLock(realOf(file), kind);
}
int unlockFile(sqlite3_file* file, int kind)
{
    return realOf(file)->pMethods->xUnlock(realOf(file), kind);
}
int checkReserved(sqlite3_file* file, int* result)
{
    return realOf(file)->pMethods->xCheckReservedLock(realOf(file), result);
}
int fileControl(sqlite3_file* file, int operation, void* argument)
{
    return realOf(file)->pMethods->xFileControl(realOf(file), operation, argument);
}
int sectorSize(sqlite3_file* file)
{
    return realOf(file)->pMethods->xSectorSize(realOf(file));
}
int characteristics(sqlite3_file* file)
{
    return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file));
}
int shmMap(sqlite3_file* file, int page, int size, int extend, void volatile** out)
{
    return realOf(file)->pMethods->xShmMap(realOf(file), page, size, extend, out);
}
int shmLock(sqlite3_file* file, int offset, int count, int flags)
{
    return realOf(file)->pMethods->xShmLock(realOf(file), offset, count, flags);
}
void shmBarrier(sqlite3_file* file)
{
    realOf(file)->pMethods->xShmBarrier(realOf(file));
}
int shmUnmap(sqlite3_file* file, int remove)
{
    return realOf(file)->pMethods->xShmUnmap(realOf(file), remove);
}

constexpr sqlite3_io_methods kMethods{2,           closeFile,  readFile,        writeFile,  truncateFile,
                                      syncFile,    fileSize,   lockFile,        unlockFile, checkReserved,
                                      fileControl, sectorSize, characteristics, shmMap,     shmLock,
                                      shmBarrier,  shmUnmap,   nullptr,         nullptr};

sqlite3_vfs* systemVfs()
{
    static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
    return vfs;
}

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    file->pMethods = nullptr;
    const bool makesFile = (flags & SQLITE_OPEN_WAL) != 0;
    if (makesFile && mustFail(Change::Other))
        return SQLITE_CANTOPEN;
    const int code = systemVfs()->xOpen(systemVfs(), name, realOf(file), flags, outFlags);
    if (code == SQLITE_OK)
        file->pMethods = &kMethods;
    return code;
}

int deleteFile(sqlite3_vfs*, const char* name, int syncFolder)
{
    return mustFail(Change::Other) ? SQLITE_IOERR_DELETE
                                   : systemVfs()->xDelete(systemVfs(), name, syncFolder);
}

sqlite3_vfs* ownVfs()
{
    static sqlite3_vfs* const vfs = [] {
        static sqlite3_vfs made = *systemVfs();
        made.szOsFile = static_cast<int>(sizeof(File)) + systemVfs()->szOsFile;
        made.pNext = nullptr;
        made.zName = kVfsName;
        made.xOpen = openFile;
        made.xDelete = deleteFile;
        sqlite3_vfs_register(&made, 0);
        return &made;
    }();
    return vfs;
}

} // namespace

QString FailingVfs::name()
{
    return QString::fromLatin1(ownVfs()->zName);
}

void FailingVfs::failAfter(int operations, DeviceFault fault, Lasting lasting)
{
    plan() = {true, false, operations, fault, lasting};
}

bool FailingVfs::stopFailing()
{
    const bool hasFailed = plan().hasFailed;
    plan() = {};
    return hasFailed;
}

} // namespace keyturn::tests
