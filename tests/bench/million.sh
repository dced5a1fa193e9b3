#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A million events imported durably, hashed, signed and searchable; that workspace verified and searched.
. "$(dirname "$0")/lib.sh"

count=${KEYTURN_BENCH_EVENTS:-1000000}
events "$count" >events.csv

# The floor and the figure take turns, so that a busy moment of the machine meets both.
floor=''
import=''
import_peak=0
for turn in 1 2 3; do
    rm -rf bare.db work keys charter.json
    measure sqlite3 bare.db '.mode csv' '.import events.csv events'
    floor=$(awk -v a="${floor:-$seconds}" -v b="$seconds" 'BEGIN { print (a < b ? a : b) }')
    mkdir work
    found work/bench.keyturn
    measure keyturnctl -w work/bench.keyturn --as bench --key keys/bench.key --passphrase-file keys/passphrase \
        --no-progress import events.csv --format timesketch-csv
    import=$(awk -v a="${import:-$seconds}" -v b="$seconds" 'BEGIN { print (a < b ? a : b) }')
    import_peak=$(awk -v a="$import_peak" -v b="$peak_mb" 'BEGIN { print (a > b ? a : b) }')
done
figure import_seconds "$import" s "$floor"
figure import_peak_memory "$import_peak" MB
rm -f bare.db

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
