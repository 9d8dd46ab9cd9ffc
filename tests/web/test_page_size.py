"""How much the browser must load: measured on the built page, packed as it is sent."""

from __future__ import annotations

import gzip
import re

import pytest

from levelhip.web.app import STATIC

MOST_BYTES = 120_000
FIRST_BYTES = 60_000
"""Script, style and page of the first screen; chosen by us: half of the whole."""

NOT_OURS = re.compile(r"^(pose\.worker|vision_|weeks)")
"""The pose engine, and the charts' own library: loaded when a camera or a chart is wanted."""


@pytest.fixture(scope="module")
def static():
    if not (STATIC / "index.html").is_file():
        pytest.fail("the page is not built; run: make setup")
    return STATIC


def packed(path):
    return len(gzip.compress(path.read_bytes(), 9))


def test_all_script_of_our_own_is_under_120_kb(static):
    own = [each for each in static.glob("assets/*.js") if not NOT_OURS.match(each.name)]
    sizes = {each.name: packed(each) for each in [*own, static / "worker.js"]}
    assert len(sizes) > 3
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_what_is_left_out_is_what_it_is_said_to_be(static):
    left = [each for each in static.glob("assets/*.js") if NOT_OURS.match(each.name)]
    for each in left:
        text = each.read_text(encoding="utf-8")
        assert "uPlot" in text or "u-wrap" in text or "wasm" in text.lower() or "pose" in text


def test_the_first_screen_loads_little_and_neither_the_pose_engine_nor_charts(static):
    index = (static / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="/(assets/[^"]+)"', index)
    assert named
    assert not [each for each in named if NOT_OURS.match(each.rpartition("/")[2])]
    assert sum(packed(static / each) for each in named) + len(index) < FIRST_BYTES


def test_the_worker_names_what_the_page_is_made_of(static):
    told = (static / "worker.js").read_text(encoding="utf-8")
    index = (static / "index.html").read_text(encoding="utf-8")
    for each in re.findall(r'(?:src|href)="(/[^"]+)"', index):
        assert f'"{each}"' in told
        assert (static / each[1:]).is_file()
    assert re.search(r'SHELL_HASH="[0-9a-f]{12}"', told)
