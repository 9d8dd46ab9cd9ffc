"""Whole sessions with a fake clock and a fake voice, by simulated people, measured twice."""

import json

import numpy as np
import pytest

from levelhip.coach.orders import Finish, Say
from levelhip.core import Person, Side
from levelhip.engine import Engine
from levelhip.io.live import NoSource
from levelhip.io.session_reader import read_journal
from levelhip.protocols import protocol
from levelhip.service.session_results import finish_session
from tests.service.coached import gone_through, measured_again, simulated

SESSIONS = {
    ("equal-weight", "plates"): ({"reps": 2}, {"reps": 2}),
    ("wall-hip-drop", "sacrum"): ({"reps": 3}, {"reps": 3}),
    ("side-lying-abduction", "camera"): ({"reps": 2, "hold_s": 4}, {"reps": 2, "hold_s": 4.0}),
    ("sack-swinger", "camera"): ({"duration_s": 15}, {"minutes": 0.25}),
    ("squat-check", "camera"): ({}, {}),
}
"""What the simulated person does, and what the session asks for."""

PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".mp4", ".mkv", ".avi", ".raw"}


@pytest.fixture(scope="module", params=SESSIONS, ids=lambda key: "-".join(key))
def session(request, tmp_path_factory):
    made_with, asked = SESSIONS[request.param]
    made, recording, info = simulated(*request.param, seed=1, **made_with)
    path = tmp_path_factory.mktemp("coached") / "s.session"
    person = made.person.known
    done = gone_through(path, request.param[0], recording, info, person=person, **asked)
    return request.param[0], made, done, person


def counted(events, kind):
    return [(event.side, event.trial) for event in events if event.kind == kind]


def test_the_session_comes_to_its_end_and_counts_what_was_truly_done(session):
    _, made, done, _ = session
    assert done.coach.end.reason in {"done", "source-ended"}
    for kind in ("rep", "hold"):
        assert len(counted(done.coach.events, kind)) == len(made.truth.of(kind)), kind
    for seen, true in zip(
        (e for e in done.coach.events if e.kind == "hold"), made.truth.of("hold"), strict=True
    ):
        assert seen.end_s - seen.start_s == pytest.approx(true.end_s - true.start_s, abs=0.3)
    # The first and the last step of a walk are half steps: either may count or not.
    steps = len(counted(done.coach.events, "step"))
    assert abs(steps - len(made.truth.of("step"))) <= 1


def test_a_round_at_a_time_gives_the_events_of_the_folder_analysed_whole(session):
    name, _, done, person = session
    again, _ = measured_again(done.folder.path, protocol(name), person)
    assert repr(again) == repr(done.coach.events)


def test_every_line_is_spoken_written_and_kept(session):
    _, _, done, _ = session
    says = [order for _, order in done.orders if isinstance(order, Say)]
    assert len(says) > 10
    assert all(say.spoken and say.written for say in says)
    kept = read_journal(done.folder.path).of("say")
    assert [line["spoken"] for line in kept] == [say.spoken for say in says]
    tones = read_journal(done.folder.path).of("tone")
    assert [line["tone"] for line in tones] == done.tones


def test_what_is_kept_are_numbers_and_words_and_no_picture(session):
    _, _, done, _ = session
    for file in done.folder.path.iterdir():
        assert file.suffix not in PICTURES
        assert file.suffix in {".jsonl", ".npz", ".parquet", ".json", ".html", ".md"}
        head = file.read_bytes()[:12]
        assert not head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM"))
        assert head[4:8] != b"ftyp"


def test_the_results_lie_beside_and_say_what_the_session_did(session):
    name, made, done, _ = session
    results = finish_session(done.folder.path)
    files = results.analysis.files
    assert {"result", "series", "report"} <= set(files)
    assert all(path.parent == done.folder.path for path in files.values())
    assert results.analysis.result.protocol.id == name
    found = [event for event in results.analysis.result.events if event.kind == "rep"]
    assert len(found) == len(made.truth.of("rep"))
    transcript = results.transcript.read_text()
    for spoken in done.said():
        assert spoken in transcript
    assert results.analysis.result.verdict.text in transcript
    assert not results.cut_off
    assert json.loads(files["result"].read_text())["recording"]["repairs"] == []


def test_the_source_runs_only_while_the_session_measures(session):
    _, _, done, _ = session
    journal = read_journal(done.folder.path)
    runs, since = [], None
    for line in journal.of("measure"):
        if line["on"]:
            since = line["t"]
        elif since is not None:
            runs.append((since, line["t"]))
            since = None
    if since is not None:
        runs.append((since, np.inf))
    for segment in journal.of("segment"):
        assert any(a - 1e-6 <= segment["from_s"] <= b + 1e-6 for a, b in runs)


