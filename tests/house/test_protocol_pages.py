"""Every protocol has its page, with its picture; the drawn pictures are those of the tool."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from levelhip.protocols import protocols

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "protocols"


@pytest.mark.parametrize("protocol_id", [each.id for each in protocols()])
def test_a_protocol_has_a_page_with_its_picture_and_what_is_measured(protocol_id):
    text = (PAGES / f"{protocol_id}.md").read_text("utf-8")
    assert f"(pictures/{protocol_id}.svg)" in text
    assert (PAGES / "pictures" / f"{protocol_id}.svg").exists()
    assert "## What is measured" in text


def test_the_drawings_are_those_of_the_tool(tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "drawings.py", tmp_path], check=True)
    drawn = sorted(tmp_path.iterdir())
    assert len(drawn) >= 8
    for each in drawn:
        assert each.read_bytes() == (PAGES / "pictures" / each.name).read_bytes(), each.name
