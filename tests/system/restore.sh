#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A disk is lost and its backup put back, and two copies go apart: nobody goes on alone, the charter's people do.
. "$(dirname "$0")/lib.sh"
suspended_workspace
expect_status 0 keyturnctl -w "$W" --json restore
expect_json .frozen false
expect_status 2 as ceo restore --propose --because 'Nothing is lost'
expect_one_sentence
elsewhere() { KEYTURN_SEAT_DIR=$scratch/elsewhere "$@"; }

# Another machine has seen the newest state, too.
expect_status 0 keyturnctl -w "$W" backup --out backup.keyturn
for title in 'Lost one' 'Lost two' 'Lost three'; do
    expect_status 0 as hos note "$title" --incident I-1
done
lost=$(keyturnctl -w "$W" status --json | jq -er .ledger.size)
lost_root=$(keyturnctl -w "$W" status --json | jq -er .ledger.root)
elsewhere expect_status 0 keyturnctl verify "$W"

# The backup comes only to a free place.
expect_status 2 keyturnctl -w "$W" restore --from backup.keyturn
expect_one_sentence
mv "$W" lost.keyturn
expect_status 0 keyturnctl -w "$W" --json restore --from backup.keyturn
expect_json .frozen true
expect_json .rival_head.size "$lost"
expect_json .rival_head.root "$lost_root"
expect_status 4 keyturnctl -w "$W" restore
expect_out 'restore --propose'
expect_status 4 as hos note 'Onto the backup' --incident I-1
expect_one_sentence
expect_status 4 as hos propose suspend --models fennel-2 --because 'Onto the backup'
expect_status 4 as ceo approve P-1
expect_one_sentence

# Anybody who may propose can ask for it; one person's word is not enough.
expect_status 2 as ceo restore --propose
expect_status 0 as ceo --json restore --propose --because 'The disk was lost; the backup is all there is'
proposal=$(json .proposal)
expect_json .abandons.size "$lost"
expect_status 0 keyturnctl -w "$W" sheet "$proposal"
expect_out "$lost_root"
expect_status 0 as ceo approve "$proposal"
expect_status 1 as ceo approve "$proposal"
expect_status 4 as ceo note 'Alone' --incident I-1
expect_status 4 keyturnctl -w "$W" --json restore
expect_json '.proposals | length' 1
expect_status 4 keyturnctl --json verify "$W"
expect_json '.problems | map(.code) | join(" ")' rollback
elsewhere expect_status 4 keyturnctl -w "$W" status

# The charter's own threshold, and the ledger goes on; what was lost is kept as evidence.
expect_status 0 as gc --json approve "$proposal"
expect_json .state authorised
expect_status 0 as hos note 'Going on' --incident I-1
expect_status 0 keyturnctl --json verify "$W"
expect_json .ok true
expect_status 0 keyturnctl -w "$W" --json restore
expect_json .frozen false
expect_json .abandoned[0].size "$lost"
expect_json .abandoned[0].proposal "$proposal"
[[ $(find "$KEYTURN_SEAT_DIR/forks" -name '*.json' | wc -l) -eq 1 ]] || fail "the head that was left is not kept once"
jq -e ".sides[1] | .size == $lost and .root == \"$lost_root\" and (.note_base64 | length > 100)" "$KEYTURN_SEAT_DIR"/forks/*.json >/dev/null ||
    fail "the evidence lacks the head that was left"
expect_status 0 keyturnctl -w "$W" timeline
expect_out "Decided: Go on without the entries of a head of $lost"

# The other machine accepts the decision.
elsewhere expect_status 0 keyturnctl verify "$W"
elsewhere expect_status 0 as ciso note 'From the other machine' --incident I-1
[[ $(find "$scratch/elsewhere/forks" -name '*.json' | wc -l) -eq 1 ]] || fail "the other machine keeps no evidence"

# What was lost turns up again: it stays frozen on both.
for seat in "$KEYTURN_SEAT_DIR" "$scratch/elsewhere"; do
    KEYTURN_SEAT_DIR=$seat expect_status 4 keyturnctl -w lost.keyturn --json status
    expect_json '.ledger.problems[0].code' fork
done
# And the same backup again is a rollback again.
mv "$W" going.keyturn
cp backup.keyturn "$W"
expect_status 4 keyturnctl -w "$W" --json status
expect_json '.ledger.problems[0].code' rollback
mv going.keyturn "$W"
expect_status 0 keyturnctl -w "$W" status

# Two copies go apart; the people choose one, told of the other's head by its file.
cp "$W" apart.keyturn
expect_status 0 as hos note 'Here' --incident I-1
elsewhere expect_status 0 keyturnctl -w apart.keyturn note 'There' --incident I-1 \
    --as ciso --key keys/ciso.key --passphrase-file passphrase
elsewhere expect_status 4 keyturnctl -w "$W" status
expect_status 2 as hos restore --propose --because 'No fork' --against backup.keyturn
expect_status 0 as hos --json restore --propose --because 'Ours has the interviews' --against apart.keyturn
proposal=$(json .proposal)
expect_status 0 as hos note 'Meanwhile' --incident I-1
elsewhere expect_status 4 keyturnctl -w "$W" status
expect_status 0 as ceo approve "$proposal"
elsewhere expect_status 4 keyturnctl -w "$W" status
expect_status 0 as gc approve "$proposal"
elsewhere expect_status 0 keyturnctl verify "$W"
elsewhere expect_status 0 as ciso note 'Both on one again' --incident I-1
expect_status 0 keyturnctl verify "$W"
for seat in "$KEYTURN_SEAT_DIR" "$scratch/elsewhere"; do
    KEYTURN_SEAT_DIR=$seat expect_status 4 keyturnctl -w apart.keyturn --json status
    expect_json '.ledger.problems[0].code' fork
    KEYTURN_SEAT_DIR=$seat expect_status 4 keyturnctl -w apart.keyturn note 'Onto the losing copy' --incident I-1 \
        --as hos --key keys/hos.key --passphrase-file passphrase
    expect_one_sentence
done

# Chosen the other way round: the frozen copy itself asks to go on without what this machine has seen.
cp "$W" other.keyturn
KEYTURN_SEAT_DIR=$scratch/third expect_status 0 keyturnctl -w other.keyturn note 'The other way' --incident I-1 \
    --as ciso --key keys/ciso.key --passphrase-file passphrase
expect_status 0 as hos note 'Left behind' --incident I-1
original=$W
W=other.keyturn
expect_status 4 keyturnctl -w "$W" status
expect_status 0 as ceo --json restore --propose --because 'The other one is right'
proposal=$(json .proposal)
expect_status 0 as gc approve "$proposal"
expect_status 4 as hos note 'Too early' --incident I-1
expect_status 0 as ceo approve "$proposal"
expect_status 0 as hos note 'Going on here' --incident I-1
expect_status 0 keyturnctl verify "$W"
expect_status 4 keyturnctl -w "$original" --json status
expect_json '.ledger.problems[0].code' fork
