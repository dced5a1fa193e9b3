#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From an empty folder to a suspension and back: keys, charter, workspace, real signals, signatures, proof, report.
. "$(dirname "$0")/lib.sh"

# Five people make their keys.
printf 'correct horse battery\n' >passphrase
for member in ceo hos ciso gc scribe; do
    expect_status 0 keyturnctl --json key new "$member" --out keys --passphrase-file passphrase
    expect_json '.key_id | length' 64
    expect_equal "$(stat -c %a "keys/$member.key")" 600 "the mode of keys/$member.key"
done

# They draft a charter and sign it; before its own rule is met, nothing is founded.
expect_status 0 keyturnctl charter draft --organisation 'Fennel Labs' --accept-brittle --out charter.json \
    --member 'ceo;Ada Stone;Chief Executive;executive;keys/ceo.pem' \
    --member 'hos;Ines Okafor;Head of Safety;safety-lead;keys/hos.pem' \
    --member 'ciso;Hanna Berg;Chief Information Security Officer;security-lead;keys/ciso.pem' \
    --member 'gc;Priya Rao;General Counsel;legal;keys/gc.pem' \
    --member 'scribe;Jonas Weil;Scribe;scribe;keys/scribe.pem' \
    --rule charter=executive,legal
expect_status 1 keyturnctl -w "$W" init --charter charter.json
expect_status 0 as ceo --json charter sign charter.json
expect_json '.missing | join(" ")' legal
expect_status 1 keyturnctl -w "$W" init --charter charter.json
expect_one_sentence
expect_err legal
[[ ! -e $W ]] || fail "a charter that falls short founded a workspace"
expect_status 0 as gc --json charter sign charter.json
expect_json '.missing | length' 0
expect_status 0 keyturnctl --json -w "$W" init --charter charter.json
log=$(json .log)
expect_status 2 keyturnctl -w "$W" init --charter charter.json
expect_one_sentence

# The catalogue; the case studies; a bundle of indicators as large as a real one.
expect_status 0 as hos catalogue set "$DATA/system/catalogue.json"
expect_status 0 as ciso --json import "$DATA/intake/valid/atlas"
expect_json '.batches | length' "$(find "$DATA/intake/valid/atlas" -name '*.yaml' | wc -l)"
expect_json '[.batches[].rejected_count] | add' 0
studies=$(json '[.batches[].records] | add')
jq -cn '
    def pad($width): tostring | ("000000000000"[:$width - length] + .);
    def name($kind; $n): "\($kind)--5f1d0c3a-7b20-4e64-9a00-\($n | pad(12))";
    def time($n): "2023-04-14T08:\($n / 60 % 60 | floor | pad(2)):\($n % 60 | pad(2)).386284Z";
    {type: "bundle", id: name("bundle"; 0), objects: [
        (range(147) | {type: "malware", spec_version: "2.1", id: name("malware"; .), created: time(.), modified: time(.),
            name: "Watcher \(.)", description: "Stalkerware applications", is_family: false}),
        (range(5130) | {type: "indicator", spec_version: "2.1", id: name("indicator"; .), created: time(.),
            modified: time(.), indicator_types: ["malicious-activity"], pattern: "[domain-name:value=\u0027host-\(.).example\u0027]",
            pattern_type: "stix", pattern_version: "2.1", valid_from: time(.)}),
        (range(5130) | {type: "relationship", spec_version: "2.1", id: name("relationship"; .), created: time(.),
            modified: time(.), relationship_type: "indicates", source_ref: name("indicator"; .),
            target_ref: name("malware"; . % 147)})]}' >indicators.json
expect_status 0 as ciso --json import indicators.json
expect_json '.batches[0].records' 10407
expect_json '.batches[0].rejected_count' 0
expect_json '.batches[0].format' stix-2.1
expect_status 0 keyturnctl -w "$W" --json search host-5129.example --count
expect_json .records $((studies + 10407))
[[ $(json .hits) -ge 1 ]] || fail "an imported indicator is not found"

# An incident, and a proposal that changes nothing yet.
expect_status 0 as scribe --json incident open 'Safeguard bypass on fennel-2' --severity high
expect_json .incident I-1
expect_status 0 as hos --json propose suspend --models fennel-2 --because 'Bypass confirmed by two labs' --incident I-1
expect_json .proposal P-1
expect_json '[.needs[].role] | sort | join(" ")' 'executive legal safety-lead'
sheet=$(json .sheet_sha256)
expect_json .short_code "${sheet:0:8}"
expect_status 0 keyturnctl -w "$W" --json access --model fennel-2
expect_json .access open

