"""`levelhip done`: what was done without the coach."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from levelhip.cli.tongue import lang_option, text, told, tongue
from levelhip.cli.units import day_given, mass_kg, seconds

_PAIN = click.IntRange(0, 10)
_MANY = click.IntRange(1, 1000)


@click.command()
@click.argument("exercise", required=False)
@click.option("--sets", type=_MANY, help="Sets, on each side; 1 when you give only --reps.")
@click.option("--reps", type=_MANY, metavar="N", help="Repetitions of one set.")
@click.option("--hold", "hold_s", type=seconds, metavar="SECONDS", help="How long you held.")
@click.option(
    "--minutes", type=click.FloatRange(0, 600), metavar="MIN", help="How long you walked."
)
@click.option("--kg", type=mass_kg, metavar="KG", help="How heavy it was.")
@click.option("--faulty", type=click.IntRange(0, 1000), default=0, help="So many went not so well.")
@click.option("--part", is_flag=True, help="It was broken off.")
@click.option("--warm-up", is_flag=True, help="It was the short set before your own training.")
@click.option("--during", type=_PAIN, metavar="0-10", help="Usual back pain during it.")
@click.option("--pressure", type=_PAIN, metavar="0-10", help="Pain under the thumb.")
@click.option("--on", type=day_given, metavar="DATE", help="Of another day than today.")
@lang_option
def done(exercise: str | None, on: date | None, **given: Any) -> None:  # noqa: ANN401
    """Keep that EXERCISE was done without the coach; nothing given, list today's."""
    from levelhip.service import daily, doing

    with daily.diary() as diary:
        if exercise is None:
            _listed(doing.doable(diary))
            return
        during = given.pop("during")
        if during is None:
            asked = text("Usual back pain during it, 0 to 10")
            during = click.prompt(asked, type=_PAIN, err=True)
        pressure, part = given.pop("pressure"), given.pop("part")
        said = doing.Told(**given, whole=not part)
        title = doing.done(diary, exercise, said, during=during, pressure=pressure, on=on)
    click.echo(text("Kept: {title}.", title=tongue().text(title)))


def _listed(found: tuple[Any, ...]) -> None:
    if not found:
        click.echo(text("No exercise today. What there is instead: levelhip today"))
    for each in found:
        click.echo(told(each.dose))
        for line in each.how:
            click.echo(f"  {tongue().text(line)}")
        if each.coach:
            click.echo("  " + text("By ear: levelhip coach {name}", name=each.coach))
        click.echo("  " + text("Done it: levelhip done {name}", name=each.exercise))
