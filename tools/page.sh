#!/bin/sh
# Build the page into src/levelhip/web/static: packages, types from the API, the types' check, the bundle.
set -eu
cd "$(dirname "$0")/../ui"
quietly() { "$@" >../.venv/page.log 2>&1 || { cat ../.venv/page.log >&2; exit 1; }; }
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    quietly npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi
(cd .. && .venv/bin/python -m tools.openapi)
quietly npm run -s types
quietly npm run -s check
quietly npm run -s build
