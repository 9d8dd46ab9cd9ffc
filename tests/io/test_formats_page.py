"""The layouts that the page of formats shows are read as it says."""

import re
import tomllib
from pathlib import Path

import pytest

from levelhip.io.force_map import force_map
from levelhip.io.motion_csv import motion_map
from levelhip.io.recording import BUILT_INS, open_recording
from levelhip.io.wii import wii_map

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\w*\n(.*?)```", PAGE, flags=re.DOTALL)
KINDS = {"left_n": "force", "TopLeft": "force", "acceleration_x": "motion", "schema": "landmarks"}


@pytest.mark.parametrize("mark", KINDS)
def test_a_plain_layout_on_the_page_is_read(tmp_path, mark):
    block = next(b for b in BLOCKS if mark in b.splitlines()[0])
    lines = block.splitlines()
    row = lines[-1].partition(",")[2]
    rows = [f"{i / 50:.2f},{row}" for i in range(100)]
    header = [line for line in lines if not line[0].isdigit()]
    path = tmp_path / "plain.csv"
    path.write_text("\n".join([*header, *rows]) + "\n", encoding="utf-8")
    recording = open_recording(path)
    assert recording.kind == KINDS[mark]
    assert recording.duration_s == pytest.approx(1.98)
    assert recording.repairs == []


def test_the_map_on_the_page_is_understood_whole(tmp_path):
    block = next(b for b in BLOCKS if "[plates]" in b)
    path = tmp_path / "map.toml"
    path.write_text(block, encoding="utf-8")
    said = tomllib.loads(block)
    assert set(said) == {"plates", "force", "wii", "motion"}
    assert force_map(path).mass_kg == said["force"]["mass_kg"]
    assert wii_map(path).feet_apart_m == said["wii"]["feet_apart_m"]
    assert motion_map(path).apple is True


def test_every_suffix_that_a_reader_takes_stands_on_the_page():
    for built_in in BUILT_INS:
        for suffix in built_in.suffixes:
            assert suffix.removeprefix(".") in PAGE, f"{built_in.name} {suffix}"
