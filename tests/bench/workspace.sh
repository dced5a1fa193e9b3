#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A workspace of a million and of ten million events opened to the first whole frame of its timeline, and searched as
# one types, against reading the column bytes with cat and counting in the same text with rg.
. "$(dirname "$0")/lib.sh"

for name in 1e6 1e7; do
    count=$(awk -v n="$name" 'BEGIN { printf "%d", n }')
    rm -rf work keys charter.json
    events "$count" >events.csv
    mkdir work
    found work/bench.keyturn
    rm -f bare.db
    measure sqlite3 bare.db '.mode csv' '.import events.csv events'
    floor=$seconds
    rm -f bare.db
    measure keyturnctl -w work/bench.keyturn --as bench --key keys/bench.key --passphrase-file keys/passphrase \
        --no-progress import events.csv --format timesketch-csv
    figure "import_seconds_$name" "$seconds" s "$floor"
    figure "import_peak_memory_of_1e6_$name" "$peak_mb" MB "${first_peak_mb:=$peak_mb}"

    sqlite3 -readonly work/bench.keyturn 'SELECT sum(length(bytes)) FROM block_columns' >bytes
    head -c "$(<bytes)" events.csv >columns.bin
    best=''
    for turn in 1 2 3; do
        started=$EPOCHREALTIME
        cat columns.bin >/dev/null
        best=$(awk -v a="$started" -v b="$EPOCHREALTIME" -v best="${best:-1e9}" 'BEGIN { t = (b - a) * 1000; print (t < best + 0 ? t : best) }')
    done
    allowed=$(awk -v cat="$best" 'BEGIN { print 3 * cat + 300 }')

    rg_ms() {
        local best='' turn started
        for turn in 1 2 3; do
            started=$EPOCHREALTIME
            rg -c -F "$1" events.csv >/dev/null
            best=$(awk -v a="$started" -v b="$EPOCHREALTIME" -v best="${best:-1e9}" 'BEGIN { t = (b - a) * 1000; print (t < best + 0 ? t : best) }')
        done
        printf '%s\n' "$best"
    }
    rare_floor=$(rg_ms xylograph)
    common_floor=$(rg_ms refused)

    open=''
    for turn in 1 2 3; do
        measure open_workspace work/bench.keyturn
        read -r _ ms bytes <measure.out
        open=$(awk -v a="${open:-$ms}" -v b="$ms" 'BEGIN { print (a < b ? a : b) }')
    done
    figure "open_of_3_cat_and_300_ms_$name" "$open" ms "$allowed"
    if [[ $name == 1e7 ]]; then
        figure open_bytes_an_event_1e7 "$(awk -v b="$bytes" -v n="$count" 'BEGIN { print b / n }')" B 40
    fi

    measure open_workspace work/bench.keyturn xylograph refused
    while read -r word first all _; do
        case $word in
        index)
            figure "word_index_$name" "$first" ms
            continue
            ;;
        xylograph) label=rare floor=$rare_floor ;;
        refused) label=common floor=$common_floor ;;
        *) continue ;;
        esac
        figure "search_${label}_first_of_30_ms_$name" "$first" ms 30
        figure "search_${label}_all_$name" "$all" ms "$floor"
    done <measure.out
done
