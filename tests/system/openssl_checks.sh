#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Keys and signatures hold up to OpenSSL, which knows nothing of Keyturn.
. "$(dirname "$0")/lib.sh"
suspended_workspace

# Private keys open with their passphrase and with no other, and match the public keys beside them.
for member in ceo hos ciso gc scribe; do
    expect_status 0 openssl pkey -in "keys/$member.key" -passin file:passphrase -pubout -out opened.pem
    cmp -s opened.pem "keys/$member.pem" || fail "keys/$member.pem is not the public half of keys/$member.key"
    expect_status 1 openssl pkey -in "keys/$member.key" -passin pass:another -noout
    grep -q 'BEGIN ENCRYPTED PRIVATE KEY' "keys/$member.key" || fail "keys/$member.key is not encrypted PKCS#8"
done
expect_status 0 openssl pkey -pubin -in keys/ceo.pem -noout -text
expect_out 'P-256'
expect_status 0 openssl pkey -pubin -in keys/gc.pem -noout -text
expect_out 'ED25519'
expect_status 0 openssl asn1parse -in keys/ceo.key
expect_out 'PBES2'

# A key of OpenSSL's own making, encrypted by OpenSSL, is as good as one of ours.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -pass file:passphrase -out outside.key
chmod 600 outside.key
openssl pkey -in outside.key -passin file:passphrase -pubout -out outside.pem
expect_status 0 keyturnctl charter draft --organisation Outside --accept-brittle --member 'a;Ann;CEO;executive;outside.pem' \
    --member 'b;Bo;Counsel;legal;keys/gc.pem' --member 'c;Cy;Safety;safety-lead;keys/hos.pem' \
    --member 'd;Di;Security;security-lead;keys/ciso.pem' --rule charter=executive,legal --out outside.json
expect_status 0 keyturnctl charter sign outside.json --as a --key outside.key --passphrase-file passphrase

# The key id is the SHA-256 of the public key's DER.
expect_status 0 keyturnctl -w "$W" --json charter show
key_id=$(json '.members[] | select(.id == "ceo") | .keys[0].id')
expect_equal "$key_id" "$(openssl pkey -pubin -in keys/ceo.pem -outform DER | sha256sum | cut -d' ' -f1)" "the key id"

# A decision laid out for an auditor: the sheet, each signature, and the commands that check them.
expect_status 0 keyturnctl -w "$W" --json sheet P-1
sheet_sha256=$(json .sheet_sha256)
expect_status 0 keyturnctl -w "$W" --json sheet P-1 --out dossier
cd dossier
expect_equal "$(sha256sum <sheet.txt | cut -d' ' -f1)" "$sheet_sha256" "the SHA-256 of sheet.txt"
grep -q "$sheet_sha256" VERIFY.txt || fail "VERIFY.txt does not name the sheet's digest"
for statement in *.statement.json; do
    subject=$(jq -er '.subject[] | select(.name == "sheet.txt") | .digest.sha256' "$statement")
    expect_equal "$subject" "$sheet_sha256" "the subject of $statement"
done
for member in hos ceo gc; do
    [[ -s approval.$member.sig ]] || fail "the approval of $member was not exported"
    cmp -s "keys/$member.pem" "../keys/$member.pem" || fail "the exported key of $member is another"
done

# The bytes that are signed are DSSE's encoding of the statement, nothing else.
for pae in *.pae; do
    statement=${pae%.pae}.statement.json
    printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(stat -c %s "$statement")" | cat - "$statement" | cmp -s - "$pae" \
        || fail "$pae is not the DSSE encoding of $statement"
done

# The commands work as they stand, each kind of key is among them, and one changed byte makes each fail.
mapfile -t commands < <(grep '^openssl ' VERIFY.txt)
[[ ${#commands[@]} -eq 4 ]] || fail "VERIFY.txt has ${#commands[@]} commands where the proposal and three approvals need 4"
grep -q '^openssl dgst -sha256 -verify' VERIFY.txt || fail "no P-256 signature is checked"
grep -q '^openssl pkeyutl -verify' VERIFY.txt || fail "no Ed25519 signature is checked"
for command in "${commands[@]}"; do
    expect_status 0 bash -c "$command"
    expect_out 'Verified OK|Signature Verified Successfully'
    pae=$(grep -o '[^ ]*\.pae' <<<"$command")
    cp "$pae" kept
    for offset in 0 100 $(($(stat -c %s "$pae") - 1)); do
        byte=$(dd if="$pae" bs=1 skip="$offset" count=1 status=none)
        replacement=x
        [[ $byte == x ]] && replacement=y
        printf %s "$replacement" | dd of="$pae" bs=1 seek="$offset" conv=notrunc status=none
        expect_status 1 bash -c "$command"
        cp kept "$pae"
    done
    expect_status 0 bash -c "$command"
done
cd ..

# Nothing that was exported before is written over.
expect_status 5 keyturnctl -w "$W" sheet P-1 --out dossier
expect_one_sentence
