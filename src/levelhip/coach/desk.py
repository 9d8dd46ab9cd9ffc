"""Where a running step says its words and finds the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from levelhip.coach.cue_rules import Called, CueRules
from levelhip.coach.orders import Finish, Order
from levelhip.coach.places import Place, name_of
from levelhip.coach.plan import SessionPlan
from levelhip.coach.scheduler import LINE_PRIORITY, Due, Scheduler
from levelhip.coach.turns import Turn
from levelhip.core import Event, Side
from levelhip.core.sentence import sided
from levelhip.protocols import session_words
from levelhip.protocols.language import Language
from levelhip.protocols.script import Step
from levelhip.protocols.session_words import Message


@dataclass(frozen=True, slots=True)
class Seen:
    """What the outside told since last time.

    Attributes
    ----------
    events : what has become certain
    running : holds and repetitions that have begun and not ended
    """

    events: tuple[Event, ...] = ()
    running: tuple[Event, ...] = ()


@dataclass(slots=True)
class Tally:
    """How many there were in the running set.

    Attributes
    ----------
    count : that count
    apart : that do not
    target : asked for; None when nothing is counted
    tapped : whether the person's own taps were among them
    down : whether the last hold ended because the body came down
    """

    count: int = 0
    apart: int = 0
    target: int | None = None
    tapped: bool = False
    down: bool = False


@dataclass(slots=True)
class Desk:
    """What all steps of a session share.

    Attributes
    ----------
    plan : the session's plan
    language : its words
    rules : its cues
    scheduler : who speaks next
    tally : of the running set
    followed : sides that a played recording has had repetitions of
    answered : names of the questions that have an answer
    """

    plan: SessionPlan
    language: Language
    rules: CueRules
    scheduler: Scheduler
    tally: Tally = field(default_factory=Tally)
    followed: set[Side] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    _filled: dict[tuple[str, Side], str] = field(default_factory=dict)

    def wants(self, step: Step) -> bool:
        """Whether a step comes, after what was done and answered so far.

        Parameters
        ----------
        step : Step

        Returns
        -------
        bool
        """
        if step.unless and step.unless in self.answered:
            return False
        return not ((step.untapped and self.tally.tapped) or (step.still_up and self.tally.down))

    def is_left(self, turn: Turn, side: Side) -> bool:
        """Whether a step comes when a recording is over: what was done is asked, and the end said.

        Parameters
        ----------
        turn : Turn
        side : Side
            The one that has just worked.

        Returns
        -------
        bool
        """
        if turn.step.do == "ask":
            done = self.tally.count + self.tally.apart > 0 and turn.side is side
            return turn.side is Side.BOTH or done
        return turn.step in session_words().closing

    def placed(self, place: Place, waiting: Sequence[Event], end: Finish | None) -> Place:
        """A place with the count and the answers of this moment.

        Parameters
        ----------
        place : Place
            Which turn, and how far that has come.
        waiting : sequence of Event
            What was seen and belongs to what comes.
        end : Finish or None
            What is to come when its words are over.

        Returns
        -------
        Place
        """
        tally = self.tally
        return replace(
            place,
            count=tally.count,
            apart=tally.apart,
            tapped=tally.tapped,
            down=tally.down,
            answered=tuple(sorted(self.answered)),
            waiting=tuple(map(name_of, waiting)),
            ending=end.reason if end else "",
            text=end.text if end else "",
        )

    def resume(self, place: Place, turn: Turn) -> None:
        """Take up the count of a session that was cut off.

        Parameters
        ----------
        place : Place
            Where that was.
        turn : Turn
            The one that ran.
        """
        targets = {"reps": self.plan.reps, "walk": self.plan.steps}
        target = targets.get(turn.step.do) if place.begun else None
        self.tally = Tally(place.count, place.apart, target, place.tapped, place.down)
        self.answered |= set(place.answered)

    def goes_on(self, step: Step) -> bool:
        """Whether a sensor measures on through a step that needs none.

        A phone stays where it is between the sets of a side, and its heading is only known as long
        as nothing of its turning is missed.

        Parameters
        ----------
        step : Step
            A rest or a question.

        Returns
        -------
        bool
        """
        stays = step.each in ("set", "trial")
        return stays and self.plan.source == "motion" and not self.plan.follow

    def filled(self, text: str, side: Side, **numbers: float) -> str:
        """A text in the session's language, with the side and numbers written out.

        Parameters
        ----------
        text : str
            In English, as in the protocol's file.
        side : Side
            The one that works.
        **numbers : float
            By placeholder.

        Returns
        -------
        str
        """
        if not text:
            return ""
        if not numbers and (text, side) in self._filled:
            return self._filled[text, side]  # a title is shown ten times a second
        plan = self.plan
        known: dict[str, float] = {
            "count": plan.reps,
            "seconds": plan.hold_s,
            "minutes": plan.minutes or 0.0,
            "steps": plan.steps or 0,
        }
        shown = {name: f"{value:g}" for name, value in {**known, **numbers}.items()}
        filled = self.language.text(sided(text, side)).format(**shown)
        if not numbers:
            self._filled[text, side] = filled
        return filled

    def call(self, now_s: float, side: Side, called: Iterable[Called]) -> None:
        """Offer cues that are due.

        Parameters
        ----------
        now_s : s
        side : Side
            The one that works.
        called : iterable of Called
        """
        for each in called:
            self.scheduler.offer(self.due(each, side, until_s=now_s + each.cue.life_s))

    def due(self, called: Called, side: Side, *, until_s: float, line: bool = False) -> Due:
        """A cue in words.

        Parameters
        ----------
        called : Called
        side : Side
            The one that works.
        until_s : s
            From when on it is stale.
        line : bool
            Whether the session waits for it.

        Returns
        -------
        Due
        """
        cue = called.cue
        spoken = self.filled(cue.say, side, **called.numbers)
        written = self.filled(cue.show, side, **called.numbers) or spoken
        priority = LINE_PRIORITY if line else cue.priority
        return Due(cue.id, spoken, written, priority, until_s, cue.tone, line)

    def tell(self, turn: Turn, sentences: Sequence[str] | None = None) -> None:
        """Offer the sentences of a step, one after another.

        Parameters
        ----------
        turn : Turn
        sentences : sequence of str or None
            In English; None = what the step says.
        """
        step = turn.step
        own = sentences is None
        numbers = self._numbers(turn)
        shown = self.filled(step.show, turn.side, **numbers) if own else ""
        for sentence in step.say if sentences is None else sentences:
            spoken = self.filled(sentence, turn.side, **numbers)
            self.scheduler.offer(Due(step.id, spoken, shown or spoken, line=True))

    def last_words(self, now_s: float, reason: str, words: Message) -> tuple[Order, ...]:
        """Say why the session ends, whatever is being said.

        Parameters
        ----------
        now_s : s
        reason : str
            Its code.
        words : Message

        Returns
        -------
        tuple of Order
            The first sentence; the others wait.
        """
        text = self.language.text
        first, *more = (Due(reason, text(said), text(words.show), line=True) for said in words.say)
        orders = self.scheduler.cut_in(now_s, first)
        for due in more:
            self.scheduler.offer(due)
        return orders

    def _numbers(self, turn: Turn) -> dict[str, float]:
        if turn.step.seconds is not None:
            return {"seconds": turn.step.seconds}
        if turn.step.do == "rest":
            return {"seconds": self.plan.rest_s}
        return {}
