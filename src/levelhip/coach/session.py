"""A whole session: what is said, asked, counted and kept, from the welcome to the end."""

from __future__ import annotations

import math
from collections.abc import Sequence

from levelhip.coach.acts import Act
from levelhip.coach.counting import COUNTS, act_of
from levelhip.coach.cue_rules import CueRules
from levelhip.coach.desk import Desk, Seen, Tally
from levelhip.coach.measuring import Measuring
from levelhip.coach.orders import Finish, Keep, Measure, Order, Put, Say, Screen
from levelhip.coach.places import Place
from levelhip.coach.plan import SessionPlan
from levelhip.coach.scheduler import Scheduler
from levelhip.coach.screens import screen_of, state_of
from levelhip.coach.stopping import Phase, Stopping
from levelhip.coach.turns import Turn, session_turns
from levelhip.core import Answer, Event, Mark, Quality, Side
from levelhip.protocols import Protocol, safety, session_words
from levelhip.protocols.language import Language
from levelhip.protocols.session_words import Message


class Session:
    """One session with one person, driven from outside; it knows no clock and no exercise by name.

    The driver calls `advance` about ten times a second and carries out the orders.

    * `speaking` is True from the advance after a `Say` until that speech is over. A `Say` with
      `cuts_in` breaks off what is being said.
    * Where nothing speaks, the plan says quiet="tones" or "silent": the session then leaves each
      caption alone as long as reading takes, and `speaking` stays False.
    * Marks and answers carry the time that was passed in.
    * After `Finish` everything further gives nothing; what was said last may be heard to its end.
      Before a `Finish` with the reason "locked" the emergency words have been said.

    Parameters
    ----------
    protocol : Protocol
        What is done; its script and cues.
    plan : SessionPlan
        With what, which sides, how often.
    language : Language
        In which words.
    """

    def __init__(self, protocol: Protocol, plan: SessionPlan, language: Language) -> None:
        words = session_words()
        self._endings = words.endings
        self._turns = session_turns(protocol, plan)
        rules = CueRules((*protocol.cues, *words.cues), plan.source)
        self._desk = Desk(plan, language, rules, Scheduler(plan.quiet))
        self._i = -1
        self._stopping = Stopping(self._turns)
        self._said: Turn | None = None  # the step of which something has been said
        self._act = Act(self._turns[0], self._desk)
        self._phase: Phase = "words"
        self._settled_s = 0.0
        self._early: list[Event] = []
        self._paused = False
        self._speaking = False
        self._measuring = Measuring()
        self._source_ended = False
        self._cut_short = False
        self._finish: Finish | None = None  # what is to come when its words are over
        self._now_s = 0.0
        self.finished = False

    @property
    def locked(self) -> bool:
        """Whether a safety answer has ended it."""
        return self._finish is not None and self._finish.reason == "locked"

    @property
    def asks_why(self) -> bool:
        """Whether a stop waits for its reason."""
        return self._stopping.turn is not None and self._finish is None

    @property
    def turn(self) -> Turn:
        """The step that runs."""
        return self._stopping.turn or self._turns[max(self._i, 0)]

    @property
    def screen(self) -> Screen:
        """What is to be seen now."""
        over = self.finished or self._finish is not None
        act = None if self.finished or self._paused or self._phase != "act" else self._act
        turn, now_s, locked = self.turn, self._now_s, self.locked
        state = state_of(turn, over=over, paused=self._paused, asked=self._said is turn)
        stop = self._stopping.state(self._i, turn)
        return screen_of(self._desk, turn, state, act, now_s=now_s, stop=stop, locked=locked)

    def advance(
        self,
        now_s: float,
        *,
        events: Sequence[Event] = (),
        running: Sequence[Event] = (),
        speaking: bool = False,
        quality: Quality | None = None,
        source_ended: bool = False,
    ) -> tuple[Order, ...]:
        """What is to be done now.

        Parameters
        ----------
        now_s : s
            Never earlier than before.
        events : sequence of Event
            What has become certain since the last call; each is given once.
        running : sequence of Event
            Holds and repetitions that have begun and not ended.
        speaking : bool
            Whether the voice is still at the last `Say`.
        quality : Quality or None
            How far the sensor can be trusted now; None when that is not known.
        source_ended : bool
            Whether a played recording is over.

        Returns
        -------
        tuple of Order
        """
        if self.finished:
            return ()
        self._now_s, self._speaking = now_s, speaking
        orders: list[Order] = []
        if self._i < 0:
            self._enter(now_s, 0, orders)
        if self._finish is None and not self._paused:
            if source_ended and not self._source_ended and not self.asks_why:
                self._end_source(now_s)
            self._run(now_s, Seen(tuple(events), tuple(running)), quality, orders)
        elif self._paused:
            self._early += events  # what was done before the pause and is certain only now
        spoken = self._desk.scheduler.advance(now_s, speaking=speaking)
        if any(isinstance(order, Say) and order.cue == self.turn.step.id for order in spoken):
            self._said = self.turn
        orders += spoken
        said = any(not isinstance(order, Put | Measure) for order in orders)
        if self._finish is not None and not said and not self._talks(now_s):
            self.finished = True
            orders.append(self._finish)
        return tuple(orders)

    def heard(self, now_s: float, said: str) -> tuple[Order, ...]:
        """What follows from what the person said or pressed.

        Parameters
        ----------
        now_s : s
        said : str
            "yes", "no", a whole number, "again", "stop", "pause", "go", "tap" or "skip"; or "gone"
            when nobody is there any more. Anything else is not heard.

        Returns
        -------
        tuple of Order
        """
        if self.finished:
            return ()
        self._now_s = now_s
        said = said.strip().lower()
        orders: list[Order] = []
        if self._i < 0:
            self._enter(now_s, 0, orders)
        if said in ("stop", "gone"):
            self._stop(now_s, orders, asks=said == "stop")
        elif self._finish is not None:
            pass
        elif self._paused:
            self._heard_paused(now_s, said, orders)
        elif said == "pause":
            self._pause(now_s, orders)
        elif said == "again":
            self._desk.scheduler.drop()
            self._desk.tell(self.turn)
        else:
            self._heard_running(now_s, said, orders)
        return tuple(orders)

    @property
    def place(self) -> Place:
        """How far it has come: all that another needs to go on from here."""
        act, side = self._stopping.held(self._act), self._measuring.side
        begun = act.keeps and not math.isnan(act.began_s)
        place = Place(self._i, begun, act.walked_s, side or "", stopped=self.asks_why)
        return self._desk.placed(place, self._early, self._finish)

    def resume(self, now_s: float, place: Place, waiting: Sequence[Event] = ()) -> None:
        """Go on where a session of the same plan was cut off; it is paused until "go".

        Parameters
        ----------
        now_s : s
        place : Place
            Where that was.
        waiting : sequence of Event
            What was seen and has not been counted.
        """
        desk, self._now_s, self._i = self._desk, now_s, place.turn
        desk.resume(place, self.turn)
        self._measuring.side = Side(place.set_side) if place.set_side else None
        self._early = list(waiting)
        self._act = act_of(self.turn, desk, now_s)
        if place.begun:
            self._phase = "act"
            self._act.resume(now_s, place.walked_s)
        if place.ending:
            self._finish = Finish(place.ending, place.text)
            return
        if place.stopped:
            self._ask_why(now_s)
        self._paused = True
        desk.call(now_s, self.turn.side, desk.rules.at("paused"))

    def _run(self, now_s: float, seen: Seen, quality: Quality | None, orders: list[Order]) -> None:
        desk, step = self._desk, self.turn.step
        for event in seen.events:
            desk.call(now_s, self.turn.side, desk.rules.happened(event))
        wanted = {"reps": step.event, "hold": "hold", "walk": "step"}.get(step.do, "")
        taken = [] if self._phase != "act" else [e for e in seen.events if e.kind == wanted]
        self._early += [event for event in seen.events if event not in taken]
        seen = Seen(tuple(taken), seen.running)
        if self._measuring.on and self.turn.step.do in COUNTS:
            desk.call(now_s, self.turn.side, desk.rules.unseen(quality, now_s))
        if self._phase == "words":
            if self._talks(now_s):
                return
            self._phase = "settle"
            self._settled_s = now_s + self.turn.step.wait_s
        if self._phase == "settle":
            if now_s < self._settled_s:
                return
            self._begin(now_s, orders)
            if step.do in COUNTS:
                seen = Seen(tuple(e for e in self._early if e.kind == wanted), seen.running)
                self._early = [event for event in self._early if event.kind != wanted]
        orders += self._act.advance(now_s, seen, talks=self._talks(now_s))
        self._early += self._act.left_over
        self._act.left_over = []
        self._follow_up(now_s, orders)

    def _begin(self, now_s: float, orders: list[Order]) -> None:
        self._phase = "act"
        step = self.turn.step
        if self._act.measures:
            orders += self._measuring.start(now_s, self.turn.side)
        orders += self._act.begin(now_s)
        if step.do in ("rest", "ask") and not step.measure and not self._desk.goes_on(step):
            orders += self._measuring.wait()

    def _follow_up(self, now_s: float, orders: list[Order]) -> None:
        ending = self._act.ending
        if ending == "pause" and self.asks_why:
            self._stop(now_s, orders)  # nobody answers: it stays unknown
        elif ending == "pause":
            self._act.ending = ""
            self._pause(now_s, orders)
        elif ending:
            words = safety().locked if ending == "locked" else self._endings[ending]
            self._close(now_s, ending, words, orders)
        elif self._act.done and self.asks_why:
            self._act, self._phase = self._stopping.deny()
            self._pause(now_s, orders)
        elif self._act.done:
            self._next(now_s, orders)

    def _next(self, now_s: float, orders: list[Order]) -> None:
        desk = self._desk
        then = self.turn.step.then if self._act.calls_then else ()
        for called in (*desk.rules.named(then), *self._act.last_words):
            desk.scheduler.offer(desk.due(called, self.turn.side, until_s=float("inf"), line=True))
        i = self._i + 1
        while i < len(self._turns) and not self._comes(self._turns[i]):
            i += 1
        if i < len(self._turns):
            self._enter(now_s, i, orders)
            return
        reason = "source-ended" if self._cut_short else "done"
        orders += self._measuring.wait()
        self._finish = Finish(reason, desk.language.text(self._endings[reason].show))

    def _comes(self, turn: Turn) -> bool:
        left = not self._source_ended or self._desk.is_left(turn, self.turn.side)
        return left and self._desk.wants(turn.step)

    def _enter(self, now_s: float, i: int, orders: list[Order]) -> None:
        before = self._turns[self._i] if self._i >= 0 else None
        self._i = i
        turn, desk = self._turns[i], self._desk
        if before is not None and before.side is not turn.side:
            desk.tally = Tally()
        self._act = act_of(turn, desk, now_s)
        self._phase = "words"
        if not desk.plan.follow:
            self._early = []  # what was done before it was asked for; a recording is never asked
        desk.tell(turn)
        desk.call(now_s, turn.side, desk.rules.step(turn.step.id))
        if turn.step.measure:
            orders += self._measuring.start(now_s, self.turn.side)

    def _heard_running(self, now_s: float, said: str, orders: list[Order]) -> None:
        asks = self.turn.step.do == "ask"
        unsaid = self._said is not self.turn
        if asks and unsaid and (said in ("yes", "no") or said.isdecimal()):
            return  # an answer must not reach a question of which nothing has been said yet
        if self._phase != "act":
            if not asks:
                if said == "go":
                    self._settled_s = now_s
                elif said == "skip" and self.turn.step not in session_words().opening:
                    self._desk.scheduler.drop()
                    self._next(now_s, orders)
                if said != "tap" or not self._act.tapped_up or unsaid:
                    return
            # What is asked for is still being said; the answer may come before its end.
            self._begin(now_s, orders)
        answered = self._act.heard(now_s, said)
        if answered is not None:
            orders += answered
        elif said == "skip" and not asks:
            self._act.done = True
        self._follow_up(now_s, orders)

    def _heard_paused(self, now_s: float, said: str, orders: list[Order]) -> None:
        desk = self._desk
        if said == "again":
            self._tell_pause(now_s)
        if said == "tap" and self._act.keeps and self._phase == "act":
            orders += self._act.heard(now_s, said) or ()  # it was done before the pause was heard
        if said not in ("go", "yes"):
            return
        self._paused = self._stopping.denied = False
        desk.scheduler.drop(cues=True)
        if not self.asks_why:
            desk.call(now_s, self.turn.side, desk.rules.at("resumed"))
        if not (self._act.keeps and self._phase == "act"):
            self._act = act_of(self.turn, desk, now_s)
        self._phase = "words"
        desk.tell(self.turn)
        if self.turn.step.measure:
            orders += self._measuring.start(now_s, self.turn.side)

    def _pause(self, now_s: float, orders: list[Order]) -> None:
        self._paused = True
        self._desk.scheduler.drop(cues=True)
        self._tell_pause(now_s)
        orders += self._measuring.wait()

    def _tell_pause(self, now_s: float) -> None:
        called = self._desk.rules.at("stop-denied" if self._stopping.denied else "paused")
        self._desk.call(now_s, self.turn.side, called)

    def _stop(self, now_s: float, orders: list[Order], *, asks: bool = True) -> None:
        desk, text, side = self._desk, self._desk.language.text, self.turn.side
        if asks and self.asks_why and self._said is not self.turn and not self._paused:
            return  # the same stop: nothing has been asked yet
        for called in desk.rules.at("stopped") if asks else ():
            orders += desk.scheduler.cut_in(now_s, desk.due(called, side, until_s=math.inf))
        orders.append(Put(Mark(now_s, "stop", side)))
        orders += self._measuring.wait()
        wants = asks and self._finish is None
        if wants and self._stopping.state(self._i, self.turn) == "asks":
            self._ask_why(now_s)
            desk.tell(self.turn)
            return
        if self.asks_why:
            orders.append(Keep(Answer(now_s, self.turn.step.answer, None, side)))
        self.finished = True
        self._finish = self._finish or Finish("stopped", text(self._endings["stopped"].show))
        orders.append(self._finish)

    def _ask_why(self, now_s: float) -> None:
        asked = self._stopping.ask(self.turn, self._act, self._phase)
        self._act, self._phase = act_of(asked, self._desk, now_s), "words"
        self._paused = False

    def _close(self, now_s: float, reason: str, words: Message, orders: list[Order]) -> None:
        self._finish = Finish(reason, self._desk.language.text(words.show))
        orders += self._desk.last_words(now_s, reason, words)
        orders += self._measuring.wait()

    def _end_source(self, now_s: float) -> None:
        self._source_ended = True
        desk, measures = self._desk, self.turn.step.do in (*COUNTS, "pose")
        if not measures and all(self._comes(turn) for turn in self._turns[self._i + 1 :]):
            return  # everything has been done
        self._cut_short = True
        desk.call(now_s, self.turn.side, desk.rules.at("source-ended"))
        asks = self.turn.step.do == "ask"  # a question is answered by the person alone
        if measures or self.turn.step.do == "wait" or (self._phase != "act" and not asks):
            self._act.done = True

    def _talks(self, now_s: float) -> bool:
        return self._desk.scheduler.busy(now_s, speaking=self._speaking)
