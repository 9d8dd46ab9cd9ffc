#!/bin/sh
# Pin every dependency with its hashes, one file a purpose, for all supported Pythons and systems.
set -eu
cd "$(dirname "$0")/.."
lock() {
    target=$1
    shift
    .venv/bin/uv pip compile pyproject.toml "$@" --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header -q -o "requirements/$target.txt"
}
lock runtime --group setup
lock dev --group dev -c requirements/runtime.txt
lock bench --group dev --group bench -c requirements/dev.txt
