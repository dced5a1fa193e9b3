#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Somebody with write access to the file: old copies, edited entries, records, signatures, checkpoints, indexes.
. "$(dirname "$0")/lib.sh"
suspended_workspace
expect_status 0 keyturnctl --json verify "$W"
entries=$(json .entries)
cp "$W" older.keyturn
expect_status 0 as hos note 'After the copy' --incident I-1

# An older copy in the same place is a rollback, and nothing is written to it.
cp "$W" newest.keyturn
cp older.keyturn "$W"
expect_status 4 keyturnctl --json verify "$W"
expect_json '.problems | map(.code) | index("rollback") != null' true
expect_status 4 keyturnctl -w "$W" --json status
expect_json '.ledger.problems[0].code' rollback
digest=$(sha256sum <"$W")
expect_status 4 as hos note 'Onto the old copy' --incident I-1
expect_one_sentence
expect_status 4 as ciso import "$DATA/intake/valid/atlas"
expect_status 4 as ciso refuse P-1 --because 'No'
expect_equal "$(sha256sum <"$W")" "$digest" "the old copy's digest after what was refused"
expect_status 0 keyturnctl -w "$W" timeline
expect_out 'Safeguard bypass'
cp newest.keyturn "$W"
expect_status 0 keyturnctl verify "$W"

# A backup elsewhere is sound; once the ledger has moved on, it is for reading only.
expect_status 0 keyturnctl -w "$W" --json backup --out backup.keyturn
expect_json .size $((entries + 1))
expect_status 2 keyturnctl -w "$W" backup --out backup.keyturn
expect_one_sentence
expect_equal "$(state_of backup.keyturn)" "$(state_of "$W")" "the state of the backup"
expect_equal "$(contents_of backup.keyturn)" "$(contents_of "$W")" "what the backup holds"
expect_status 0 as hos note 'After the backup' --incident I-1
expect_status 0 keyturnctl --json verify backup.keyturn
expect_json .ok true
expect_status 4 keyturnctl -w backup.keyturn note 'Onto the backup' --incident I-1 --as hos --key keys/hos.key --passphrase-file passphrase
expect_one_sentence
expect_err 'reading only'
expect_err 'older copy'

# A copy that went its own way on another machine contradicts what this one has seen.
cp "$W" apart.keyturn
expect_status 0 as hos note 'Here' --incident I-1
KEYTURN_SEAT_DIR=$scratch/elsewhere expect_status 0 keyturnctl -w apart.keyturn note 'There' --incident I-1 \
    --as ciso --key keys/ciso.key --passphrase-file passphrase
KEYTURN_SEAT_DIR=$scratch/elsewhere expect_status 0 keyturnctl -w apart.keyturn note 'There again' --incident I-1 \
    --as ciso --key keys/ciso.key --passphrase-file passphrase
expect_status 4 keyturnctl --json verify apart.keyturn
expect_json '.problems | map(.code) | index("fork") != null' true

# A machine that has never seen the ledger takes it as it is, and says that nobody else vouches for it.
KEYTURN_SEAT_DIR=$scratch/stranger expect_status 0 keyturnctl verify "$W"
expect_out UNWITNESSED

# edited WHAT SQL: a copy of the workspace changed by SQL never verifies and says what is wrong, on any machine;
# nothing is written to it. expect_found TEXT then asks what was said.
cp "$W" sound.keyturn
edited() {
    rm -f edited.keyturn*
    cp sound.keyturn edited.keyturn
    sqlite3 edited.keyturn "PRAGMA foreign_keys = OFF; $2" >/dev/null
    cmp -s sound.keyturn edited.keyturn && fail "$1: the SQL changed nothing"
    local seat
    for seat in "$scratch/stranger" "$scratch/seat"; do
        KEYTURN_SEAT_DIR=$seat expect_status 4 keyturnctl --json verify edited.keyturn
        expect_json .ok false
        [[ $(jq '[.problems[] | select((.text | length) > 10)] | length' "$OUT") -ge 1 ]] || fail "$1: no problem is named"
    done
    jq -r '"'"$1"': " + (.problems | map(.code) | join(" "))' "$OUT"
}
# refuses_to_write: nothing can be added to the edited copy.
refuses_to_write() {
    cp "$OUT" verdict
    expect_status 4 keyturnctl -w edited.keyturn note 'On sand' --incident I-1 --as hos --key keys/hos.key --passphrase-file passphrase
    expect_one_sentence
    cp verdict "$OUT"
}
# In the entry of seq, the nth-last digit or letter of the base64 before MARK becomes another.
changed_byte() { # EXPRESSION-FOR-POSITION
    echo "CAST(substr(bytes, 1, $1 - 1) AS BLOB) || CAST(CASE substr(bytes, $1, 1) WHEN CAST('A' AS BLOB) THEN 'B' ELSE 'A' END AS BLOB) || CAST(substr(bytes, $1 + 1) AS BLOB)"
}
update_entry() { echo "UPDATE entries SET bytes = CAST($(changed_byte "$1") AS BLOB) WHERE seq = $2"; }

