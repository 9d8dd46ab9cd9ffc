"""What a protocol file may say: one test or exercise, told as data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import BeforeValidator, Field

from levelhip.core import BadProtocol, Sentence, phrase
from levelhip.protocols.cues import Cue
from levelhip.protocols.fields import STRICT, Name, Positive, Source, Text
from levelhip.protocols.script import Step


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of doing the test.

    Attributes
    ----------
    id : as given on the command line
    text : how it is done, in a sentence
    title, question : what it is called and what it answers, where that is not what the protocol
        says
    ignores : codes of faults that are none in this way of doing it
    activity : what it counts as in screening, where that is not what the protocol says
    """

    __pydantic_config__ = STRICT

    id: Name
    text: Text
    title: Text | None = None
    question: Text | None = None
    ignores: tuple[Name, ...] = ()
    activity: Name | None = None


@dataclass(frozen=True, slots=True)
class HowStep:
    """How one part of it is done.

    Attributes
    ----------
    text : a sentence or some
    variants : ways of doing the test it is for; empty for all
    """

    __pydantic_config__ = STRICT

    text: Text
    variants: tuple[Name, ...] = ()


def _for_all(told: object) -> object:
    """A sentence by itself is for every way of doing it."""
    return {"text": told} if isinstance(told, str) else told


