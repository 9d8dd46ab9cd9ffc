"""Steps in which something is counted: repetitions seen or paced, and walks."""

from __future__ import annotations

import math

from levelhip.coach.acts import SILENCE_S, Act, Asking, Holding, Waiting
from levelhip.coach.desk import Desk, Seen, Tally
from levelhip.coach.orders import Order, Put
from levelhip.coach.turns import Turn
from levelhip.core import Event, Mark, Side
from levelhip.protocols.script import Beat

COUNTS = ("reps", "hold", "walk")
"""Steps whose events count from the first word on."""

IDLE_S = 20.0
"""When nothing was counted for so long the session asks whether to go on, s; chosen by us: a slow
repetition takes six to eight."""

MOST_TRIES = 2
"""A set ends at so many times the repetitions asked for, counting or not; chosen by us: nobody is
kept going for ever by repetitions that are not deep enough."""

PLAIN_BEATS = (Beat("Up.", 2.0), Beat("Down.", 2.0))
"""Tempo where the script gives none."""

WALK_S = 300.0
"""Length of a walk where neither plan nor script says it, s; chosen by us."""

SILENT_S = 30.0
"""When a played recording has had its repetitions and gives none for so long, the set is over, s;
chosen by us: longer than any pause between two."""

BETWEEN_S = 0.8
"""Pause after each paced repetition, in which its number is said, s; chosen by us."""


class Repeating(Act):
    """Repetitions that something counts: a sensor, or the person's taps."""

    measures = True
    keeps = True

    def begin(self, now_s: float) -> list[Order]:
        """Go; after a pause it goes on with its count."""
        if math.isnan(self.began_s):
            self.desk.tally = Tally(target=self.desk.plan.reps)
            self.desk.rules.begin_set()
            self._follows: Side | None = None
        self._lately_s = now_s
        self._asked = False
        self.began_s = now_s
        return [Put(Mark(now_s, "go", self.side))]

    def resume(self, now_s: float, walked_s: float) -> None:
        """Its begin goes on with the count that the desk has."""
        super().resume(now_s, walked_s)
        self._follows = None

    def advance(self, now_s: float, seen: Seen, *, talks: bool) -> list[Order]:
        """Each repetition with its number; at the target the set is over."""
        for event in seen.events:
            if event.kind != self.turn.step.event or not self.mine(event):
                continue
            if not self._of_another_set(event) and not self.done:
                self._counted(now_s, event)
        if self.desk.plan.follow:
            begun = self.desk.tally.count + self.desk.tally.apart > 0
            self.done = self.done or (begun and now_s - self._lately_s >= SILENT_S)
        elif not self.done:
            self._waits(now_s, talks=talks)
        return []

    def _of_another_set(self, event: Event) -> bool:
        """Whether it is of another side than this set, where a recording is played.

        The first repetition says which side the recording is at. One of the other side after it
        begins the next set; one of a side that has had its set is a repetition more than asked.
        """
        if not self.desk.plan.follow or Side.BOTH in (event.side, self.side):
            return False
        followed = self.desk.followed
        if self._follows is None:
            if event.side is not self.side and event.side in followed:
                return True
            self._follows = event.side
            followed.add(event.side)
        if event.side is self._follows:
            return False
        if event.side not in followed:
            self.done = True
            self.left_over.append(event)
        return True

    def _counted(self, now_s: float, event: Event) -> None:
        tally, rules = self.desk.tally, self.desk.rules
        self._lately_s, self._asked = now_s, False
        tally.count += event.valid
        tally.apart += not event.valid
        target = self.desk.plan.reps
        called = rules.counted(event, count=tally.count, target=target)
        self.desk.call(now_s, self.side, called)
        if tally.count >= target or tally.count + tally.apart >= MOST_TRIES * target:
            self.done = True
            self.last_words = rules.end_set(target=target)

    def _waits(self, now_s: float, *, talks: bool) -> None:
        if talks:
            return
        if not self._asked and now_s - self._lately_s >= IDLE_S:
            self._asked, self._lately_s = True, now_s
            self.desk.call(now_s, self.side, self.desk.rules.at("idle"))
        elif self._asked and now_s - self._lately_s >= SILENCE_S:
            self.ending = "pause"

    def heard(self, now_s: float, said: str) -> list[Order] | None:
        """A tap is one repetition, for the engine to count; "go" and "yes" go on."""
        if said == "tap":
            self.desk.tally.tapped = True
            return [Put(Mark(now_s, "tap", self.side))]
        if said in ("go", "yes"):
            self._lately_s, self._asked = now_s, False
            return []
        if said == "no" and self._asked:
            self.done = True
            return []
        return None


