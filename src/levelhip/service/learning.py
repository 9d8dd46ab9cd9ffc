"""What can be read: the cards, and the ledger of every sentence about health."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.program.cards import Card
    from levelhip.protocols import Claim


def cards() -> tuple[Card, ...]:
    """The cards, in the order in which they are shown."""
    from levelhip.program import cards as told

    return told.cards()


def claims() -> tuple[Claim, ...]:
    """Every claim of the ledger."""
    from levelhip.protocols import claims as told

    return tuple(told().values())


def card_text(card: Card) -> str:
    """A card as plain text, its sources numbered below.

    Parameters
    ----------
    card : Card

    Returns
    -------
    str
    """
    lines: list[str] = [card.title, ""]
    sources: list[str] = []
    for part in card.paragraphs():
        if isinstance(part, str):
            lines += [part, ""]
            continue
        provisional = "" if part.grade == "F" else ", provisional"
        sources.append(f"[{len(sources) + 1}] {part.source} (grade {part.grade}{provisional})")
        lines += [f"{part.text} [{len(sources)}]", ""]
    return "\n".join([*lines, *sources])
