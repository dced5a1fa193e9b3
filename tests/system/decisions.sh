#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What gateways claim and what is proven, and that every act explains itself.
. "$(dirname "$0")/lib.sh"
printf 'correct horse battery\n' >passphrase
for member in ceo hos ciso gc scribe gate-eu; do
    expect_status 0 keyturnctl key new "$member" --out keys --passphrase-file passphrase
done
expect_status 0 keyturnctl charter draft --organisation 'Fennel Labs' --accept-brittle --out charter.json \
    --member 'ceo;Ada Stone;Chief Executive;executive;keys/ceo.pem' \
    --member 'hos;Ines Okafor;Head of Safety;safety-lead;keys/hos.pem' \
    --member 'ciso;Hanna Berg;Chief Information Security Officer;security-lead;keys/ciso.pem' \
    --member 'gc;Priya Rao;General Counsel;legal;keys/gc.pem' \
    --member 'scribe;Jonas Weil;Scribe;scribe;keys/scribe.pem' \
    --member 'service:gate-eu;Gateway Europe;;gateway;keys/gate-eu.pem' \
    --rule charter=executive,legal
for member in ceo gc; do
    expect_status 0 as "$member" charter sign charter.json
done
expect_status 0 keyturnctl -w "$W" init --charter charter.json
expect_status 0 as hos catalogue set "$DATA/system/catalogue.json"
expect_status 0 keyturnctl -w "$W" --json gateway list
expect_json .acknowledged_revision 0
expect_json .proven false

# A gateway speaks of revisions that there were, with its own key, and never twice.
expect_status 1 as gate-eu gateway acknowledge --revision 1 --counter 1
expect_one_sentence
expect_status 0 as hos propose suspend --models fennel-2 --because 'Bypass confirmed'
for member in hos ceo gc; do
    expect_status 0 as "$member" approve P-1
done
expect_status 1 as ciso gateway acknowledge --revision 1 --counter 1
expect_one_sentence
expect_status 0 as gate-eu --json gateway acknowledge --revision 1 --counter 1
expect_json .acknowledged_revision 1
expect_json .proven false
expect_status 1 as gate-eu gateway acknowledge --revision 1 --counter 1
expect_one_sentence
expect_status 1 keyturnctl -w "$W" --json access --model fennel-2
expect_json .proven false

# Only what somebody else saw is proof, and what they saw otherwise is drift.
probe=(gateway probe gate-eu --model fennel-2 --channel api --region EU --tier free --capability conversation)
expect_status 1 as gate-eu "${probe[@]}" --seen suspended --how 'I say so'
expect_one_sentence
expect_status 0 as ciso --json "${probe[@]}" --seen open --how 'A call was answered'
expect_json .drifted.seen open
expect_json .proven false
expect_status 0 keyturnctl -w "$W" status
expect_out DRIFTED
expect_status 0 as ciso --json "${probe[@]}" --seen suspended --how 'A call was refused'
expect_json .drifted null
expect_json .proven true
expect_status 1 keyturnctl -w "$W" --json access --model fennel-2
expect_json .proven true
expect_status 2 as ciso "${probe[@]}" --seen asleep --how 'Looked'
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.gateways[0].proven' true

# The next change is not proven by what was seen of this one.
expect_status 0 as hos propose suspend --models fennel-1 --because 'Same weights'
for member in hos ceo gc; do
    expect_status 0 as "$member" approve P-2
done
expect_status 1 keyturnctl -w "$W" --json access --model fennel-2
expect_json .proven false

# Every command of a decision has a help with an example.
for words in propose break-glass ratify revert waive 'gate add' 'gate list' 'gate meet' 'evidence add' 'evidence list' \
    'evidence export' 'dependent import' 'dependent list' 'dependent remove' preview approve refuse withdraw sheet ask \
    access status figures 'charter draft' 'charter sign' 'charter show' 'charter check' 'charter enrol' 'charter propose' \
    'gateway acknowledge' 'gateway probe' 'gateway list'; do
    # shellcheck disable=SC2086 # the words of a command
    expect_status 0 keyturnctl $words --help
    expect_out '^Examples?: *keyturnctl'
done
