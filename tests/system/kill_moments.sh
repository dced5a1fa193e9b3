#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at random moments of imports and decisions: the workspace opens, verifies, and holds all that was reported.
#   KEYTURN_KILLS  how many (25)
#   KEYTURN_SEED   where the row of moments starts (1)
. "$(dirname "$0")/lib.sh"
kills=${KEYTURN_KILLS:-25}
RANDOM=${KEYTURN_SEED:-1}
found_workspace
expect_status 0 as scribe incident open 'Safeguard bypass on fennel-2' --severity high

# signals TOKEN: a file of enough records for several writes, all under this source.
signals() {
    jq -cn --arg token "$1" 'range(3000) | {message: "\($token) request \(.) refused by the safeguard, then answered",
        datetime: "2026-06-12T09:\((. / 60 | floor) % 60 + 100 | tostring | .[1:]):\(. % 60 + 100 | tostring | .[1:])Z",
        timestamp_desc: "Event Logged", source: $token}' >"signals.$1.jsonl"
}

now_ms() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }

# The steps of the script, each with arguments of its own: what and whom.
proposals=0
steps=(note import propose approve request init)
# compose STEP TOKEN: sets command to the arguments of keyturnctl.
compose() {
    local step=$1 token=$2 signer=hos arguments=()
    case $step in
        note) arguments=(note "Note $token" --incident I-1) ;;
        import)
            signals "$token"
            signer=ciso
            arguments=(import "signals.$token.jsonl" --incident I-1)
            ;;
        propose) arguments=(propose suspend --models fennel-1 --regions EU --because "Ground $token" --incident I-1) ;;
        approve)
            signer=ciso
            arguments=(approve "P-$proposals")
            ;;
        request) arguments=(request add --authority "Authority $token" --jurisdiction UK --due 2030-01-01T00:00:00Z) ;;
        init) arguments=(init --charter charter.json) ;;
    esac
    local workspace=$W
    export KEYTURN_SEAT_DIR=$scratch/seat
    if [[ $step == init ]]; then
        workspace=other.keyturn
        # Two ledgers founded from one charter are a fork to whoever has seen both: each is founded by another seat.
        KEYTURN_SEAT_DIR=$scratch/seat-$token
    fi
    command=(-w "$workspace" --as "$signer" --key "keys/$signer.key" --passphrase-file passphrase --json "${arguments[@]}")
}

# entries_of FILE: a line for each entry, with a digest of its bytes.
entries_of() { sqlite3 -readonly "$1" "SELECT seq || ' ' || hex(sha3(bytes, 256)) FROM entries ORDER BY seq"; }

# How long each step takes when it is left alone, so that the moments fall all over it.
declare -A length_ms
for step in "${steps[@]}"; do
    compose "$step" "calm-$step"
    begun=$(now_ms)
    expect_status 0 keyturnctl "${command[@]}"
    length_ms[$step]=$(($(now_ms) - begun + 5))
    [[ $step == propose ]] && proposals=$((proposals + 1))
done
rm other.keyturn*
export KEYTURN_SEAT_DIR=$scratch/seat
expect_status 0 keyturnctl verify "$W"
entries_of "$W" >entries.before
: >reported
cut_short=0
finished=0
unreported=0