# Nobody counts twice, nobody outside the roles counts, the right people do.
expect_status 0 as ceo --json approve P-1
expect_json '.missing | sort | join(" ")' 'legal safety-lead'
expect_status 1 as ceo approve P-1
expect_one_sentence
expect_err 'Ada Stone.*already signed'
expect_status 1 as ciso approve P-1
expect_one_sentence
expect_err 'security-lead.*missing: .*safety-lead'
expect_err 'missing: .*legal'
expect_status 1 as scribe approve P-1
expect_one_sentence
expect_status 0 as hos approve P-1
expect_status 0 keyturnctl -w "$W" access --model fennel-2
expect_status 0 as gc --json approve P-1
expect_json .state authorised
expect_json '.missing | length' 0
expect_json .change C-1
expect_status 1 keyturnctl -w "$W" --json access --model fennel-2
expect_json .access suspended
expect_json '.layers[0].change' C-1
expect_status 1 keyturnctl -w "$W" access --model fennel-2 --region EU --channel api --tier free
expect_status 0 keyturnctl -w "$W" access --model fennel-1
expect_status 0 keyturnctl -w "$W" --json status
expect_json '.models[] | select(.model == "fennel-2") | .state' suspended

# The way back is a decision of its own.
expect_status 0 as hos --json revert C-1 --because 'Safeguard verified' --incident I-1
expect_json .proposal P-2
expect_json '[.needs[].role] | sort | join(" ")' 'executive safety-lead security-lead'
expect_status 0 as ceo approve P-2
expect_status 1 as ceo approve P-2
expect_one_sentence
expect_status 1 as gc approve P-2
expect_one_sentence
expect_err 'missing: .*security-lead'
expect_status 0 as hos approve P-2
expect_status 1 keyturnctl -w "$W" access --model fennel-2
expect_status 0 as ciso --json approve P-2
expect_json .state authorised
expect_status 0 keyturnctl -w "$W" --json access --model fennel-2
expect_json .access open
expect_json '.layers | length' 0

# Proof of all of it, also against the fingerprint that was told by other means.
expect_status 0 keyturnctl --json verify "$W" --root "$log"
expect_json .ok true
expect_json .records $((studies + 10407))
expect_json '.problems | length' 0
expect_status 4 keyturnctl verify "$W" --root "$(printf 'fingerprint' | sha256sum | cut -d' ' -f1)"

# The report, in each format that its help names.
expect_status 0 keyturnctl report --help
formats=$(sed -n 's/.*--format TEXT *\(.*\)/\1/p' "$OUT" | sed 's/, or\| or/,/; s/,,*/ /g')
[[ " $formats " == *" pdf "* && " $formats " == *" html "* ]] || fail "report --help names no formats: $formats"
for format in $formats; do
    expect_status 0 keyturnctl -w "$W" --json report I-1 --format "$format" --for 'The board' --out "report.$format"
    expect_json .sha256 "$(sha256sum <"report.$format" | cut -d' ' -f1)"
    expect_json .file "report.$format"
done
expect_status 0 keyturnctl -w "$W" --json report I-1 --format pdf --out counted.pdf
expect_equal "$(pdfinfo counted.pdf | sed -n 's/^Pages: *//p')" "$(json .pages)" "the number of pages"
pdftotext -layout report.pdf report.txt
for text in 'Safeguard bypass on fennel-2' 'Suspend Fennel 2 worldwide' 'The board' 'UNWITNESSED' "${sheet:0:8}" 'Ada Stone' \
    'Ines Okafor' 'Priya Rao' 'Hanna Berg' 'Fennel Labs'; do
    grep -Fq "$text" report.txt || fail "the report's pages do not say: $text"
    grep -Fq "$text" report.html || fail "the HTML report does not say: $text"
done
expect_status 0 jq -e --arg sheet "$sheet" '.incident.id == "I-1" and .incident.title == "Safeguard bypass on fennel-2"
    and (.decisions | length == 2) and .decisions[0].sheet_sha256 == $sheet
    and ([.decisions[0].approvals[].member] | sort == ["ceo", "gc", "hos"])
    and .verification.ok == true and .verification.witnessed == false' report.json
# What is written for Timesketch comes back in as a timeline.
head -1 report.timesketch | grep -q '^message,datetime,timestamp_desc' || fail "the Timesketch report has another header"
grep -q 'Suspend Fennel 2 worldwide' report.timesketch || fail "the Timesketch report does not name the decision"
expect_status 0 as ciso --json import report.timesketch --format timesketch-csv
expect_json '.batches[0].rejected_count' 0
expect_status 2 keyturnctl -w "$W" report I-1 --format scroll --out report.scroll
expect_one_sentence
expect_status 2 keyturnctl -w "$W" report I-9 --format html --out other.html
expect_one_sentence
expect_status 5 keyturnctl -w "$W" report I-1 --format html --out missing/folder/report.html
expect_one_sentence
