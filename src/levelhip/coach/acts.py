"""What is done in a step once its words are spoken: wait, ask, be still, hold, walk."""

from __future__ import annotations

import math

from levelhip.coach.cue_rules import Called
from levelhip.coach.desk import Desk, Seen
from levelhip.coach.orders import Keep, Order, Put
from levelhip.coach.turns import Turn
from levelhip.core import Answer, Event, Mark, Side

REPEAT_S = 10.0
"""Silence after which a question is asked once more, s; chosen by us."""

SILENCE_S = 15.0
"""Silence after the repeated question that means pause, s (chosen by the product)."""

EASE_S = 5.0
"""Time to ease off before a pain question is asked again, s; chosen by us."""

NO_HOLD_S = 8.0
"""When no hold is seen so long after it was asked for, the voice counts by itself, s; chosen by us:
lifting a leg with care takes two to four."""

COUNTDOWN_S = 3.5
"""So long before its end the seconds held are no longer told, only those left; chosen by us."""

NO_HOLD_PLAYED_S = 60.0
"""When a played recording shows no hold for so long, there is none, s; chosen by us."""


class Act:
    """Nothing more to do: over as soon as it begins.

    Parameters
    ----------
    turn : Turn
        The step and its side.
    desk : Desk
        What all steps share.
    entered_s : s
        When its words began.

    Attributes
    ----------
    last_words : what is said when it is over, after the cues that the script names
    calls_then : whether those are said
    ending : why the session ends with it, or "pause" when nobody answers; empty when it goes on
    left_over : events that belong to a later step
    walked_s : s of a walk
    """

    measures = False
    """Whether the source must run."""
    keeps = False
    """Whether it goes on where it was after a pause; otherwise it begins anew."""

    def __init__(self, turn: Turn, desk: Desk, entered_s: float = 0.0) -> None:
        self.turn = turn
        self.desk = desk
        self.entered_s = entered_s
        self.last_words: list[Called] = []
        self.calls_then = True
        self.left_over: list[Event] = []
        self.done = False
        self.ending = ""
        self.began_s = math.nan
        self.walked_s = 0.0

    @property
    def side(self) -> Side:
        """The side that works."""
        return self.turn.side

    @property
    def tapped_up(self) -> bool:
        """Whether a tap begins it, also while its words are still being spoken."""
        return False

    def begin(self, now_s: float) -> list[Order]:
        """Its words have been spoken.

        Parameters
        ----------
        now_s : s

        Returns
        -------
        list of Order
        """
        self.began_s = now_s
        return self.begun(now_s)

    def resume(self, now_s: float, walked_s: float) -> None:
        """It had begun in a session that was cut off.

        Parameters
        ----------
        now_s : s
        walked_s : s
            Of a walk.
        """
        self.began_s, self.walked_s = now_s, walked_s

    def begun(self, now_s: float) -> list[Order]:
        """What happens at its begin."""
        del now_s
        self.done = True
        return []

    def advance(self, now_s: float, seen: Seen, *, talks: bool) -> list[Order]:
        """Time has passed.

        Parameters
        ----------
        now_s : s
        seen : Seen
            What the outside told.
        talks : bool
            Whether something is being said, or a line waits to be.

        Returns
        -------
        list of Order
        """
        del now_s, seen, talks
        return []

    def heard(self, now_s: float, said: str) -> list[Order] | None:
        """What the person said; None when that is nothing for this step.

        Parameters
        ----------
        now_s : s
        said : str

        Returns
        -------
        list of Order or None
        """
        del now_s, said
        return None

    def left_s(self, now_s: float) -> float | None:
        """What is left of its time, s; None when no time runs."""
        del now_s
        return None

    def held_s(self, now_s: float) -> float | None:
        """How long it has been held, s; None when nothing is."""
        del now_s
        return None

    def mine(self, event: Event) -> bool:
        """Whether an event is of the side that works; in a played recording either side will do."""
        return (
            self.desk.plan.follow
            or event.side in (self.side, Side.BOTH)
            or (self.side is Side.BOTH)
        )