class Pacing(Repeating):
    """Repetitions in the voice's tempo; from the first tap on the person's own taps count."""

    def begin(self, now_s: float) -> list[Order]:
        """Go."""
        orders = super().begin(now_s)
        self._beats = self.turn.step.beats or PLAIN_BEATS
        self._beat = 0
        self._next_s = now_s
        return orders

    def advance(self, now_s: float, seen: Seen, *, talks: bool) -> list[Order]:
        """The next part of the repetition, or its number."""
        if self.desk.tally.tapped:
            return super().advance(now_s, seen, talks=talks)
        # The voice is never pushed: when it is slow, so is the tempo.
        if talks or now_s < self._next_s or self.done:
            return []
        if self._beat < len(self._beats):
            beat = self._beats[self._beat]
            self.desk.tell(self.turn, [beat.say])
            self._beat += 1
            self._next_s = now_s + beat.seconds
            return []
        self._beat = 0
        self._next_s = now_s + BETWEEN_S
        tally, target = self.desk.tally, self.desk.plan.reps
        tally.count += 1
        self.desk.call(now_s, self.side, self.desk.rules.paced(count=tally.count, target=target))
        self.done = tally.count >= target
        return []

    def heard(self, now_s: float, said: str) -> list[Order] | None:
        """The first tap takes the count over."""
        first = said == "tap" and not self.desk.tally.tapped
        orders = super().heard(now_s, said)
        if first:
            self.desk.tally.count = 0
            self.desk.scheduler.drop()
        return orders


class Walking(Act):
    """A walk, by time or by steps."""

    measures = True
    keeps = True

    def begin(self, now_s: float) -> list[Order]:
        """Go; after a pause it goes on with its time and steps."""
        if math.isnan(self.began_s):
            self.desk.tally = Tally(target=self.desk.plan.steps)
            self.desk.rules.begin_set()
            self._whole_s = self._length_s()
        self.began_s = self._looked_s = now_s
        return [Put(Mark(now_s, "go", self.side))]

    def resume(self, now_s: float, walked_s: float) -> None:
        """Its begin goes on with the time that was walked."""
        super().resume(now_s, walked_s)
        self._looked_s = now_s
        self._whole_s = self._length_s()

    def advance(self, now_s: float, seen: Seen, *, talks: bool) -> list[Order]:
        """Steps and seconds."""
        del talks
        plan, tally = self.desk.plan, self.desk.tally
        tally.count += sum(event.kind == "step" for event in seen.events)
        before_s, self.walked_s = self.walked_s, self.walked_s + now_s - self._looked_s
        self._looked_s = now_s
        whole_s = self._whole_s
        if whole_s is not None:
            left_s = whole_s - self.walked_s
            told = self.desk.rules.passed("walk", whole_s - before_s, left_s) if left_s > 0 else []
            self.desk.call(now_s, self.side, told)
            # A recording that has ended has ended the walk already.
            self.done = self.done or left_s <= 0
        if plan.steps is not None and tally.count >= plan.steps:
            self.done = True
        return [Put(Mark(now_s, "rest", self.side))] if self.done else []

    def _length_s(self) -> float | None:
        """As planned; without a plan as the script says; None when steps end it."""
        plan = self.desk.plan
        if plan.minutes is not None:
            return 60.0 * plan.minutes
        return None if plan.steps is not None else self.turn.step.seconds or WALK_S

    def heard(self, now_s: float, said: str) -> list[Order] | None:
        """A tap ends a walk whose steps nothing counts."""
        if said != "tap":
            return None
        orders: list[Order] = [Put(Mark(now_s, "tap", self.side))]
        if self.desk.plan.paced and self._whole_s is None:
            self.done = True
            orders.append(Put(Mark(now_s, "rest", self.side)))
        return orders

    def left_s(self, now_s: float) -> float | None:
        """What is left of the walk."""
        if math.isnan(self.began_s) or self._whole_s is None:
            return None
        return max(0.0, self._whole_s - (self.walked_s + now_s - self._looked_s))


def act_of(turn: Turn, desk: Desk, now_s: float) -> Act:
    """What is done in a turn once its words are spoken.

    Parameters
    ----------
    turn : Turn
    desk : Desk
        What all steps share.
    now_s : s
        When its words began.

    Returns
    -------
    Act
    """
    kinds: dict[str, type[Act]] = {
        "wait": Waiting,
        "pose": Waiting,
        "rest": Waiting,
        "ask": Asking,
        "hold": Holding,
        "walk": Walking,
        "reps": Pacing if desk.plan.paced else Repeating,
    }
    return kinds.get(turn.step.do, Act)(turn, desk, now_s)
