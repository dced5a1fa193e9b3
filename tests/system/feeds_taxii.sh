#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# feed taxii against a real nginx that serves a TAXII 2.1 API from files: pages come once and in order, and `added_after`
# moves only when what came is signed.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin

printf 'correct horse battery\n' >passphrase
expect_status 0 keyturnctl key new intake --out keys --passphrase-file passphrase --type ed25519
found_workspace --member 'service:intake;Alert intake;Reads feeds;intake;keys/intake.pem'

first=91a7b528-80eb-42ed-a74d-c6fbd5a26116
second=52892447-4d7e-4f70-b94d-d7f22742ff63
hidden=64993447-4d7e-4f70-b94d-d7f33742ee63
indicator() {
    printf '{"type":"indicator","spec_version":"2.1","id":"indicator--%08d-0000-4000-8000-000000000000","created":"2026-06-1%dT09:00:00.000Z","modified":"2026-06-1%dT09:00:00.000Z","name":"%s","pattern":"[ipv4-addr:value = '"'192.0.2.%d'"']","pattern_type":"stix","valid_from":"2026-06-1%dT09:00:00Z"}' \
        "$1" "$1" "$1" "$2" "$1" "$1"
}
mkdir -p taxii
cat >taxii/discovery <<'TEXT'
{"title":"Threats","api_roots":["/api1/"],"x_custom":1.5}
TEXT
echo '{"title":"Root","versions":["application/taxii+json;version=2.1"],"max_content_length":1048576}' >taxii/root
echo '{"title":"Root","versions":["taxii-2.0"],"max_content_length":1048576}' >taxii/old
cat >taxii/collections <<TEXT
{"collections":[
 {"id":"$first","title":"First","can_read":true,"can_write":false},
 {"id":"$hidden","title":"Hidden","can_read":false,"can_write":false}]}
TEXT
echo "{\"id\":\"$first\",\"title\":\"First\",\"can_read\":true,\"can_write\":false}" >taxii/one
echo "{\"id\":\"$hidden\",\"title\":\"Hidden\",\"can_read\":false,\"can_write\":false}" >taxii/none
echo "{\"id\":\"$second\",\"title\":\"Second\",\"can_read\":true,\"can_write\":false}" >taxii/other
echo "{\"more\":true,\"next\":\"p2/x+y\",\"objects\":[$(indicator 1 One),$(indicator 2 Two)]}" >taxii/page1
echo "{\"objects\":[$(indicator 3 Three)],\"more\":false}" >taxii/page2
echo '{}' >taxii/empty
echo "{\"objects\":[$(indicator 4 Four)]}" >taxii/new
echo '{"objects":[' >taxii/cut

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=localhost' \
    -addext 'subjectAltName=DNS:localhost' -keyout server.key -out server.pem 2>"$ERR"
printf 'Authorization: Basic %s\n' "$(printf 'analyst:pa55word' | base64)" >headers
chmod 600 headers

