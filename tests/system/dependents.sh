#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Who relies on what, and what a proposal would do to them: registers, previews, leaks.
. "$(dirname "$0")/lib.sh"
found_workspace
expect_status 0 as hos catalogue set "$DATA/system/routes.json"
expect_status 0 keyturnctl -w "$W" dependent list
expect_out 'empty'

# CSV: rows that cannot stand are named by number and reason, the rest are kept.
cat >customers.csv <<'CSV'
id,name,kind,contact,models,channels,regions,tiers,capabilities,fallback,fallback_model
harrow,"Harrow Clinics, North",customer,duty@harrow.example,fennel-2,api,EU US,enterprise,,none,
quill,Quill Press,product,,fennel-2;fennel-2-mini,,EU,,,tested,fennel-1
ghost,Ghost Ltd,customer,,fennel-9,,,,,none,
harrow,Harrow again,customer,,fennel-2,,,,,none,
,Nameless,customer,,fennel-2,,,,,none,
odd,Odd Kind,planet,,fennel-2,,,,,none,
tern,Tern Labs,team,,fennel-1,,,,,declared,
CSV
expect_status 1 as scribe dependent import customers.csv
expect_one_sentence
expect_status 3 as ciso --json dependent import customers.csv
expect_json .format csv
expect_json .records 3
expect_json '[.rejected[].record] | join(" ")' '3 4 5 6'
expect_json '.entries | length' 1
expect_json '.rejected[0].reason | contains("fennel-9")' true
expect_json '.rejected[1].reason | contains("twice")' true
expect_json '.rejected[3].reason | contains("planet")' true
expect_status 3 as ciso dependent import customers.csv
expect_out 'record 3: .*fennel-9'
expect_out '3 stood there already'
expect_status 0 keyturnctl -w "$W" --json dependent list
expect_equal "$(jq -rs 'map(.dependent) | join(" ")' "$OUT")" 'harrow quill tern' "the register"
expect_equal "$(jq -rs '.[0].name' "$OUT")" 'Harrow Clinics, North' "a name with a comma"
expect_status 0 keyturnctl -w "$W" --json dependent list --without-tested-fallback --model fennel-2
expect_equal "$(jq -rs 'map(.dependent) | join(" ")' "$OUT")" harrow "those without a tested fallback"
expect_status 2 keyturnctl -w "$W" dependent list --model fennel-9

# JSON, larger than one entry takes; broken files change nothing.
jq -n '{dependents: ([range(600) | {id: "customer-\(.)", name: "Customer \(.) of the long register", kind: "customer",
    contact: "duty-\(.)@example", uses: {models: ["fennel-1"], channels: "all", regions: "all", tiers: ["free"],
    capabilities: "all"}, fallback: "none"}] + [{id: "broken"}])}' >register.json
expect_status 3 as ciso --json dependent import register.json
expect_json .records 600
expect_json '[.rejected[].record] | join(" ")' 601
[[ $(json '.entries | length') -gt 1 ]] || fail "600 dependents came in one entry"
echo '{"dependents": [' >broken.json
expect_status 3 as ciso dependent import broken.json
expect_one_sentence
echo 'name,planet' >wrong.csv
expect_status 3 as ciso dependent import wrong.csv
expect_one_sentence
expect_status 5 as ciso dependent import missing.csv
expect_one_sentence
expect_status 0 as ciso --json dependent remove customer-1 customer-2
expect_json .dependents 601
expect_status 2 as ciso dependent remove customer-1
expect_one_sentence

# A proposal shows who is hit and which routes would still serve.
expect_status 0 as hos --json propose suspend --models fennel-2 --regions EU --because 'Bypass confirmed'
expect_json .dependents 2
expect_json .without_tested_fallback 1
[[ $(json .leaks) -ge 1 ]] || fail "no leak is counted"
expect_status 0 keyturnctl -w "$W" --json preview P-1
expect_json '.cells[0] | [.before, .after] | join(" ")' 'open suspended'
expect_json '.dependents[0].dependent' harrow
expect_json '.dependents[0].fallback' none
expect_json '.dependents | length' 2
expect_json '.leaks | map(select(.why == "failover")) | .[0].route' fennel-2-mini.api.us
expect_json '.leaks[0] | [has("model", "channel", "region", "alias", "via", "cells")] | all' true
expect_json '.shadowed_by | length' 0
expect_status 0 keyturnctl -w "$W" preview P-1
expect_out 'Harrow Clinics'
expect_out 'fennel-2-mini.api.us.*failover'
for member in hos ciso; do
    expect_status 0 as "$member" approve P-1
done
expect_status 1 keyturnctl -w "$W" preview P-1
expect_one_sentence

# What a standing change makes pointless is said.
expect_status 0 as ciso --json propose rate-limit --models fennel-2 --regions EU --requests-per-minute 5 --because 'As well'
expect_json '.shadowed_by | join(" ")' C-1
expect_status 0 keyturnctl -w "$W" --json preview P-2
expect_json '.shadowed_by | join(" ")' C-1
expect_status 0 as hos approve P-2
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.shadowed[0].change' C-2
expect_json '.shadowed[0].by | join(" ")' C-1
expect_status 1 keyturnctl -w "$W" access --model fennel-2
expect_out 'C-2 does nothing while C-1 stands'
expect_status 0 keyturnctl --json verify "$W"
expect_json .ok true
