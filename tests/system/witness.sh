#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What others vouch for: a witness on another machine, a time-stamp authority, and copies that went apart.
. "$(dirname "$0")/lib.sh"
found_workspace
expect_status 0 as scribe incident open 'Safeguard bypass on fennel-2' --severity high
expect_status 0 keyturnctl key new witness --out keys --type ed25519 --passphrase-file passphrase

# The witness: another machine with a seat folder of its own and no workspace.
cosign() { # IN OUT [OPTIONS]
    local in=$1 out=$2
    shift 2
    KEYTURN_SEAT_DIR=$scratch/witness keyturnctl --json witness --in "$in" --out "$out" \
        --key keys/witness.key --passphrase-file passphrase "$@"
}
note_text() { sed '/^$/,$d' "$1"; }

# First use: the keys lie beside the request; the signature is taken back and counts.
expect_status 0 keyturnctl -w "$W" --json checkpoint --out first
first=$(json .size)
expect_json .since 0
head -n 1 first | grep -qx 'old 0' || fail "the request does not start with its old size"
expect_status 2 keyturnctl -w "$W" checkpoint --out first
expect_one_sentence
expect_status 0 cosign first first.cosigned
expect_json .size "$first"
expect_json .first_use true
witness_key=$(json .verifier_key)
expect_status 0 keyturnctl -w "$W" --json status
expect_json .ledger.witnessed false
expect_status 0 keyturnctl -w "$W" --json --witness-key "$witness_key" checkpoint take first.cosigned
expect_json .size "$first"
expect_json .witnessed true
expect_status 0 keyturnctl -w "$W" --json --witness-key "$witness_key" status
expect_json .ledger.witnessed true
expect_json .ledger.witnessed_size "$first"
expect_status 0 keyturnctl verify "$W" --witness-key "$witness_key"
if grep -q UNWITNESSED "$OUT"; then fail "a witnessed ledger is called UNWITNESSED"; fi
# Nobody else's signature counts: the key must be known.
expect_status 0 keyturnctl verify "$W"
expect_out UNWITNESSED
expect_status 2 keyturnctl verify "$W" --witness-key 'no key'

# The ledger itself records only what a witness says that it knows.
size=$(keyturnctl -w "$W" status --json | jq -er .ledger.size)
expect_status 0 as scribe --json checkpoint take first.cosigned
expect_json .entry null
expect_status 0 as scribe checkpoint take first.cosigned
expect_out 'does not record it'
expect_equal "$(keyturnctl -w "$W" status --json | jq -er .ledger.size)" "$size" "the ledger's size"
mkdir named
(
    cd named
    printf 'correct horse battery\n' >passphrase
    found_workspace --witness "${witness_key%%+*}=$witness_key"
    expect_status 0 keyturnctl -w "$W" --json checkpoint --out request
    size=$(json .size)
    expect_status 0 env KEYTURN_SEAT_DIR="$scratch/witness" keyturnctl witness --in request --out cosigned \
        --key ../keys/witness.key --passphrase-file passphrase
    expect_status 0 keyturnctl -w "$W" --json checkpoint take cosigned
    expect_json .witnessed true
    expect_json .entry null
    expect_status 0 as scribe --json checkpoint take cosigned
    expect_json .entry "$size"
    expect_status 0 keyturnctl verify "$W"
    if grep -q UNWITNESSED "$OUT"; then fail "a ledger cosigned by its charter's witness is called UNWITNESSED"; fi
)

# The signature is what anybody can check with the openssl program.
expect_status 0 keyturnctl -w "$W" --json fork --against first.cosigned
expect_json .relation same
sed '/^$/,$d' first.cosigned >text
sed -n 's/^— keyturn.dev\/witness\/[0-9a-f]* //p' first.cosigned | base64 -d | tail -c 64 >signature
expect_status 0 openssl pkeyutl -verify -pubin -inkey keys/witness.pem -rawin -in text -sigfile signature

# The next one carries a proof from where the witness stands; any other start is refused with the right one.
expect_status 0 as hos note 'One more' --incident I-1
expect_status 0 as hos note 'And another' --incident I-1
expect_status 0 keyturnctl -w "$W" checkpoint --out from-zero
expect_status 1 cosign from-zero nothing
expect_err "--since $first"
expect_status 0 keyturnctl -w "$W" --json checkpoint --out second --since "$first"
second=$(json .size)
expect_equal "$second" $((first + 2)) "the size of the second checkpoint"
expect_status 0 cosign second second.cosigned
expect_json .first_use false
expect_status 0 keyturnctl -w "$W" --witness-key "$witness_key" checkpoint take second.cosigned
expect_status 0 cosign second second.again
cmp -s second.cosigned second.again || fail "cosigning the same again gives another note"

