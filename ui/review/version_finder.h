// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/record_version.h"
#include "models/service/session.h"
#include "models/timeline/event_columns.h"

#include <QObject>

#include <optional>

namespace keyturn::ui::review {

/// Finds the versions of a record that stand next to it: the one that it supersedes, which it names itself,
/// and the one that supersedes it, which names it and is found by that. Of what is shown, so that nothing is
/// known before it was. Whoever writes those words into a record of theirs is not believed: it is the import
/// that has to have said so.
class VersionFinder final : public QObject
{
    Q_OBJECT
public:
    explicit VersionFinder(service::Session& session, QObject* parent = nullptr);
    /// Looks for the versions of @p event, the record at @p key; found() follows where there is one.
    void find(const keyturn::timeline::EventKey& key, const domain::Event& event);
    /// Nothing is shown, or something else.
    void forget();
    [[nodiscard]] const std::optional<keyturn::timeline::EventKey>& newer() const { return m_newer; }
    [[nodiscard]] const std::optional<keyturn::timeline::EventKey>& earlier() const { return m_earlier; }
    [[nodiscard]] bool isSettled() const { return m_looking == 0; }

Q_SIGNALS:
    /// newer() or earlier() is another.
    void found();

private:
    /// What a record has to be to supersede the one that is shown.
    struct Wanted
    {
        domain::EarlierVersion earlier;        ///< What it says of it.
        std::optional<std::uint64_t> batchSeq; ///< Where it is, if that is known.
        QString source;
        QString reference;
    };
    void findWhatSupersedes(const Wanted& wanted);
    void look(const Wanted& wanted, const keyturn::timeline::EventKey& candidate);

    service::Session& m_session;
    std::optional<keyturn::timeline::EventKey> m_newer;
    std::optional<keyturn::timeline::EventKey> m_earlier;
    int m_generation = 0;
    int m_looking = 0;
};

} // namespace keyturn::ui::review
