#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A whole decision with keys that never leave their tokens: SoftHSM stands for the tokens, OpenSC's pkcs11-tool for the
# tool that made the keys.
. "$(dirname "$0")/lib.sh"

for module in /usr/lib/softhsm/libsofthsm2.so /usr/lib64/softhsm/libsofthsm2.so; do
    [[ ! -e $module ]] || break
done
[[ -e $module ]] || fail "SoftHSM is not installed"
mkdir tokens
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\n' "$PWD" >softhsm2.conf
export SOFTHSM2_CONF=$PWD/softhsm2.conf KEYTURN_PKCS11_MODULE=$module

# Each of four people has a token of their own; the counsel's holds Ed25519 beside P-256, the chief executive's asks for
# its PIN at every use.
pin_of() { printf '%s-4711\n' "$1"; }
for member in ceo hos ciso gc; do
    pin_of "$member" >"$member.pin"
    expect_status 0 softhsm2-util --init-token --free --label "$member" --pin "$(pin_of "$member")" --so-pin 12345678
    always=()
    [[ $member != ceo ]] || always=(--always-auth)
    expect_status 0 pkcs11-tool --module "$module" --token-label "$member" --login --pin "$(pin_of "$member")" \
        --keypairgen --key-type EC:prime256v1 --label sign --id 01 "${always[@]}"
done
expect_status 0 pkcs11-tool --module "$module" --token-label gc --login --pin "$(pin_of gc)" \
    --keypairgen --key-type EC:edwards25519 --label edwards --id 02

# The keys are listed without a PIN, in order, each by a URI of its own.
expect_status 0 keyturnctl --json key token list
expect_json '[.keys[] | "\(.token)/\(.label)/\(.type)"] | join(" ")' \
    'ceo/sign/p256 ciso/sign/p256 gc/edwards/ed25519 gc/sign/p256 hos/sign/p256'
expect_json '[.keys[].key_id] | unique | length' 5
expect_json '[.keys[].uri | test("pin")] | any' false
listed=$(json '.keys[] | select(.token == "ceo") | .uri')
expect_status 0 env -u KEYTURN_PKCS11_MODULE keyturnctl --json key token list --module "$module"
expect_json '.keys[0].uri' "$listed?module-path=$module"
expect_status 0 keyturnctl key token list
expect_out 'gc  edwards'

# Their public halves, as other tools read them too, go into a charter.
uri_of() { printf 'pkcs11:token=%s;object=%s' "$1" "${2:-sign}"; }
for member in ceo hos ciso gc; do
    expect_status 0 keyturnctl --json key token public "$(uri_of "$member")" --out "$member.pem"
    expect_json .key_id "$(openssl pkey -pubin -in "$member.pem" -outform DER | sha256sum | cut -d' ' -f1)"
done
expect_status 0 keyturnctl key token public "$(uri_of gc edwards)" --out gc-edwards.pem
expect_status 2 keyturnctl key token public 'pkcs11:token=gc' --out other.pem
expect_one_sentence
expect_err 'several keys.*object=edwards'
expect_status 2 keyturnctl key token public 'pkcs11:token=eve' --out other.pem
expect_one_sentence
expect_status 2 keyturnctl key token public "$(uri_of gc)?pin-value=$(pin_of gc)" --out other.pem
expect_one_sentence
! grep -q "$(pin_of gc)" "$ERR" || fail "a PIN was shown"
[[ ! -e other.pem ]] || fail "a public key was written for a URI that was refused"
expect_status 0 keyturnctl key new scribe --out keys --passphrase-file hos.pin
expect_status 0 keyturnctl charter draft --organisation 'Fennel Labs' --accept-brittle --out charter.json \
    --member 'ceo;Ada Stone;Chief Executive;executive;ceo.pem' \
    --member 'hos;Ines Okafor;Head of Safety;safety-lead;hos.pem' \
    --member 'ciso;Hanna Berg;Chief Information Security Officer;security-lead;ciso.pem' \
    --member 'gc;Priya Rao;General Counsel;legal;gc-edwards.pem' \
    --member 'scribe;Jonas Weil;Scribe;scribe;keys/scribe.pem' \
    --rule charter=executive,legal

