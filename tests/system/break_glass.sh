#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One person restricts access at once: it is in force, it can only tighten, and others have to stand by it.
. "$(dirname "$0")/lib.sh"
found_workspace
expect_status 0 as scribe incident open 'Active misuse of fennel-2' --severity critical

# Only the roles that the charter names may, and only to restrict.
expect_status 1 as scribe break-glass suspend --models fennel-2 --because 'Misuse seen'
expect_one_sentence
expect_err 'Jonas Weil.*break the glass.*safety-lead, security-lead'
expect_status 0 keyturnctl -w "$W" access --model fennel-2

expect_status 0 as hos --json break-glass suspend --models fennel-2 --because 'Misuse seen' --incident I-1
expect_json .proposal P-1
expect_json .change C-1
expect_json .break_glass true
expect_json .state open
expect_json '[.needs[].role] | sort | join(" ")' 'executive legal safety-lead'
expect_status 1 keyturnctl -w "$W" --json access --model fennel-2
expect_json .access suspended
expect_json '.layers[0].change' C-1

# It waits for its ratification in plain sight, and its preview shows what it did.
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.unratified | length' 1
expect_json '.unratified[0].change' C-1
expect_json '.unratified[0].member' hos
expect_json '.unratified[0].overdue' false
expect_json '.decisions[0].break_glass' true
expect_status 0 keyturnctl -w "$W" status
expect_out 'BREAK-GLASS'
expect_out 'break-glass unratified: C-1 .*by Ines Okafor'
expect_status 0 keyturnctl -w "$W" --json preview P-1
[[ $(json '[.cells[].cells] | add') -gt 0 ]] || fail "the preview of a break-glass shows nothing"
expect_status 0 keyturnctl -w "$W" sheet P-1
expect_out 'BREAK-GLASS|IN FORCE|in force'

# Nobody repeats it over the same cells, nobody ratifies their own.
expect_status 1 as hos break-glass suspend --models fennel-2 --because 'Once more'
expect_one_sentence
expect_err 'broken the glass.*C-1'
expect_status 1 as hos ratify C-1
expect_one_sentence
expect_err 'broke the glass and cannot ratify'

# The usual rule's people ratify; here it waits for ever, for the only head of safety broke the glass.
expect_status 0 as ceo --json ratify C-1
expect_json .did approved
expect_json .proposal P-1
expect_json '.missing | sort | join(" ")' 'legal safety-lead'
expect_status 0 as gc ratify C-1
expect_out 'towards ratifying'
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.unratified[0].change' C-1

# Or it is lifted again, by the rule for lifting; then nothing is left to ratify.
expect_status 0 as hos --json revert C-1 --because 'False alarm'
expect_json .incident I-1
for member in ceo ciso hos; do
    expect_status 0 as "$member" approve P-2
done
expect_status 0 keyturnctl -w "$W" access --model fennel-2
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.unratified | length' 0
expect_status 2 as ceo ratify C-1
expect_one_sentence

# One that another rule ratifies without its invoker.
expect_status 0 as ciso --json break-glass suspend --models fennel-1 --because 'Leak seen'
expect_json .change C-2
expect_status 0 as gc ratify C-2
expect_status 0 as ceo approve P-3
expect_status 0 as hos --json ratify C-2
expect_json .state authorised
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.unratified | length' 0
expect_status 1 keyturnctl -w "$W" access --model fennel-1

# It is exported with every key that signed, for openssl alone.
expect_status 0 keyturnctl -w "$W" sheet P-3 --out dossier
[[ $(grep -c '^openssl' dossier/VERIFY.txt) -eq 4 ]] || fail "the break-glass and three signatures need 4 commands"
while read -r command; do
    expect_status 0 bash -c "cd dossier && $command"
done < <(grep '^openssl ' dossier/VERIFY.txt)
expect_status 0 keyturnctl --json verify "$W"
expect_json .ok true
