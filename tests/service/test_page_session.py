"""A session driven by a page: cut off or killed at any moment, it loses no repetition and counts
none twice."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from levelhip.io.session_reader import read_journal, read_session
from levelhip.program import questions
from levelhip.service import daily, keeping
from levelhip.service.kept import session_id
from levelhip.service.page_start import worked_out
from levelhip.store.database import sessions_folder, store_url
from tests.service.paged import TICK_S, begun_page, killed, recorded

REPS = 3
END_S = 34.0
"""The session is over a little after this, when nothing holds it up."""

few = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def squats():
    return recorded("squat-check", seed=1, reps=REPS)


def reps(page):
    """The repetitions in the session's folder, without the time at which they were written."""
    lines = read_journal(page.session.kept.folder).of("event")
    return [
        {name: value for name, value in line.items() if name != "t"}
        for line in lines
        if line["event"] == "rep"
    ]


def at(page, time_s):
    page.run(lambda page: page.session.clock.now() >= time_s)


def counted_once(page):
    assert page.session._coach.end.reason == "done"
    assert [rep["trial"] for rep in reps(page)] == list(range(1, REPS + 1))
    assert [event["number"] for event in page.events()] == list(range(1, REPS + 1))
    assert sum(event["valid"] for event in page.events()) == REPS


def test_a_session_goes_from_the_welcome_to_its_result(squats):
    page = begun_page("squat-check", squats, reps=REPS)
    assert page.session.state == "waiting"
    page.come()
    page.run()
    counted_once(page)
    assert worked_out(page.session.kept) == page.session.id
    folder = page.session.kept.folder
    assert folder.parent == sessions_folder(store_url())
    result = json.loads((folder / "result.json").read_text())
    assert sum(event["kind"] == "rep" for event in result["events"]) == REPS
    assert {file.suffix for file in folder.iterdir()} <= {
        ".jsonl",
        ".npz",
        ".parquet",
        ".json",
        ".html",
        ".md",
    }


@pytest.fixture(scope="module")
def uncut(squats, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("uncut")
        patch.setenv("LEVELHIP_STORE", f"sqlite:///{folder / 'levelhip.sqlite'}")
        page = begun_page("squat-check", squats, reps=REPS)
        page.come()
        page.run()
        return reps(page)


@few
@given(cuts=st.lists(st.tuples(st.floats(17.9, 29.4), st.floats(0.1, 1.9)), min_size=1, max_size=3))
def test_a_line_that_breaks_anywhere_gives_the_events_of_one_that_does_not(cuts, squats, uncut):
    page = begun_page("squat-check", squats, reps=REPS)
    page.come()
    for time_s, gone_s in sorted(cuts):
        at(page, time_s)
        if page.session.state == "finished":
            break
        page.go_away()
        for _ in range(math.ceil(gone_s / TICK_S)):
            page.round()
        page.come()
    page.run()
    counted_once(page)
    assert reps(page) == uncut


@few
@given(time_s=st.floats(0.2, END_S - 4.0), gone_s=st.floats(4.0, 200.0))
def test_a_page_that_is_gone_for_long_finds_the_session_waiting_with_its_count(
    time_s, gone_s, squats
):
    page = begun_page("squat-check", squats, reps=REPS)
    page.come()
    at(page, time_s)
    page.go_away()
    for _ in range(math.ceil(gone_s / TICK_S)):
        page.round()
    note(f"gone at {time_s} for {gone_s}")
    assert page.session.state == "away"
    assert page.session._coach.screen.state == "paused"
    page.come()
    page.run()
    counted_once(page)


@few
@given(
    kills=st.lists(st.tuples(st.floats(0.2, END_S), st.floats(0.1, 60.0)), min_size=1, max_size=2)
)
def test_a_server_killed_anywhere_loses_no_repetition_and_counts_none_twice(kills, squats):
    page = begun_page("squat-check", squats, reps=REPS)
    page.come()
    for time_s, gone_s in sorted(kills):
        at(page, time_s)
        if page.session._coach.finished:
            break
        killed(page, gone_s)
    page.run()
    counted_once(page)
    assert worked_out(page.session.kept) == page.session.id
    result = json.loads((page.session.kept.folder / "result.json").read_text())
    assert sum(event["kind"] == "rep" for event in result["events"]) == REPS


def test_a_wipe_takes_the_sessions_of_the_page_with_it(squats):
    page = begun_page("squat-check", squats, reps=REPS)
    with daily.diary() as diary:
        daily.begin(diary)
    page.come()
    page.run()
    assert worked_out(page.session.kept) == page.session.id
    folder = page.session.kept.folder
    assert folder.is_dir()
    with daily.diary() as diary:
        assert [Path(told).resolve() for _, told in diary.folders()] == [folder.resolve()]
        # Nobody is asked about a folder that goes whatever the answer is.
        assert keeping.session_folders(diary) == ()
        assert folder.resolve() in keeping.wipe(diary).folders
    assert not folder.exists()


def test_nothing_is_told_of_a_repetition_before_the_disk_has_it(squats):
    page = begun_page("squat-check", squats, reps=REPS)
    page.session.settle_elsewhere()
    page.come()
    session, safe, held = page.session, 0, 0
    while session.state != "finished":
        # What was told at the end of a round was on the disk before it.
        seen_n, before = session.told_n, session.safe_sequence
        page.round()
        assert session.state == "finished" or seen_n <= session.told_n <= session.orders.last
        new = [order for order in session.orders.after(seen_n) if order.kind == "event"]
        reps_now = [each for each in new if json.loads(each.text)["event"]["kind"] == "rep"]
        if reps_now and session.state != "finished":
            held += 1
            assert session.owes
            assert session.told_n < reps_now[0].n
            assert session.safe_sequence == before
        session.settle()
        assert session.told_n == session.orders.last
        safe = max(safe, session.safe_sequence)
    assert held == REPS
    assert safe > 0
    counted_once(page)


def whole(page):
    """Every sample that was measured lies in the folder once."""
    parts = read_session(page.session.kept.folder).stream()
    times = np.concatenate([each.track.time_s for each in parts if each.track is not None])
    steps = np.diff(times)
    assert steps.min() > 0
    assert steps.max() < 0.1


@few
@given(debt=st.integers(0, REPS - 1), waits=st.integers(4, 30), after=st.integers(0, 20))
@pytest.mark.parametrize("settles", [False, True])
def test_killed_while_the_disk_is_waited_for_it_goes_on_from_there(
    debt, waits, after, settles, squats
):
    page = begun_page("squat-check", squats, reps=REPS)
    page.session.settle_elsewhere()
    page.come()
    while len(reps(page)) <= debt:
        page.session.settle()
        page.round()
    assert page.session.owes
    for _ in range(waits):
        page.round()
    if settles:
        page.session.settle()
    for _ in range(after):
        page.round()
    killed(page, 1.0)
    page.run()
    counted_once(page)
    whole(page)


def test_a_session_stopped_before_anything_was_done_keeps_no_result_but_its_answers():
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, {each.id: "no" for each in questions().question})
    page = begun_page("walk")
    page.come()
    page.run(lambda page: page.session._coach.screen.step == "emergency-legs")
    page.say("stop")
    page.run()
    kept = page.session.kept
    assert worked_out(kept) is None
    assert not (kept.folder / "result.json").exists()
    with daily.diary() as diary:
        assert diary.results() == []
        assert list(diary.history().done) == []
        acts = diary.acts(session_id(kept.journal))
        assert diary.folders(cut_off=True) == []
    answered = {data["name"] for kind, data in acts if kind == "answer"}
    assert {"emergency-bladder", "emergency-feeling"} <= answered
