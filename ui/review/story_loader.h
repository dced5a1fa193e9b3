// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/causality_of.h"
#include "models/service/session.h"
#include "models/timeline/causality.h"
#include "models/timeline/event_columns.h"
#include "models/timeline/overlay.h"

#include <QObject>

#include <memory>
#include <optional>

namespace keyturn::ui::review {

/// What the story of a ledger is told from.
struct StoryWish
{
    state::SnapshotPointer snapshot;
    keyturn::timeline::EventColumnsPointer columns;
    base::UtcTime now;
    std::optional<domain::IncidentId> incident;               ///< Only its items are shown.
    keyturn::timeline::LaneSplits splits{};                   ///< How lanes of bars are parted.
    std::shared_ptr<const std::vector<items::Raised>> raised; ///< What escalations raise; may be null.
    friend bool operator==(const StoryWish&, const StoryWish&) = default;
};

/// What the ledger adds to the timeline, and what led to what.
struct Story
{
    StoryWish of;
    std::shared_ptr<const keyturn::timeline::Overlay> overlay;
    std::shared_ptr<const keyturn::timeline::CausalGraph> causes;
};

/// Works stories out on another thread, one at a time; of wishes that come meanwhile only the newest is met.
class StoryLoader final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// Asks for a story; what was asked for last already is not told again.
    void wish(const StoryWish& wish);
    [[nodiscard]] bool isSettled() const { return !m_isAtWork; }

Q_SIGNALS:
    void ready(const std::shared_ptr<const keyturn::ui::review::Story>& story);

private:
    void start();

    std::optional<StoryWish> m_wish;  ///< The newest.
    std::optional<StoryWish> m_begun; ///< What is worked at, or was last.
    bool m_isAtWork = false;
};

} // namespace keyturn::ui::review
