"""Commands of every day: what was said is kept, what to do is told."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from levelhip.cli.data import as_text
from levelhip.cli.status import DONE, FAILED, REFUSED
from levelhip.cli.units import mass_kg

if TYPE_CHECKING:
    from levelhip.program.screening import Clearance

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PAIN = click.IntRange(0, 10)


def _date(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; give 2026-01-31") from None


def _weekdays(text: str) -> tuple[int, ...]:
    names = [each.strip().lower()[:3] for each in text.split(",") if each.strip()]
    strange = [each for each in names if each not in WEEKDAYS]
    if strange:
        raise click.BadParameter(f"{', '.join(strange)}; give some of {','.join(WEEKDAYS)}")
    return tuple(sorted({WEEKDAYS.index(each) for each in names}))


@click.command()
@click.option("--sorer", type=click.Choice(["left", "right"]), help="The sorer hip.")
@click.option("--mass", "mass_kg", type=mass_kg, metavar="KG", help="Body mass.")
@click.option("--training", type=_weekdays, metavar="DAYS", help="Your own training: mon,thu")
@click.option("--sitting", type=click.FloatRange(0, 24), metavar="H", help="Hours sitting a day.")
@click.option("--former", type=mass_kg, metavar="KG", help="Main lift before the pain.")
@click.option("--bar", "bars", multiple=True, help="What keeps you from loaded walks; repeat it.")
def begin(**given: Any) -> None:  # noqa: ANN401
    """Begin a diary on this machine, or change what it knows of you."""
    from levelhip.core import Side
    from levelhip.service import daily

    changes = {
        "sorer": given["sorer"] and Side(given["sorer"]),
        "mass_kg": given["mass_kg"],
        "training_days": given["training"],
        "sitting_h": given["sitting"],
        "former_kg": given["former"],
        "bars": frozenset(given["bars"]) or None,
    }
    with daily.diary() as diary:
        daily.begin(diary, **{name: v for name, v in changes.items() if v is not None})
        click.echo("Kept. Next: levelhip screen")


@click.command()
@click.option("--all", "everything", is_flag=True, help="All questions, not only today's.")
@click.pass_context
def screen(ctx: click.Context, /, everything: bool) -> None:
    """Answer the safety questions: all at first, three before each session."""
    from levelhip.service import daily

    with daily.diary() as diary:
        full = everything or daily.clearance(diary).ask == "full"
        asked = daily.questions(full=full)
        click.echo("Answer yes, no or unsure.", err=True)
        said: dict[str, Any] = {}
        for i, each in enumerate(asked, start=1):
            click.echo(f"\n{i} of {len(asked)}. {each.text}\n   Why: {each.why}", err=True)
            kinds = click.Choice(["yes", "no", "unsure"])
            said[each.id] = click.prompt("  ", type=kinds, show_choices=False, err=True)
            # Nobody with an emergency answers sixteen more questions first.
            if said[each.id] == "yes" and each.tier == "emergency":
                break
        open_to = daily.screen(diary, said)
    ctx.exit(_told(open_to))


@click.command()
@click.confirmation_option(prompt="Have you been seen by a clinician about your answers?")
@click.pass_context
def seen(ctx: click.Context, /) -> None:
    """Keep that a clinician has seen you about your safety answers."""
    from levelhip.service import daily

    with daily.diary() as diary:
        open_to = daily.seen(diary)
    ctx.exit(_told(open_to))


def _told(open_to: Clearance) -> int:
    click.echo(open_to.text)
    if open_to.needs_visit:
        click.echo("When you have been seen: levelhip seen")
    if open_to.until is not None:
        click.echo(f"New questions from {open_to.until.astimezone():%Y-%m-%d %H:%M} on.")
    return REFUSED if open_to.shuts == "everything" else DONE


@click.command()
@click.option("--usual", type=_PAIN, help="Usual back pain of the day, 0 to 10.")
@click.option("--during", type=_PAIN, help="Back pain during the session.")
@click.option("--morning", type=_PAIN, help="Back pain this morning; counts for the day before.")
@click.option("--pressure", type=_PAIN, help="Pain under the thumb.")
@click.option("--leg-signs", is_flag=True, help="Leg pain, tingling or numbness.")
@click.option("--on", type=_date, metavar="DATE", help="Of another day than today.")
def say(on: date | None, **given: Any) -> None:  # noqa: ANN401
    """Say how it is today; nothing given, it asks for one number."""
    from datetime import timedelta

    from levelhip.service import daily
    from levelhip.service.clock import now

    day = on or now().date()
    if not any(value is not None and value is not False for value in given.values()):
        given["usual"] = click.prompt("Usual back pain today, 0 to 10", type=_PAIN, err=True)
    morning = given.pop("morning")
    leg_signs = given.pop("leg_signs") or None
    trained = True if given["during"] is not None else None
    with daily.diary() as diary:
        daily.say(diary, day, **given, leg_signs=leg_signs, trained=trained)
        if morning is not None:
            daily.say(diary, day - timedelta(days=1), morning=morning)
        click.echo("Kept.")


@click.command()
@click.argument("minutes", type=click.FloatRange(0, 1440))
@click.option("--on", type=_date, metavar="DATE", help="Of another day than today.")
def walked(minutes: float, on: date | None) -> None:
    """Keep the minutes you walked today."""
    from levelhip.service import daily
    from levelhip.service.clock import now

    with daily.diary() as diary:
        diary.walk(on or now().date(), minutes)
        click.echo("Kept.")


@click.command()
@click.pass_context
def today(ctx: click.Context, /) -> None:
    """What to do today and why, in five lines."""
    from levelhip.service import daily

    with daily.diary() as diary:
        made = daily.plan(diary, days=14)
    for line in daily.lines(made):
        click.echo(" ".join(str(part) for part in line))
    ctx.exit(REFUSED if made.clearance.shuts == "everything" else DONE)


@click.command()
@click.option(
    "--days", type=click.IntRange(1, 84), default=28, show_default=True, help="How many days."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def plan(days: int, as_json: bool) -> None:
    """The next four weeks, day by day."""
    from levelhip.service import daily

    with daily.diary() as diary:
        made = daily.plan(diary, days=days)
    if as_json:
        click.echo(as_text(made))
        return
    from levelhip.cli.plan_display import print_plan

    print_plan(made)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def scenario(ctx: click.Context, /, file: Path) -> None:
    """Run a scenario: a history, and what must come out of it."""
    from levelhip.service import daily

    told, found = daily.scenario(file)
    click.echo(f"{told.title}: {told.story}")
    for each in found:
        mark = "ok " if each.met else "NOT"
        line = f"{mark} day {each.day}: {each.what} = {each.found}"
        click.echo(line if each.met else f"{line}, expected {each.wanted}")
    ctx.exit(DONE if all(each.met for each in found) else FAILED)


COMMANDS = (begin, screen, seen, say, walked, today, plan, scenario)
