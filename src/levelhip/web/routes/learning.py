"""What can be read: the cards, the ledger, and the method beside the studies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter

from levelhip.program.signs import Tier
from levelhip.protocols.claims import Claim, Grade, claim
from levelhip.protocols.language import Language
from levelhip.protocols.method import method
from levelhip.service import learning
from levelhip.web.words import Words

router = APIRouter(tags=["learning"])


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with what it rests on.

    Attributes
    ----------
    id, text : the claim
    source : where it comes from
    grade : "F" read, "M" remembered, "D" derived or chosen
    mark : the grade as it is shown
    checked : the day on which the source was last looked at
    """

    id: str
    text: str
    source: str
    grade: Grade
    mark: str
    checked: date


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a card.

    Attributes
    ----------
    text : its words
    claim : what they rest on; none for plain ones
    before, signs : what stands before it, and a list of signs that it is about
    call : numbers to call
    """

    text: str
    claim: Told | None
    before: str = ""
    signs: tuple[str, ...] = ()
    call: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardTold:
    """A card of two minutes."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class SayingTold:
    """What the method says, beside what studies found."""

    id: str
    says: str
    found: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole ledger."""

    claims: tuple[Told, ...]
    method: tuple[SayingTold, ...]


@router.get("/cards")
def cards(words: Words) -> tuple[CardTold, ...]:
    """The cards, in the order in which they are shown."""
    return tuple(
        CardTold(
            card.id,
            words.text(card.title),
            tuple(_paragraph(part, words) for part in card.paragraphs()),
        )
        for card in learning.cards()
    )


@router.get("/evidence")
def evidence(words: Words) -> Evidence:
    """Every sentence about health that is said, and the method's own claims."""
    return Evidence(
        tuple(_told(claim, words) for claim in learning.claims()),
        tuple(
            SayingTold(
                each.id, words.text(each.says), tuple(_told(one, words) for one in each.studies())
            )
            for each in method()
        ),
    )


def _paragraph(part: str | Claim | Tier, words: Language) -> Paragraph:
    if isinstance(part, str):
        return Paragraph(words.text(part), None)
    if isinstance(part, Claim):
        return Paragraph(words.text(part.text), _told(part, words))
    return Paragraph(
        words.text(part.says),
        _told(claim(part.claim), words),
        words.text(part.before),
        tuple(map(words.text, part.signs)),
        part.call,
    )


def _told(claim: Claim, words: Words) -> Told:
    return Told(
        claim.id,
        words.text(claim.text),
        claim.cited(words.text),
        claim.grade,
        words.text(claim.mark),
        claim.checked,
    )
