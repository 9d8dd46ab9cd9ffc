"""Commands for reading: `learn` shows the cards, `evidence` the ledger and the method."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from levelhip.cli.data import as_text
from levelhip.cli.misuse import misuse
from levelhip.cli.tongue import lang_option, text, tongue

if TYPE_CHECKING:
    from levelhip.protocols import Claim
    from levelhip.service.learning import Evidence

WIDTH = 80
"""Longest line; a reader's eye finds the next one up to about this."""


@click.command()
@click.argument("card", required=False)
@lang_option
def learn(card: str | None) -> None:
    """Read a card: what is known, and where it comes from."""
    from levelhip.service import learning

    cards = {each.id: each for each in learning.cards()}
    if card is None:
        for each in cards.values():
            click.echo(f"{each.id:<10} {text(each.title)}")
        return
    if card not in cards:
        raise misuse(
            "card {given}: not known; give one of {known}", given=card, known=", ".join(cards)
        )
    for line in learning.card_text(cards[card], tongue().text).splitlines():
        click.echo(_folded(line, hang=4 if line.startswith("[") else 0))


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "--grade",
    "grades",
    type=click.Choice(["F", "M", "D"]),
    multiple=True,
    help="Only sentences of this grade; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@lang_option
def evidence(words: tuple[str, ...], grades: tuple[str, ...], *, as_json: bool) -> None:
    """What the method says beside what was found, and every sentence about health.

    With WORDS, only where all of them occur.
    """
    from levelhip.service import learning

    found = learning.evidence(words, grades=grades, translated=tongue().text)
    if as_json:
        click.echo(as_text(found))
        return
    if not found.claims:
        click.echo(text("Nothing is said about that here."), err=True)
        return
    _print(found)


def _print(found: Evidence) -> None:
    told: set[str] = set()
    kept = {each.id: each for each in found.claims}
    shown = [each for each in found.method if set(each.found) & set(kept)]
    if shown:
        click.echo(_folded(text("WHAT THE METHOD SAYS, AND WHAT WAS FOUND")))
        about = text(
            "The method is an article's, in our words; its author has no part in levelhip. What "
            "was found is no verdict on you."
        )
        click.echo(_folded(about) + "\n")
    for each in shown:
        click.echo(_folded(text("The method says: {words}", words=tongue().text(each.says))))
        for name in each.found:
            if name in told:
                click.echo(_folded(text("See above: {claim}.", claim=name), indent=4))
            elif name in kept:
                _print_claim(kept[name], indent=4)
                told.add(name)
        click.echo()
    others = [each for each in found.claims if each.id not in told]
    if others and shown:
        click.echo(_folded(text("WHAT ELSE IS SAID ABOUT HEALTH HERE")) + "\n")
    for claim in others:
        _print_claim(claim, indent=0)
    grades = text(
        "Grades: F = read in the source's abstract or in a passage of it; M = from memory or "
        "second-hand, the source itself not read; D = worked out or chosen by levelhip. M and D "
        "are provisional."
    )
    click.echo(_folded(grades))


def _print_claim(claim: Claim, *, indent: int) -> None:
    click.echo(_folded(f"{claim.id} ({text(claim.mark)}, {claim.checked})", indent=indent))
    click.echo(_folded(text(claim.text), indent=indent + 2))
    source = text("Source: {source}", source=claim.cited(text))
    click.echo(_folded(source, indent=indent + 2, hang=2))
    if not indent:
        click.echo()


def _folded(line: str, *, indent: int = 0, hang: int = 0) -> str:
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    first, rest = " " * indent, " " * (indent + hang)
    return textwrap.fill(
        line, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


COMMANDS = (learn, evidence)
