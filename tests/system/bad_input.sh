#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Hostile and broken input of every kind: a plain sentence, the documented status, nothing lost, no crash.
. "$(dirname "$0")/lib.sh"
suspended_workspace
root=$(keyturnctl -w "$W" status --json | jq -er .ledger.root)

# unchanged: the ledger is as it was.
unchanged() { expect_equal "$(keyturnctl -w "$W" status --json | jq -er .ledger.root)" "$root" "the ledger's root"; }

# refused STATUS COMMAND…: that status, one sentence, nothing that could drive a terminal.
refused() {
    expect_status "$@"
    expect_one_sentence
}

# Wrong passphrases, keys and people.
echo 'wrong passphrase' >wrong
refused 1 keyturnctl -w "$W" note Hello --as hos --key keys/hos.key --passphrase-file wrong
expect_err 'passphrase'
: >empty
refused 1 keyturnctl -w "$W" note Hello --as hos --key keys/hos.key --passphrase-file empty
refused 5 keyturnctl -w "$W" note Hello --as hos --key keys/hos.key --passphrase-file missing
refused 5 keyturnctl -w "$W" note Hello --as hos --key keys/missing.key --passphrase-file passphrase
(umask 077; cp keys/hos.pem public-half)
refused 2 keyturnctl -w "$W" note Hello --as hos --key public-half --passphrase-file passphrase
refused 2 keyturnctl -w "$W" note Hello --as hos --passphrase-file passphrase
refused 1 keyturnctl -w "$W" note Hello --as ceo --key keys/hos.key --passphrase-file passphrase
expect_err 'Ada Stone'
refused 2 keyturnctl -w "$W" note Hello --as nobody --key keys/hos.key --passphrase-file passphrase
refused 2 keyturnctl -w "$W" note Hello --as $'\e[31mhos' --key keys/hos.key --passphrase-file passphrase
expect_status 0 keyturnctl key new stranger --out elsewhere --passphrase-file passphrase
refused 1 keyturnctl -w "$W" note Hello --key elsewhere/stranger.key --passphrase-file passphrase
refused 1 keyturnctl -w "$W" note Hello --as hos --key elsewhere/stranger.key --passphrase-file passphrase
refused 1 as scribe propose suspend --models fennel-1 --because 'A scribe does not propose'
refused 1 as scribe approve P-1
refused 2 as hos approve P-77
refused 2 as hos revert C-77 --because 'No such change' --incident I-1
refused 2 as hos propose suspend --models fennel-9 --because 'No such model' --incident I-1
refused 2 as hos propose abolish --models fennel-2 --because 'No such kind' --incident I-1
refused 2 as hos note Hello --incident I-77
refused 2 keyturnctl -w "$W" access --model fennel-9
refused 2 keyturnctl status
refused 2 keyturnctl key new hos --out keys --passphrase-file passphrase
printf 'x\n' >short
refused 2 keyturnctl key new other --out keys --passphrase-file short
chmod 644 keys/ciso.key
refused 1 as ciso note 'A key that everybody can read'
chmod 600 keys/ciso.key
for usage in 'no-such-verb' 'approve' 'note' 'approve P-1 P-2' 'import' '--no-such-option status' 'status --format' ''; do
    # shellcheck disable=SC2086 # Each usage is several words.
    expect_status 2 keyturnctl -w "$W" $usage
done
for argument in $'\e[31mno-such-verb' $'status\e[31m' $'--limit=\e[31m'; do
    expect_status 2 keyturnctl -w "$W" timeline "$argument"
    expect_harmless
done
unchanged

# A passphrase reaches the program by a descriptor as well, and stands in no list of processes.
exec 7<passphrase
expect_status 0 keyturnctl -w "$W" --as hos --key keys/hos.key --passphrase-fd 7 note 'By descriptor'
exec 7<&-
refused 5 keyturnctl -w "$W" --as hos --key keys/hos.key --passphrase-fd 99 note 'By a closed descriptor'
root=$(keyturnctl -w "$W" status --json | jq -er .ledger.root)

