#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Saved views, and marks of what is to stand in reports: signed, shared, taken back.
. "$(dirname "$0")/lib.sh"
suspended_workspace

# A view is kept, found, replaced under its name, and taken away.
expect_status 0 keyturnctl -w "$W" view list
expect_out 'No view has been saved'
expect_status 0 as scribe --json view save 'Night' --query 'severity>=high "tool use"' \
    --from 2026-06-12T00:00:00Z --until 2026-06-13T00:00:00Z --lane decisions --lane system
view=$(json .note)
expect_status 0 keyturnctl -w "$W" --json view list
expect_json .name Night
expect_json .query 'severity>=high "tool use"'
expect_json .until 2026-06-13T00:00:00Z
expect_json '.lanes[0].lane' decisions
expect_json '.lanes[1].shown' true
expect_json '[.lanes[] | select(.shown)] | length' 2
expect_status 0 as hos --json view save 'night' --query 'kind:escalation'
second=$(json .note)
expect_status 0 keyturnctl -w "$W" --json view list
expect_equal "$(jq -rs 'map(.note) | join(" ")' "$OUT")" "$second" "the views"
expect_status 2 as hos view retire "$view"
expect_one_sentence
expect_status 0 as hos view retire "$second"
expect_status 0 keyturnctl -w "$W" view list
expect_out 'No view has been saved'

# What makes no sense is not signed.
expect_status 2 as scribe view save 'Bad' --query 'severity>=hgh'
expect_one_sentence
expect_status 2 as scribe view save 'Bad' --lane weather
expect_one_sentence
expect_status 2 as scribe view save ' '
expect_one_sentence
expect_status 2 as scribe view save 'Bad' --from 2026-06-13T00:00:00Z --until 2026-06-12T00:00:00Z
expect_one_sentence

# A milestone and a record are marked, stand in the report, and are taken out again.
expect_status 0 as scribe --json milestone 'War room opened' --incident I-1
milestone=$(json .note)
expect_status 0 as scribe --json mark add "$milestone"
mark=$(json .note)
expect_status 2 as scribe mark add "$milestone"
expect_one_sentence
expect_status 2 as scribe mark add 999:0
expect_one_sentence
expect_status 2 as scribe mark add N-99
expect_one_sentence
expect_status 0 keyturnctl -w "$W" --json mark list
expect_json .marks "$milestone"
expect_status 0 keyturnctl -w "$W" report I-1 --format json --out marked.json
expect_equal "$(jq -r '.marked[0].title' marked.json)" 'War room opened' "what the report marks"
expect_status 0 as hos mark retire "$mark"
expect_status 0 keyturnctl -w "$W" report I-1 --format json --out unmarked.json
expect_equal "$(jq -r '.marked | length' unmarked.json)" 0 "what the report marks afterwards"

# All of it is in the ledger, which is sound.
expect_status 0 keyturnctl -w "$W" verify