@pytest.mark.parametrize(
    ("name", "sensor"),
    [
        ("side-lying-abduction", "camera"),
        ("side-lying-abduction", "thigh"),
        ("squat-check", "camera"),
    ],
)
def test_a_recording_without_marks_is_played_as_it_is_analysed(name, sensor, tmp_path):
    asked = {} if name == "squat-check" else {"reps": 3, "hold_s": 5.0, "sides": (Side.LEFT,)}
    made, recording, info = simulated(name, sensor, seed=1, marks=False, **asked)
    engine = Engine(protocol(name), info, made.person.known)
    analysed = [*engine.push(made.recordings[sensor].samples), *engine.finish()]
    done = gone_through(
        tmp_path / "s.session", name, recording, info, person=made.person.known, **asked
    )
    for kind in ("rep", "hold"):
        assert counted(done.coach.events, kind) == counted(analysed, kind)
        assert len(counted(analysed, kind)) == len(made.truth.of(kind))
    again, _ = measured_again(done.folder.path, protocol(name), made.person.known)
    assert again == done.coach.events


def test_a_session_without_any_sensor_counts_taps_and_paces(tmp_path):
    done = gone_through(
        tmp_path / "s.session",
        "side-lying-abduction",
        person=Person(),
        reps=3,
        sides=(Side.LEFT,),
        hold_s=5.0,
    )
    assert done.coach.end.reason == "done"
    kinds = [line["name"] for line in read_journal(done.folder.path).of("answer")]
    assert "pressure_pain_start" in kinds
    assert "pressure_pain_end" in kinds
    results = finish_session(done.folder.path)
    assert results.analysis.result.recording.kind == "self"
    assert results.analysis.result.quality.state == "ok"


def test_stop_ends_at_once_and_keeps_what_was_measured(tmp_path):
    made, recording, info = simulated("squat-check", "camera", seed=2)
    stopped = []

    def say_stop(coach, _screen, now_s):
        if not stopped and sum(event.kind == "rep" for event in coach.events) == 3:
            stopped.append(now_s)
            coach.heard("stop", now_s)

    path, person = tmp_path / "s.session", made.person.known
    done = gone_through(path, "squat-check", recording, info, person=person, each_round=say_stop)
    assert done.coach.end.reason == "stopped"
    assert done.seconds == stopped[0]
    assert isinstance(done.orders[-1][1], Finish)
    results = finish_session(done.folder.path)
    assert sum(event.kind == "rep" for event in results.analysis.result.events) >= 3


def test_a_source_in_trouble_is_said_and_the_session_pauses(tmp_path):
    source, states = NoSource(), []
    words = "The camera gives no picture. Plug it in again."

    def unplug(_coach, screen, now_s):
        states.append(screen.state)
        source.trouble = words if now_s > 30.0 else ""

    done = gone_through(
        tmp_path / "s.session",
        "side-lying-abduction",
        person=Person(),
        longest_s=60.0,
        source=source,
        each_round=unplug,
    )
    assert words in done.said()
    assert states[-1] == "paused"
    assert [line["text"] for line in read_journal(done.folder.path).of("trouble")] == [words]


def test_an_emergency_answer_locks_the_session_before_anything_is_measured(tmp_path):
    def answer_yes(coach, screen, now_s):
        if screen.state == "asking" and not coach.finished:
            coach.heard("yes", now_s)

    done = gone_through(
        tmp_path / "s.session",
        "side-lying-abduction",
        person=Person(),
        longest_s=90.0,
        each_round=answer_yes,
    )
    assert done.coach.end.reason == "locked"
    journal = read_journal(done.folder.path)
    assert journal.of("measure") == []
    assert journal.of("mark") == []


def test_no_answer_reaches_a_question_that_has_not_been_asked_yet(tmp_path):
    pressed = []

    def hammer(coach, screen, now_s):
        if screen.state == "asking":
            pressed.append(screen.step)
            coach.heard("no", now_s)
            coach.heard("no", now_s)

    done = gone_through(
        tmp_path / "s.session",
        "side-lying-abduction",
        person=Person(),
        longest_s=25.0,
        each_round=hammer,
    )
    questions = {step for step in pressed if step.startswith("emergency")}
    assert len(questions) == 3
    asked = [line["cue"] for line in read_journal(done.folder.path).of("say")]
    assert len([cue for cue in asked if cue.startswith("emergency")]) == 3
