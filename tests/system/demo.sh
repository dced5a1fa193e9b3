#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The demo workspace: made by one command, marked, sound, the same each time, and its members can act in it.
. "$(dirname "$0")/lib.sh"
demo=larkfield.keyturn
expect_status 0 keyturnctl --json demo -w "$demo"
expect_json .workspace "$demo"
cp "$OUT" members
[[ $(jq '.members | length' members) -ge 5 ]] || fail "the demo has too few members"
while read -r key; do
    expect_equal "$(stat -c %a "$key")" 600 "the mode of $key"
    expect_status 0 openssl pkey -in "$key" -passin "file:$demo.keys/passphrase" -noout
done < <(jq -r '.members[].key' members)

expect_status 0 keyturnctl --json verify "$demo"
expect_json .ok true
[[ $(json .records) -gt 100 ]] || fail "the demo holds too few real records"
expect_status 0 keyturnctl -w "$demo" --json status
expect_json .demo true
expect_status 0 keyturnctl -w "$demo" status
expect_out DEMO
expect_harmless
expect_status 0 keyturnctl -w "$demo" timeline
expect_harmless

# Neither the workspace nor its keys are ever written over.
digest=$(sha256sum "$demo" "$demo.keys"/* | sha256sum)
expect_status 2 keyturnctl demo -w "$demo"
expect_one_sentence
mkdir other.keyturn.keys
expect_status 2 keyturnctl demo -w other.keyturn
expect_one_sentence
[[ ! -e other.keyturn ]] || fail "half a demo was made"
expect_equal "$(sha256sum "$demo" "$demo.keys"/* | sha256sum)" "$digest" "the demo's digest after what was refused"
expect_status 2 keyturnctl demo

# Another time it tells the same story, with other keys.
expect_status 0 keyturnctl demo -w again.keyturn
keyturnctl -w "$demo" timeline --json >first
keyturnctl -w again.keyturn timeline --json >second
cmp -s first second || {
    diff first second >"$OUT" || true
    fail "the second demo tells another story"
}
cmp -s "$demo.keys/ceo.pem" again.keyturn.keys/ceo.pem && fail "two demos share a key"

# The story goes on: what waits for a signature can be decided, and each incident can be reported.
expect_status 0 keyturnctl -w "$demo" --json status
cp "$OUT" waiting
expect_status 0 keyturnctl -w "$demo" --as scribe --key "$demo.keys/scribe.key" --passphrase-file "$demo.keys/passphrase" note 'Looked at'
proposal=$(jq -r '[.decisions[] | select(.state == "open")][0].proposal // empty' waiting)
if [[ -n $proposal ]]; then
    expect_status 0 keyturnctl -w "$demo" sheet "$proposal"
    expect_out 'DECISION SHEET'
    expect_harmless
fi
expect_status 0 keyturnctl -w "$demo" --json incident list
incident=$(jq -rs '[.. | .incident? // empty | strings][0]' "$OUT")
expect_status 0 keyturnctl -w "$demo" report "$incident" --format html --out demo.html
grep -q DEMO demo.html || fail "the demo's report is not marked DEMO"
expect_status 0 keyturnctl verify "$demo"