# What the collection answers depends on what it is asked, as a real one's does: $arg_added_after and $arg_next.
cat >servers <<TEXT
map "\$arg_added_after|\$arg_next" \$page {
    "|" page1;
    "|p2%2Fx%2By" page2;
    "2026-06-13T09%3A00%3A00.123456Z|" later;
    "2026-06-14T09%3A00%3A00.000001Z|" empty;
    default unexpected;
}
map \$page \$first_added { page1 "2026-06-11T09:00:00.000000Z"; page2 "2026-06-13T09:00:00.123456Z"; later "2026-06-14T09:00:00.000001Z"; default ""; }
map \$page \$last_added { page1 "2026-06-12T09:00:00.000000Z"; page2 "2026-06-13T09:00:00.123456Z"; later "2026-06-14T09:00:00.000001Z"; default ""; }
map \$http_authorization \$known { "$(sed 's/^Authorization: //' headers)" 1; default 0; }
server {
    listen 127.0.0.1:@PORT1@;
    location / { return 404; }
}
server {
    listen 127.0.0.1:@PORT3@ ssl;
    ssl_certificate @HERE@/server.pem;
    ssl_certificate_key @HERE@/server.key;
    default_type 'application/taxii+json;version=2.1';
    root @HERE@/taxii;
    if (\$known = 0) { return 401; }
    location = /taxii2/ { try_files /discovery =404; }
    location = /api1/ { try_files /root =404; }
    location = /api1/collections/ { try_files /collections =404; }
    location = /api1/collections/$first/ { try_files /one =404; }
    location = /api1/collections/$hidden/ { try_files /none =404; }
    location = /api1/collections/$second/ { try_files /other =404; }
    location = /api1/collections/$first/objects/ {
        add_header X-TAXII-Date-Added-First \$first_added;
        add_header X-TAXII-Date-Added-Last \$last_added;
        try_files /\$page =500;
    }
    location = /api1/collections/$second/objects/ { try_files /new =404; }
    location = /old/ { try_files /old =404; }
    location = /web/ { default_type text/html; try_files /root =404; }
    location = /two/ { default_type 'application/taxii+json;version=2.0'; try_files /root =404; }
    location = /none/ { return 406; }
    location = /barred/ { return 403; }
    location = /busy/ { add_header Retry-After 60 always; return 429; }
    location = /down/ { return 200 '{"api_roots":["http://127.0.0.1:@PORT1@/api1/"]}'; }
}
TEXT
cp taxii/empty taxii/later
start_nginx servers
server=https://localhost:$PORT3
state=$HOME/.local/state/keyturn/feeds
feed() { as intake --json feed taxii "$@" --ca-file server.pem; }
size() { keyturnctl -w "$W" --json status | jq -er .ledger.size; }
asked() { grep objects nginx/access.log | sed -n "$1"; }
kept() { jq -r ".collections[] | select(.id == \"$first\") | .$1" "$state"/*/state.json; }

# Told apart: who may not, what is not there, what is not TAXII.
expect_status 5 feed "$server/taxii2/"
expect_json .error.code feeds/unauthorized
for what in barred=forbidden missing=not-found none=not-acceptable busy=busy web=wrong-media-type \
    two=wrong-media-type old=not-taxii down=redirect-refused; do
    expect_status 5 feed "$server/${what%=*}/" --header-file headers
    expect_json .error.code "feeds/${what#*=}"
    expect_one_sentence
done
expect_status 5 feed "$server/api1/" --collection "$hidden" --header-file headers
expect_json .error.code feeds/no-collection

# Two pages from the discovery on, then nothing new.
expect_status 0 feed "$server/taxii2/" --header-file headers
expect_json .feed taxii
expect_json .source "$server/taxii2/"
expect_json '[.batches[].records] | join(" ")' '2 1'
expect_json .batches[0].format stix-2.1
expect_json .batches[0].file "$server/api1/collections/$first/objects/"
expect_equal "$(kept added_after)" 2026-06-13T09:00:00.123456Z 'what is kept'
expect_equal "$(kept next)" '' 'the next page'
[[ $(asked 2p) == *'next=p2%2Fx%2By'* ]] || fail "the next page was not asked for: $(asked 2p)"
before=$(size)
expect_status 0 feed "$server/taxii2/" --header-file headers
expect_json '.batches | length' 0
expect_json .unchanged 1
[[ $(asked '$p') == *'added_after=2026-06-13T09%3A00%3A00.123456Z'* ]] || fail "asked for: $(asked '$p')"
expect_equal "$(size)" "$before" 'the size of the ledger'

# A page that is cut off moves nothing; whole, it comes.
cp taxii/cut taxii/later
expect_status 5 feed "$server/taxii2/" --header-file headers
expect_json .error.code feeds/not-taxii
expect_equal "$(kept added_after)" 2026-06-13T09:00:00.123456Z 'what is kept'
cp taxii/new taxii/later
expect_status 0 feed "$server/taxii2/" --header-file headers
expect_json .batches[0].records 1
expect_equal "$(kept added_after)" 2026-06-14T09:00:00.000001Z 'what is kept'

# What the feed remembers is lost: the ledger knows the pages all the same.
rm -r "$state"
before=$(size)
expect_status 0 feed "$server/taxii2/" --header-file headers
expect_json '.batches | length' 0
expect_json .seen_before 2
expect_equal "$(size)" "$before" 'the size of the ledger'
# Stopped between two pages and told later that the next one is forgotten: from the beginning, and nothing twice.
file=$(echo "$state"/*/state.json)
jq -c '.collections[0].added_after = "" | .collections[0].next = "forgotten"' "$file" >edited && cp edited "$file"
expect_status 0 feed "$server/taxii2/" --header-file headers
expect_json .seen_before 2
expect_equal "$(size)" "$before" 'the size of the ledger'

# A server that does not say when its objects were added could not be asked for what is new.
expect_status 5 feed "$server/api1/" --collection "$second" --header-file headers
expect_json .error.code feeds/not-taxii
expect_equal "$(size)" "$before" 'the size of the ledger'
! grep -rq pa55word "$state" nginx/error.log || fail 'the password was kept'

expect_status 0 keyturnctl -w "$W" --json verify
expect_json .ok true
expect_json .records 4
