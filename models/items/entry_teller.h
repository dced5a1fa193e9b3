// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"
#include "models/state/snapshot.h"
#include "models/timeline/item_name.h"

#include <QCoreApplication>
#include <QString>

#include <cstdint>
#include <unordered_map>

namespace keyturn::items {

/// What an entry is about, as lists group entries.
enum class EntryGroup : std::uint8_t { Decision, Request, Incident, Signal, Delivery, Organisation };
/// The group's name for people.
[[nodiscard]] QString label(EntryGroup group);

/// Says in words what each entry of a snapshot is: "Mara Lindqvist, Chief Executive Officer, approved:
/// Suspend larch-4 worldwide". Texts are made when asked for.
class EntryTeller
{
    Q_DECLARE_TR_FUNCTIONS(EntryTeller)
public:
    /// @param snapshot never null.
    explicit EntryTeller(state::SnapshotPointer snapshot);
    /// What @p seq says, in one line; empty for what the snapshot does not have.
    [[nodiscard]] QString text(std::uint64_t seq) const;
    /// What it is on the timeline; nothing for what has no place there. Of an import, its first record.
    [[nodiscard]] timeline::ItemName item(std::uint64_t seq) const;
    [[nodiscard]] EntryGroup group(std::uint64_t seq) const;
    [[nodiscard]] const state::Snapshot& snapshot() const { return *m_snapshot; }

private:
    /// Which thing of the snapshot an entry belongs to.
    struct Subject
    {
        enum class Kind : std::uint8_t {
            IncidentOpened,
            IncidentClosed,
            RequestReceived,
            RequestAnswered,
            RequestClosed,
            Note,
            Batch,
            BatchRetracted,
            Proposal,
            Approval,
            Refusal,
            Gate,
            GateMet,
            GateWaived,
            Evidence,
        };
        Kind kind;
        qsizetype place; ///< In the snapshot's list.
    };
    void index();
    [[nodiscard]] const Subject* subjectOf(std::uint64_t seq) const;
    [[nodiscard]] QString textOf(const Subject& subject, const QString& who) const;

    state::SnapshotPointer m_snapshot;
    std::unordered_map<std::uint64_t, Subject> m_subjects;
};

/// What differs between an earlier snapshot and a later one of the same ledger: states of models first, then
/// decisions, requests, incidents and signals entry by entry, in words. Keys are "model:…" (a model state's
/// item) or "entry:57".
/// @param signalCounts signals by layer that came since, for the signals' line; may be empty.
[[nodiscard]] Table changesSince(const state::Snapshot& then, const EntryTeller& now,
                                 const QString& signalCounts);

} // namespace keyturn::items
