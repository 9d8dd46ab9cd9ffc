"""What the diary's safety answers shut stays shut for every session, whatever is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.coach.orders import Keep, Sound
from levelhip.core import Answer, Person
from levelhip.program import ACTIVITIES, questions
from levelhip.protocols import protocol, protocols, safety
from levelhip.service import daily
from levelhip.service.daily import Locked
from levelhip.service.gate import Gate
from levelhip.service.options import AnalysisOptions
from levelhip.service.session_setup import CoachOptions, coached_session
from levelhip.store.database import store_exists

IDS = [each.id for each in protocols()]
NO = {each.id: "no" for each in questions().question}
ASKED = [step.id for step in safety().questions]


def screened(**said):
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, {**NO, **{name.replace("_", "-"): v for name, v in said.items()}})


def answered(gate, *values):
    for name, value in zip(ASKED, values, strict=False):
        gate.told(Keep(Answer(1.0, name, value)))


def test_every_protocol_and_variant_counts_as_something_that_screening_knows():
    for each in protocols():
        ways = [each, *(each.chosen(variant=variant.id) for variant in each.variants)]
        assert all(way.counts_as in ACTIVITIES for way in ways)


def test_without_a_diary_a_session_begins_and_leaves_none(tmp_path):
    gate = Gate(protocol("wall-hip-drop"))
    answered(gate, 0.0, 0.0, 0.0)
    gate.told(Sound("ready"))
    assert not store_exists()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_yes_shuts_the_next_session_though_nobody_began_a_diary(number):
    answered(Gate(protocol("equal-weight")), *([0.0] * number + [1.0]))
    for name in IDS:
        with pytest.raises(Locked, match="emergency"):
            Gate(protocol(name))


@pytest.mark.parametrize("name", IDS)
def test_a_shut_session_is_refused_before_anything_is_made(name, tmp_path):
    screened(fever="yes")
    options = CoachOptions(
        out=tmp_path / "x.session", voice="off", analysis=AnalysisOptions(annotate=False)
    )
    with pytest.raises(Locked, match="doctor today"):
        coached_session(name, Person(), options, lambda *_: None)
    assert list(tmp_path.glob("*.session")) == []


@pytest.mark.parametrize("name", IDS)
def test_the_command_line_is_shut_too_whatever_is_given(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    screened(emergency_legs="yes")
    for more in ([], ["--variant", "neutral"], ["--side", "left", "--reps", "1"]):
        done = CliRunner().invoke(
            levelhip, ["coach", name, "--voice", "off", *more], input="no\n" * 9
        )
        assert done.exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_a_begun_diary_without_answers_opens_nothing():
    with daily.diary() as diary:
        daily.begin(diary)
    with pytest.raises(Locked, match="levelhip screen"):
        Gate(protocol("walk"))


def test_outer_hip_pain_shuts_past_midline_drops_and_carries_but_not_the_neutral_forms():
    screened(outer_hip="yes")
    for name in ("side-lying-abduction", "wall-hip-drop", "sack-swinger"):
        with pytest.raises(Locked):
            Gate(protocol(name))
    for name in ("side-lying-abduction", "wall-hip-drop"):
        Gate(protocol(name).chosen(variant="neutral"))
    Gate(protocol("equal-weight"))


def test_a_sign_for_a_clinician_leaves_only_walking():
    screened(cancer="yes")
    Gate(protocol("walk"))
    for name in set(IDS) - {"walk"}:
        with pytest.raises(Locked):
            Gate(protocol(name))


def test_three_times_no_is_kept_in_a_begun_diary():
    screened()
    answered(Gate(protocol("walk")), 0.0, 0.0, 0.0)
    with daily.diary() as diary:
        told = diary.history().screenings
    assert len(told) == 2
    assert dict(told[-1].said) == dict.fromkeys(ASKED, "no")


def test_no_setting_unlocks():
    screened(fever="yes")
    with daily.diary() as diary:
        profile = diary.profile()
        daily.begin(diary, mass_kg=80.0, bars=frozenset())
        assert replace(profile, mass_kg=80.0, bars=frozenset()) == diary.profile()
    with pytest.raises(Locked):
        Gate(protocol("equal-weight"))
