#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Two installations at work on one file at the same time: each act is done or refused by a rule, none is lost, and
# both see the same.
. "$(dirname "$0")/lib.sh"
rounds=${KEYTURN_ROUNDS:-6}
found_workspace
expect_status 0 as scribe incident open 'Safeguard bypass on fennel-2' --severity high

# at SEAT MEMBER COMMAND…: the same as `as`, at one of the two installations.
at() {
    local seat=$1
    shift
    KEYTURN_SEAT_DIR=$scratch/$seat as "$@"
}

# together NAME SEAT MEMBER COMMAND… / settle NAME…: starts a command; waits for those started, statuses in $status_of.
declare -A running status_of
together() {
    local name=$1
    shift
    at "$@" >"$name.out" 2>"$name.err" </dev/null &
    running[$name]=$!
}
settle() {
    local name
    for name in "$@"; do
        status_of[$name]=0
        wait "${running[$name]}" || status_of[$name]=$?
        cp "$name.out" "$OUT"
        cp "$name.err" "$ERR"
        [[ ${status_of[$name]} -le 1 ]] || fail "$name ended with status ${status_of[$name]}"
        [[ ${status_of[$name]} -eq 0 ]] || expect_one_sentence
    done
}
size_of() { keyturnctl -w "$W" status --json | jq -er .ledger.size; }

# The first acts introduce both seats, at the same moment.
size=$(size_of)
together left left hos note 'From the left' --incident I-1
together right right ciso note 'From the right' --incident I-1
settle left right
[[ ${status_of[left]} -eq 0 && ${status_of[right]} -eq 0 ]] || fail "a note was refused"
expect_equal "$(size_of)" $((size + 4)) "the ledger's size after two notes and two introductions"

# signals SIDE ROUND: two thousand that were not there before; the same file again would be known.
signals() {
    jq -cn --arg side "$1" --arg round "$2" 'range(2000) | {message: "\($side) \($round) \(.)",
        datetime: "2026-06-12T09:00:00Z", timestamp_desc: "seen", source: $side}' >"$1.jsonl"
}
accepted=$(size_of)
for ((round = 1; round <= rounds; ++round)); do
    # Both bring their signals in.
    signals left "$round"
    signals right "$round"
    together left left hos --json import left.jsonl --incident I-1
    together right right ciso --json import right.jsonl --incident I-1
    settle left right
    [[ ${status_of[left]} -eq 0 && ${status_of[right]} -eq 0 ]] || fail "an import was refused"
    expect_equal "$(jq .batches[0].records left.out right.out | paste -sd' ')" '2000 2000' "the number of records kept"
    accepted=$((accepted + 2))

    # Both sign the same proposal, as different people: both count, whoever came first.
    expect_status 0 at left gc --json propose suspend --models fennel-2 --channels api --regions EU --because "Round $round" --incident I-1
    proposal=$(json .proposal)
    accepted=$((accepted + 1))
    together left left hos --json approve "$proposal"
    together right right ciso --json approve "$proposal"
    settle left right
    for seat in left right; do
        # The one who came second had judged another ledger than the one that stood; the rules may ask to look again.
        if [[ ${status_of[$seat]} -ne 0 ]]; then
            expect_status 0 at "$seat" "$([[ $seat == left ]] && echo hos || echo ciso)" --json approve "$proposal"
        fi
    done
    accepted=$((accepted + 2))
    expect_status 0 keyturnctl -w "$W" --json status
    expect_json ".decisions | map(select(.proposal == \"$proposal\")) | length" 0
    expect_status 1 keyturnctl -w "$W" access --model fennel-2 --channel api --region EU

    # One approves while the other refuses: at most one of the two decides it, and the ledger says which.
    expect_status 0 at left hos --json revert "C-$round" --because "Round $round" --incident I-1
    proposal=$(json .proposal)
    accepted=$((accepted + 1))
    together left left hos --json approve "$proposal"
    together right right ciso --json refuse "$proposal" --because 'Not yet'
    settle left right
    [[ ${status_of[right]} -eq 0 ]] || expect_status 0 at right ciso --json refuse "$proposal" --because 'Not yet'
    accepted=$((accepted + 1 + (status_of[left] == 0)))
    expect_status 1 keyturnctl -w "$W" access --model fennel-2 --channel api --region EU

    # The same person at both seats at once counts once.
    expect_status 0 at right ciso --json propose suspend --models fennel-1 --channels app --regions US --because "Round $round" --incident I-1
    proposal=$(json .proposal)
    accepted=$((accepted + 1))
    together left left hos approve "$proposal"
    together right right hos approve "$proposal"
    settle left right
    expect_equal $((status_of[left] + status_of[right])) 1 "the number of refusals of the second signature"
    accepted=$((accepted + 1))
    expect_status 0 at right ciso withdraw "$proposal" --because 'Done with it'
    accepted=$((accepted + 1))
done

expect_equal "$(size_of)" "$accepted" "the ledger's size"
for seat in left right; do
    KEYTURN_SEAT_DIR=$scratch/$seat expect_status 0 keyturnctl -w "$W" --json status
    expect_json .ledger.verified true
    expect_json .ledger.records $((rounds * 4000))
    json .state_sha256 >"$seat.state"
    json .ledger.root >>"$seat.state"
done
cmp -s left.state right.state || fail "the two seats see different states"
expect_status 0 keyturnctl verify "$W"

# A reader never waits for a writer.
signals left last
together left left hos --json import left.jsonl --incident I-1
expect_status 0 keyturnctl -w "$W" timeline --limit 5
settle left
expect_equal "${status_of[left]}" 0 "the status of an import beside a reader"