class Waiting(Act):
    """A stretch of time: to get ready, to stand still, to rest, to keep a pose."""

    def begun(self, now_s: float) -> list[Order]:
        """The marks of a pose and of a rest."""
        step, side = self.turn.step, self.side
        rests = step.do == "rest"
        self._length_s = step.seconds or (self.desk.plan.rest_s if rests else 0.0)
        self._looked_s = now_s
        if rests:
            return [Put(Mark(now_s, "rest", side))]
        return [Put(Mark(now_s, f"pose-{step.pose}", side))] if step.do == "pose" else []

    @property
    def measures(self) -> bool:  # type: ignore[override]
        """In a pose the source must run."""
        return self.turn.step.do == "pose"

    def advance(self, now_s: float, seen: Seen, *, talks: bool) -> list[Order]:
        """Seconds that are told, and the end of the time."""
        del seen, talks
        if self.turn.step.do == "rest":
            before_s = self._length_s - (self._looked_s - self.began_s)
            left_s = self._length_s - (now_s - self.began_s)
            # A rest of ten seconds has just been told with its length.
            told = self.desk.rules.passed("rest", before_s, left_s) if left_s > 0 else []
            self.desk.call(now_s, self.side, told)
        self._looked_s = now_s
        return self._over(now_s) if now_s - self.began_s >= self._length_s else []

    def heard(self, now_s: float, said: str) -> list[Order] | None:
        """Who is ready may go on at once."""
        return self._over(now_s) if said in ("go", "tap") and self.turn.step.do != "pose" else None

    def _over(self, now_s: float) -> list[Order]:
        self.done = True
        pose = self.turn.step.do == "pose"
        return [Put(Mark(now_s, "pose-end", self.side))] if pose else []

    def left_s(self, now_s: float) -> float | None:
        """What is left of it."""
        return None if self.done else max(0.0, self._length_s - (now_s - self.began_s))


class Asking(Act):
    """A question: asked once, repeated once, and then silence means pause."""

    def begun(self, now_s: float) -> list[Order]:
        """It has been asked; an answer that came while it was spoken counts."""
        self._quiet_s = now_s
        self._times = 1
        self._eased = getattr(self, "_eased", False)
        self._again_s: float | None = None
        return []

    def advance(self, now_s: float, seen: Seen, *, talks: bool) -> list[Order]:
        """How long there has been silence."""
        del seen
        if talks:
            self._quiet_s = now_s
        elif self._again_s is not None:
            if now_s >= self._again_s:
                self._again_s = None
                self._ask(now_s)
        elif self._times == 1 and now_s - self._quiet_s >= REPEAT_S:
            self._times = 2
            self._ask(now_s)
        elif now_s - self._quiet_s >= SILENCE_S:
            self.ending = "pause"
        return []

    def _ask(self, now_s: float) -> None:
        self._quiet_s = now_s
        self.desk.tell(self.turn)

    def heard(self, now_s: float, said: str) -> list[Order] | None:
        """An answer, or what is none."""
        step = self.turn.step
        if said == "skip" and step.may_skip:
            return self._answered(now_s, None)
        if step.kind == "yes-no":
            if said not in ("yes", "no"):
                return self._not_so(now_s) if said.isdecimal() or said == "skip" else None
            if said == "yes" and (step.locks or step.ends):
                kept = self._answered(now_s, 1.0)
                self.ending = "locked" if step.locks else step.ends
                return kept
            return self._answered(now_s, float(said == "yes"))
        if not said.isdecimal() or int(said) > step.most:
            wants = said in ("yes", "no", "skip") or said.isdecimal()
            return self._not_so(now_s) if wants else None
        value = float(said)
        if step.limit is not None and value > step.limit:
            return self._too_much(now_s, value)
        return self._answered(now_s, value)

    def _answered(self, now_s: float, value: float | None) -> list[Order]:
        self.done = True
        step = self.turn.step
        self.desk.scheduler.drop()
        if value is not None:
            self.desk.answered.add(step.answer)
        return [Keep(Answer(now_s, step.answer, value, self.side))] if step.answer else []

    def _too_much(self, now_s: float, value: float) -> list[Order]:
        if self._eased:
            kept = self._answered(now_s, value)
            self.ending = "pain"
            return kept
        self._eased = True
        self._times = 1
        self.desk.scheduler.drop()
        self.desk.tell(self.turn, self.turn.step.ease)
        self._quiet_s, self._again_s = now_s, now_s + EASE_S
        return []

    def _not_so(self, now_s: float) -> list[Order]:
        step = self.turn.step
        moment = self.desk.rules.at("say-yes-no" if step.kind == "yes-no" else "say-number")
        self.desk.call(now_s, self.side, moment)
        self._quiet_s = now_s
        return []


