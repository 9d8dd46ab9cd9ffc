"""Commands of every day: what was said is kept, what to do is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from levelhip.cli.data import as_text
from levelhip.cli.misuse import bad_value
from levelhip.cli.status import DONE, FAILED, REFUSED
from levelhip.cli.tongue import lang_option, text, told, tongue
from levelhip.cli.units import day_given, mass_kg

if TYPE_CHECKING:
    from levelhip.program.screening import Clearance

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PAIN = click.IntRange(0, 10)


_ANSWERS = {
    **dict.fromkeys(("yes", "y", "ja", "j"), "yes"),
    **dict.fromkeys(("no", "n", "nein"), "no"),
    **dict.fromkeys(("unsure", "u", "unsicher"), "unsure"),
}


def _answer(said: str) -> str:
    found = _ANSWERS.get(said.strip().lower())
    if found is None:
        raise click.BadParameter(text("{said}: answer yes, no or unsure", said=said))
    return found


def _yes(said: str) -> bool:
    if _ANSWERS.get(said.strip().lower()) not in ("yes", "no"):
        raise click.BadParameter(text("{typed}: answer y or n", typed=said))
    return _ANSWERS[said.strip().lower()] == "yes"


def _weekdays(said: str) -> tuple[int, ...]:
    names = [each.strip().lower()[:3] for each in said.split(",") if each.strip()]
    strange = [each for each in names if each not in WEEKDAYS]
    if strange:
        raise bad_value(
            "{given}; give some of {known}", given=", ".join(strange), known=",".join(WEEKDAYS)
        )
    return tuple(sorted({WEEKDAYS.index(each) for each in names}))


@click.command()
@click.option("--sorer", type=click.Choice(["left", "right"]), help="The sorer hip.")
@click.option("--mass", "mass_kg", type=mass_kg, metavar="KG", help="Body mass.")
@click.option("--training", type=_weekdays, metavar="DAYS", help="Your own training: mon,thu")
@click.option("--sitting", type=click.FloatRange(0, 24), metavar="H", help="Hours sitting a day.")
@click.option("--former", type=mass_kg, metavar="KG", help="Main lift before the pain.")
@click.option("--since", "onset", type=day_given, metavar="DATE", help="When this pain began.")
@click.option("--bar", "bars", multiple=True, help="What keeps you from loaded walks; repeat it.")
@click.option("--lang", type=click.Choice(["en", "de"]), help="Language from now on.")
def begin(**given: Any) -> None:  # noqa: ANN401
    """Begin a diary on this machine, or change what it knows of you."""
    from levelhip.core import Side
    from levelhip.service import daily
    from levelhip.service.tongue import keep_language

    changes = {
        "sorer": given["sorer"] and Side(given["sorer"]),
        "mass_kg": given["mass_kg"],
        "training_days": given["training"],
        "sitting_h": given["sitting"],
        "former_kg": given["former"],
        "onset": given["onset"],
        "bars": frozenset(given["bars"]) or None,
    }
    with daily.diary() as diary:
        daily.begin(diary, **{name: v for name, v in changes.items() if v is not None})
        if given["lang"]:
            keep_language(diary, given["lang"])
    click.echo(text("Kept. Next: levelhip screen"))


@click.command()
@click.option("--all", "everything", is_flag=True, help="All questions, not only today's.")
@lang_option
@click.pass_context
def screen(ctx: click.Context, /, everything: bool) -> None:
    """Answer the safety questions: all at first, three before each session."""
    from levelhip.service import daily

    with daily.diary() as diary:
        full = everything or daily.clearance(diary).ask == "full"
        asked = daily.questions(full=full)
        click.echo(text("Answer yes, no or unsure."), err=True)
        said: dict[str, Any] = {}
        try:
            for i, each in enumerate(asked, start=1):
                place = text("{i} of {count}.", i=i, count=len(asked))
                why = text("Why: {reason}", reason=tongue().text(each.why))
                mark = text(" (provisional)") if each.provisional else ""
                click.echo(f"\n{place} {tongue().text(each.text)}\n   {why}{mark}", err=True)
                said[each.id] = click.prompt("  ", value_proc=_answer, err=True)
                # Nobody with an emergency answers sixteen more questions first.
                if said[each.id] == "yes" and each.tier == "emergency":
                    break
        except click.Abort:
            # Broken off: what was a sign stays one; the rest is no full screening.
            if said:
                daily.screen(diary, said)
            raise
        open_to = daily.screen(diary, said)
    ctx.exit(_told(open_to))


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask once more.")
@lang_option
@click.pass_context
def seen(ctx: click.Context, /, *, yes: bool) -> None:
    """Keep that a clinician has seen you about your safety answers."""
    from levelhip.service import daily

    if not yes:
        asked = text("Have you been seen by a clinician about your answers? y or n")
        if not click.prompt(asked, value_proc=_yes, err=True):
            raise click.Abort
    with daily.diary() as diary:
        open_to = daily.seen(diary)
    ctx.exit(_told(open_to))


def _told(open_to: Clearance) -> int:
    click.echo(tongue().text(open_to.text))
    if open_to.needs_visit:
        click.echo(text("When you have been seen: levelhip seen"))
    if open_to.until is not None:
        when = f"{open_to.until.astimezone():%Y-%m-%d %H:%M}"
        click.echo(text("New questions from {when} on.", when=when))
    return REFUSED if open_to.shuts == "everything" else DONE


@click.command()
@click.option("--usual", type=_PAIN, help="Usual back pain of the day, 0 to 10.")
@click.option("--during", type=_PAIN, help="Back pain during the session.")
@click.option("--morning", type=_PAIN, help="Back pain this morning; counts for the day before.")
@click.option("--pressure", type=_PAIN, help="Pain under the thumb.")
@click.option("--leg-signs", is_flag=True, help="Leg pain, tingling or numbness.")
@click.option("--on", type=day_given, metavar="DATE", help="Of another day than today.")
@lang_option
def say(on: date | None, **given: Any) -> None:  # noqa: ANN401
    """Say how it is today; nothing given, it asks for one number."""
    from datetime import timedelta

    from levelhip.service import daily
    from levelhip.service.clock import now

    day = on or now().date()
    if not any(value is not None and value is not False for value in given.values()):
        given["usual"] = click.prompt(text("Usual back pain today, 0 to 10"), type=_PAIN, err=True)
    morning = given.pop("morning")
    leg_signs = given.pop("leg_signs") or None
    trained = True if given["during"] is not None else None
    with daily.diary() as diary:
        daily.say(diary, day, **given, leg_signs=leg_signs, trained=trained)
        if morning is not None:
            daily.say(diary, day - timedelta(days=1), morning=morning)
        click.echo(text("Kept."))


@click.command()
@click.argument("minutes", type=click.FloatRange(0, 1440))
@click.option("--on", type=day_given, metavar="DATE", help="Of another day than today.")
@lang_option
def walked(minutes: float, on: date | None) -> None:
    """Keep the minutes you walked today."""
    from levelhip.service import daily, telling

    with daily.diary() as diary:
        telling.walk(diary, minutes, on=on)
        click.echo(text("Kept."))


@click.command()
@lang_option
@click.pass_context
def today(ctx: click.Context, /) -> None:
    """What to do today and why, in five lines."""
    from levelhip.service import daily

    with daily.diary() as diary:
        made = daily.plan(diary, days=14)
    for line in daily.lines(made):
        click.echo(" ".join(told(part) for part in line))
    ctx.exit(REFUSED if made.clearance.shuts == "everything" else DONE)


@click.command()
@click.option(
    "--days", type=click.IntRange(1, 84), default=28, show_default=True, help="How many days."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@lang_option
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

    story, found = daily.scenario(file)
    click.echo(f"{story.title}: {story.story}")
    for each in found:
        mark = "ok " if each.met else "NOT"
        line = f"{mark} day {each.day}: {each.what} = {each.found}"
        click.echo(line if each.met else f"{line}, expected {each.wanted}")
    ctx.exit(DONE if all(each.met for each in found) else FAILED)


COMMANDS = (begin, screen, seen, say, walked, today, plan, scenario)
