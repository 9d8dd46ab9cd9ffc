"""A session run headless: a fake clock, a fake voice, and somebody who does what is said."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from levelhip.coach import Finish, Keep, Measure, Order, Put, Say, Session, Sound, plan_for
from levelhip.coach.plan import SessionPlan
from levelhip.core import Event, Mark, Quality, Side
from levelhip.protocols import Protocol, language

TICK_S = 0.1
LONGEST_S = 7200.0
"""Fake seconds after which a session that does not end is taken for one that never does."""


@dataclass
class FakeVoice:
    """Speaks for as long as the words take, and never before it has finished.

    Attributes
    ----------
    word_s : s a word
    """

    word_s: float = 0.35
    until_s: float = -math.inf
    overlaps: int = 0

    def say(self, now_s: float, said: Say) -> None:
        if now_s < self.until_s and not said.cuts_in:
            self.overlaps += 1
        self.until_s = now_s + 0.2 + self.word_s * len(said.spoken.split())

    def speaking(self, now_s: float) -> bool:
        return now_s < self.until_s


@dataclass
class Performer:
    """Somebody who answers and exercises.

    Attributes
    ----------
    answers : what is said to a question, by the id of its step; a list is said one after another;
        None is silence
    rep_s : s, how long one repetition takes
    faults : of the repetitions by their number in the session
    invalid : faults with which a repetition does not count
    hold_s : s after which a hold sinks; infinite = never
    taps : whether repetitions and holds are tapped, for nobody sees them
    """

    answers: Mapping[str, str | Sequence[str] | None] = field(default_factory=dict)
    rep_s: float = 4.0
    faults: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    invalid: frozenset[str] = frozenset({"shallow"})
    hold_s: float = math.inf
    taps: bool = False
    reps: int = 0
    going: bool = False
    side: Side = Side.BOTH
    next_s: float = math.inf
    held_from_s: float = math.nan
    asked: dict[str, int] = field(default_factory=dict)

    def obey(self, now_s: float, mark: Mark) -> None:
        """A mark says what is to be done from now on."""
        self.going = mark.name == "go"
        self.side = mark.side
        if self.going:
            self.next_s = now_s + self.rep_s
        self.held_from_s = now_s + 1.0 if mark.name == "hold" else math.nan

    def events(self, now_s: float, doing: str, *, paced: bool) -> tuple[Event, ...]:
        """What a sensor would have seen."""
        found = []
        if doing != "hold":
            self.held_from_s = math.nan
        if doing == "walk" and self.going and not paced:
            while self.next_s <= now_s + 1e-9:
                side = (Side.LEFT, Side.RIGHT)[self.reps % 2]
                found.append(Event("step", side, self.next_s, self.next_s, self.next_s))
                self.reps += 1
                self.next_s += 0.6
        if doing == "reps" and self.going and not paced and now_s >= self.next_s - 1e-9:
            self.reps += 1
            faults = self.faults.get(self.reps, ())
            valid = not self.invalid & set(faults)
            start_s = self.next_s - self.rep_s
            found.append(Event("rep", self.side, start_s, start_s, now_s, self.reps, valid, faults))
            self.next_s = now_s + self.rep_s
        if doing == "hold" and not paced and now_s - self.held_from_s >= self.hold_s:
            start_s = self.held_from_s
            found.append(Event("hold", self.side, start_s, start_s, now_s, 1, True, ("sunk",)))
            self.held_from_s = math.nan
        return tuple(found)

    def running(self, now_s: float, *, paced: bool) -> tuple[Event, ...]:
        """What has begun and not ended."""
        if paced or not now_s >= self.held_from_s:
            return ()
        return (Event("hold", self.side, self.held_from_s, math.nan, math.nan),)

    def reply(self, question: str, kind: str) -> str | None:
        """What is said to a question."""
        usual = "no" if kind == "yes-no" else "2"
        said = self.answers.get(question, usual)
        if said is None or isinstance(said, str):
            return said
        i = self.asked.get(question, 0)
        self.asked[question] = i + 1
        return said[min(i, len(said) - 1)]


@dataclass
class Run:
    """What happened in a session."""

    log: list[tuple[float, str, Order | str]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    overlaps: int = 0

    def orders(self, kind: type) -> list:
        return [order for _, _, order in self.log if isinstance(order, kind)]

    @property
    def said(self) -> list[Say]:
        return self.orders(Say)

    @property
    def spoken(self) -> list[str]:
        return [each.spoken for each in self.said]

    @property
    def marks(self) -> list[Mark]:
        return [each.mark for each in self.orders(Put)]

    @property
    def answers(self) -> dict[tuple[str, str], float | None]:
        kept = [each.answer for each in self.orders(Keep)]
        return {(each.name, each.side.value): each.value for each in kept}

    @property
    def ending(self) -> Finish | None:
        ends = self.orders(Finish)
        return ends[0] if ends else None


def run(
    protocol: Protocol,
    plan: SessionPlan | None = None,
    performer: Performer | None = None,
    *,
    code: str = "en",
    until: Callable[[Session, float], str | None] | None = None,
    source_ends_s: float = math.inf,
    quality: Callable[[float], Quality | None] = lambda _: None,
    longest_s: float = LONGEST_S,
) -> Run:
    """One session from its begin to its end.

    Parameters
    ----------
    protocol, plan, performer
        What is done, how, and by whom.
    code
        Language.
    until
        May say something at any moment: given the session and the time, gives the word or None.
    source_ends_s
        When a played recording is over.
    quality
        What the sensor is worth at a time.
    longest_s
        When nobody waits any longer.
    """
    plan = plan or plan_for(protocol, source="camera")
    performer = performer or Performer()
    session = Session(protocol, plan, language(code))
    voice, done = FakeVoice(), Run()
    now_s, asked_s = 0.0, math.nan

    def take(orders: Sequence[Order]) -> None:
        for order in orders:
            done.log.append((now_s, session.turn.step.id, order))
            if isinstance(order, Say):
                voice.say(now_s, order)
            elif isinstance(order, Put):
                performer.obey(now_s, order.mark)

    while not session.finished and now_s < longest_s:
        step = session.turn.step
        if not done.steps or done.steps[-1] != step.id:
            done.steps.append(step.id)
        take(
            session.advance(
                now_s,
                events=performer.events(now_s, step.do, paced=plan.paced),
                running=performer.running(now_s, paced=plan.paced),
                speaking=voice.speaking(now_s),
                quality=quality(now_s),
                source_ended=now_s >= source_ends_s,
            )
        )
        said = until(session, now_s) if until else None
        if said is not None:
            done.log.append((now_s, session.turn.step.id, said))
            take(session.heard(now_s, said))
        asks = session.screen.state == "asking" and not voice.speaking(now_s)
        asked_s = (now_s if math.isnan(asked_s) else asked_s) if asks else math.nan
        if asks and now_s - asked_s >= 1.0:
            word = performer.reply(session.turn.step.id, session.turn.step.kind)
            asked_s = math.inf if word is None else math.nan
            if word is not None:
                done.log.append((now_s, session.turn.step.id, word))
                take(session.heard(now_s, word))
        now_s = round(now_s + TICK_S, 6)
    done.overlaps = voice.overlaps
    return done


def transcript(done: Run) -> str:
    """What was said and heard, one line each, for reading."""
    lines = []
    for time_s, step, order in done.log:
        at = f"{int(time_s) // 60:02d}:{int(time_s) % 60:02d}"
        if isinstance(order, Say):
            lines.append(f"{at}  {step:<18} {order.spoken}")
        elif isinstance(order, Sound):
            lines.append(f"{at}  {step:<18} ({order.tone} tone)")
        elif isinstance(order, Finish):
            lines.append(f"{at}  {step:<18} [{order.reason}] {order.text}")
        elif isinstance(order, str):
            lines.append(f"{at}  {step:<18} > {order}")
    return "\n".join(lines)


__all__ = [
    "FakeVoice",
    "Measure",
    "Performer",
    "Run",
    "replace",
    "run",
    "transcript",
]