class Holding(Act):
    """One hold: its seconds are told; over when the time is reached or the body comes down."""

    measures = True

    @property
    def tapped_up(self) -> bool:
        """Where nobody sees the foot go up, a tap says so."""
        return self.desk.plan.paced and self.turn.step.taps > 1

    def begun(self, now_s: float) -> list[Order]:
        """The mark of the hold; without a sensor the time runs from here, or from a tap."""
        self._asked_s = self.turn.step.seconds or self.desk.plan.hold_s
        self.desk.tally.down = False
        taps = self.turn.step.taps
        self._own_s = now_s if self.desk.plan.paced and taps == 1 else math.nan
        self._knows_begin = not self.tapped_up
        self._looked_s = 0.0
        self._seen_s = math.nan
        return [Put(Mark(now_s, "hold", self.side))]

    def advance(self, now_s: float, seen: Seen, *, talks: bool) -> list[Order]:
        """Seconds that are told, and the end."""
        del talks
        for event in seen.events:
            if event.kind == "hold" and self.mine(event):
                self.done = True
                # It is down already: nobody need be told to lower it.
                self._is_down()
                called = self.desk.rules.counted(event, count=self._trial, target=None)
                self.last_words = [each for each in called if not each.cue.count]
                self._tell_held(event.end_s - event.start_s)
                return []
        begun = [each for each in seen.running if each.kind == "hold" and self._new(each)]
        self._seen_s = begun[0].start_s if begun else math.nan
        waited_s = now_s - self.began_s
        if self.desk.plan.follow:
            self.done = self.done or (not begun and waited_s >= NO_HOLD_PLAYED_S)
        elif not begun and math.isnan(self._own_s) and waited_s >= NO_HOLD_S:
            self._own_s = now_s
        held_s = self.held_s(now_s)
        if held_s is None:
            return []
        asked_s = self._asked_s
        left = self.desk.rules.passed("left", asked_s - self._looked_s, asked_s - held_s)
        counts_down = asked_s - held_s <= COUNTDOWN_S
        told = [] if counts_down else self.desk.rules.passed("hold", self._looked_s, held_s)
        self._looked_s = max(self._looked_s, held_s)
        if held_s >= asked_s and not self.desk.plan.follow:
            return self._over(now_s)
        self.desk.call(now_s, self.side, [*left, *told])
        return []

    def heard(self, now_s: float, said: str) -> list[Order] | None:
        """Where nobody sees, a tap tells that the body came down, or went up before."""
        if said != "tap" or not self.desk.plan.paced:
            return None
        if math.isnan(self._own_s):
            self._own_s, self._knows_begin = now_s, True
            return [Put(Mark(now_s, "tap", self.side))]
        self.done = True
        self._is_down()
        if not self._knows_begin:
            # The voice had begun to count by itself: how long it was held is not known.
            return [Put(Mark(now_s, "rest", self.side))]
        self._tell_held(now_s - self._own_s)
        return [Put(Mark(now_s, "tap", self.side))]

    def _is_down(self) -> None:
        self.calls_then = False
        self.desk.tally.down = True

    def _tell_held(self, held_s: float) -> None:
        if not math.isfinite(held_s):
            return
        seconds = {"seconds": float(round(held_s))}
        self.last_words += [Called(each.cue, seconds) for each in self.desk.rules.at("held")]

    def _over(self, now_s: float) -> list[Order]:
        self.done = True
        # Without a sensor the hold ends where the voice says so.
        return [Put(Mark(now_s, "rest", self.side))] if self.desk.plan.paced else []

    def _new(self, event: Event) -> bool:
        """Whether it is this hold; a leg that has stayed up from the one before is not."""
        begun_now = event.start_s >= self.entered_s or self.desk.plan.follow
        return self.mine(event) and begun_now

    @property
    def _trial(self) -> int:
        return self.turn.round("trial")[0]

    def held_s(self, now_s: float) -> float | None:
        """From the begin that the sensor saw, or from the voice's own."""
        start_s = self._own_s if math.isnan(self._seen_s) else self._seen_s
        return None if math.isnan(start_s) else max(0.0, now_s - start_s)

    def left_s(self, now_s: float) -> float | None:
        """What is left until the time asked for."""
        held_s = self.held_s(now_s)
        return None if held_s is None else max(0.0, self._asked_s - held_s)
