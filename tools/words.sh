#!/bin/sh
# Collect what is said and shown, bring the catalogues up to date, list what is not translated yet.
set -eu
cd "$(dirname "$0")/.."
exec .venv/bin/python tools/words.py update
