"""`levelhip progress`: what became of every number, and whether training has to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from levelhip.cli.data import as_text
from levelhip.cli.tongue import lang_option, text, told, tongue

if TYPE_CHECKING:
    from rich.table import Table

    from levelhip.program.trends import Trend
    from levelhip.service.progress import Progress

WIDE = 100
"""Columns from which a terminal shows the whole table; chosen by us."""

NAMED_MOST = 3
"""Numbers that are named with a reason; of more it is said how many; chosen by us."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@lang_option
def progress(as_json: bool) -> None:
    """What became of your numbers, each against its error, and whether training does it."""
    from levelhip.service import daily
    from levelhip.service.progress import progress as worked_out

    with daily.diary() as diary:
        found = worked_out(diary)
    if as_json:
        click.echo(as_text(found))
    else:
        _print(found)


def _print(found: Progress) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"[bold]{text('Is it working?')}[/bold] {told(found.working.text)}")
    console.print(f"{told(found.assumed)}\n", style="dim")
    if not found.trends.each:
        console.print(text("Nothing to follow yet: levelhip say --usual 3"))
    compared = [each for each in found.trends.each if each.latest is not None]
    if compared:
        is_wide = console.width >= WIDE
        console.print(_table(compared, is_wide=is_wide))
        note = text(
            "first, latest: mean of the first and of the last week; error: the smallest change "
            "that can be told from chance."
        )
        if is_wide:
            matters = text("matters: the smallest change that people call important.")
            note = f"{note} {matters}"
        console.print(note, style="dim")
        console.print(f"\n{told(found.trends.text)}")
    once = [each for each in found.trends.each if each.latest is None]
    if once:
        console.print(f"\n{text('Known of one week only, so that nothing is compared yet:')}")
        console.print(_first_numbers(once))
    for line in _reasons(compared):
        console.print(f"  {line}")
    for spot in found.spots:
        name = text("Back spot") if spot.kind == "back" else text("Hip spot")
        console.print(f"  {name}: {told(spot.text)}")


def _table(compared: Sequence[Trend], *, is_wide: bool) -> Table:
    from rich.table import Table

    from levelhip.report.trend_words import important_words, spark, trend_name, trend_number

    table = Table(show_edge=False, pad_edge=False, box=None)
    table.add_column(text("number"), overflow="fold", min_width=16)
    table.add_column(text("course"), no_wrap=True)
    for name in ("first", "latest", "change", "error", *(("matters",) if is_wide else ())):
        table.add_column(text(name), no_wrap=True, justify="right")
    table.add_column(text("what it comes to"))
    for each in compared:
        table.add_row(
            trend_name(each, tongue().text),
            spark(each, width=12 if is_wide else 8),
            text(trend_number(each, each.first.mean)),
            text(trend_number(each, each.latest.mean if each.latest else None)),
            text(trend_number(each, each.change, signed=True)),
            text(trend_number(each, each.detectable)),
            *((text(important_words(each).split(" / ")[0]),) if is_wide else ()),
            text(each.reading),
        )
    return table


def _first_numbers(once: Sequence[Trend]) -> Table:
    from rich.table import Table

    from levelhip.report.trend_words import trend_name, trend_number

    table = Table(show_edge=False, pad_edge=False, box=None, show_header=False)
    table.add_column()
    table.add_column(no_wrap=True, justify="right")
    for each in once:
        table.add_row(trend_name(each, tongue().text), text(trend_number(each, each.first.mean)))
    return table


def _reasons(compared: Sequence[Trend]) -> list[str]:
    """Each reason once, with what it is said of."""
    from levelhip.report.trend_words import trend_name

    named: dict[str, list[str]] = {}
    for each in compared:
        for reason in each.reasons:
            named.setdefault(told(reason), []).append(trend_name(each, tongue().text))
    return [
        f"{reason} ({', '.join(names)})"
        if len(names) <= NAMED_MOST
        else f"{reason} ({text('{count} numbers', count=len(names))})"
        for reason, names in named.items()
    ]