# Files that are not what they are given as.
mkdir hostile hostile/folder
printf '' >hostile/empty
printf '{"type":"bundle","id":"bundle--1","objects":[{"type":"indi' >hostile/truncated
printf '\xff\xfe\x80{"a":1}' >hostile/not-utf8
printf '{"a":"b\0c"}' >hostile/nul
printf '\xef\xbb\xbf{"a":1}' >hostile/bom
printf '{"a\xe2\x80\xae":"\xe2\x80\xaeb"}' >hostile/bidi
printf '\e[31mred\e]0;title\a \xc2\x9b31m\n' >hostile/escapes
printf '{"\e[31m":"\e]0;title\a"}' >hostile/escapes-in-json
printf '{"members":[],"members":[]}' >hostile/duplicate-keys
printf '%*s' 100000 '' | tr ' ' '[' >hostile/nested
(
    printf '{"a":"'
    head -c 20000000 /dev/zero | tr '\0' x
    printf '"}'
) >hostile/huge-line
head -c 300000 /dev/urandom >hostile/random
ln -s nowhere hostile/dangling
cp hostile/escapes hostile/$'escapes-in-\e[31mname'
for file in hostile/* hostile/missing; do
    refused_any() {
        local status=0
        "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
        [[ $status -ge 1 && $status -le 5 ]] || fail "status $status: $*"
        expect_one_sentence
        expect_harmless
    }
    refused_any keyturnctl -w "$W" note Hello --as hos --key "$file" --passphrase-file passphrase
    refused_any keyturnctl -w "$W" note Hello --as hos --key keys/hos.key --passphrase-file "$file"
    refused_any as hos catalogue set "$file"
    refused_any keyturnctl catalogue check "$file"
    refused_any keyturnctl charter show "$file"
    refused_any as ceo charter sign "$file"
    refused_any keyturnctl -w new.keyturn init --charter "$file"
    refused_any keyturnctl charter draft --organisation X --member "a;Ann;CEO;executive;$file" --out never.json
    refused_any keyturnctl -w "$file" status
    refused_any keyturnctl verify "$file"
    refused_any keyturnctl -w "$file" note Hello --as hos --key keys/hos.key --passphrase-file passphrase
    [[ ! -e new.keyturn && ! -e never.json ]] || fail "$file founded something"
    # What was rejected is told as the outcome of an import, the sentence comes where nothing was read at all.
    status=0
    timeout 60 keyturnctl -w "$W" --as ciso --key keys/ciso.key --passphrase-file passphrase import "$file" >"$OUT" 2>"$ERR" || status=$?
    [[ $status -eq 2 || $status -eq 3 || $status -eq 5 ]] || fail "importing $file ended with status $status"
    [[ -s $OUT || -s $ERR ]] || fail "importing $file says nothing"
    expect_harmless
    unchanged
done

# In good signals hostile text is text: kept, found, and shown so that it drives no terminal.
jq -cn '{message: "\u001b[31mred\u001b]0;title\u0007 \u009b31m \u202Eevil\u202C \u0000 end", datetime: "2026-06-12T09:00:00Z",
    timestamp_desc: "\u001b[2Jseen", source: "\u001b[31msource", "key\u001b[1m": "value\u001b[1m"}' >escapes.jsonl
printf '{"message":"good","datetime":"2026-06-12T09:00:00Z","timestamp_desc":"seen"}\n{"message":"\x1b[31m' >>escapes.jsonl
expect_status 3 as ciso import escapes.jsonl --incident I-1
expect_harmless
for command in 'timeline' 'search end' 'search end --json' 'timeline --json' 'status' 'incident list' 'verify'; do
    # shellcheck disable=SC2086 # Each command is several words.
    expect_status 0 keyturnctl -w "$W" $command
    LC_ALL=C grep -q $'[\x1b\x07]' "$OUT" "$ERR" && fail "an escape came through in $command"
    [[ $command == *--json ]] || expect_harmless
done
expect_status 0 keyturnctl -w "$W" search end --count --json
expect_json .hits 1
for format in html json timesketch; do
    expect_status 0 keyturnctl -w "$W" report I-1 --format "$format" --out "hostile.$format"
    LC_ALL=C grep -q $'[\x1b\x07]' "hostile.$format" && fail "an escape came through in the $format report"
done
for argument in $'Bypass \e[31mred' $'Bypass \xe2\x80\xaedecrifnoc' $'Not UTF-8 \xff'; do
    for act in 'propose suspend --models fennel-1 --incident I-1 --because' 'incident open' 'note --incident I-1' \
        'request add --jurisdiction UK --authority'; do
        status=0
        # shellcheck disable=SC2086 # Each act is several words.
        as hos $act "$argument" >"$OUT" 2>"$ERR" || status=$?
        [[ $status -le 2 ]] || fail "status $status: $act"
        expect_harmless
    done
done
expect_status 0 keyturnctl -w "$W" timeline
expect_harmless
expect_status 0 keyturnctl -w "$W" status
expect_harmless
expect_status 0 keyturnctl verify "$W"
root=$(keyturnctl -w "$W" status --json | jq -er .ledger.root)

# Of several files one that is broken keeps none of the others out.
mkdir several
cp "$DATA/intake/valid/atlas/AML.CS0000.yaml" several/a.yaml
cp hostile/random several/b.yaml
cp "$DATA/intake/valid/atlas/AML.CS0003.yaml" several/c.yaml
expect_status 3 as ciso --json import several
expect_equal "$(jq -c '[.batches[].records]' "$OUT")" '[1,0,1]' "the records of each file"
[[ $(json '.batches[1].rejected[0].reason' | wc -c) -gt 10 ]] || fail "the broken file's fault is not named"
root=$(keyturnctl -w "$W" status --json | jq -er .ledger.root)

# The database: locked, not one, newer, damaged, cut short.
sqlite3 "$W" 'BEGIN EXCLUSIVE; SELECT 1;' '.shell sleep 12' 'ROLLBACK;' >/dev/null &
holder=$!
at_exit "kill $holder 2>/dev/null"
sleep 0.7
refused 5 as hos note 'While it is locked'
expect_err 'Another program|locked|in use'
kill "$holder" 2>/dev/null || true
wait "$holder" 2>/dev/null || true
# The shell's sleep may outlive its parent, but not the parent's lock.
unchanged
sqlite3 plain.db 'CREATE TABLE shopping (item TEXT); INSERT INTO shopping VALUES (1)'
refused 5 keyturnctl -w plain.db status
refused 5 keyturnctl -w plain.db note Hello --as hos --key keys/hos.key --passphrase-file passphrase
expect_equal "$(sqlite3 plain.db 'SELECT count(*) FROM sqlite_schema')" 1 "the number of tables in somebody else's database"
cp "$W" newer.keyturn
sqlite3 newer.keyturn 'PRAGMA user_version = 99'
refused 5 keyturnctl -w newer.keyturn status
expect_err 'newer'
refused 5 keyturnctl verify newer.keyturn
refused 5 keyturnctl -w newer.keyturn note Hello --as hos --key keys/hos.key --passphrase-file passphrase
# names_damage COMMAND…: an integrity or storage failure, and something is said.
names_damage() {
    local status=0
    "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
    [[ $status -eq 4 || $status -eq 5 ]] || fail "status $status where 4 or 5 was expected: $*"
    [[ -s $OUT || -s $ERR ]] || fail "nothing was said: $*"
    expect_harmless
}
# damaged FILE: it neither verifies nor takes an entry.
damaged() {
    names_damage keyturnctl verify "$1"
    names_damage keyturnctl -w "$1" note Hello --as hos --key keys/hos.key --passphrase-file passphrase
    expect_one_sentence
}
size=$(stat -c %s "$W")
for length in 1 15 16 99 100 101 512 1024 4095 4096 4097 8192 16384 $((size / 2)) $((size - 4096)) $((size - 1)); do
    head -c "$length" "$W" >cut.keyturn
    damaged cut.keyturn
    rm -f cut.keyturn*
done
# overwrite OFFSET: a copy with other bytes there.
overwrite() {
    rm -f overwritten.keyturn*
    cp "$W" overwritten.keyturn
    printf 'Not what was here before, by any means at all' | dd of=overwritten.keyturn bs=1 seek="$1" conv=notrunc status=none
}
for at in 0 16 18 24 52 100; do
    overwrite "$at"
    damaged overwritten.keyturn
done
page=$(sqlite3 "$W" 'PRAGMA page_size')
for ((at = page; at < size; at += page)); do
    overwrite "$at"
    names_damage keyturnctl verify overwritten.keyturn
done

# A file that may be read but not written. Root may write anything, so the program then runs as nobody.
mkdir reader
cp "$W" reader/w.keyturn
cp keys/hos.key passphrase reader/
cp "$(command -v keyturnctl)" reader/program
chmod 444 reader/w.keyturn
chmod 600 reader/hos.key
chmod 444 reader/passphrase
chmod 555 reader
reader=()
if [[ $EUID -eq 0 ]]; then
    chmod 711 "$scratch" "$scratch/work"
    chmod 755 reader/program
    chown nobody reader reader/hos.key reader/w.keyturn
    mkdir "$scratch/nobody"
    chown nobody "$scratch/nobody"
    reader=(runuser -u nobody -- env KEYTURN_SEAT_DIR="$scratch/nobody/seat")
fi
expect_status 0 "${reader[@]}" reader/program -w reader/w.keyturn status
expect_out 'Fennel Labs'
expect_status 0 "${reader[@]}" reader/program verify reader/w.keyturn
refused 5 "${reader[@]}" reader/program -w reader/w.keyturn note Hello --as hos --key reader/hos.key --passphrase-file reader/passphrase
expect_err 'read.*not written'
refused 5 "${reader[@]}" reader/program -w reader/w.keyturn backup --out reader/copy.keyturn
refused 5 "${reader[@]}" reader/program -w reader/new.keyturn init --charter "$scratch/work/charter.json"
chmod 000 reader/w.keyturn
refused 5 "${reader[@]}" reader/program -w reader/w.keyturn status
refused 5 "${reader[@]}" reader/program verify reader/w.keyturn
chmod 700 reader

# A seat that cannot be kept, a disk that is full.
: >seat-is-a-file
KEYTURN_SEAT_DIR=$PWD/seat-is-a-file names_damage as hos note 'Without a seat'
expect_one_sentence
unchanged
(
    ulimit -f $(($(stat -c %s "$W") / 1024 + 40))
    trap '' XFSZ
    status=0
    jq -cn 'range(60000) | {message: "\(.) \(. * 7919 % 104729) \(. * 104729 % 1299709)", datetime: "2026-06-12T09:00:00Z",
        timestamp_desc: "seen"}' | as ciso import - --format timesketch-jsonl >"$OUT" 2>"$ERR" || status=$?
    [[ $status -eq 5 ]] || fail "status $status on a full disk"
    expect_one_sentence
)
unchanged
expect_status 0 keyturnctl verify "$W"
expect_status 0 as hos note 'Life goes on'
