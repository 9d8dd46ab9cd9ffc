"""What is counted aloud or taken as answered is on the disk before a word is said of it."""

from __future__ import annotations

import json
import os
from itertools import pairwise

import pytest

from levelhip.core import Person
from tests.service.coached import gone_through, simulated

REPS = 4
NUMBERS = ("1", "2", "3", "4")


@pytest.fixture
def disk(monkeypatch):
    """What goes to the disk, in order: lines of the journal, and "fsync" for each wait."""
    seen = []
    write, fsync = os.write, os.fsync

    def written(handle, content):
        done = write(handle, content)
        if content.startswith(b'{"t":'):
            seen.append((handle, json.loads(content)))
        return done

    def synced(handle):
        fsync(handle)
        seen.append((handle, "fsync"))

    monkeypatch.setattr(os, "write", written)
    monkeypatch.setattr(os, "fsync", synced)
    return seen


def test_a_repetition_is_on_the_disk_with_its_samples_before_it_is_counted_aloud(tmp_path, disk):
    made, recording, info = simulated("side-lying-abduction", "thigh", seed=1, reps=REPS)
    person = made.person.known
    path = tmp_path / "s.session"
    gone_through(path, "side-lying-abduction", recording, info, person=person, reps=REPS)
    lines = [line for _, line in disk if line != "fsync"]
    assert sum(is_rep(line) for line in lines) >= REPS
    waiting, reps, counted = None, 0, []
    for handle, line in disk:
        if line == "fsync":
            waiting = None if handle == waiting else waiting
            continue
        # Nothing is said while a repetition, an answer or a mark still waits for the disk.
        if line["kind"] == "say":
            assert waiting is None
            said = line["spoken"].strip(" .")
            if said in NUMBERS and said not in counted:
                assert int(said) <= reps
                counted.append(said)
        if is_rep(line) or line["kind"] in ("answer", "mark"):
            waiting = handle
        reps += is_rep(line)
    assert counted == list(NUMBERS)
    # Each repetition comes after the segment with the samples that it rests on.
    for i, line in enumerate(lines):
        if is_rep(line):
            segments = [each for each in lines[:i] if each["kind"] == "segment"]
            assert segments[-1]["to_s"] >= line["end_s"]


def is_rep(line):
    return line["kind"] == "event" and line["event"] in ("rep", "hold")


def test_an_answer_and_a_tap_are_on_the_disk_before_the_next_word(tmp_path, disk):
    gone_through(tmp_path / "s.session", "wall-hip-drop", person=Person(), reps=2)
    kinds = set()
    for (handle, line), (after, what) in pairwise(disk):
        if line != "fsync" and line["kind"] in ("answer", "mark"):
            kinds.add(line["kind"])
            assert (after, what) == (handle, "fsync")
    assert kinds == {"answer", "mark"}
