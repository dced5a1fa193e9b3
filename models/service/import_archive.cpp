// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/archive_members.h"
#include "models/service/import_source.h"
#include "models/service/input_file.h"

#include <QFile>
#include <QFileInfo>

namespace keyturn::service {

base::Result<std::vector<ImportOutcome>> importPath(Workspace& workspace, const domain::MemberId& member,
                                                    const SignerSource& key, const ImportRequest& request,
                                                    const Progress& progress, const std::atomic_bool& cancel)
{
    const auto importWhole = [&]() -> base::Result<std::vector<ImportOutcome>> {
        KEYTURN_TRY_LET(outcome, importFile(workspace, member, key, request, progress, cancel));
        return std::vector<ImportOutcome>{std::move(outcome)};
    };
    // A pipe gives its bytes once: it cannot be looked at before.
    if (!QFileInfo(request.path).isFile())
        return importWhole();
    QFile file(request.path);
    KEYTURN_TRY(openInput(file, QIODevice::ReadOnly));
    HashingDevice device(file); // for its count
    intake::SourceStream stream(device);
    if (!intake::startsAsArchive(stream.text().head()))
        return importWhole();

    const ImportNames archive = namesOf(request, request.path);
    const Progress shown = progressOf(progress, device, static_cast<std::uint64_t>(file.size()));
    intake::ArchiveMembers members(stream.text(), archive.shown);
    std::vector<ImportOutcome> outcomes;
    intake::ArchiveMember entry;
    while (true) {
        const auto isThere = members.next(entry);
        if (!isThere && outcomes.empty())
            return base::passOn(isThere);
        if (!isThere)
            outcomes.push_back(refusedOutcome(archive.shown, request.format, isThere.error().sentence()));
        if (!isThere || !*isThere)
            return outcomes;
        const ImportNames names{archive.shown + QLatin1Char('/') + entry.name,
                                archive.source + QLatin1Char('/') + entry.name};
        if (!entry.refusal.isEmpty()) {
            outcomes.push_back(refusedOutcome(names.shown, request.format, entry.refusal));
            continue;
        }
        HashingDevice content(members.content());
        auto outcome = importBytes(workspace, member, key, request, content, names, shown, cancel);
        if (!outcome && !concernsOneFile(outcome.error()))
            return base::passOn(outcome);
        outcomes.push_back(outcome ? std::move(*outcome)
                                   : refusedOutcome(names.shown, request.format, outcome.error().sentence()));
    }
}

} // namespace keyturn::service
