"""The newcomer's way that docs/newcomer.md tells, gone with the film that comes with levelhip."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.browser.by_ear import quick_site
from tools.newcomer import whole_way

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def quick():
    with quick_site() as made:
        yield made


def test_a_newcomer_comes_from_the_first_visit_to_a_measured_test(quick, browser, tmp_path):
    said = []
    sentence, line = whole_way(browser, quick.url, pictures=tmp_path / "pictures", say=said.append)
    # The person in the film lifts both feet, and their hips drop: both are told.
    assert "hip" in sentence or "pelvis" in sentence
    assert "Equal weight distribution test" in line
    assert sentence.rstrip(".") in line
    assert said[0] == "1. The page is open."
    assert said[-1].endswith("The result is kept.")
    assert len(list((tmp_path / "pictures").glob("*.png"))) == len(said)


def test_the_long_form_is_a_script_that_a_shell_can_read():
    checked = subprocess.run(["sh", "-n", ROOT / "tools/newcomer.sh"], check=False)
    assert checked.returncode == 0
    told = (ROOT / "docs/newcomer.md").read_text(encoding="utf-8")
    assert "tools/newcomer.sh" in told
    assert "python -m tools.newcomer" in told
