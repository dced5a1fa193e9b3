// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/storage/wrapped_vfs.h"

#include <QtGlobal>

#include <cstddef>

namespace keyturn::tests {

namespace {

/// Our file: the method table that SQLite calls, then the real file.
struct File
{
    sqlite3_file base;
    FileHooks* hooks;
    const char* name; ///< SQLite's, which lives as long as the file is open; null for temporary files.
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
File* ownOf(sqlite3_file* file)
{
    return reinterpret_cast<File*>(file);
}

int writeFile(sqlite3_file* file, const void* from, int count, sqlite3_int64 at)
{
    const int code = ownOf(file)->hooks->writes(ownOf(file)->name, from, count, at);
    if (code == SQLITE_FULL) // A full disk takes the first half.
        realOf(file)->pMethods->xWrite(realOf(file), from, count / 2, at);
    return code != SQLITE_OK ? code : realOf(file)->pMethods->xWrite(realOf(file), from, count, at);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    const int code = ownOf(file)->hooks->cuts(ownOf(file)->name, size);
    return code != SQLITE_OK ? code : realOf(file)->pMethods->xTruncate(realOf(file), size);
}
int syncFile(sqlite3_file* file, int flags)
{
    const int code = ownOf(file)->hooks->syncs(ownOf(file)->name);
    return code != SQLITE_OK ? code : realOf(file)->pMethods->xSync(realOf(file), flags);
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

struct OwnVfs
{
    sqlite3_vfs base;
    FileHooks* hooks;
};

FileHooks& hooksOf(sqlite3_vfs* vfs)
{
    return *reinterpret_cast<OwnVfs*>(vfs)->hooks;
}

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    file->pMethods = nullptr;
    int code = (flags & SQLITE_OPEN_WAL) != 0 ? hooksOf(vfs).opensWriteAhead(name) : SQLITE_OK;
    if (code == SQLITE_OK)
        code = systemVfs()->xOpen(systemVfs(), name, realOf(file), flags, outFlags);
    if (code == SQLITE_OK) {
        file->pMethods = &kMethods;
        ownOf(file)->hooks = &hooksOf(vfs);
        ownOf(file)->name = name;
    }
    return code;
}

int deleteFile(sqlite3_vfs* vfs, const char* name, int syncFolder)
{
    const int code = hooksOf(vfs).removes(name);
    return code != SQLITE_OK ? code : systemVfs()->xDelete(systemVfs(), name, syncFolder);
}

} // namespace

void registerVfs(const char* name, FileHooks& hooks)
{
    // SQLite keeps it until the program ends.
    auto* vfs = new OwnVfs{*systemVfs(), &hooks};
    vfs->base.szOsFile = static_cast<int>(sizeof(File)) + systemVfs()->szOsFile;
    vfs->base.pNext = nullptr;
    vfs->base.zName = name;
    vfs->base.xOpen = openFile;
    vfs->base.xDelete = deleteFile;
    if (sqlite3_vfs_register(&vfs->base, 0) != SQLITE_OK)
        qFatal("cannot register %s", name);
}

} // namespace keyturn::tests
