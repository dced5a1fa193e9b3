#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A million events imported durably, hashed, signed and searchable; that workspace verified and searched.
. "$(dirname "$0")/lib.sh"

count=${KEYTURN_BENCH_EVENTS:-1000000}
events "$count" >events.csv
as_json_lines <events.csv >events.jsonl

# import_once FILE FORMAT: into a new workspace; $seconds and $peak_mb are of the import.
import_once() {
    rm -rf work keys charter.json
    mkdir work
    found work/bench.keyturn
    measure keyturnctl -w work/bench.keyturn --as bench --key keys/bench.key --passphrase-file keys/passphrase \
        --no-progress import "$1" --format "$2"
}
less() { awk -v a="${1:-$2}" -v b="$2" 'BEGIN { print (a < b ? a : b) }'; }
more() { awk -v a="$1" -v b="$2" 'BEGIN { print (a > b ? a : b) }'; }

# The floor and the figures take turns, so that a busy moment of the machine meets them all.
floor='' import='' import_jsonl='' import_peak=0
for turn in 1 2 3; do
    rm -f bare.db
    measure sqlite3 bare.db '.mode csv' '.import events.csv events'
    floor=$(less "$floor" "$seconds")
    import_once events.jsonl timesketch-jsonl
    import_jsonl=$(less "$import_jsonl" "$seconds")
    import_once events.csv timesketch-csv
    import=$(less "$import" "$seconds")
    import_peak=$(more "$import_peak" "$peak_mb")
done
figure import_seconds "$import" s "$floor"
figure import_jsonl_seconds "$import_jsonl" s "$floor"
figure import_peak_memory "$import_peak" MB
rm -f bare.db events.jsonl

best_of 3 openssl dgst -sha256 work/bench.keyturn
floor=$seconds
best_of 3 keyturnctl verify work/bench.keyturn
figure verify_seconds "$seconds" s "$floor"
figure verify_peak_memory "$peak_mb" MB

# search NAME WORD: every hit is found and counted, by both.
search() {
    best_of 5 rg -c -F "$2" events.csv
    local floor=$seconds
    best_of 5 keyturnctl -w work/bench.keyturn --json search "$2" --count
    figure "search_$1_seconds" "$seconds" s "$floor"
    figure "search_$1_peak_memory" "$peak_mb" MB
}
search rare xylograph
search common refused
