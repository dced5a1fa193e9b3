#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How long the demo takes to found, and the desktop program to its first painted window on it.
. "$(dirname "$0")/lib.sh"

measure keyturnctl demo -w larkfield.keyturn
figure demo_seconds "$seconds" s
figure demo_peak_memory "$peak_mb" MB

start_display

# first_paint COMMAND…: leaves in $seconds how long it takes until Qt says that it put pixels on the screen.
first_paint() {
    local started=$EPOCHREALTIME now line pid
    exec {log}< <(QT_LOGGING_RULES=qt.widgets.painting.info=true exec "$@" 2>&1 >/dev/null)
    pid=$!
    seconds=''
    while read -r -t 30 -u "$log" line; do
        now=$EPOCHREALTIME
        if [[ $line == *Flushing* ]]; then
            seconds=$(awk -v a="$started" -v b="$now" 'BEGIN { printf "%.3f", b - a }')
            peak_mb=$(awk '/^VmHWM/ { printf "%.1f", $2 / 1024 }' "/proc/$pid/status")
            break
        fi
    done
    kill "$pid" 2>/dev/null || true
    exec {log}<&-
    [[ -n $seconds ]] || {
        echo "bench: no window of $1 was painted" >&2
        exit 1
    }
}

floor=''
window=''
peak=0
for turn in 1 2 3 4 5; do
    first_paint empty_window
    floor=$(awk -v a="${floor:-$seconds}" -v b="$seconds" 'BEGIN { print (a < b ? a : b) }')
    first_paint keyturn -w larkfield.keyturn
    window=$(awk -v a="${window:-$seconds}" -v b="$seconds" 'BEGIN { print (a < b ? a : b) }')
    peak=$(awk -v a="$peak" -v b="$peak_mb" 'BEGIN { print (a > b ? a : b) }')
done
figure first_window_seconds "$window" s "$floor"
figure first_window_peak_memory "$peak" MB
