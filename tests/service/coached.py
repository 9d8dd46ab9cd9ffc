"""A session gone through with a fake clock and a fake voice, by a person who is simulated."""

import math
import signal
from dataclasses import dataclass, replace
from types import MappingProxyType

from levelhip.coach.orders import Say
from levelhip.coach.plan import plan_for
from levelhip.coach.session import Session
from levelhip.core import Person
from levelhip.engine import Engine, SourceInfo
from levelhip.engine.source import measured_with
from levelhip.io.live import FileSource, NoSource
from levelhip.io.recording import Recording
from levelhip.io.session_folder import JOURNAL_NAME, SessionFolder
from levelhip.io.speech import SilentVoice
from levelhip.protocols import protocol
from levelhip.protocols.language import language
from levelhip.service.clock import now
from levelhip.service.coaching import Coach
from levelhip.service.session_setup import CoachOptions, coached_session
from levelhip.simulator import simulate

ROUND_S = 1 / 30


class Sounds:
    """Remembers tones."""

    def __init__(self):
        self.tones = []

    def play(self, tone):
        self.tones.append(tone)


@dataclass
class Done:
    coach: Coach
    folder: SessionFolder
    orders: list
    tones: list
    seconds: float

    def said(self):
        return [order.spoken for _, order in self.orders if isinstance(order, Say)]


def simulated(protocol_id, sensor, **asked):
    """A simulated recording as a reader would give it, its marks included."""
    made = simulate(protocol_id, sensors=(sensor,), **asked)
    given = made.recordings[sensor]
    recording = Recording(
        path=None,
        id="0" * 64,
        kind={"camera": "landmarks"}.get(sensor, given.info.kind),
        rate_hz=given.rate_hz,
        duration_s=0.0,
        stream=lambda: iter([given.samples]),
        image_size=given.image_size,
    )
    return made, recording, given.info


def gone_through(
    path,
    protocol_id,
    recording=None,
    info=None,
    *,
    person,
    longest_s=900.0,
    answer="3",
    answers=MappingProxyType({}),
    affirmed=(),
    source=None,
    each_round=lambda coach, screen, now_s: None,
    **asked,
):
    """The whole session, a round every thirtieth of a second of a clock that is not real."""
    exercise = protocol(protocol_id)
    if recording is None:
        source, with_what = source or NoSource(), "self"
    else:
        source = FileSource(recording, info.location)
        source.info = replace(
            source.info, side=info.side, load_kg=info.load_kg, strap_m=info.strap_m
        )
        with_what = measured_with(source.info, source.first())
    plan = plan_for(exercise, source=with_what, follow=recording is not None, **asked)
    folder = SessionFolder(path)
    folder.head(
        protocol={"id": exercise.id, "version": 1, "variant": exercise.variant, "hold_s": None},
        plan={"about": {"side": info.side if info else None}},
        language="en",
        person=person,
        source="a simulated person",
        begun=now(),
    )
    sounds, orders = Sounds(), []
    coach = Coach(
        Session(exercise, plan, language("en")),
        exercise,
        person,
        source=source,
        voice=SilentVoice(),
        sounds=sounds,
        folder=folder,
        on_order=lambda now_s, order: orders.append((now_s, order)),
    )
    now_s, rounds, asked_s = 0.0, 0, None
    while not coach.finished and now_s < longest_s:
        if source.ready((rounds + 1) * ROUND_S):
            rounds += 1
        else:
            continue
        now_s = rounds * ROUND_S
        screen = coach.step(now_s)
        each_round(coach, screen, now_s)
        if screen.state != "asking":
            asked_s = None
        elif asked_s is None or asked_s[0] != screen.step:
            asked_s = (screen.step, now_s)
        elif now_s - asked_s[1] > 4.0:
            asked_s = None
            is_yes_or_no = coach_asks_yes_or_no(coach)
            asks = coach._session.turn.step.answer
            word = "yes" if asks in affirmed else "no"
            coach.heard(word if is_yes_or_no else answers.get(asks, answer), now_s)
    coach.close(now_s)
    return Done(coach, folder, orders, sounds.tones, now_s)


def coach_asks_yes_or_no(coach):
    return coach._session.turn.step.kind == "yes-no"


def measured_again(folder, exercise, person):
    """The events of the folder, measured in one go as `analyse` does."""
    from levelhip.io import open_recording

    recording = open_recording(folder)
    engine = None
    events = []
    for samples in recording.stream():
        if engine is None:
            location = samples.motion.location if samples.motion else None
            told = SourceInfo(recording.kind, recording.rate_hz, recording.image_size, location)
            engine = Engine(exercise, replace(told, side=recording.side), person)
        events += engine.push(samples)
    events += engine.finish()
    return events, engine


class Answering:
    """A face that answers every yes-or-no question with no, a second after its last words.

    Parameters
    ----------
    stands : whether nobody is there any more to look at it; it then waits to be killed
    """

    def __init__(self, stands=lambda: False):
        self._asked_s = None
        self._state = ""
        self._stands = stands

    def said(self, now_s):
        if self._state != "asking" or self._asked_s is None or now_s < self._asked_s + 1.0:
            return []
        self._asked_s = None
        return ["no"]

    def show(self, screen, live):
        self._state = screen.state
        while self._stands():
            signal.pause()

    def told(self, now_s, order):
        if isinstance(order, Say):
            self._asked_s = now_s


def lines(out):
    """How many lines the journal of a session has."""
    try:
        return (out / JOURNAL_NAME).read_bytes().count(b"\n")
    except OSError:
        return 0


def run_session(protocol_id, file, out, reps, most_lines=math.inf):
    """A session from a file, as the command line runs it, as fast as it goes; with so many lines in
    its journal it waits."""
    face = Answering(lambda: lines(out) >= most_lines)
    options = CoachOptions(source="file", file=file, out=out, speed=1e6, reps=reps)
    coached_session(protocol_id, Person(), options, face.told).run(face)
