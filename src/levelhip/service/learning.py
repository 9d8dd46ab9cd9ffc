"""What can be read: the cards, the ledger of every sentence about health, the method beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.program.cards import Card
    from levelhip.protocols import Claim
    from levelhip.protocols.method import Saying


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the method says, and what was found.

    Attributes
    ----------
    method : sayings of the method, none of them a claim of levelhip's
    claims : sentences of the ledger, in its order
    """

    method: tuple[Saying, ...]
    claims: tuple[Claim, ...]


def cards() -> tuple[Card, ...]:
    """The cards, in the order in which they are shown."""
    from levelhip.program import cards as told

    return told.cards()


def claims() -> tuple[Claim, ...]:
    """Every claim of the ledger."""
    from levelhip.protocols import claims as told

    return tuple(told().values())


def evidence(
    words: Sequence[str] = (),
    *,
    grades: Collection[str] = (),
    translated: Callable[[str], str] = str,
) -> Evidence:
    """The method and the ledger, or the part of them in which all the words occur.

    Parameters
    ----------
    words : sequence of str
        Looked for in id, text and source, in English and the other language; large and small
        letters are the same. A saying is kept with the claims beside it when it has the words, or
        when one of those claims has.
    grades : collection of str
        "F", "M", "D"; none = all.
    translated : callable
        From the English text to the other.

    Returns
    -------
    Evidence
    """
    from levelhip.protocols.method import method

    def has(*texts: str) -> bool:
        told = " ".join((*texts, *(translated(each) for each in texts))).lower()
        return all(word.lower() in told for word in words)

    graded = [each for each in claims() if not grades or each.grade in grades]
    found = {
        each.id for each in graded if has(each.id, each.text, each.cited(), each.cited(translated))
    }
    sayings = tuple(each for each in method() if has(each.id, each.says))
    # What stands beside a saying belongs to it.
    found |= {name for each in sayings for name in each.found}
    beside = tuple(each for each in method() if each in sayings or found & set(each.found))
    return Evidence(beside, tuple(each for each in graded if each.id in found))


def card_text(card: Card, translated: Callable[[str], str] = str) -> str:
    """A card as plain text, its sources numbered below.

    Parameters
    ----------
    card : Card
    translated : callable
        From the English text to the other.

    Returns
    -------
    str
        A paragraph a line, empty lines between them.
    """
    from levelhip.protocols import Claim, claim

    provisional = translated("provisional")
    lines: list[str] = [translated(card.title), ""]
    sources: list[str] = []
    for part in card.paragraphs():
        if isinstance(part, str):
            lines += [translated(part), ""]
            continue
        if isinstance(part, Claim):
            told, text = part, part.text
        else:
            told, text = claim(part.claim), part.says
            lines += [translated(part.before), *(f"- {translated(each)}" for each in part.signs)]
        cited = told.cited(translated)
        sources.append(f"[{len(sources) + 1}] {cited} ({translated(told.mark)})")
        mark = f", {provisional}" if told.provisional else ""
        lines += [f"{translated(text)} [{len(sources)}{mark}]", ""]
    return "\n".join([*lines, *sources])
