#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An executive without the workspace is sent a file, sees the sheet, signs it and sends a file back; what they saw is
# bound, and the answer is refused where the world has changed.
. "$(dirname "$0")/lib.sh"
found_workspace
expect_status 0 as scribe incident open 'Safeguard bypass on fennel-2' --severity high
expect_status 0 as hos --json propose suspend --models fennel-2 --because 'Bypass confirmed' --incident I-1
code=$(json .short_code)
sheet=$(json .sheet_sha256)
expect_status 0 as hos approve P-1

# Out: no key is needed to write it.
expect_status 0 keyturnctl -w "$W" --json courier out p-1 --for ceo --out p1.keyturn-decision
expect_json .proposal P-1
expect_json .short_code "$code"
expect_json .may_approve true
log=$(json .log)
root=$(json .checkpoint.root)
until=$(json .not_after)
expect_status 2 keyturnctl -w "$W" courier out P-1 --for ceo --out p1.keyturn-decision
expect_one_sentence
expect_status 2 keyturnctl -w "$W" courier out P-1 --for nobody --out nobody.keyturn-decision
expect_one_sentence
expect_status 1 keyturnctl -w "$W" courier out P-1 --for scribe --out scribe.keyturn-decision
expect_one_sentence
[[ ! -e scribe.keyturn-decision ]] || fail "a file was written for somebody who has no say"

# The executive's own folder: a file, a key, no workspace and a home of its own.
mkdir -m 0700 away
cp p1.keyturn-decision away/
cp keys/ceo.key keys/gc.key passphrase away/
away() { (cd away && HOME=$scratch/away-home KEYTURN_SEAT_DIR=$scratch/no-seat keyturnctl --passphrase-file passphrase "$@"); }
expect_status 0 away --json courier sign p1.keyturn-decision --key ceo.key --out p1.keyturn-answer
expect_json .decision approve
expect_json .sheet_sha256 "$sheet"
expect_json .short_code "$code"
expect_json .log "$log"
expect_json .checkpoint.root "$root"
expect_json .not_after "$until"
[[ ! -e $scratch/no-seat ]] || fail "signing away from the workspace made a seat"
expect_status 2 away courier sign p1.keyturn-decision --key ceo.key --out p1.keyturn-answer
expect_one_sentence
expect_status 1 away courier sign p1.keyturn-decision --key gc.key --out other.keyturn-answer
expect_one_sentence
expect_err 'Ada Stone'
expect_status 2 away courier sign p1.keyturn-decision --key ceo.key --out other.keyturn-answer --refuse '  '
expect_one_sentence
expect_status 1 away courier sign p1.keyturn-decision --key ceo.key --out other.keyturn-answer --slot legal
expect_one_sentence
expect_status 2 away courier sign p1.keyturn-answer --key ceo.key --out other.keyturn-answer
expect_one_sentence

# On a terminal the sheet is shown before the passphrase is asked for.
if script --version >/dev/null 2>&1; then
    (cd away && script -qec "keyturnctl courier sign p1.keyturn-decision --key ceo.key --out shown.keyturn-answer" /dev/null \
        <<<'correct horse battery' >"$OUT" 2>"$ERR") || fail "signing on a terminal failed"
    expect_out 'KEYTURN DECISION SHEET'
    expect_out "$log"
    sheet_line=$(grep -n 'KEYTURN DECISION SHEET' "$OUT" | head -1 | cut -d: -f1)
    asked_line=$(grep -n 'assphrase' "$OUT" | head -1 | cut -d: -f1)
    ((sheet_line < asked_line)) || fail "the passphrase was asked for before the sheet was shown"
fi

# Edited on the way: each is one sentence and nothing is signed.
edit() { jq "$1" p1.keyturn-decision >"away/edited.keyturn-decision"; }
for change in '.log = ("a" * 64)' '.sheet = ("RWRpdGVk")' '.entry |= (.[0:400] + "AAAA" + .[404:])' '.inclusion |= .[1:]' \
    '.proposer_key = .member.keys[0]' '.statement = .sheet' '.member.id = "gc"'; do
    edit "$change"
    expect_status 4 away courier sign edited.keyturn-decision --key ceo.key --out edited.keyturn-answer
    expect_one_sentence
    [[ ! -e away/edited.keyturn-answer ]] || fail "an edited file was signed: $change"
done
for change in '.more = 1' 'del(.sheet)' '.kind = "keyturn-courier/2"' '[.]' '.entry = "*"'; do
    edit "$change"
    expect_status 2 away courier sign edited.keyturn-decision --key ceo.key --out edited.keyturn-answer
    expect_one_sentence
done
head -c 2000000 /dev/zero >away/large.keyturn-decision
expect_status 5 away courier sign large.keyturn-decision --key ceo.key --out edited.keyturn-answer
expect_one_sentence

# In: as if it had been signed here, once.
cp away/p1.keyturn-answer .
expect_status 2 keyturnctl -w "$W" courier in p1.keyturn-decision
expect_one_sentence
jq '.proposal = "P-2"' p1.keyturn-answer >mislabelled.keyturn-answer
expect_status 4 keyturnctl -w "$W" courier in mislabelled.keyturn-answer
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json courier in p1.keyturn-answer
expect_json .proposal P-1
expect_json .state open
expect_equal "$(jq -r '.filled[] | select(.member == "ceo") | .member' "$OUT")" ceo "who has signed"
expect_status 1 keyturnctl -w "$W" courier in p1.keyturn-answer
expect_one_sentence
expect_err 'used before'

# A refusal, with its reason; whoever has signed may only take that back.
expect_status 0 keyturnctl -w "$W" --json courier out P-1 --for ceo --out back.keyturn-decision
expect_json .may_approve false
cp back.keyturn-decision away/
expect_status 1 away courier sign back.keyturn-decision --key ceo.key --out back.keyturn-answer
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json courier out P-1 --for gc --out gc.keyturn-decision
cp gc.keyturn-decision away/
expect_status 0 away courier sign gc.keyturn-decision --key gc.key --out gc.keyturn-answer

# The world changes while it travels: access does, so what was seen is no longer what would happen.
expect_status 0 as ciso --json propose suspend --models fennel-1 --channels app --regions US --because 'Copycats' --incident I-1
other=$(json .proposal)
for member in hos ciso; do
    expect_status 0 as "$member" --json approve "$other"
done
expect_json .state authorised
expect_status 1 keyturnctl -w "$W" courier in away/gc.keyturn-answer
expect_one_sentence
expect_err 'Access has changed'

# Another workspace takes nothing that was signed for this one.
W=other.keyturn
rm -rf keys charter.json
found_workspace
expect_status 1 keyturnctl -w "$W" courier in p1.keyturn-answer
expect_one_sentence
expect_err "another workspace"
expect_status 0 keyturnctl verify workspace.keyturn