# Replayed, an older checkpoint is refused; so is one of another ledger's seat, and a damaged one.
expect_status 1 cosign first nothing
expect_err 'never goes backward'
sed '2s/[A-Za-z]/_/' second >damaged
expect_status 2 cosign damaged nothing
sed "s/^— .*/— keyturn.dev\/seat\/0 $(printf '%068d' 0 | base64 -w0)/" second >unsigned
expect_status 1 cosign unsigned nothing
expect_err 'seat-key'
expect_status 4 keyturnctl -w "$W" checkpoint take damaged
[[ ! -e nothing ]] || fail "something was written for a refused request"

# A machine that takes only named seats.
seat_key=$(head -n 1 first.vkey)
expect_status 0 cosign first strict.cosigned --state strict --seat-key "$seat_key"
expect_json .first_use false
expect_status 1 cosign from-zero nothing --state fresh --seat-key "$witness_key"

# Rewritten behind the witness's back and signed again with the seat's own key: the machine itself has no anchor left,
# and the ledger is sound by its own signatures, but the witness has seen another.
cp "$W" rewritten.keyturn
sqlite3 rewritten.keyturn "PRAGMA foreign_keys = OFF; DELETE FROM checkpoints WHERE size > $first; DELETE FROM entries WHERE seq >= $first;"
mkdir -m 0700 "$scratch/insider"
cp -p "$KEYTURN_SEAT_DIR/seat.pem" "$scratch/insider/"
insider() { KEYTURN_SEAT_DIR=$scratch/insider as "$@"; }
W=rewritten.keyturn
for title in 'Never said' 'Nor this' 'Nor that'; do
    expect_status 0 insider hos note "$title" --incident I-1
