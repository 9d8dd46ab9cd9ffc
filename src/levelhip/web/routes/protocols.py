"""What can be done: the tests and exercises, how each goes and what is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter

from levelhip.core import Sentence
from levelhip.protocols.schema import Protocol
from levelhip.report.words import wording
from levelhip.service import catalogue
from levelhip.service.dosing import planned_form
from levelhip.service.gate import refusals
from levelhip.service.placement import takes_dots
from levelhip.web.guard import NotThere
from levelhip.web.words import Words

if TYPE_CHECKING:
    from levelhip.protocols.language import Language

router = APIRouter(tags=["protocols"])

PageSource = Literal["camera", "motion", "self"]
PAGE_SOURCES: tuple[PageSource, ...] = ("camera", "motion", "self")
"""With what the page can measure; recordings and plates are for the command line."""


@dataclass(frozen=True, slots=True)
class ProtocolTold:
    """One thing that can be done.

    Attributes
    ----------
    id, title, question : its name, its name for people, what it answers
    sources : with what the page can measure it, the one that measures it best first
    """

    id: str
    title: str
    question: str
    sources: tuple[PageSource, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One way of doing it.

    Attributes
    ----------
    id, text : its name, what sets it apart, in a sentence
    title, question : what it is called, what it answers
    how : how it is done, a sentence or some a step
    refusal : why it cannot be begun now; empty when it can
    """

    id: str
    text: str
    title: str
    question: str
    how: tuple[str, ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A quantity that is reported.

    Attributes
    ----------
    name, label, meaning : its name, its name for people, what it is
    sources : with what it can be had
    """

    name: str
    label: str
    meaning: str
    sources: tuple[PageSource, ...]


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A quantity that is not reported, and why.

    Attributes
    ----------
    label, text : its name for people, the reason with the way out
    sources : with what it is refused
    """

    label: str
    text: str
    sources: tuple[PageSource, ...]


@dataclass(frozen=True, slots=True)
class ProtocolShown:
    """One thing that can be done, and how.

    Attributes
    ----------
    id, title, question, sources : as in the list
    origin : whose idea it is
    how : a sentence or some a step; of the first form where there are some
    forms : ways of doing it, the first unless another is chosen; empty for only one
    refusal : why none of them can be begun now as the plan has it; empty when it can
    planned : the form that the plan has now; empty where it has none
    holds_s : s, how long a hold may be asked for; empty when nothing is held
    measured : what comes out
    refused : what does not, and why
    dots : whether a camera measures more with bright dots on the front hip bones
    """

    id: str
    title: str
    question: str
    sources: tuple[PageSource, ...]
    origin: str
    how: tuple[str, ...]
    forms: tuple[Form, ...]
    refusal: str
    planned: str
    holds_s: tuple[float, ...]
    measured: tuple[Measured, ...]
    refused: tuple[NotMeasured, ...]
    dots: bool


@router.get("/protocols")
def protocols(words: Words) -> tuple[ProtocolTold, ...]:
    """Everything that can be done, in the order in which it is shown."""
    return tuple(
        ProtocolTold(each.id, words.text(each.title), words.text(each.question), _best_first(each))
        for each in catalogue.protocols()
    )


@router.get("/protocols/{protocol_id}")
def protocol(protocol_id: str, words: Words) -> ProtocolShown:
    """One of them, and how it is done."""
    if protocol_id not in {each.id for each in catalogue.protocols()}:
        raise NotThere("There is no such page")
    found = catalogue.protocol(protocol_id)
    forms = [None, *(each.id for each in found.variants)]
    whole, *apart = (_told(why, words) for why in refusals([(found.id, form) for form in forms]))
    return ProtocolShown(
        found.id,
        words.text(found.title),
        words.text(found.question),
        _best_first(found),
        words.text(found.origin),
        tuple(map(words.text, found.form_how)),
        tuple(
            _form(found.chosen(variant=each.id), words.text(each.text), why, words)
            for each, why in zip(found.variants, apart, strict=True)
        ),
        whole,
        planned_form(found.id),
        found.trials.holds_s,
        tuple(
            Measured(
                each.name,
                words.text(wording(each.name).label),
                words.text(wording(each.name).meaning),
                _of_page(each.sources),
            )
            for each in found.metrics
        ),
        tuple(
            NotMeasured(
                words.text(wording(each.metric).label),
                words.text(each.text),
                _of_page(each.sources),
            )
            for each in found.refusals
            if not each.unless
        ),
        takes_dots(found),
    )


def _form(chosen: Protocol, text: str, why: str, words: Language) -> Form:
    return Form(
        chosen.variant,
        text,
        words.text(chosen.form_title),
        words.text(chosen.form_question),
        tuple(map(words.text, chosen.form_how)),
        why,
    )


def _told(why: Sentence | None, words: Words) -> str:
    return why.filled(words.text) if why else ""


def _of_page(sources: tuple[str, ...]) -> tuple[PageSource, ...]:
    return tuple(each for each in PAGE_SOURCES if each in sources)


def _best_first(found: Protocol) -> tuple[PageSource, ...]:
    """As the protocol has them."""
    return tuple(sorted(_of_page(found.sources), key=found.sources.index))
