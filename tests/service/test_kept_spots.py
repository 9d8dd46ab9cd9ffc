"""The spots of a session of `pain-spot` are in the diary, told against those before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from levelhip.core import Answer, Person
from levelhip.engine import SourceInfo
from levelhip.io.session_folder import SessionFolder
from levelhip.program import questions
from levelhip.protocols import protocol
from levelhip.service import analyse, daily, telling
from levelhip.service.clock import now
from levelhip.service.kept import keep_analysis, keep_session
from levelhip.service.session_results import finish_session

NO = {each.id: "no" for each in questions().question}


def session(path, *answers, days=0):
    """A session of pain-spot in which these answers were given, as the coach leaves it."""
    exercise = protocol("pain-spot")
    folder = SessionFolder(path)
    folder.head(
        protocol={"id": exercise.id, "version": 1, "variant": "", "hold_s": None},
        plan={"about": {"side": None}},
        language="en",
        person=Person(height_m=1.75),
        source="taps and answers",
        begun=now() + timedelta(days=days),
    )
    folder.source(0.0, SourceInfo("self", 1.0))
    for i, (name, value) in enumerate(answers):
        folder.answer(Answer(10.0 + i, name, value))
    folder.write(60.0, "finish", reason="done", text="The session is done.", sync=True)
    folder.close(60.0)
    return path


@pytest.fixture
def begun():
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, NO)


@pytest.mark.usefixtures("begun")
def test_a_session_leaves_back_and_hip_spot_with_their_pain(tmp_path):
    path = session(
        tmp_path / "a.session",
        ("back_spot_pain", 4.0),
        ("back_spot_thumbs_x", -2.0),
        ("back_spot_thumbs_y", 1.0),
        ("hip_spot_pain", 5.0),
        ("hip_spot_view", 4.0),
        ("hip_spot_x", 0.0),
        ("hip_spot_y", -0.08),
    )
    results = finish_session(path)
    assert keep_session(path, results)
    assert not keep_session(path, results)
    with daily.diary() as diary:
        back, hip = sorted(telling.spots(diary), key=lambda each: each.spot.kind)
    # Two thumbs of 1.25 % of 1.75 m to the left, one up.
    assert (back.spot.x_m, back.spot.y_m) == pytest.approx((-0.04375, 0.021875))
    assert (back.spot.kind, back.spot.view, back.spot.pain) == ("back", "back", 4)
    assert (hip.spot.kind, hip.spot.view, hip.spot.pain) == ("hip", "right", 5)
    assert hip.region == "side of the hip"


@pytest.mark.usefixtures("begun")
def test_a_second_session_is_told_against_the_first(tmp_path):
    for i, x_m in enumerate((-0.040, -0.050, 0.020)):
        path = session(
            tmp_path / f"{i}.session", ("back_spot_x", x_m), ("back_spot_y", 0.0), days=i - 5
        )
        assert keep_session(path, finish_session(path))
    with daily.diary() as diary:
        found = telling.spots(diary)
    assert [each.change and each.change.state for each in found] == [None, "same", "moved"]


@pytest.mark.usefixtures("begun")
def test_a_session_without_a_marked_place_leaves_no_spot(tmp_path):
    path = session(tmp_path / "a.session", ("usual_pain", 3.0), ("hip_spot_pain", 5.0))
    keep_session(path, finish_session(path))
    with daily.diary() as diary:
        assert telling.spots(diary) == ()


@pytest.mark.usefixtures("begun")
def test_an_analysis_that_is_kept_leaves_its_spots_once(tmp_path):
    path = session(tmp_path / "a.session", ("back_spot_x", -0.04), ("back_spot_y", 0.01))
    for i, kept in enumerate(("kept", "replaced")):
        made = analyse(path, "pain-spot", out=tmp_path / str(i), keep_numbers=True)
        assert keep_analysis(made) == kept
    with daily.diary() as diary:
        (found,) = telling.spots(diary)
    assert found.place == "4 cm left of the spine, 1 cm above the belt line"
