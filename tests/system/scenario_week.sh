#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The week that the demo tells, decision by decision, by the people's own commands: leaks named before anybody signs, a
# refusal that ends, a broken glass that is ratified, three signatures that suspend, gates that hold access back, and a
# first stage that opens one tier and nothing else. Then the demo itself: the same story each time, whatever its keys.
. "$(dirname "$0")/lib.sh"

# What was decided in the demo's week. It changes when its story, the rules or the wording of a decision's line do.
story=d8613e0589ee7f119d73adca6a739c7abf4ef5633f0d4e484c5586b69b9023ac

printf 'correct horse battery\n' >passphrase
for member in ceo coo cfo hos deputy ciso gc counsel compliance scribe; do
    expect_status 0 keyturnctl key new "$member" --out keys --passphrase-file passphrase
done
expect_status 0 keyturnctl charter draft --organisation 'Fennel Labs' --out charter.json \
    --member 'ceo;Ada Stone;Chief Executive;executive;keys/ceo.pem' \
    --member 'coo;Bo Lindgren;Chief Operating Officer;executive;keys/coo.pem' \
    --member 'cfo;Cleo Marsh;Chief Financial Officer;executive;keys/cfo.pem' \
    --member 'hos;Ines Okafor;Head of Safety;safety-lead;keys/hos.pem' \
    --member 'deputy;Rafi Dunn;Deputy Head of Safety;safety-lead;keys/deputy.pem' \
    --member 'ciso;Hanna Berg;Chief Information Security Officer;security-lead;keys/ciso.pem' \
    --member 'gc;Priya Rao;General Counsel;legal,executive;keys/gc.pem' \
    --member 'counsel;Ewan Tarn;Deputy General Counsel;legal;keys/counsel.pem' \
    --member 'compliance;Sune Holt;Head of Compliance;legal;keys/compliance.pem' \
    --member 'scribe;Jonas Weil;Scribe;scribe;keys/scribe.pem'
# A charter is a file that people edit before they sign it.
jq '.format = 2 | .break_glass = {roles: ["safety-lead", "security-lead"], ratify_within_minutes: 240}
    | .waiver_roles = ["executive"]' charter.json >edited.json
mv edited.json charter.json
for member in ceo coo counsel; do
    expect_status 0 as "$member" charter sign charter.json
done
expect_status 0 keyturnctl -w "$W" init --charter charter.json

# The demo's own catalogue and register of dependents.
jq .catalogue "$KEYTURN_ROOT/resources/demo/larkfield.json" >catalogue.json
expect_status 0 as hos catalogue set catalogue.json
expect_status 0 as coo dependent import "$KEYTURN_ROOT/resources/demo/dependents.json"
expect_status 0 as scribe --json incident open 'Safeguard bypass and abuse of larch-4-agent' --severity high \
    --nature model-behaviour,data-privacy,abuse-at-scale
expect_json .incident I-1

# open_to MODEL TIER CAPABILITY: whether such a customer is served; the first API route of the US.
open_to() { keyturnctl -w "$W" access --model "$1" --tier "$2" --capability "$3" --channel api --region US >/dev/null; }

# Tuesday: one person breaks the glass, and it holds at once; others ratify, and not whoever did it.
expect_status 1 as scribe break-glass disable-capability --models larch-4-agent --tiers self-serve,free \
    --capabilities code-execution --because 'Two more customers hit' --incident I-1
expect_one_sentence
expect_status 0 as hos --json break-glass disable-capability --models larch-4-agent --tiers self-serve,free \
    --capabilities code-execution --because 'Two more customers hit' --incident I-1
expect_json .proposal P-1
expect_json .change C-1
open_to larch-4-agent free code-execution && fail "the broken glass stopped nothing"
open_to larch-4-agent free conversation || fail "the broken glass stopped more than it names"
expect_status 0 keyturnctl -w "$W" --json status
expect_json '[.unratified[].change] | join(" ")' C-1
expect_status 1 as hos ratify C-1
expect_one_sentence
expect_status 0 as deputy ratify C-1
expect_status 0 as ciso --json ratify C-1
expect_json .state authorised
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.unratified | length' 0

# Wednesday: the limit in two regions leaks, which the preview says by name; the security lead refuses, which ends it.
expect_status 0 as deputy --json propose limit-tiers --models larch-4-agent --regions EU,UK --tiers research,enterprise \
    --because 'Two European authorities ask' --incident I-1
expect_json .proposal P-2
expect_status 0 keyturnctl -w "$W" --json preview P-2
expect_json '[.leaks[] | select(.why == "failover") | .route] | join(" ")' larch-4-agent.northgate.us
expect_json '[.leaks[] | select(.why == "sibling") | .route] | index("larch-3.api.eu") != null' true
expect_json '[.leaks[] | select(.why == "region") | .route] | index("larch-4-agent.api.us") != null' true
expect_status 0 as deputy approve P-2
expect_status 0 as ciso --json refuse P-2 --because 'Northgate fails over to the US'
expect_json .state refused
expect_status 1 as hos approve P-2
expect_one_sentence
open_to larch-4-agent free conversation || fail "what was refused is in force"

