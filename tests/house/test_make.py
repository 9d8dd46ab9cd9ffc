"""What a newcomer types: `make run` opens the page, Ctrl+C ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 120


def recipe(target):
    """The lines that a target of the Makefile runs."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert found is not None
    return [line.strip().lstrip("@") for line in found[1].splitlines()]


def test_make_run_sets_up_and_then_serves_the_page():
    assert recipe("run") == ["tools/setup.sh run", ".venv/bin/levelhip serve"]
    assert recipe("sample")[-1].startswith(".venv/bin/levelhip sample --analyse")


def test_the_readme_begins_with_one_picture_and_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r'(?:!\[[^]]*\]\(|<img src=")([^)"]+)', text)
    assert len(pictures) == 1
    assert (ROOT / pictures[0]).is_file()
    first = text.index("```")
    block = text[first : text.index("```", first + 3)]
    assert [line.split("#")[0].strip() for line in block.splitlines()[1:] if line.strip()] == [
        "make run",
        "make test",
    ]
    assert text.index(pictures[0]) < first


def started(tmp_path, **more):
    """The page's server as `make run` starts it, with nobody's screen; and its address."""
    environ = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    serving = subprocess.Popen(
        [Path(sys.executable).parent / "levelhip", "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**environ, **more},
    )
    assert serving.stderr is not None
    told = serving.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", told)
    assert found is not None, told + serving.stderr.read()
    return serving, found[0]


def told_of(serving):
    """What else it said; it has ended."""
    assert serving.stderr is not None
    with serving.stderr:
        return serving.stderr.read()


def test_ctrl_c_ends_the_page_cleanly_and_the_address_is_said_where_there_is_no_screen(tmp_path):
    serving, address = started(tmp_path)
    with urllib.request.urlopen(f"{address}/api/about", timeout=WAIT_S) as told:
        assert told.status == 200
    serving.send_signal(signal.SIGINT)
    assert serving.wait(WAIT_S) == 0
    said = told_of(serving)
    assert "Open that address in a browser" in said
    assert "levelhip has ended" in said
    assert "Traceback" not in said


def test_where_there_is_a_screen_the_person_s_browser_is_opened(tmp_path):
    seen = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}.new && mv {seen}.new {seen}\n')
    browser.chmod(0o755)
    serving, address = started(tmp_path, DISPLAY=":9", BROWSER=str(browser))
    for _ in range(WAIT_S * 10):
        if seen.exists():
            break
        try:
            serving.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    serving.send_signal(signal.SIGINT)
    serving.wait(WAIT_S)
    told_of(serving)
    assert seen.read_text() == address
