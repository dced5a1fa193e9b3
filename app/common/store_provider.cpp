// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/store_provider.h"

#include "models/storage/anchor.h"
#include "models/storage/ledger_file.h"
#include "models/storage/seen_file.h"

#include <algorithm>

namespace keyturn::app {

namespace {

class FileProvider final : public ledger::LedgerProvider
{
public:
    base::Result<std::unique_ptr<ledger::LedgerStore>> open(const QString& location,
                                                            Access access) const override
    {
        return storage::openLedgerFile(location, access == Access::ReadOnly ? storage::OpenMode::ReadOnly
                                                                            : storage::OpenMode::ReadWrite);
    }
    base::Result<std::unique_ptr<ledger::LedgerStore>>
    create(const QString& location,
           const std::function<base::Result<void>(ledger::LedgerStore&)>& fill) const override
    {
        return storage::createLedgerFile(location, fill);
    }
    base::Result<std::optional<ledger::SeenHead>> seenHead(const QString& folder, const base::Digest& log,
                                                           const QString& path) const override
    {
        auto anchor = storage::readAnchor(folder, log);
        if (!anchor)
            return base::passOn(anchor);
        if (!anchor->has_value())
            return std::optional<ledger::SeenHead>();
        const storage::Anchor& seen = **anchor;
        const auto here = std::find_if(seen.places.begin(), seen.places.end(),
                                       [&](const storage::AnchorPlace& place) { return place.path == path; });
        return ledger::SeenHead{seen.log,  seen.size, seen.root,
                                seen.path, seen.note, here == seen.places.end() ? 0 : here->size};
    }
    base::Result<void> remember(const QString& folder, const ledger::Head& head,
                                const QString& path) const override
    {
        storage::Anchor anchor;
        anchor.log = head.log;
        anchor.size = head.size;
        anchor.root = head.root;
        anchor.note = head.note;
        anchor.path = path;
        return storage::raiseAnchor(folder, anchor);
    }
    base::Result<QString> keep(const QString& folder, const QString& suffix,
                               const QByteArray& bytes) const override
    {
        return storage::keepSeenFile(folder, suffix, bytes);
    }
};

} // namespace

std::shared_ptr<const ledger::LedgerProvider> storeProvider()
{
    return std::make_shared<const FileProvider>();
}

} // namespace keyturn::app