done
KEYTURN_SEAT_DIR=$scratch/insider expect_status 0 keyturnctl verify "$W"
KEYTURN_SEAT_DIR=$scratch/insider expect_status 0 keyturnctl -w "$W" checkpoint --out rewritten --since "$second"
expect_status 4 cosign rewritten nothing
expect_err 'rewritten or copied apart'
[[ $(find "$scratch/witness/witness/conflicts" -name '*.json' | wc -l) -eq 1 ]] || fail "no evidence is kept"
jq -e '.sides | length == 2' "$scratch"/witness/witness/conflicts/*.json >/dev/null || fail "the evidence lacks a side"
# Cut to the same size, too.
sqlite3 rewritten.keyturn "PRAGMA foreign_keys = OFF; DELETE FROM checkpoints WHERE size > $second; DELETE FROM entries WHERE seq >= $second;"
KEYTURN_SEAT_DIR=$scratch/insider2 expect_status 0 keyturnctl -w "$W" checkpoint --out same-size --since "$second"
expect_status 4 cosign same-size nothing
# An auditor with the witness's note finds it out as well, on any machine.
KEYTURN_SEAT_DIR=$scratch/auditor expect_status 4 keyturnctl --json verify "$W" --witness second.cosigned --witness-key "$witness_key"
expect_json '.problems | map(.code) | index("witness") != null' true
KEYTURN_SEAT_DIR=$scratch/auditor expect_status 0 keyturnctl verify "$W" --witness first.cosigned --witness-key "$witness_key"
KEYTURN_SEAT_DIR=$scratch/auditor expect_status 4 keyturnctl -w "$W" fork --against second.cosigned --witness-key "$witness_key"
expect_status 4 as hos checkpoint take second.cosigned
W=workspace.keyturn
# Cut short, the ledger is behind what the witness has.
cp "$W" short.keyturn
sqlite3 short.keyturn "PRAGMA foreign_keys = OFF; DELETE FROM checkpoints WHERE size > $first; DELETE FROM entries WHERE seq >= $first;"
KEYTURN_SEAT_DIR=$scratch/auditor expect_status 0 keyturnctl verify short.keyturn
KEYTURN_SEAT_DIR=$scratch/auditor expect_status 4 keyturnctl --json verify short.keyturn --witness second.cosigned --witness-key "$witness_key"
expect_json '.problems | map(.code) | index("rollback") != null' true
expect_status 0 keyturnctl verify "$W" --witness second.cosigned --witness-key "$witness_key"

# A time-stamp authority, by the openssl program.
authority() { # NAME
    local name=$1
    mkdir "$name"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$name/ca.key" -out "$name/ca.pem" -subj "/CN=$name root" -days 30
    openssl req -newkey rsa:2048 -nodes -keyout "$name/tsa.key" -out "$name/tsa.csr" -subj "/CN=$name stamps"
    printf 'extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n' >"$name/tsa.ext"
    openssl x509 -req -in "$name/tsa.csr" -CA "$name/ca.pem" -CAkey "$name/ca.key" -CAcreateserial \
        -out "$name/tsa.pem" -days 30 -extfile "$name/tsa.ext"
    printf '[tsa]\ndefault_tsa = t\n[t]\nserial = %s/serial\ndefault_policy = 1.2.3.4.1\ndigests = sha256\nsigner_digest = sha256\naccuracy = secs:1\nordering = no\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n' \
        "$name" >"$name/tsa.conf"
    echo 01 >"$name/serial"
} >/dev/null 2>&1
reply() { # NAME REQUEST RESPONSE
    openssl ts -reply -config "$1/tsa.conf" -section t -queryfile "$2" -signer "$1/tsa.pem" -inkey "$1/tsa.key" \
        -out "$3" >/dev/null 2>&1 || fail "the authority does not answer"
}
authority lark
authority other
expect_status 0 keyturnctl -w "$W" --json checkpoint stamp --request ledger.tsq
expect_json .size "$second"
expect_status 0 openssl ts -query -in ledger.tsq -text
expect_out 'Hash Algorithm: sha256'
expect_out 'Certificate required: yes'
reply lark ledger.tsq ledger.tsr
expect_status 2 keyturnctl -w "$W" checkpoint stamp --response ledger.tsr
expect_status 4 keyturnctl -w "$W" --json checkpoint stamp --response ledger.tsr --ca other/ca.pem
expect_json .error.code crypto/timestamp-untrusted
# The answer to another request for the same.
expect_status 0 keyturnctl -w "$W" checkpoint stamp --request again.tsq
expect_status 4 keyturnctl -w "$W" --json checkpoint stamp --response ledger.tsr --ca lark/ca.pem --request again.tsq
expect_json .error.code crypto/timestamp-nonce
# A stamp on something else.
echo other >other.txt
openssl ts -query -data other.txt -sha256 -cert -out other.tsq >/dev/null 2>&1
reply lark other.tsq other.tsr
expect_status 4 keyturnctl -w "$W" --json checkpoint stamp --response other.tsr --ca lark/ca.pem
expect_json .error.code crypto/timestamp-of-other
expect_status 0 keyturnctl -w "$W" --json checkpoint stamp --response ledger.tsr --ca lark/ca.pem --request ledger.tsq
expect_json .size "$second"
expect_json .policy 1.2.3.4.1
stamped=$(json .time)
expect_status 0 keyturnctl -w "$W" --json status
expect_json .ledger.witnessed_at "$stamped"
expect_status 0 as hos note 'Within the time stamped' --incident I-1
expect_status 0 keyturnctl verify "$W"

# Two copies append apart: found to the entry, with who signed what on each side.
cp "$W" apart.keyturn
expect_status 0 as hos note 'Here' --incident I-1
parted=$((second + 1))
KEYTURN_SEAT_DIR=$scratch/elsewhere expect_status 0 keyturnctl -w apart.keyturn note 'There' --incident I-1 \
    --as ciso --key keys/ciso.key --passphrase-file passphrase
KEYTURN_SEAT_DIR=$scratch/elsewhere expect_status 0 keyturnctl -w apart.keyturn fork --against first.cosigned --witness-key "$witness_key"
KEYTURN_SEAT_DIR=$scratch/elsewhere expect_status 4 keyturnctl -w apart.keyturn --json fork --against "$W"
expect_json .relation diverged
expect_json .parted_at "$parted"
expect_json '.there.entries | map(.member) | join(" ")' hos
expect_json '.here.entries[-1].member' ciso
expect_json '.there.entries[0].entry' "$parted"
# When they meet on this machine, the copy is frozen and both heads are kept, also where it is the shorter one.
expect_status 0 as hos note 'Here again' --incident I-1
expect_status 0 as hos note 'And again' --incident I-1
expect_status 4 keyturnctl -w apart.keyturn --json status
expect_json '.ledger.problems[0].code' fork
digest=$(sha256sum <apart.keyturn)
expect_status 4 keyturnctl -w apart.keyturn note 'Onto the fork' --incident I-1 --as hos --key keys/hos.key --passphrase-file passphrase
expect_one_sentence
expect_equal "$(sha256sum <apart.keyturn)" "$digest" "the frozen copy's digest"
[[ $(find "$KEYTURN_SEAT_DIR/forks" -name '*.json' | wc -l) -ge 1 ]] || fail "no evidence of the fork is kept"
for side in 0 1; do
    jq -e ".sides[$side] | .size > 0 and (.note_base64 | length > 100)" "$KEYTURN_SEAT_DIR"/forks/*.json >/dev/null ||
        fail "the evidence lacks a signed head"
done
expect_status 0 keyturnctl -w "$W" status
# An honest older copy is only older.
expect_status 0 keyturnctl -w "$W" backup --out backup.keyturn
expect_status 0 as hos note 'After the backup' --incident I-1
expect_status 0 keyturnctl -w backup.keyturn --json fork --against "$W"
expect_json .relation behind
expect_status 0 keyturnctl -w "$W" --json fork --against backup.keyturn
expect_json .relation ahead
# Another ledger is no fork of this one.
mkdir stranger
(cd stranger && printf 'correct horse battery\n' >passphrase && found_workspace)
expect_status 2 keyturnctl -w "$W" --json fork --against stranger/workspace.keyturn
expect_json .error.code service/other-ledger
