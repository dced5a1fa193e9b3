#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The intake history: what was imported, what was rejected and why, and an import that is taken back.
. "$(dirname "$0")/lib.sh"
suspended_workspace

# Nothing but imports is listed.
size=$(keyturnctl -w "$W" --json status | jq .ledger.size)
expect_status 0 keyturnctl -w "$W" --json batch list
before=$(wc -l <"$OUT")

# A key that does not open, or is not theirs who import, leaves the workspace as it was, whatever was read meanwhile.
unsigned=$(contents_of "$W")
seq 100000 | sed 's/.*/{"message":"Line &","datetime":"2026-06-12T03:04:05Z"}/' >many.jsonl
printf 'not the passphrase\n' >wrong
for file in many.jsonl missing.jsonl; do
    expect_status 1 keyturnctl -w "$W" --as hos --key "keys/hos.key" --passphrase-file wrong --json import "$file"
    expect_json .error.code crypto/wrong-passphrase
    expect_status 1 keyturnctl -w "$W" --as ciso --key "keys/hos.key" --passphrase-file passphrase --json import "$file"
    expect_json .error.code domain/key-not-of-member
    expect_status 2 keyturnctl -w "$W" --as nobody --key "keys/hos.key" --passphrase-file wrong --json import "$file"
    expect_json .error.code domain/unknown-member
done
expect_equal "$(keyturnctl -w "$W" --json status | jq .ledger.size)" "$size" "the ledger's size"
expect_equal "$(contents_of "$W")" "$unsigned" "what the workspace holds"
expect_status 0 keyturnctl verify "$W"
rm many.jsonl

# An import that rejects some keeps the list; a spreadsheet takes none of it for a formula.
{
    printf '{"message":"Probe of the gateway","datetime":"2026-06-12T03:04:05Z"}\n'
    printf 'no line of JSON\n'
    printf '{"message":"Second probe","datetime":"2026-06-12T03:05:05Z"}\n'
    printf '{"message":"=2+3","datetime":"=2+3"}\n'
} >probes.jsonl
expect_status 3 as hos --json import probes.jsonl --incident I-1
entry=$(json '.batches[0].entry')
records=$(json '.batches[0].records')
rejected=$(json '.batches[0].rejected_count')
expect_status 0 keyturnctl -w "$W" --json batch list
expect_equal "$(wc -l <"$OUT")" $((before + 1)) "how many imports there are"
expect_status 0 keyturnctl -w "$W" --json batch show "$entry"
expect_json .file probes.jsonl
expect_json .member hos
expect_json .incident I-1
expect_json .records "$records"
expect_json .rejected "$rejected"
expect_json .rejected_kept true
expect_json .retracted null
expect_status 0 keyturnctl -w "$W" batch rejected "$entry"
head -n 1 "$OUT" | grep -q '^record,line,byte offset,reason.$' || fail "the CSV has other columns"
sed -n 2p "$OUT" | grep -q '^2,2,69,' || fail "the first rejected record is not where it stands"
expect_equal "$(($(wc -l <"$OUT") - 1))" "$rejected" "how many rejected records are listed"
expect_harmless_csv() { ! grep -Eq '(^|,)"?[=+@-]' "$OUT" || fail "a cell is a formula"; }
expect_harmless_csv
expect_status 0 keyturnctl -w "$W" --json batch rejected "$entry"
expect_json .rejected_count "$rejected"
expect_json .left_out 0
expect_json '.rejected[0].line' 2
expect_status 2 keyturnctl -w "$W" batch rejected 0
expect_one_sentence
expect_status 2 keyturnctl -w "$W" batch show "$size"99
expect_one_sentence

# One of its records is cited: by a proposal, by a mark for reports.
expect_status 0 as hos --json propose suspend --models fennel-1 --because 'It rests on the probe' --incident I-1 \
    --signals "$entry:0"
proposal=$(json .proposal)
expect_status 0 as scribe mark add "$entry:0"
known=$(keyturnctl -w "$W" --json status | jq -r .now)
sleep 1.1

# It is taken back by somebody who may import, once, with a reason.
expect_status 2 as hos batch retract "$entry"
expect_status 2 as hos batch retract "$entry" --because ' '
expect_one_sentence
expect_status 2 as hos batch retract 0 --because 'No import'
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json search probe --count
hits=$(json .hits)
[[ $hits -ge 2 ]] || fail "the probes are not found before"
expect_status 0 as ciso --json batch retract "$entry" --because 'It was the export of another gateway'
expect_json .retracted.member ciso
expect_json .retracted.reason 'It was the export of another gateway'
expect_status 1 as hos batch retract "$entry" --because 'Again'
expect_one_sentence

# From then on its records are in nothing; before, they are there.
expect_status 0 keyturnctl -w "$W" --json search probe --count
expect_json .hits $((hits - 2))
expect_status 0 keyturnctl -w "$W" --json timeline
expect_equal "$(jq -rs "map(select(.id == \"$entry:0\")) | length" "$OUT")" 0 "the record in the timeline"
expect_equal "$(jq -rs 'map(select(.kind == "import-retracted")) | length' "$OUT")" 1 "the retraction in the timeline"
expect_status 0 keyturnctl -w "$W" --json timeline --as-known-at "$known"
expect_equal "$(jq -rs "map(select(.id == \"$entry:0\")) | length" "$OUT")" 1 "the record as known before"
expect_status 0 keyturnctl -w "$W" --json batch show "$entry" --as-known-at "$known"
expect_json .retracted null
expect_status 0 keyturnctl -w "$W" batch list
expect_out 'RETRACTED'
expect_status 0 keyturnctl -w "$W" --json status
expect_json .ledger.records_retracted "$records"
expect_status 0 keyturnctl -w "$W" batch rejected "$entry"

# What cites it says so; nothing new may cite it.
expect_status 0 keyturnctl -w "$W" report I-1 --format json --out after.json
expect_equal "$(jq -r ".decisions[] | select(.proposal == \"$proposal\") | .retracted_records[0]" after.json)" \
    "$entry:0" "the cited record"
expect_equal "$(jq -r '.marked[] | select(.retracted) | .id' after.json)" "$entry:0" "the marked record"
expect_equal "$(jq -r ".sources[] | select(.entry == $entry) | .retracted.reason" after.json)" \
    'It was the export of another gateway' "the source's retraction"
expect_equal "$(jq -r "[.timeline[] | select(.id == \"$entry:0\")] | length" after.json)" 0 "the record in the report"
expect_status 0 keyturnctl -w "$W" report I-1 --format html --out after.html
grep -q 'RETRACTED: probes.jsonl' after.html || fail "the report's appendix does not say that it was retracted"
expect_status 2 as hos propose suspend --models fennel-1 --because 'Anew' --incident I-1 --signals "$entry:0"
expect_one_sentence
expect_status 2 as scribe mark add "$entry:1"
expect_one_sentence

# Importing again is how it is undone.
expect_status 3 as hos --json import probes.jsonl --incident I-1
again=$(json '.batches[0].entry')
[[ $again -gt $entry ]] || fail "it was not imported again"
expect_status 0 keyturnctl -w "$W" --json search probe --count
expect_json .hits "$hits"

# Nothing was lost: everything verifies, in a backup too.
expect_status 0 keyturnctl -w "$W" verify
expect_status 0 keyturnctl -w "$W" backup --out copy.keyturn
expect_status 0 keyturnctl -w copy.keyturn batch rejected "$entry"
expect_status 0 keyturnctl -w copy.keyturn verify
for verb in list show rejected retract; do
    expect_status 0 keyturnctl batch "$verb" --help
    expect_out '^Example: keyturnctl'
done
