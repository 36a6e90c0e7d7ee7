#!/usr/bin/env bash
# Creates a gateway, watches it come up by server-sent events, and deletes it. Needs curl and nothing else.
set -euo pipefail

url=${ALB_GRAPHQL_URL:-http://127.0.0.1:4000/graphql}

# The token goes in by a file descriptor: arguments can be seen by everybody on the machine.
graphql() {
  curl --silent --show-error --fail-with-body "$url" --json "$1" "${@:2}" \
    --header @<([ -z "${TOKEN:-}" ] || printf 'authorization: Bearer %s\n' "$TOKEN")
}

echo '# the gateways of a1'
graphql '{"query": "{ gateways(namespace: \"a1\") { nodes { name provisioning { phase } addresses { value } } } }"}'

echo && echo '# create'
graphql '{
  "query": "mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }",
  "variables": { "input": {
    "namespace": "a1", "name": "from-curl", "listeners": [{ "name": "http", "port": 80, "protocol": "HTTP" }]
  } }
}'

# An answer may hold errors with HTTP status 200; each has a code.
echo && echo '# create again'
graphql '{
  "query": "mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }",
  "variables": { "input": {
    "namespace": "a1", "name": "from-curl", "listeners": [{ "name": "http", "port": 80, "protocol": "HTTP" }]
  } }
}' | grep --only-matching '"code":"[A-Z_]*"'

# Each event is a line "event: next" and a line "data: {…}". The stream has no end of its own: reading stops at READY.
echo '# events until READY'
graphql '{
  "query": "subscription { gatewayEvents(namespace: \"a1\", name: \"from-curl\") { type gateway { provisioning { phase percent } } } }"
}' --no-buffer --header 'accept: text/event-stream' 2>/dev/null | while read -r line; do
  case $line in
    data:*) echo "$line" ;;
  esac
  case $line in
    *'"phase":"READY"'*) break ;;
  esac
done || true

echo '# delete'
graphql '{ "query": "mutation { deleteGateway(input: { namespace: \"a1\", name: \"from-curl\" }) { albs { name } } }" }'
echo