# Thursday: larch-3 gets its safeguard by another's signature than the proposer's; then both models are suspended.
expect_status 0 as hos propose require-safeguard --models larch-3 --safeguard 'Input safeguard 3.2' \
    --because 'larch-3 will take over' --incident I-1
expect_status 1 as hos approve P-3
expect_status 0 as deputy --json approve P-3
expect_json .change C-2
expect_status 0 as hos --json propose suspend --models larch-4,larch-4-agent --except tiers=authority-testers \
    --fallback larch-3 --because 'The bypass works on both' --incident I-1
expect_json .proposal P-4
expect_json '[.needs[].role] | sort | join(" ")' 'executive legal safety-lead'
expect_status 0 keyturnctl -w "$W" --json preview P-4
expect_json '[.leaks[].why] | unique | join(" ")' sibling
expect_json '.dependents | length' 60
expect_json '[.dependents[] | select(.fallback != "tested")] | length' 14
expect_status 0 as hos approve P-4
expect_status 0 as gc approve P-4
open_to larch-4 enterprise conversation || fail "two signatures suspended"
expect_status 0 as ceo --json approve P-4
expect_json .state authorised
expect_json .change C-3
open_to larch-4 enterprise conversation && fail "the suspension is not in force"
open_to larch-4 authority-testers conversation || fail "the authorities' testers are shut out"
expect_status 0 keyturnctl -w "$W" --json status
expect_json '[.models[] | .model + "=" + .state] | join(" ")' 'larch-4=limited larch-4-agent=limited larch-3=limited'

# Friday: a gate for each layer. While one is open, nobody may even propose to come back.
expect_status 0 as hos --json gate add I-1 --layer model-behaviour --criterion 'The bypass fails in 4,000 attempts'
expect_json .gate G-1
expect_status 0 as ciso gate add I-1 --layer data-privacy --criterion 'Everybody who read the prompts is named'
expect_status 0 as ciso gate add I-1 --layer abuse-at-scale --criterion 'Groups of accounts are stopped for a week'
expect_status 1 as deputy revert C-3 --part 'tiers=research' --because 'Research first' --incident I-1
expect_one_sentence
expect_err G-1

# Next week: two gates are met by evidence, one is waived by an executive for this change alone.
printf 'None of 4,000 attempts got through.\n' >evaluation.txt
printf 'Two readers, both known.\n' >readers.txt
digest() { sha256sum <"$1" | cut -d' ' -f1; }
expect_status 0 as hos --json evidence add evaluation.txt --title 'Evaluation' --kind safety-evaluation
expect_json .sha256 "$(digest evaluation.txt)"
expect_status 0 as ciso evidence add readers.txt --title 'Readers' --kind audit-log
expect_status 2 as hos gate meet G-1 --evidence "$(digest catalogue.json)" --how 'Seen'
expect_one_sentence
expect_status 0 as deputy gate meet G-1 --evidence "$(digest evaluation.txt)" --how 'None got through'
expect_status 0 as ciso gate meet G-2 --evidence "$(digest readers.txt)" --how 'Both are known'
expect_status 1 as deputy revert C-3 --part 'tiers=research' --because 'Research first' --incident I-1
expect_err G-3
expect_status 1 as ciso waive G-3 --change C-3 --because 'Research is known by name'
expect_one_sentence
expect_status 0 as ceo waive G-3 --change C-3 --because 'Research is known by name'
expect_status 1 as hos revert C-1 --because 'The suspension covers it' --incident I-1
expect_err G-3

# The first stage opens the research tier of both models, and nothing else.
expect_status 0 as deputy --json revert C-3 --part 'tiers=research' --because 'Research first' --incident I-1
expect_json .proposal P-5
expect_json '[.needs[].role] | sort | join(" ")' 'executive safety-lead security-lead'
expect_status 0 as deputy approve P-5
expect_status 0 as ciso approve P-5
open_to larch-4 research conversation && fail "two signatures restored access"
expect_status 0 as ceo --json approve P-5
expect_json .state authorised
for model in larch-4 larch-4-agent; do
    for tier in research enterprise self-serve free; do
        wanted=1
        [[ $tier == research ]] && wanted=0
        expect_status "$wanted" keyturnctl -w "$W" access --model "$model" --tier "$tier"
    done
done
expect_status 0 keyturnctl --json verify "$W"
expect_json .ok true

# The demo tells the same story each time, though no key and no signature is the same.
for demo in first second; do
    expect_status 0 keyturnctl demo -w "$demo.keyturn"
    expect_status 0 keyturnctl -w "$demo.keyturn" --json status
    expect_json .story_sha256 "$story"
done
[[ $(state_of first.keyturn) != $(state_of second.keyturn) ]] || fail "two demos hold the same signatures"
