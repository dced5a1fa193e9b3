#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Times are never guessed: a zone is stated or given; and "as known at" shows what had been entered by then.
. "$(dirname "$0")/lib.sh"
found_workspace
expect_status 0 as scribe incident open 'Safeguard bypass on fennel-2' --severity high --occurred-at 2026-06-08T08:00:00Z

# A bare date or a time without a zone is refused wherever a time is asked for, and nothing is entered.
expect_status 0 keyturnctl -w "$W" --json status
size=$(json .ledger.size)
for time in 2026-06-12 2026-06-12T09:41:07 '2026-06-12 09:41' 12.06.2026 noon 1781257267 2026-13-12T09:41:07Z 2026-06-31T09:41:07Z \
    2026-06-12T25:41:07Z 2026-06-12T09:41:07+25:00; do
    expect_status 2 as gc note 'A note' --at "$time"
    expect_one_sentence
    expect_status 2 as gc request add --authority 'Safety Institute' --jurisdiction UK --due "$time"
    expect_one_sentence
    expect_status 2 as scribe incident open 'Another' --occurred-at "$time"
    expect_one_sentence
    expect_status 2 as hos propose suspend --models fennel-2 --because 'Ground' --review-by "$time"
    expect_one_sentence
    for option in --from --to --as-known-at; do
        expect_status 2 keyturnctl -w "$W" timeline "$option" "$time"
        expect_one_sentence
    done
done
# Nor is an empty one, as of a script's unset variable, taken for a time left out.
expect_status 2 as gc note 'A note' --at ''
expect_status 2 as gc request add --authority 'Safety Institute' --jurisdiction UK --due ''
expect_status 2 keyturnctl -w "$W" timeline --from ''
expect_status 2 keyturnctl -w "$W" --tz Middle/Earth timeline --from 2026-06-12
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json status
expect_json .ledger.size "$size"

# With a zone they mean what the zone says, summer and winter.
noted() { # ARGUMENTS… EXPECTED: a note's time on the timeline
    local expected=${*: -1}
    expect_status 0 as gc --json "${@:1:$#-1}"
    local note
    note=$(json .note)
    expect_status 0 keyturnctl -w "$W" --json timeline
    expect_equal "$(jq -r --arg id "$note" 'select(.id == $id) | .occurred_at' "$OUT" | head -1)" "$expected" "the time of $note"
}
noted --tz Europe/Berlin milestone 'Summer' --at 2026-06-12T09:41:07 2026-06-12T07:41:07Z
noted --tz Europe/Berlin milestone 'Winter' --at 2026-01-12T09:41:07 2026-01-12T08:41:07Z
noted --tz America/New_York milestone 'A bare date' --at 2026-06-12 2026-06-12T04:00:00Z
noted --tz Europe/Berlin milestone 'Its own zone wins' --at 2026-06-12T09:41:07Z 2026-06-12T09:41:07Z
noted milestone 'An offset' --at 2026-06-12T09:41:07+09:00 2026-06-12T00:41:07Z
for filter in '--tz Europe/Berlin --from 2026-06-12T09:41:07 --to 2026-06-12T09:41:08' \
    '--from 2026-06-12T07:41:07Z --to 2026-06-12T07:41:08Z' '--from 2026-06-12T16:41:07+09:00 --to 2026-06-12T07:41:08Z'; do
    # shellcheck disable=SC2086 # Each filter is several words.
    expect_status 0 keyturnctl -w "$W" --json timeline $filter
    expect_equal "$(jq -r .title "$OUT")" Summer "what stands between $filter"
done

# As known at: neither entries recorded later, nor what later entries changed.
expect_status 0 as hos propose suspend --models fennel-2 --because 'Bypass confirmed' --incident I-1
sleep 1.1
moment=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
keyturnctl -w "$W" timeline --json >then
sleep 0.01
expect_status 0 as ciso import "$DATA/intake/valid/atlas"
expect_status 0 as scribe note 'Entered later of an earlier time' --at 2026-06-08T09:00:00Z --incident I-1
for member in hos ceo gc; do
    expect_status 0 as "$member" approve P-1
done
keyturnctl -w "$W" timeline --json >now
keyturnctl -w "$W" timeline --json --as-known-at "$moment" >rewound
cmp -s then rewound || {
    diff then rewound >"$OUT" || true
    fail "as known at $moment is not what was shown then"
}
grep -q 'Entered later' now || fail "the later note is not on the timeline of today"
cmp -s then now && fail "the timeline has not changed since"
[[ $(jq -r --arg moment "$moment" 'select(.recorded_at > $moment) | .id' rewound | wc -l) -eq 0 ]] || fail "a later entry is known too early"
expect_status 0 keyturnctl -w "$W" timeline --json --as-known-at 2020-01-01T00:00:00Z
[[ ! -s $OUT ]] || fail "something was known before the workspace was founded"
keyturnctl -w "$W" timeline --json --as-known-at 2100-01-01T00:00:00Z >future
cmp -s now future || fail "as known in the future is not what is known now"
expect_status 0 keyturnctl -w "$W" report I-1 --format json --as-known-at "$moment" --out then.json
expect_status 0 jq -e '.known_at != null and .decisions[0].status == "open" and (.decisions[0].approvals | length == 0)' then.json
expect_status 0 keyturnctl -w "$W" report I-1 --format json --out now.json
expect_status 0 jq -e '.known_at == null and .decisions[0].status == "authorised"' now.json