@dataclass(frozen=True, slots=True)
class Trials:
    """How often and how long it is asked for.

    Attributes
    ----------
    per_side : trials asked for on each side
    least : fewest on each side with which left and right are compared
    holds_s : s, how long a hold may be asked for; empty when nothing is held
    hold_s : s, the hold asked for; None = as long as it is held
    """

    __pydantic_config__ = STRICT

    per_side: Annotated[int, Field(gt=0)] = 1
    least: Annotated[int, Field(gt=0)] = 1
    holds_s: tuple[Positive, ...] = ()
    hold_s: Positive | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What the picture must show.

    Attributes
    ----------
    standing : the person must stand
    frontal : seen from the front or from behind
    feet : knees and feet must be in the picture
    still_s : s, how long quiet standing is waited for before medians are taken instead
    lying : the person must lie on the side
    still : without quiet standing nothing can be measured, so that medians will not do
    """

    __pydantic_config__ = STRICT

    standing: bool = True
    frontal: bool = True
    feet: bool = True
    still_s: Positive = 10.0
    lying: bool = False
    still: bool = False


@dataclass(frozen=True, slots=True)
class EventRule:
    """Which events are looked for, and how.

    Attributes
    ----------
    finder : name of a finder of the engine
    sources : recordings it is for
    signal : name of the signal it looks at; empty for finders that take the points themselves
    settings : parameters of the finder by name
    """

    __pydantic_config__ = STRICT

    finder: Name
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    signal: str = ""
    settings: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetricRule:
    """A quantity that is reported.

    Attributes
    ----------
    name : name of a metric of the engine
    sources : recordings it can be had from
    compare : whether left is set against right
    of : the metric that this one is derived from (symmetry of what); empty when it is none
    needs : what the recording must show for it: "dots", "hands", "height"; empty for nothing
        special
    """

    __pydantic_config__ = STRICT

    name: Name
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    compare: bool = False
    of: str = ""
    needs: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusalRule:
    """A quantity that is not reported, and why.

    Attributes
    ----------
    metric : name of the metric
    sources : recordings in which it is refused
    code : short name of the reason
    text : the reason and the way out, in plain words
    unless : what makes it measurable after all, as in `MetricRule.needs`
    """

    __pydantic_config__ = STRICT

    metric: Name
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    code: Name
    text: Text
    unless: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """One part of the verdict.

    Attributes
    ----------
    rule : name of a rule of the engine
    metric : the quantity it looks at
    claim : id in claims.toml of the sentence it rests on
    limits : numbers of the rule by name, in the unit of the metric
    texts : sentences by name; {value}, {difference}, {mdc}, {side} (the one that is meant, or has
        more), {other} and what else the rule names are filled in
    beside : a second quantity that must be looked at too; empty for none
    """

    __pydantic_config__ = STRICT

    rule: Name
    metric: Name
    claim: Name
    limits: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """One test or exercise.

    Attributes
    ----------
    id : its name in files and commands
    version : raised by every change that can change a number
    title : its name for people
    question : what it answers, in a sentence
    origin : whose idea it is
    how : how it is done, step by step, each for all variants or for some
    side : what the side of an event and a metric means
    sources : recordings it can be measured from, the one that measures it best first
    variants : ways of doing it, the first unless another is chosen; empty for only one
    variant : id of the chosen one
    trials : how often, how long
    view : what the picture must show
    events, metrics, refusals, verdict : rules, by the engine's names
    stages : what turns the samples of a source into signals, by the engine's names, where it is
        not the usual one
    activity : what it counts as in screening (`program.ACTIVITIES`)
    ignores : codes of faults that are none here, however it is done
    apart : codes of faults with which a repetition is counted apart
    cues : what is said while it is done
    script : the steps of a session
    """

    __pydantic_config__ = STRICT

    id: Name
    version: Annotated[int, Field(gt=0)]
    title: Text
    question: Text
    origin: Text
    how: Annotated[tuple[Annotated[HowStep, BeforeValidator(_for_all)], ...], Field(min_length=1)]
    side: Text
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    events: tuple[EventRule, ...]
    metrics: Annotated[tuple[MetricRule, ...], Field(min_length=1)]
    verdict: Annotated[tuple[VerdictRule, ...], Field(min_length=1)]
    refusals: tuple[RefusalRule, ...] = ()
    variants: tuple[Variant, ...] = ()
    variant: str = ""
    trials: Trials = field(default_factory=Trials)
    view: View = field(default_factory=View)
    stages: dict[Source, Name] = field(default_factory=dict)
    activity: Name = "test"
    ignores: tuple[Name, ...] = ()
    apart: tuple[Name, ...] = ()
    cues: tuple[Cue, ...] = ()
    script: tuple[Step, ...] = ()

    @property
    def form(self) -> Variant | None:
        """The chosen variant; None where there is only one way."""
        return next((each for each in self.variants if each.id == self.variant), None)

    @property
    def form_title(self) -> str:
        """What the chosen variant is called."""
        return (self.form and self.form.title) or self.title

    @property
    def form_question(self) -> str:
        """What the chosen variant answers, in a sentence."""
        return (self.form and self.form.question) or self.question

    @property
    def form_how(self) -> tuple[str, ...]:
        """How the chosen variant is done, a sentence or some a step."""
        return tuple(
            each.text for each in self.how if not each.variants or self.variant in each.variants
        )

    @property
    def ignored_faults(self) -> frozenset[str]:
        """Codes of faults that are none here, or none in the chosen variant."""
        return frozenset([*self.ignores, *(self.form.ignores if self.form else ())])

    @property
    def counts_as(self) -> str:
        """What the chosen variant counts as in screening."""
        return (self.form and self.form.activity) or self.activity

    def chosen(self, *, variant: str | None = None, hold_s: float | None = None) -> Protocol:
        """The same protocol with a variant and a hold chosen.

        Parameters
        ----------
        variant : str or None
            Id of one of the variants; None leaves the first.
        hold_s : s or None
            How long each trial is to be held; None = as long as it is held.

        Returns
        -------
        Protocol

        Raises
        ------
        BadProtocol
            When the protocol has no such variant, or holds nothing.
        """
        known = [each.id for each in self.variants]
        picked = variant or self.variant or (known[0] if known else "")
        if picked and picked not in known:
            way = Sentence("leave it out")
            if known:
                way = phrase("give one of {known}", known=", ".join(known))
            raise BadProtocol(
                "{file}: variant {given} is not known; {way}",
                file=self.id,
                given=picked,
                way=way,
            )
        if hold_s is not None and not self.trials.holds_s:
            raise BadProtocol(
                "{file}: hold {value} s: nothing is held here; leave it out",
                file=self.id,
                value=f"{hold_s:g}",
            )
        if hold_s is not None and hold_s not in self.trials.holds_s:
            ways = ", ".join(f"{each:g}" for each in self.trials.holds_s)
            raise BadProtocol(
                "{file}: hold is {value} s; give one of {known}",
                file=self.id,
                value=f"{hold_s:g}",
                known=ways,
            )
        return replace(self, variant=picked, trials=replace(self.trials, hold_s=hold_s))