# with_token MEMBER COMMAND…: keyturnctl on $W, signing with the member's token.
with_token() {
    local member=$1 object=sign
    shift
    [[ $member != gc ]] || object=edwards
    keyturnctl -w "$W" --as "$member" --token "$(uri_of "$member" $object)" --passphrase-file "$member.pin" "$@"
}

# It is founded and filled, and a decision is made.
for member in ceo gc; do
    expect_status 0 with_token "$member" charter sign charter.json
done
expect_status 0 keyturnctl -w "$W" init --charter charter.json
expect_status 0 with_token hos catalogue set "$DATA/system/catalogue.json"
expect_status 0 with_token ciso --json import "$DATA/intake/valid/atlas" \
    "$DATA/intake/valid/timesketch/sigma_events.csv"
[[ $(json '.batches | length') -gt 2 ]] || fail "not every file was imported"
expect_status 0 with_token hos incident open 'Safeguard bypass on fennel-2' --severity high
expect_status 0 with_token hos note 'Seen by two labs' --incident I-1
expect_status 0 with_token hos propose suspend --models fennel-2 --because 'Bypass confirmed' --incident I-1
expect_status 0 with_token hos approve P-1
expect_status 0 with_token gc approve P-1

# A wrong PIN is refused in one sentence, and nothing is signed.
before=$(state_of "$W")
printf '0000-0000\n' >wrong.pin
expect_status 1 keyturnctl -w "$W" --as ceo --token "$(uri_of ceo)" --passphrase-file wrong.pin approve P-1
expect_one_sentence
expect_err 'not the PIN of the token .ceo.'
expect_status 1 keyturnctl -w "$W" --json --as ceo --token "$(uri_of ceo)" --passphrase-file wrong.pin approve P-1
expect_json .error.code tokens/wrong-pin
echo '{"message": "Unseen", "datetime": "2026-06-12T09:00:00Z", "timestamp_desc": "seen"}' >unseen.jsonl
expect_status 1 keyturnctl -w "$W" --as ciso --token "$(uri_of ciso)" --passphrase-file wrong.pin \
    import "$PWD/unseen.jsonl"
expect_one_sentence
# Nor does another person's token count, or a token and a file at once, or a module that is none.
expect_status 1 keyturnctl -w "$W" --as ceo --token "$(uri_of hos)" --passphrase-file hos.pin approve P-1
expect_one_sentence
expect_status 2 keyturnctl -w "$W" --as ceo --token "$(uri_of ceo)" --key keys/scribe.key \
    --passphrase-file ceo.pin approve P-1
expect_status 5 keyturnctl -w "$W" --as ceo --token "$(uri_of ceo)?module-path=$PWD/ceo.pem" \
    --passphrase-file ceo.pin approve P-1
expect_one_sentence
expect_equal "$(state_of "$W")" "$before" "the state after refused signatures"

# The right one completes the quorum, its PIN read from a descriptor.
expect_status 0 keyturnctl -w "$W" --json --token "$(uri_of ceo)" --passphrase-fd 9 approve P-1 9<ceo.pin
expect_json .state authorised
expect_status 1 keyturnctl -w "$W" access --model fennel-2
expect_status 0 with_token hos --json revert C-1 --because 'Safeguard verified' --incident I-1
for member in ceo hos ciso; do
    expect_status 0 with_token "$member" approve P-2
done
expect_status 0 keyturnctl -w "$W" access --model fennel-2

# All of it is proven and reported without any token.
rm -r tokens/*
expect_status 0 keyturnctl --json verify "$W"
expect_json .ok true
expect_json '.problems | length' 0
expect_status 0 keyturnctl -w "$W" --json report I-1 --format html --out report.html
for text in 'Ada Stone' 'Priya Rao' 'Suspend Fennel 2 worldwide'; do
    grep -Fq "$text" report.html || fail "the report does not say: $text"
done
expect_status 2 with_token hos approve P-2
expect_one_sentence
expect_err 'No key on the tokens that are plugged in'