edited 'a payload changed' "$(update_entry 'length(bytes) - 400' 4)"
refuses_to_write
edited 'a signature changed' "$(update_entry "(instr(bytes, CAST('\"sig\":\"' AS BLOB)) + 20)" 5)"
refuses_to_write
edited 'a time changed' "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'time 20', 'time 19') AS BLOB) WHERE seq = 6"
refuses_to_write
edited 'the last entry removed' "DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)"
refuses_to_write
edited 'an entry in the middle removed' "DELETE FROM entries WHERE seq = 5"
refuses_to_write
edited 'two entries swapped' "UPDATE entries SET bytes = CASE seq WHEN 7 THEN (SELECT bytes FROM entries WHERE seq = 8) ELSE (SELECT bytes FROM entries WHERE seq = 7) END WHERE seq IN (7, 8)"
refuses_to_write
edited 'an entry repeated at the end' "INSERT INTO entries SELECT max(seq) + 1, (SELECT bytes FROM entries WHERE seq = 6) FROM entries"
refuses_to_write
edited 'the founding charter changed' "$(update_entry 'length(bytes) - 400' 0)"
refuses_to_write
edited 'all entries removed' "DELETE FROM checkpoints; DELETE FROM entries"
refuses_to_write
edited 'the newest checkpoint changed' "UPDATE checkpoints SET note = CAST(substr(note, 1, length(note) - 10) || 'AAAA' || substr(note, length(note) - 5) AS BLOB) WHERE size = (SELECT max(size) FROM checkpoints)"
refuses_to_write
edited 'the newest checkpoint removed' "DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)"
refuses_to_write
edited 'an old checkpoint of another tree' "UPDATE checkpoints SET note = (SELECT note FROM checkpoints ORDER BY size LIMIT 1 OFFSET 2) WHERE size = (SELECT size FROM checkpoints ORDER BY size LIMIT 1 OFFSET 1)"
edited 'all checkpoints removed' "DELETE FROM checkpoints"
refuses_to_write
edited 'an entry and all its checkpoints removed' "DELETE FROM checkpoints WHERE size = (SELECT max(seq) + 1 FROM entries); DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries); UPDATE entries SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || 'x' AS BLOB) WHERE seq = (SELECT max(seq) FROM entries)"

# One damaged entry is told as such, not once for each checkpoint signed after it.
edited 'an early entry changed' "$(update_entry 'length(bytes) - 400' 3)"
expect_json '.problems[0].entry' 3
[[ $(jq '.problems | length' "$OUT") -le 5 ]] || fail "one damaged entry is told as $(jq '.problems | length' "$OUT") problems"
expect_status 4 keyturnctl -w edited.keyturn status
expect_out 'Fennel Labs'

# Records are their own bytes, committed to by their batch.
changed_blob() { echo "UPDATE $1 SET bytes = CAST(substr(bytes, 1, $2 - 1) || CASE hex(substr(bytes, $2, 1)) WHEN '41' THEN 'B' ELSE 'A' END || substr(bytes, $2 + 1) AS BLOB) WHERE block_id = (SELECT min(block_id) FROM $1)"; }
for part in block_text block_salts; do
    for position in 1 'length(bytes) / 2' 'length(bytes)'; do
        edited "$part changed at $position" "$(changed_blob "$part" "($position)")"
        expect_json '.problems | map(.code) | index("records") != null' true
    done
done
edited 'a block removed' "DELETE FROM block_text WHERE block_id = 1; DELETE FROM blocks WHERE id = 1"
edited 'the text of two imports swapped' "UPDATE block_text SET bytes = (SELECT other.bytes FROM block_text other WHERE other.block_id = (SELECT max(block_id) FROM block_text)) WHERE block_id = (SELECT min(block_id) FROM block_text)"
edited 'a block of another batch' "UPDATE blocks SET batch_seq = 3 WHERE id = (SELECT min(id) FROM blocks)"
edited 'a number of records changed' "UPDATE blocks SET record_count = record_count + 1 WHERE id = (SELECT min(id) FROM blocks)"

# Indexes are only derived: a change to them is found and mended, never believed.
for part in block_columns block_filter; do
    for position in 1 'length(bytes) / 2' 'length(bytes)'; do
        edited "$part changed at $position" "$(changed_blob "$part" "($position)")"
        expect_json '.problems | map(.code) | unique | join(" ")' derived
        expect_status 0 keyturnctl --json -w edited.keyturn rebuild
        expect_json .replaced 1
        expect_status 0 keyturnctl --json verify edited.keyturn
        expect_json .ok true
        expect_equal "$(contents_of edited.keyturn)" "$(contents_of sound.keyturn)" "what the mended copy holds"
    done
done
expect_status 0 keyturnctl --json -w "$W" rebuild
expect_json .replaced 0
expect_status 0 keyturnctl verify "$W"
