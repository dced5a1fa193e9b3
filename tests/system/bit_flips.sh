#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One flipped bit anywhere in the file: verify either names what is wrong or nothing that anybody is shown has changed.
#   KEYTURN_FLIPS  how many offsets are tried (150)
#   KEYTURN_SEED   where the row of offsets starts (1); a failure prints the offset and bit, which KEYTURN_FLIP repeats
#   KEYTURN_FLIP   OFFSET:BIT, that one alone
. "$(dirname "$0")/lib.sh"
flips=${KEYTURN_FLIPS:-150}
seed=${KEYTURN_SEED:-1}
suspended_workspace
expect_status 0 keyturnctl verify "$W"
[[ ! -e $W-wal ]] || fail "the write-ahead file outlived the last command"

# what_is_shown FILE: everything that the program shows of a workspace, but for the time of day.
what_is_shown() {
    keyturnctl -w "$1" status --json 2>&1 | jq -c 'del(.now)' 2>&1
    keyturnctl -w "$1" timeline --json 2>&1
    keyturnctl -w "$1" search e --json --limit 0 2>&1
    keyturnctl -w "$1" search tay --count 2>&1
    keyturnctl -w "$1" sheet P-1 2>&1
    keyturnctl -w "$1" charter show --json 2>&1
    keyturnctl -w "$1" catalogue show 2>&1
}
what_is_shown "$W" >shown.before
[[ $(grep -c . shown.before) -gt 30 ]] || fail "the workspace shows too little to compare"

size=$(stat -c %s "$W")
violations=0
sound=0
named=0
# flip OFFSET BIT
flip() {
    local offset=$1 bit=$2 byte status=0
    rm -f flipped.keyturn*
    cp "$W" flipped.keyturn
    byte=$(od -An -tu1 -j "$offset" -N1 "$W")
    printf "\\x$(printf %02x $((byte ^ (1 << bit))))" | dd of=flipped.keyturn bs=1 seek="$offset" conv=notrunc status=none
    timeout 60 keyturnctl --json verify flipped.keyturn >"$OUT" 2>"$ERR" || status=$?
    case $status in
        0)
            sound=$((sound + 1))
            what_is_shown flipped.keyturn >shown.after
            [[ $(jq -r .ok "$OUT") == true ]] && cmp -s shown.before shown.after && return
            violation "$offset" "$bit" "verify passed, but something shown has changed" "$(diff shown.before shown.after | head -c 600)"
            ;;
        4 | 5)
            named=$((named + 1))
            jq -e '(.problems // [.error]) | length > 0 and all(.[]; (.code | length > 0) and (.text | length > 0))' "$OUT" >/dev/null \
                || violation "$offset" "$bit" "verify failed without naming a problem" "$(head -c 600 "$OUT" "$ERR")"
            # Whoever opens it anyhow gets a sentence, never a crash.
            status=0
            timeout 60 keyturnctl --json -w flipped.keyturn timeline >"$OUT" 2>"$ERR" || status=$?
            [[ $status -lt 6 ]] || violation "$offset" "$bit" "timeline ended with status $status" "$(head -c 600 "$ERR")"
            ;;
        *) violation "$offset" "$bit" "verify ended with status $status" "$(head -c 600 "$ERR")" ;;
    esac
}

violation() {
    violations=$((violations + 1))
    printf 'VIOLATION at %s:%s (byte:bit): %s\n%s\n' "$@" >&2
}

if [[ -n ${KEYTURN_FLIP:-} ]]; then
    flip "${KEYTURN_FLIP%:*}" "${KEYTURN_FLIP#*:}"
else
    while read -r offset bit; do
        flip "$offset" "$bit"
    done < <(od -An -v -tu1 -w1 "$W" | awk -v n="$flips" -v size="$size" -v seed="$seed" '
        $1 { used[count++] = NR - 1 }
        END {
            # A small database is mostly empty pages, so every other flip goes to a byte that is not zero.
            srand(seed)
            for (i = 0; i < n; ++i)
                print i % 2 ? used[int(rand() * count)] : int(rand() * size), int(rand() * 8)
        }')
fi
printf '%d flips of %d bytes (seed %s): %d left everything as it was, %d were named, %d violations\n' \
    $((sound + named)) "$size" "$seed" "$sound" "$named" "$violations"
[[ $violations -eq 0 ]] || exit 1
