#!/bin/sh
# A newcomer's whole way: clone, set up, serve, first visit, a film measured as an Equal Weight Distribution Test.
# usage: tools/newcomer.sh [REPOSITORY [FOLDER]]     (docs/newcomer.md)
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
from=${1:-$here}
folder=${2:-$(mktemp -d)/levelhip}
port=${LEVELHIP_PORT:-8177}

step() { printf '\n== %s\n' "$*"; }

step "clone into $folder"
git clone --quiet --depth 1 "file://$from" "$folder" 2>/dev/null || git clone --quiet --depth 1 "$from" "$folder"
cd "$folder"

step "set up (what make run does first; the tests' packages drive the browser)"
make setup
tools/setup.sh test

step "serve, with a diary of its own"
LEVELHIP_STORE="sqlite:///$folder/newcomer.sqlite"
export LEVELHIP_STORE
.venv/bin/levelhip serve --no-open --port "$port" 2>serve.log &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT INT TERM
tries=0
until grep -q 'levelhip is at' serve.log; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] && kill -0 "$server" 2>/dev/null || { cat serve.log >&2; exit 1; }
    sleep 1
done

step "first visit, then the test, in a browser"
.venv/bin/python -m tools.newcomer --url "http://127.0.0.1:$port" --pictures out/newcomer

step "done: pictures of each step are in $folder/out/newcomer"