for ((i = 0; i < kills; ++i)); do
    step=${steps[i % ${#steps[@]}]}
    token=t$i
    compose "$step" "$token"
    : >"$OUT"
    # The first half of a command unlocks the key; every other kill goes where it writes.
    moment_ms=$((i / ${#steps[@]} % 2 ? length_ms[$step] / 2 + RANDOM % (length_ms[$step] * 3 / 4) : RANDOM % (length_ms[$step] * 5 / 4)))
    what="$step, killed after $moment_ms ms"
    keyturnctl "${command[@]}" >"$OUT" 2>"$ERR" </dev/null &
    victim=$!
    sleep "$(printf '%d.%03d' $((moment_ms / 1000)) $((moment_ms % 1000)))"
    kill -9 "$victim" 2>/dev/null || true
    status=0
    wait "$victim" 2>/dev/null || status=$?
    case $status in
        137) cut_short=$((cut_short + 1)) ;;
        0) finished=$((finished + 1)) ;;
        # A decision on a proposal that is no longer open may be refused; nothing else may.
        1) [[ $step == approve ]] || fail "$what: it was refused" ;;
        *) fail "$what: it ended with status $status" ;;
    esac
    done_says=
    if [[ -s $OUT ]] && jq -e . "$OUT" >/dev/null 2>&1 && [[ $status -ne 1 ]]; then
        done_says=$(jq -r '[.batches[0].entry?, .batches[0].records?, .proposal?] | map(. // "-" | tostring) | join(" ")' "$OUT")
        [[ $step == approve || $step == init ]] || echo "$step $token $done_says" >>reported
    fi

    if [[ $step == init ]]; then
        # A founding is there whole or not at all.
        if [[ -e other.keyturn ]]; then
            expect_status 0 keyturnctl verify other.keyturn
        else
            [[ -z $done_says ]] || fail "$what: reported as founded, but there is no file"
            expect_status 0 keyturnctl -w other.keyturn init --charter charter.json
        fi
        rm -f other.keyturn*
        export KEYTURN_SEAT_DIR=$scratch/seat
        continue
    fi
    status=0
    keyturnctl --json verify "$W" >"$OUT" 2>"$ERR" || status=$?
    [[ $status -eq 0 && $(jq -r .ok "$OUT") == true ]] || fail "$what: verify ended with status $status"
    entries_of "$W" >entries.after
    head -n "$(wc -l <entries.before)" entries.after | cmp -s - entries.before || fail "$what: an entry was lost or changed"
    appended=$(($(wc -l <entries.after) - $(wc -l <entries.before)))
    [[ $appended -ge 0 && $appended -le 1 ]] || fail "$what: $appended entries were appended"
    [[ -z $done_says || $appended -eq 1 ]] || fail "$what: it reported success, but nothing was appended: $done_says"
    [[ -n $done_says || $appended -eq 0 ]] || unreported=$((unreported + 1))
    mv entries.after entries.before
    expect_status 0 keyturnctl -w "$W" --json status
    proposals=$(json '[.decisions[].proposal | ltrimstr("P-") | tonumber] | max // 1')
done

# All that was reported is there, by name and in full.
keyturnctl -w "$W" timeline --json >timeline
expect_status 0 keyturnctl -w "$W" --json request list
cp "$OUT" requests
while read -r step token entry records proposal; do
    case $step in
        note) grep -q "\"Note $token\"" timeline || fail "the note $token was reported and is gone" ;;
        import)
            count=$(grep -c "\"entry\":$entry,.*$token request" timeline) || true
            [[ $count -eq $records ]] || fail "of $records records of $token that were reported, $count are there"
            ;;
        propose)
            expect_status 0 keyturnctl -w "$W" sheet "$proposal"
            expect_out "Ground $token"
            ;;
        request) grep -q "Authority $token" requests || fail "the request $token was reported and is gone" ;;
    esac
done <reported

# What killed imports had staged is cleared away by a later opening.
expect_status 0 as hos note 'Afterwards' --incident I-1
expect_equal "$(sqlite3 -readonly "$W" 'SELECT count(*) FROM blocks WHERE batch_seq IS NULL')" 0 "the number of blocks left behind"
expect_status 0 keyturnctl verify "$W"
printf '%d kills: %d cut the command short (%d after it had committed), %d came too late; %d reports kept\n' \
    "$kills" "$cut_short" "$unreported" "$finished" "$(wc -l <reported)"
[[ $cut_short -gt $((kills / 4)) ]] || fail "too few kills met the command at work"
