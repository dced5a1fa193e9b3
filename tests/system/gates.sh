#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What must hold before access comes back: evidence, gates, waivers, restoration in stages; and whether gateways do it.
. "$(dirname "$0")/lib.sh"
suspended_workspace

# Gates of the incident, and evidence by its hash.
expect_status 0 as scribe --json gate add I-1 --layer model-behaviour --criterion 'No bypass in 500 probes'
expect_json .gate G-1
expect_json .state open
expect_status 0 as scribe gate add I-1 --layer data-privacy --criterion 'No personal data in outputs'
expect_status 2 as scribe gate add I-1 --layer weather --criterion 'Sunny'
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json gate list --incident I-1
expect_equal "$(jq -rs 'map(.gate) | join(" ")' "$OUT")" 'G-1 G-2' "the gates"
expect_status 0 keyturnctl -w "$W" --json status
expect_json '[.gates[].gate] | join(" ")' 'G-1 G-2'

printf 'Evaluation: no bypass in 500 probes\n' >evaluation.txt
expect_status 0 as hos --json evidence add evaluation.txt --title 'Bypass evaluation' --kind safety-evaluation \
    --incident I-1 --gates G-1
hash=$(json .sha256)
expect_equal "$hash" "$(sha256sum <evaluation.txt | cut -d' ' -f1)" "the hash of the evidence"
expect_json .stored true
expect_status 2 as hos evidence add evaluation.txt --title 'The same again'
expect_one_sentence
head -c 3000000 /dev/zero >recording.bin
expect_status 0 as hos --json evidence add recording.bin --title 'Recording' --elsewhere
expect_json .stored false
expect_json .size 3000000
expect_status 0 keyturnctl -w "$W" evidence list
expect_out 'kept elsewhere'
expect_status 0 keyturnctl -w "$W" evidence export "${hash:0:8}" --out copy.txt
cmp -s evaluation.txt copy.txt || fail "the exported evidence is not what was added"
expect_status 5 keyturnctl -w "$W" evidence export "${hash:0:8}" --out copy.txt
expect_one_sentence
expect_status 2 keyturnctl -w "$W" evidence export ffffffff --out other.txt
expect_one_sentence

# Access does not come back while a gate is open.
expect_status 1 as hos revert C-1 --because 'Safeguard verified'
expect_one_sentence
expect_err 'G-1.*G-2'
expect_status 2 as hos gate meet G-1 --evidence abcd1234 --how 'Ran it twice'
expect_one_sentence
expect_status 0 as hos --json gate meet G-1 --evidence "${hash:0:8}" --how 'Ran it twice'
expect_json .state met
expect_json '.evidence[0]' "$hash"
expect_status 1 as hos gate meet G-1 --evidence "$hash" --how 'Ran it again'
expect_one_sentence
expect_status 1 as hos waive G-2 --change C-1 --because 'Hospitals wait'
expect_one_sentence
expect_err 'waive a restoration gate.*executive'
expect_status 0 as ceo --json waive G-2 --change C-1 --because 'Hospitals wait'
expect_json '.waivers[0].change' C-1
expect_json '.waivers[0].member' ceo

# In stages: first one tier in one region, the rest later.
expect_status 2 as hos revert C-1 --part 'tiers=nobody' --because 'First stage'
expect_one_sentence
expect_status 0 as hos --json revert C-1 --part 'tiers=enterprise;regions=EU' --because 'First stage' \
    --evidence "${hash:0:8}"
expect_json .proposal P-2
expect_json .part 'regions=EU;tiers=enterprise'
expect_status 0 keyturnctl -w "$W" sheet P-2
expect_out 'WAIVED by Ada Stone'
expect_out 'No bypass in 500 probes'
expect_status 0 as gc --json ask P-2 'Does the failover still hold?'
expect_json .about P-2
for member in hos ceo ciso; do
    expect_status 0 as "$member" --json approve P-2
    expect_json '.questions[0].text' 'Does the failover still hold?'
done
expect_json .state authorised
expect_status 0 keyturnctl -w "$W" access --model fennel-2 --tier enterprise --region EU
expect_status 1 keyturnctl -w "$W" access --model fennel-2 --tier free --region EU
expect_status 1 keyturnctl -w "$W" access --model fennel-2 --tier enterprise --region US
expect_status 0 as hos revert C-1 --because 'Second stage'
for member in hos ceo ciso; do
    expect_status 0 as "$member" approve P-3
done
expect_status 0 keyturnctl -w "$W" --json access --model fennel-2
expect_json .proven false

# How long it took, by whom it was waited for; rehearsals are told apart.
expect_status 0 keyturnctl -w "$W" --json figures
expect_json '.decisions | length' 3
expect_json '.summary.met' 3
expect_json '.decisions[0].waits | map(.role) | sort | join(" ")' 'executive legal safety-lead'
expect_json '.decisions[0].proposal_to_quorum_seconds | type' number
expect_status 0 keyturnctl -w "$W" figures
expect_out 'proposal to quorum'
expect_status 0 keyturnctl -w "$W" --json figures --rehearsals
expect_json '.decisions | length' 0

# A rehearsal goes through the same steps and touches nobody's access.
expect_status 0 as scribe incident open 'Exercise: leaked weights' --rehearsal
expect_status 0 as hos --json propose suspend --models fennel-2 --because 'Exercise' --incident I-2
expect_json .rehearsal true
for member in hos ceo gc; do
    expect_status 0 as "$member" approve P-4
done
expect_status 0 keyturnctl -w "$W" access --model fennel-2
expect_status 0 keyturnctl -w "$W" --json figures --rehearsals
expect_json '.decisions[0].proposal' P-4
expect_status 0 as hos --json revert C-2 --because 'Exercise over'
expect_json .incident I-2
expect_json .rehearsal true
expect_status 0 keyturnctl -w "$W" status
expect_out REHEARSAL

# Replaced by something looser: that passes the gates and needs those who restore, too.
expect_status 0 as hos propose suspend --models fennel-1 --because 'Precaution' --incident I-1
for member in hos ceo gc; do
    expect_status 0 as "$member" approve P-6
done
looser=(propose limit-tiers --models fennel-1 --tiers enterprise --supersedes C-3 --because 'Enterprise is safe' --incident I-1)
expect_status 1 as hos "${looser[@]}"
expect_err 'G-2'
expect_status 0 as ceo waive G-2 --change C-3 --because 'Precaution only'
expect_status 0 as hos --json "${looser[@]}"
expect_json .supersedes C-3
expect_json '.also_needs.rule' restore
for member in hos ciso; do
    expect_status 0 as "$member" approve P-7
done
expect_status 1 keyturnctl -w "$W" access --model fennel-1 --tier enterprise
expect_status 0 as ceo --json approve P-7
expect_json .change C-4
expect_status 0 keyturnctl -w "$W" access --model fennel-1 --tier enterprise
expect_status 1 keyturnctl -w "$W" access --model fennel-1 --tier free

# To take effect later.
expect_status 0 as hos propose suspend --models fennel-2 --regions US --because 'Maintenance' --incident I-1 \
    --effective-at "$(date -u -d '+2 days' +%FT%TZ)"
for member in hos ciso; do
    expect_status 0 as "$member" approve P-8
done
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.scheduled[0].change' C-5
expect_status 0 keyturnctl -w "$W" access --model fennel-2
expect_status 0 keyturnctl --json verify "$W"
expect_json .ok true
