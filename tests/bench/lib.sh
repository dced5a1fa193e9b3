# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by every bench. A bench prints `name value unit floor ratio`, with - where there is no floor; what else it has
# to say goes to standard error. It runs in an empty folder of its own on the disk that holds the build.
set -euo pipefail
KEYTURN_BIN=${KEYTURN_BIN:?the folder of the built programs}
PATH=$KEYTURN_BIN:$PATH
mkdir -p home
export HOME=$PWD/home LC_ALL=C.UTF-8 TZ=UTC
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME KEYTURN_WORKSPACE

# figure NAME VALUE UNIT [FLOOR]
figure() {
    if [[ -n ${4:-} ]]; then
        awk -v n="$1" -v v="$2" -v u="$3" -v f="$4" 'BEGIN { printf "%s %.3f %s %.3f %.2f\n", n, v, u, f, v / f }'
    else
        awk -v n="$1" -v v="$2" -v u="$3" 'BEGIN { printf "%s %.3f %s - -\n", n, v, u }'
    fi
}

# measure COMMAND…: runs it, standard output away; leaves $seconds (wall) and $peak_mb.
measure() {
    local line
    command time -q -f '%e %M' -o time.out "$@" >measure.out 2>measure.err || {
        printf 'bench: failed: %s\n' "$*" >&2
        tail -n 5 measure.err >&2
        exit 1
    }
    read -r seconds line <time.out
    peak_mb=$(awk -v k="$line" 'BEGIN { printf "%.1f", k / 1024 }')
}

# best_of N COMMAND…: the same, the quickest of N runs and the highest of their peaks.
best_of() {
    local times=$1 best='' most=0 i
    shift
    for ((i = 0; i < times; ++i)); do
        measure "$@"
        best=$(awk -v a="${best:-$seconds}" -v b="$seconds" 'BEGIN { print (a < b ? a : b) }')
        most=$(awk -v a="$most" -v b="$peak_mb" 'BEGIN { print (a > b ? a : b) }')
    done
    seconds=$best
    peak_mb=$most
}

# start_display: a screen of 1920×1080 that nobody sees, for windows of what is started from now on.
start_display() {
    local number
    mkdir -p -m 0700 runtime
    export XDG_RUNTIME_DIR=$PWD/runtime QT_QPA_PLATFORM=xcb
    unset WAYLAND_DISPLAY
    mkfifo display
    exec {display_fd}<>display
    Xvfb -displayfd "$display_fd" -screen 0 1920x1080x24 -nolisten tcp >xvfb.log 2>&1 &
    display_server=$!
    trap 'kill "$display_server" 2>/dev/null' EXIT
    read -r -t 20 number <&"$display_fd" || {
        echo "bench: Xvfb did not start" >&2
        exit 1
    }
    export DISPLAY=:$number
}

# found WORKSPACE: a workspace of four people, one a role, whose charter one executive, `bench`, may found.
found() {
    mkdir -p keys
    head -c 18 /dev/urandom | base64 >keys/passphrase
    local members=() role
    for role in executive safety-lead security-lead legal; do
        local name=${role/executive/bench}
        keyturnctl key new "$name" --out keys --passphrase-file keys/passphrase >/dev/null
        members+=(--member "$name;Bench $role;Bench;$role;keys/$name.pem")
    done
    keyturnctl charter draft --organisation Bench "${members[@]}" --rule charter=executive --accept-brittle --out charter.json >/dev/null
    keyturnctl --as bench --key keys/bench.key --passphrase-file keys/passphrase charter sign charter.json >/dev/null
    keyturnctl -w "$1" init --charter charter.json >/dev/null
}

# as_bench WORKSPACE COMMAND…: keyturnctl as that member.
as_bench() {
    local workspace=$1
    shift
    keyturnctl -w "$workspace" --as bench --key keys/bench.key --passphrase-file keys/passphrase "$@"
}

# as_json_lines: what `events` gives, as JSON lines.
as_json_lines() {
    awk -F, 'NR > 1 {
        printf "{\"message\": \"%s\", \"timestamp\": %s, \"datetime\": \"%s\", \"timestamp_desc\": \"%s\", ", $1, $2, $3, $4
        printf "\"data_type\": \"%s\", \"host\": \"%s\", \"session\": \"%s\", \"detail\": \"%s\"}\n", $5, $6, $7, $8
    }'
}

# events COUNT: Timesketch CSV of some 370 bytes an event on standard output, the same each time.
# One in 100,000 holds "xylograph", a tenth hold "refused".
events() {
    awk -v count="$1" 'BEGIN {
        srand(7)
        split("gateway sampler retriever classifier router scheduler indexer monitor auditor planner", part, " ")
        split("accepted deferred refused repeated throttled escalated sampled cached dropped answered", outcome, " ")
        print "message,timestamp,datetime,timestamp_desc,data_type,host,session,detail"
        # All within a year, and in order.
        step = count > 1200000 ? int(30000000000000 / count) : 25000000
        for (i = 0; i < count; ++i) {
            us = 1767225600000000 + i * step + int(rand() * step * 0.8)
            s = int(us / 1000000); day = int((s - 1767225600) / 86400); rest = s % 86400
            month = 1; left = day; split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ")
            while (left >= days[month]) { left -= days[month]; month = month % 12 + 1 }
            word = i % 100000 == 77777 ? "xylograph" : "session"
            printf "The %s %s a request of the tool-use path for account %08x after %d tokens (%s %06x),%.0f,2026-%02d-%02dT%02d:%02d:%02d.%06d+00:00,Event Logged,keyturn:bench:%s,host-%03d.example,%08x%08x,", \
                part[i % 10 + 1], outcome[int(rand() * 10) + 1], int(rand() * 2147483647), int(rand() * 100000), word, i, \
                us, month, left + 1, rest / 3600, rest % 3600 / 60, rest % 60, us % 1000000, part[i % 10 + 1], i % 512, \
                int(rand() * 2147483647), int(rand() * 2147483647)
            printf "region=%s tier=%s retries=%d policy=standard-safeguards-%d evaluated by ruleset %06x checksum=%08x%08x%08x%08x\n", i % 3 ? "eu-west" : "us-east", \
                i % 5 ? "self-serve" : "enterprise", i % 7, i % 23, int(rand() * 16777216), int(rand() * 2147483647), int(rand() * 2147483647), \
                int(rand() * 2147483647), int(rand() * 2147483647)
        }
    }'
}
