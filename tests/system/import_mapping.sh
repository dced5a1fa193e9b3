#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A table of nobody's format: its guessed mapping is printed, edited and used; and times that name no zone are read in
# the one that is given.
. "$(dirname "$0")/lib.sh"

cat >tickets.csv <<'END'
Ticket;Opened on;Headline;Finding;Prio
T-1;03/04/2026 02:30;Customer call;The model wrote an exploit;P1
T-2;25/10/2026 02:30;Customer call;The filter was off;P2
T-3;26/10/2026;Customer call;Nothing;P9
END

# The guess is printed without a workspace, and reads the file as it would be read anyway.
expect_status 0 keyturnctl import --print-map tickets.csv
cp "$OUT" guess.json
expect_json .version 1
expect_json .delimiter semicolon
expect_json '[.fields[] | .name + "=" + .role] | join(" ")' \
    'Ticket=none Opened on=time Headline=title Finding=none Prio=none'
expect_status 2 keyturnctl import --print-map tickets.csv tickets.csv
expect_one_sentence
expect_status 2 keyturnctl import --print-map tickets.csv --map guess.json
expect_status 5 keyturnctl import --print-map missing.csv
expect_one_sentence
printf 'no table\n' >prose.txt
expect_status 3 keyturnctl import --print-map prose.txt
expect_one_sentence
expect_status 0 keyturnctl import --help
expect_out 'import --print-map tickets.csv'

found_workspace
# titles: what stands on the timeline, each once.
titles() { keyturnctl -w "$W" timeline --json | jq -r 'select(.title != null) | .title' | sort -u; }
expect_status 0 as ciso import tickets.csv --map guess.json --json
guessed=$(json .batches[0].entry)
expect_equal "$(titles)" 'Customer call' 'the title by the guess'

# Edited, it says what people know and no program can.
jq '.fields |= map(if .name == "Finding" then .role = "title" elif .name == "Headline" then .role = "description"
    elif .name == "Ticket" then .role = "reference" elif .name == "Prio" then .role = "severity" else . end) | .times = "day-first" | .zone = "Europe/Berlin"
    | .severity_words = {"P1": "critical", "P2": "high"} | .source = "Service desk" | .layer = "model-behaviour"' \
    guess.json >mapping.json
# The same file is not kept twice; what it was read as wrongly is retracted first.
expect_status 0 as ciso import tickets.csv --map mapping.json --json
expect_json '.batches[0].same_as' "$guessed"
expect_status 0 as ciso batch retract "$guessed" --because 'Read by the guess'
expect_status 0 as ciso import tickets.csv --map mapping.json --json
expect_json '.batches[0].format' generic-csv
expect_json '.batches[0].records' 3
expect_json '.batches[0].earliest' 2026-04-03T00:30:00Z
# ticket WORD: the record with that word that the edited mapping made.
ticket() { keyturnctl -w "$W" search "$1" --json | jq -c 'select(.source == "Service desk")' >"$OUT"; }
ticket exploit
expect_json .severity critical
expect_json .layer model-behaviour
expect_json .source 'Service desk'
expect_json .occurred_at 2026-04-03T00:30Z
# Half past two comes twice on the day on which clocks are put back; the earlier is taken.
ticket filter
expect_json .occurred_at 2026-10-25T00:30Z

# What a mapping cannot be is said in a sentence that names the file, and nothing is entered.
expect_status 0 keyturnctl -w "$W" --json status
size=$(json .ledger.size)
# refuses STATUS PATTERN FILTER: the mapping that jq makes of the good one.
refuses() {
    jq "$3" mapping.json >bad.json
    expect_status "$1" as ciso import tickets.csv --map bad.json
    expect_one_sentence
    expect_err "$2"
}
refuses 2 'bad.json.*colour' '.colour = 1'
refuses 2 'bad.json.*weather' '.fields[0].role = "weather"'
refuses 2 'bad.json.*Middle/Earth' '.zone = "Middle/Earth"'
refuses 2 'bad.json.*title' '.fields[0].role = "title"'
refuses 3 'tickets.csv.*Finder' '.fields[3].name = "Finder"'
expect_status 5 as ciso import tickets.csv --map missing.json
expect_one_sentence
expect_status 2 as ciso import tickets.csv --map tickets.csv
expect_one_sentence
expect_status 2 as ciso import tickets.csv --map mapping.json --tz Asia/Tokyo
expect_one_sentence
expect_err 'Europe/Berlin.*Asia/Tokyo'
expect_status 3 as ciso import tickets.csv --map mapping.json --format suricata-eve
expect_status 2 as ciso import tickets.csv --tz Middle/Earth
expect_status 0 keyturnctl -w "$W" --json status
expect_json .ledger.size "$size"

# JSON records are mapped by the names of their members.
printf '{"event":{"at":"1000"},"note":"From JSON","message":"not this"}\n' >events.jsonl
jq -n '{version: 1, fields: [{name: "event.at", role: "time"}, {name: "note", role: "title"}], times: "seconds"}' >json.map
expect_status 0 as ciso import events.jsonl --map json.map --json
expect_json '.batches[0].format' generic-jsonl
expect_json '.batches[0].earliest' 1970-01-01T00:16:40Z

# A zone is taken by formats that have their own mapping, too; a time that names its zone keeps it.
printf '06/12/2026-11:41:07.000000  [**] [1:1:1] Scanned [**] [Priority: 1] {TCP} 1.1.1.1:1 -> 2.2.2.2:2\n' >fast.log
expect_status 0 as ciso import fast.log --tz Europe/Berlin --json
expect_json '.batches[0].format' suricata-fast
expect_json '.batches[0].earliest' 2026-06-12T09:41:07Z
printf 'date,title\n2026-06-12T11:41:07+09:00,Far east\n' >zoned.csv
expect_status 0 as ciso import zoned.csv --tz Europe/Berlin --json
expect_json '.batches[0].earliest' 2026-06-12T02:41:07Z
expect_status 0 keyturnctl verify "$W"
