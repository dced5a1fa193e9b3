#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Who may do what changes by decision: drafts are checked, new keys are shown to be held, old ones are revoked.
. "$(dirname "$0")/lib.sh"

# A charter that two absences could lock is refused until its signers accept that; the check says whose.
printf 'correct horse battery\n' >passphrase
expect_status 0 keyturnctl key new lone --out keys --passphrase-file passphrase
lone=(--member 'a;Ann Lund;CEO;executive,legal,safety-lead,security-lead,scribe;keys/lone.pem')
expect_status 1 keyturnctl charter draft --organisation Lone "${lone[@]}" --out lone.json
expect_one_sentence
rm -r keys
found_workspace
expect_status 0 keyturnctl -w "$W" --json charter show
expect_json .version 1
expect_json .format 2
expect_json .accepts_brittle true
expect_json '.break_glass.roles | join(" ")' 'safety-lead security-lead'
expect_json '.waiver_roles | join(" ")' executive
expect_json '.versions | length' 1
expect_json '.rules[] | select(.id == "charter") | .signers | map(.members | join(",")) | join(" ")' 'ceo gc'
expect_status 0 keyturnctl -w "$W" charter show
expect_out 'executive: Ada Stone, Chief Executive'
expect_status 0 keyturnctl charter check charter.json

# The standing charter as the next draft, and what is wrong with it in words.
expect_status 0 keyturnctl key new deputy --out keys --passphrase-file passphrase
expect_status 0 keyturnctl -w "$W" charter draft --from-standing --out next.json \
    --member 'deputy;Lena Frost;Deputy Head of Safety;safety-lead;keys/deputy.pem' \
    --break-glass safety-lead:120 --waivers executive,legal
expect_status 2 keyturnctl charter draft --out empty.json
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json charter check next.json
expect_json .ok true
expect_json '.changes | map(select(startswith("Joins: Lena Frost"))) | length' 1
jq 'del(.accepts_brittle)' next.json >brittle.json
expect_status 1 keyturnctl --json charter check brittle.json
expect_json .ok false
expect_json '.problems[0].code' domain/charter-brittle
expect_json '.problems[0].text | contains("Ada Stone")' true
jq '(.rules[] | select(.id == "charter") | .slots) = ["auditor"]' next.json >unsatisfiable.json
expect_status 1 keyturnctl charter check unsatisfiable.json
expect_out 'auditor'
jq '.version = 7' next.json >seventh.json
expect_status 1 keyturnctl -w "$W" charter check seventh.json
expect_out 'version 2 follows version 1'

# Without proof that the deputy holds that key, nothing is proposed.
expect_status 1 as ceo charter propose next.json --because 'A deputy joins'
expect_one_sentence
expect_err 'Lena Frost|deputy'
expect_status 0 keyturnctl -w "$W" --json charter enrol deputy --key keys/deputy.key --passphrase-file passphrase \
    --out deputy.enrolment
expect_json .key_id "$(openssl pkey -pubin -in keys/deputy.pem -outform DER | sha256sum | cut -d' ' -f1)"
expect_status 0 as ceo --json charter propose next.json --because 'A deputy joins' --enrolment deputy.enrolment
expect_json .proposal P-1
expect_json .charter.version 2
expect_json '[.needs[].role] | join(" ")' 'executive legal'
expect_json '.also_needs.roles | join(" ")' 'executive legal'
expect_status 0 as ceo approve P-1
expect_status 0 as gc --json approve P-1
expect_json .state authorised
expect_status 0 keyturnctl -w "$W" --json charter show
expect_json .version 2
expect_json '[.versions[].version] | join(" ")' '1 2'
expect_json .break_glass.ratify_within_minutes 120
expect_status 0 keyturnctl -w "$W" charter show
expect_out 'Joins: Lena Frost'
expect_status 0 keyturnctl -w "$W" sheet P-1 --out dossier
while read -r command; do
    expect_status 0 bash -c "cd dossier && $command"
done < <(grep '^openssl ' dossier/VERIFY.txt)

# The deputy counts now: she proposes, and signs where the head of safety cannot.
expect_status 0 as scribe incident open 'Bypass' --severity high
expect_status 0 as hos break-glass suspend --models fennel-2 --because 'Misuse seen' --incident I-1
expect_status 0 as deputy ratify C-1
expect_status 0 as ceo ratify C-1
expect_status 0 as gc --json ratify C-1
expect_json .state authorised

# Somebody who is only in the next charter may approve it: a second executive takes over.
expect_status 0 keyturnctl key new heir --out keys --passphrase-file passphrase --type ed25519
expect_status 0 keyturnctl -w "$W" charter enrol heir --key keys/heir.key --passphrase-file passphrase --out heir.enrolment
expect_status 0 keyturnctl -w "$W" charter draft --from-standing --out third.json \
    --member 'heir;Omar Dale;Chief Operating Officer;executive;keys/heir.pem' --rule charter=executive,executive,legal
expect_status 0 as gc --json charter propose third.json --because 'A second executive' --enrolment heir.enrolment
expect_json '.also_needs.roles | join(" ")' 'executive executive legal'
expect_status 0 as ceo approve P-3
expect_status 0 as gc --json approve P-3
expect_json .state open
expect_status 2 as heir note 'Too early'
expect_one_sentence
expect_err 'no member “heir”'
expect_status 0 as heir --json approve P-3
expect_json .state authorised
expect_status 0 as heir note 'Now in time' --incident I-1
expect_status 0 keyturnctl -w "$W" sheet P-3 --out dossier3
while read -r command; do
    expect_status 0 bash -c "cd dossier3 && $command"
done < <(grep '^openssl ' dossier3/VERIFY.txt)

# A key that somebody else may have had: revoked from an entry on, its signatures are disputed until others let
# them stand.
key=$(openssl pkey -pubin -in keys/deputy.pem -outform DER | sha256sum | cut -d' ' -f1)
expect_status 0 keyturnctl -w "$W" charter draft --from-standing --out fourth.json
jq --arg key "$key" '.members |= map(select(.id != "deputy"))
    | .revoked = [{key: $key, member: "deputy", from_seq: 8, reason: "Her token was stolen"}]' fourth.json >revoking.json
expect_status 0 keyturnctl -w "$W" charter check revoking.json
expect_out 'KEY REVOKED'
expect_status 0 as ceo charter propose revoking.json --because 'Her token was stolen'
for member in ceo heir gc; do
    expect_status 0 as "$member" approve P-4
done
expect_status 0 keyturnctl -w "$W" --json charter show
expect_json '.revoked[0].key' "$key"
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.disputed_changes[0].change' C-1
expect_json '.disputed[0].proposal' P-2
entry=$(json '.disputed_changes[0].entries[0]')
expect_status 2 as deputy note 'Still here'
expect_one_sentence
expect_status 0 as ceo --json ratify C-1 --because 'She confirms what she signed'
expect_json .did proposed
expect_json .proposal P-5
expect_json '.ratifies_entries[0]' "$entry"
expect_status 1 as ceo ratify --entries 0 --because 'Nothing'
expect_one_sentence
for member in ceo heir gc; do
    expect_status 0 as "$member" approve P-5
done
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.disputed_changes | length' 0
expect_status 2 as ceo ratify C-1 --because 'Again'
expect_one_sentence
expect_status 0 keyturnctl --json verify "$W"
expect_json .ok true
