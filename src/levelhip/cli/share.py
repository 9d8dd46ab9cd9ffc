"""Commands that make something for others: `share` and `summary`; nothing is sent anywhere."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import click

from levelhip.cli.misuse import bad_value, misuse
from levelhip.cli.tongue import lang_option, tongue

_NEW = click.Path(dir_okay=False, path_type=Path)


def _time(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 -- a time of day has no zone
    except ValueError:
        raise bad_value("{given} is no time of day; give 18:00", given=repr(text)) from None


@click.command()
@click.argument("what", type=click.Choice(["calendar", "fhir", "csv"]))
@click.option("--at", type=_time, metavar="TIME", help="When a day's first thing begins: 18:00")
@click.option("--all-day", is_flag=True, help="Whole days in the calendar, without times.")
@click.option(
    "--reminder",
    "reminder_min",
    type=click.IntRange(0, 7 * 24 * 60),
    metavar="MIN",
    help="Minutes before each thing in the calendar at which it reminds you.",
)
@lang_option
def share(what: str, at: time | None, all_day: bool, reminder_min: int | None) -> None:
    """Write the plan as a calendar, or everything as FHIR or CSV, to the screen."""
    from levelhip.service import daily, sharing

    timed = at is not None or all_day or reminder_min is not None
    if what != "calendar" and timed:
        raise misuse("--at, --all-day and --reminder go with share calendar")
    if at is not None and all_day:
        raise misuse("--at and --all-day: give one of them")
    with daily.diary() as diary:
        if what == "calendar":
            first = None if all_day else at or sharing.DEFAULT_AT
            told = sharing.calendar(
                diary, at=first, reminder_min=reminder_min, translated=tongue().text
            )
        elif what == "fhir":
            told = sharing.fhir(diary).encode()
        else:
            told = sharing.table(diary).encode()
    # Bytes: line ends of a calendar and a table are their own, on every system.
    click.echo(told, nl=False)


@click.command()
@click.argument("file", type=_NEW, default=Path("levelhip-summary.pdf"))
@lang_option
def summary(file: Path) -> None:
    """Write two pages for a clinician, as PDF or HTML by the name's ending."""
    from levelhip.service import daily, sharing

    with daily.diary() as diary:
        click.echo(sharing.summary(diary, file, language=tongue()))


COMMANDS = (share, summary)
