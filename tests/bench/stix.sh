#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A STIX 2.1 bundle of 10,407 objects on one line, as threat feeds give them, imported durably and signed.
. "$(dirname "$0")/lib.sh"

# stix_bundle: 147 malware families, 5,130 indicators and what each of them indicates.
stix_bundle() {
    awk 'BEGIN {
        srand(11)
        stamp = "\"created\": \"2026-04-14T08:49:02.386284Z\", \"modified\": \"2026-04-14T08:49:02.386284Z\""
        printf "{\"type\": \"bundle\", \"id\": \"%s\", \"objects\": [", id("bundle")
        for (i = 0; i < 147; ++i) {
            family[i] = id("malware")
            printf "%s{\"type\": \"malware\", \"spec_version\": \"2.1\", \"id\": \"%s\", %s, \"name\": \"Family %d\", \"description\": \"Stalkerware\", \"is_family\": true}", \
                i ? ", " : "", family[i], stamp, i
        }
        for (i = 0; i < 5130; ++i) {
            indicator = id("indicator")
            printf ", {\"type\": \"indicator\", \"spec_version\": \"2.1\", \"id\": \"%s\", %s, \"indicator_types\": [\"malicious-activity\"], \"pattern\": \"[domain-name:value='"'"'%06x.example'"'"']\", \"pattern_type\": \"stix\", \"pattern_version\": \"2.1\", \"valid_from\": \"2026-04-14T08:49:02.386794Z\"}", \
                indicator, stamp, i
            printf ", {\"type\": \"relationship\", \"spec_version\": \"2.1\", \"id\": \"%s\", %s, \"relationship_type\": \"indicates\", \"source_ref\": \"%s\", \"target_ref\": \"%s\"}", \
                id("relationship"), stamp, indicator, family[i % 147]
        }
        print "]}"
    }
    function hex(digits) { return sprintf("%0" digits "x", int(rand() * 16 ^ digits)) }
    function id(type) { return type "--" hex(8) "-" hex(4) "-4" hex(3) "-8" hex(3) "-" hex(6) hex(6) }'
}

stix_bundle >bundle.json
[[ $(jq '.objects | length' bundle.json) == 10407 ]] || { echo "bench: the bundle holds another number of objects" >&2; exit 1; }
best=''
for turn in 1 2 3; do
    rm -rf work keys charter.json
    mkdir work
    found work/bench.keyturn
    measure keyturnctl -w work/bench.keyturn --as bench --key keys/bench.key --passphrase-file keys/passphrase \
        --no-progress import bundle.json
    best=$(awk -v a="$seconds" -v b="${best:-$seconds}" 'BEGIN { print (a < b ? a : b) }')
done
figure import_stix_of_500_ms "$best" s 0.5
