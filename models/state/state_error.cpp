// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/state_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::state {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr ErrorText stateRow(StateError code, const char* name, Outcome outcome, const char* sentence)
{
    return {static_cast<int>(code), name, outcome, sentence};
}

constexpr std::array kStateTexts{
    stateRow(StateError::NotInSequence, "not-in-sequence", Outcome::Integrity,
             QT_TRANSLATE_NOOP("errors", "Entry %1 stands where entry %2 must stand.")),
    stateRow(StateError::BrokenChain, "broken-chain", Outcome::Integrity,
             QT_TRANSLATE_NOOP("errors",
                               "Entry %1 does not follow the entry before it: one of the two was changed.")),
    stateRow(StateError::TimeBackwards, "time-backwards", Outcome::Integrity,
             QT_TRANSLATE_NOOP("errors", "Entry %1 is dated %2, before the entry that it follows (%3).")),
    stateRow(StateError::UnknownType, "unknown-type", Outcome::Integrity,
             QT_TRANSLATE_NOOP("errors", "Entry %1 is of the type “%2”, which this version does not know.")),
    stateRow(StateError::AlreadyFounded, "already-founded", Outcome::Refused,
             QT_TRANSLATE_NOOP("errors",
                               "This workspace has its charter already; this version cannot change it.")),
    stateRow(
        StateError::CharterDiffers, "charter-differs", Outcome::Refused,
        QT_TRANSLATE_NOOP("errors", "Entry %1 signs another charter than the one that is being founded.")),
    stateRow(StateError::KeyUnfit, "key-unfit", Outcome::Refused,
             QT_TRANSLATE_NOOP("errors", "A key that the charter names for %1 cannot be used: %2.")),
    stateRow(StateError::SeatRefused, "seat-refused", Outcome::Refused,
             QT_TRANSLATE_NOOP("errors", "This seat's key cannot be introduced: %1.")),
    stateRow(StateError::NotAPerson, "not-a-person", Outcome::Refused,
             QT_TRANSLATE_NOOP("errors", "%1 is a service; only people propose and decide.")),
    stateRow(StateError::SignedInFuture, "signed-in-future", Outcome::Refused,
             QT_TRANSLATE_NOOP("errors",
                               "This says that it was signed at %1, but the ledger is only at %2. Set the "
                               "signing machine's clock and sign again.")),
    stateRow(StateError::EntryMissing, "entry-missing", Outcome::Integrity,
             QT_TRANSLATE_NOOP("errors", "Entry %1 is no longer in the workspace, though it was when the "
                                         "workspace was opened. Earlier states cannot be shown.")),
    stateRow(StateError::EntryChanged, "entry-changed", Outcome::Integrity,
             QT_TRANSLATE_NOOP("errors", "Entry %1 was changed while the workspace was open. Earlier states "
                                         "cannot be shown.")),
};
constexpr base::ErrorDomain kStateDomain{"state", kStateTexts};

} // namespace

const base::ErrorDomain& errorDomain(StateError)
{
    return kStateDomain;
}

} // namespace keyturn::state
