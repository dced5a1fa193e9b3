#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# feed folder: files that arrive while it watches, whole ones only and each content once, whatever becomes of the program.
. "$(dirname "$0")/lib.sh"

printf 'correct horse battery\n' >passphrase
expect_status 0 keyturnctl key new intake --out keys --passphrase-file passphrase --type ed25519
found_workspace --member 'service:intake;Alert intake;Reads feeds;intake;keys/intake.pem'

event() {
    printf '{"timestamp":"2026-06-12T09:41:%02d.000000+0000","event_type":"alert","src_ip":"192.0.2.%d","alert":{"signature":"%s","severity":2,"signature_id":%d}}\n' \
        "$1" "$1" "$2" "$1"
}
mkdir alerts done making
# Not by a function where it runs in the background: a signal is for the program itself.
as_intake=(keyturnctl -w "$W" --as intake --key keys/intake.key --passphrase-file passphrase --json)
feed() { as intake --json feed folder "$@"; }
size() { keyturnctl -w "$W" --json status | jq -er .ledger.size; }
# old FILE: as if it had been written long ago.
old() { touch -d '2026-06-12 09:00:00' "$@"; }

# Once: what is whole, without links, hidden and temporary files; a bad file is named and the rest kept.
event 1 'First' >alerts/a.json
event 2 'Second' >alerts/b.json
echo 'no format at all' >alerts/c.bad
event 90 'Temporary' >alerts/d.json.part
event 91 'Hidden' >alerts/.e.json
event 92 'Linked' >making/f.json
ln -s ../making/f.json alerts/f.json
mkfifo alerts/pipe
old alerts/[abc].*
expect_status 3 feed alerts
expect_json .source "$PWD/alerts"
expect_json '[.batches[] | select(.records > 0) | .file | sub(".*/"; "")] | join(" ")' 'a.json b.json'
expect_json '[.batches[] | select(.records == 0) | .file | sub(".*/"; "")] | join(" ")' c.bad
expect_json '.batches[] | select(.records == 0) | .rejected[0].reason | length > 0' true
rm alerts/c.bad
expect_status 0 feed alerts
expect_json .unchanged 2
expect_json '.batches | length' 0

# The same content under another name is not taken again; changed content is. Files are left where they are.
before=$(size)
cp -p alerts/a.json alerts/copy.json
expect_status 0 feed alerts
expect_json .unchanged 3
expect_equal "$(size)" "$before" 'the size of the ledger'
event 3 'Third' >>alerts/a.json
old alerts/a.json
expect_status 0 feed alerts
expect_json .batches[0].records 1
expect_json .batches[0].duplicates 1
# What the feed remembers is lost: the ledger knows the files, also under another name.
rm -r "$HOME/.local/state/keyturn"
before=$(size)
mv alerts/b.json alerts/renamed.json
expect_status 0 feed alerts
expect_json .seen_before 3
expect_equal "$(size)" "$before" 'the size of the ledger'
expect_equal "$(find alerts -name '*.json' -type f ! -name '.*' | wc -l)" 3 'the number of files left'

# --watch takes what arrives: by renaming at once, written in place once it is whole.
watch() {
    "${as_intake[@]}" feed folder alerts --watch --interval 1 --settle "$1" >watched 2>watched.err &
    watcher=$!
    at_exit "kill -KILL $watcher 2>/dev/null"
    wait_until 'the first round is over' test -s watched
}
batch_of() { jq -se "[.[].batches[] | select(.records == $2 and (.file | endswith(\"/$1\")))] | length == 1" watched; }
named_bad() { jq -se '[.[].batches[] | select(.records == 0)] | length == 1' watched; }
waiting() { jq -se '[.[] | select(.waiting == 1)] | length > 0' watched; }
watch 3600
event 4 'Fourth' >making/renamed-in.json
mv making/renamed-in.json alerts/
wait_until 'a renamed file is taken' batch_of renamed-in.json 1
# Half a file is let be for as long as it may still be written to.
event 5 'Fifth' >alerts/slow.json
wait_until 'the half-written file is seen' waiting
event 6 'Sixth' >>alerts/slow.json
! batch_of slow.json 1 >/dev/null || fail 'half a file was taken'
old alerts/slow.json
wait_until 'the whole file is taken' batch_of slow.json 2
echo 'no format either' >making/bad.log
mv making/bad.log alerts/
wait_until 'the bad file is named' named_bad
event 7 'Seventh' >making/after.json
mv making/after.json alerts/
wait_until 'a file after the bad one is taken' batch_of after.json 1
rm alerts/bad.log
kill -TERM "$watcher"
wait "$watcher" || fail "--watch ended with status $? where 0 was expected"

# Killed at any moment and started again, it doubles nothing and loses nothing.
records=$(keyturnctl -w "$W" --json verify | jq .records)
for n in 11 12 13 14 15 16 17 18; do
    watch 0
    event "$n" "Killed $n" >making/k$n.json
    mv making/k$n.json alerts/
    # At another moment each time: as soon as there is an answer, or before.
    ((n % 2 == 0)) || wait_until 'the file is taken' batch_of k$n.json 1
    kill -KILL "$watcher"
    wait "$watcher" 2>/dev/null || true
done
expect_status 0 feed alerts
expect_status 0 feed alerts
expect_json '.batches | length' 0
expect_status 0 keyturnctl -w "$W" --json verify
expect_json .records $((records + 8))

# --move-to: signed files go there, never in place of others; refused ones stay.
expect_status 2 feed alerts --move-to alerts
expect_json .error.code feeds/move-folder-unusable
echo 'mine' >done/after.json
echo 'no format at all' >alerts/c.bad
old alerts/c.bad
expect_status 3 feed alerts --move-to done
expect_equal "$(cat done/after.json)" mine 'the file that was there'
expect_equal "$(find done -name 'after.json.*' | wc -l)" 1 'the file of the same name'
[[ -e alerts/c.bad && -e alerts/d.json.part && ! -e alerts/a.json && -e done/a.json ]] || fail 'the wrong files were moved'

# A folder that is not there; an incident that is not.
expect_status 5 feed missing
expect_json .error.code feeds/folder-unreadable
expect_status 2 feed alerts --incident I-9
expect_json .error.code domain/unknown-incident
expect_status 0 keyturnctl -w "$W" --json verify
expect_json .ok true
