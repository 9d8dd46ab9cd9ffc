"""A finished session is in the diary once, with its counts and pains; without a diary nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from levelhip.core import Person
from levelhip.program import questions
from levelhip.protocols.language import language
from levelhip.service import daily
from levelhip.service.kept import keep_session
from levelhip.service.session_results import finish_session
from levelhip.service.session_setup import CoachOptions, SessionClock, coached_session
from levelhip.store.database import store_exists

NO = {each.id: "no" for each in questions().question}


class Quick:
    """A person without a sensor who answers each question and does what is asked, at once."""

    def __init__(self):
        self.asked = ""
        self.screen = None

    def said(self, now_s):
        screen = self.screen
        if screen is None or screen.state != "asking":
            return []
        return ["4" if "thumb" in screen.question.lower() else "2", "no"]

    def show(self, screen, live):
        self.screen = screen

    def told(self, now_s, order):
        self.order = order


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A session of wall-hip-drop, paced by the voice, run through without waiting."""
    seconds = iter(range(100_000))
    monkeypatch.setattr(SessionClock, "now", lambda _: float(next(seconds)) / 4)
    monkeypatch.setattr(SessionClock, "next_round", lambda self, _: self.now())

    def run(code="en"):
        face = Quick()
        options = CoachOptions(voice="off", reps=2, out=tmp_path / "s.session", language=code)
        session = coached_session("wall-hip-drop", Person(), options, face.told)
        session.run(face)
        return session.folder

    return run


def begun():
    with daily.diary() as diary:
        daily.begin(diary)
        daily.screen(diary, NO)


def history():
    with daily.diary() as diary:
        return diary.history()


def test_report_and_transcript_of_a_session_are_in_the_language_that_it_spoke(folder):
    results = finish_session(folder("de"))
    report = results.analysis.files["report"].read_text()
    assert '<html lang="de">' in report
    assert "Technische Angaben" in report
    # What is counted has no sensor: the verdict says so in the transcript, too.
    german = results.analysis.result.verdict.in_words(language("de").text)
    assert german in results.transcript.read_text()
    assert german != results.analysis.result.verdict.text


def test_a_session_is_kept_once_with_what_it_counted_and_its_pains(folder):
    begun()
    path = folder()
    results = finish_session(path)
    assert keep_session(path, results)
    assert not keep_session(path, finish_session(path))
    told = history()
    (done,) = told.done
    assert done.exercise == "wall-hip-drop"
    assert done.reps == sum(
        metric.value for metric in results.analysis.result.metrics
        if metric.name == "rep_count" and metric.trial == 0
    ) > 0  # fmt: skip
    (day,) = told.days
    assert day.trained
    assert day.during == 2
    assert day.on == datetime.now(UTC).astimezone().date()
    # The three answers before the session are there as well.
    assert len(told.screenings) == 2


def test_without_a_diary_nothing_is_kept(folder):
    path = folder()
    assert not keep_session(path, finish_session(path))
    assert not store_exists()


def test_what_is_kept_of_a_session_are_its_events_answers_and_marks(folder):
    begun()
    path = folder()
    keep_session(path, finish_session(path))
    with daily.diary() as diary:
        acts = [
            act
            for row in diary.history().done
            for act in diary.acts(_only_session(diary))
            if row.exercise
        ]
    assert {kind for kind, _ in acts} <= {"event", "answer", "mark"}
    assert any(data.get("name") == "usual_pain" for _, data in acts)


def _only_session(diary):
    from levelhip.store.archive import archive

    (session,) = archive(diary)["session"]
    return session["id"]
