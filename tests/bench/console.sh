#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Ten million events in the console itself, by keyboard as a person would: opened, exported whole as CSV, searched, and
# what was found exported. Fails where the files do not hold exactly that; its figures are seconds and peak memory.
. "$(dirname "$0")/lib.sh"

count=10000000
found=$((count / 100000)) # Events that hold "xylograph".
events "$count" >events.csv
mkdir work
found work/bench.keyturn
as_bench work/bench.keyturn --no-progress import events.csv --format timesketch-csv >/dev/null
rm events.csv
start_display
openbox >openbox.log 2>&1 &

started=$EPOCHREALTIME
elapsed() { awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'; }
keyturn -w work/bench.keyturn --as bench --view timeline --panel table --size 1600x1000 >console.log 2>&1 &
console=$!
xdotool search --sync --onlyvisible --pid "$console" >window
figure console_window_1e7_seconds "$(elapsed)" s

# at_rest: until the console has had nothing to do for a while.
at_rest() {
    local before after quiet=0
    while ((quiet < 3)); do
        before=$(awk '{ print $14 + $15 }' "/proc/$console/stat")
        sleep 0.5
        after=$(awk '{ print $14 + $15 }' "/proc/$console/stat")
        if ((after - before < 5)); then ((++quiet)); else quiet=0; fi
    done
}

# export_to FILE ROWS: the table's button, and the path typed into the dialog; the file must hold so many rows.
export_to() {
    local lines
    xdotool key alt+x
    sleep 1
    xdotool key ctrl+a
    xdotool type "$PWD/$1"
    started=$EPOCHREALTIME
    xdotool key Return
    until [[ -s $1 ]]; do # It appears once it is whole.
        kill -0 "$console" || { echo "bench: the console ended" >&2; exit 1; }
        awk -v t="$(elapsed)" 'BEGIN { exit !(t < 600) }' || { echo "bench: $1 was not written" >&2; exit 1; }
        sleep 0.1
    done
    lines=$(wc -l <"$1")
    ((lines == $2 + 1)) || { echo "bench: $1 holds $lines lines, not $2 and a header" >&2; exit 1; }
}

at_rest # Opened, and all of it verified.
figure console_verified_1e7_seconds "$(elapsed)" s
export_to all.csv "$count"
figure console_export_1e7_seconds "$(elapsed)" s
rm all.csv
xdotool key ctrl+f
xdotool type xylograph
xdotool key Return
at_rest
export_to found.csv "$found"
[[ $(grep -c xylograph found.csv) == "$found" ]] || { echo "bench: found.csv holds others than were searched" >&2; exit 1; }
figure console_peak_memory_1e7 "$(awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$console/status")" MB
kill "$console"
wait "$console" 2>/dev/null || true
