"""What is made for others is made on this machine, as seen from below: at the system calls."""

import shutil
import sys

import pytest

from levelhip.program import questions
from levelhip.service import daily
from levelhip.service.clock import now
from tests.service.test_no_network import outside, traced

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is missing; `make test` installs it"
)


@pytest.fixture
def begun():
    with daily.diary() as diary:
        daily.begin(diary, mass_kg=80.0)
        daily.screen(diary, {each.id: "no" for each in questions().question})
        daily.say(diary, now().date(), usual=4, morning=3)


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    "words",
    [
        ("summary", "mine.pdf"),
        ("share", "fhir"),
        ("share", "calendar", "--reminder", "30"),
        ("share", "csv"),
        ("progress",),
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_what_goes_to_others_is_made_without_an_outside_socket(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = traced([sys.executable, "-m", "levelhip.cli", *words], tmp_path / "log")
    assert done.returncode == 0, done.stderr
    assert done.stdout
    log = (tmp_path / "log").read_text()
    assert "exited with" in log
    assert outside(log) == []
