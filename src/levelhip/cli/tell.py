"""Commands for what a person tells: `aim`, `score`, `spot`, `lifted`, `checkin`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from levelhip.cli.data import as_text
from levelhip.cli.misuse import misuse
from levelhip.cli.tongue import lang_option, text, told, tongue
from levelhip.cli.units import day_given, mass_kg

if TYPE_CHECKING:
    from levelhip.program.checkin import Ask
    from levelhip.program.history import Activity
    from levelhip.service.spots import Marked
    from levelhip.store import Diary

_ON = click.option("--on", type=day_given, metavar="DATE", help="Of another day than today.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print what is kept as JSON.")
_NEGATIVE = {"ignore_unknown_options": True}
"""So that -3 is a number and no option."""

RATED_MOST = 10
"""The best rating (PSFS)."""

SCORE_NAMES = {"rmdq24": "rmdq24", "global-change": "global_change", "sitting": "sitting_h"}


@contextmanager
def _misuse() -> Iterator[None]:
    """A value that cannot be is misuse, not a failure."""
    from levelhip.core.errors import LevelhipError
    from levelhip.store import StoreFault

    try:
        yield
    except StoreFault:
        raise
    except LevelhipError as fault:
        raise misuse(fault.said) from None


@click.command()
@click.argument("activity", required=False)
@click.option("--rate", type=int, metavar="N", help="How it goes: 0 not at all, 10 as before.")
@click.option("--drop", is_flag=True, help="Let go of it, with its ratings.")
@_ON
@_JSON
@lang_option
def aim(activity: str | None, rate: int | None, drop: bool, on: date | None, as_json: bool) -> None:
    """What you want to do again: list it, name up to three, rate one by its words or number."""
    from levelhip.service import daily, telling

    if activity is None and (rate is not None or drop or on is not None):
        raise misuse("say which activity: its words, or its number in the list")
    with daily.diary() as diary:
        if activity is not None:
            with _misuse():
                _aimed(diary, activity, rate, drop=drop, on=on)
        found = telling.activities(diary)
    if as_json:
        click.echo(as_text(found))
        return
    for i, each in enumerate(found, start=1):
        click.echo(f"{i}. {_rated(each)}")
    if not found:
        click.echo(
            text('Nothing yet. Name what you want to do again: levelhip aim "lift my child"')
        )


def _aimed(diary: Diary, said: str, rate: int | None, *, drop: bool, on: date | None) -> None:
    from levelhip.program.history import Rating
    from levelhip.service import daily, telling
    from levelhip.service.clock import now

    daily.ensure_begun(diary)
    daily.ensure_come(on or now().date())
    known = telling.named_activity(diary, said)
    if drop:
        sure = known is None or click.confirm(
            text(
                "Let go of {activity} with its {count} ratings?",
                activity=known.text,
                count=len(known.ratings),
            ),
            err=True,
        )
        if not sure:
            raise click.Abort
        telling.drop(diary, said if known is None else known.text)
        return
    if rate is not None:
        # Before anything is kept.
        Rating(on or now().date(), rate)
    if known is None:
        known = telling.activity(diary, said)
    if rate is None:
        rate = _rating()
    if rate is not None:
        telling.rate(diary, known.text, rate, on=on)


def _rating() -> int | None:
    """A rating typed at a prompt; None when it was skipped."""
    asked = text("How does it go: 0 (not at all) to 10 (as before the pain)? Enter skips")
    while True:
        typed = click.prompt(asked, default="", show_default=False, err=True).strip()
        if not typed:
            return None
        if typed.isdecimal() and int(typed) <= RATED_MOST:
            return int(typed)
        click.echo(_no_number(typed, 0, RATED_MOST), err=True)


def _no_number(typed: str, low: int, high: int) -> str:
    return text(
        "{typed}: give a whole number from {low} to {high}, or nothing to skip",
        typed=typed,
        low=low,
        high=high,
    )


def _rated(activity: Activity) -> str:
    if not activity.ratings:
        return text("{activity}: not rated yet", activity=activity.text)
    first, last = activity.ratings[0], activity.ratings[-1]
    if len(activity.ratings) == 1:
        return text("{activity}: {value} of 10 on {on}", activity=activity.text, **asdict(last))
    return text(
        "{activity}: {value} of 10 on {on}; {first} on {begun}",
        activity=activity.text,
        **asdict(last),
        first=first.value,
        begun=first.on,
    )


@click.command(context_settings=_NEGATIVE)
@click.argument("name", type=click.Choice(list(SCORE_NAMES)))
@click.argument("value", type=float, required=False)
@_ON
@_JSON
@lang_option
def score(name: str, value: float | None, on: date | None, as_json: bool) -> None:
    """Keep a number said now and then; without VALUE, list what was said.

    rmdq24 is the total of the printed questionnaire (0 to 24), global-change how you are since you
    began (-5 much worse, 5 much better), sitting the hours of sitting a day.
    """
    from levelhip.service import daily, telling

    with daily.diary() as diary:
        if value is not None:
            with _misuse():
                telling.score(diary, SCORE_NAMES[name], value, on=on)
        found = telling.scores(diary, SCORE_NAMES[name])
    if as_json:
        click.echo(as_text(found))
        return
    for each in found:
        click.echo(_scored(name, each.on, f"{each.value:g}"))
    if not found:
        click.echo(text("Nothing yet. Keep one: levelhip score {name} NUMBER", name=name))


def _scored(name: str, on: date, value: str) -> str:
    if name == "rmdq24":
        return text("{on}: {value} of 24", on=on, value=value)
    if name == "sitting":
        return text("{on}: {value} hours of sitting a day", on=on, value=value)
    return text("{on}: {value} (-5 much worse, 5 much better)", on=on, value=value)


@click.command(context_settings=_NEGATIVE)
@click.argument("kind", type=click.Choice(["back", "hip"]), required=False)
@click.argument("view", type=click.Choice(["front", "back", "left", "right"]), required=False)
@click.argument("x_mm", type=float, required=False)
@click.argument("y_mm", type=float, required=False)
@click.option("--pain", type=click.IntRange(0, 10), help="Pain under the thumb there, 0 to 10.")
@_JSON
@lang_option
def spot(as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Mark a sore spot: which one, seen from where, X mm and Y mm; without them, list the marks.

    Seen from the back or front, X goes to your right from the spine or navel; seen from a side,
    forwards from the bony point of the hip. Y goes up from the belt line. Less than 0 is the other
    way.
    """
    from levelhip.service import daily, telling

    asked = [given[name] for name in ("kind", "view", "x_mm", "y_mm")]
    if any(each is not None for each in asked) and None in asked:
        raise misuse("give all four: levelhip spot back back -40 10")
    if asked[0] is None and given["pain"] is not None:
        raise misuse("--pain: say where, too: levelhip spot back back -40 10 --pain 4")
    with daily.diary() as diary:
        if asked[0] is None:
            found = telling.spots(diary)
        else:
            kind, view, x_mm, y_mm = asked
            with _misuse():
                mark = telling.spot(diary, kind, view, x_mm / 1000, y_mm / 1000, pain=given["pain"])
            found = (mark,)
    if as_json:
        click.echo(as_text(found))
        return
    for each in found:
        click.echo(_marked(each))
    if not found:
        click.echo(text("Nothing yet. Mark one: levelhip spot back back -40 10 --pain 4"))


def _marked(each: Marked) -> str:
    from levelhip.biomech.body_map import place_words
    from levelhip.program.spot_trend import place

    kinds = {"back": text("Back spot"), "hip": text("Hip spot")}
    words = tongue().text
    where = f"{place_words(place(each.spot), words)} ({words(each.region)})"
    lines = [f"{each.spot.at:%Y-%m-%d}: {kinds[each.spot.kind]}: {where}"]
    if each.spot.pain is not None:
        lines.append("  " + text("{pain} of 10 under the thumb", pain=each.spot.pain))
    lines += [f"  {told(each.change.said)}"] if each.change is not None else []
    lines += [f"  {words(each.note)}"] if each.note else []
    return "\n".join(lines)


@click.command()
@click.argument("load", type=mass_kg, metavar="[KG]", required=False)
@click.argument("reps", type=int, required=False)
@_ON
@_JSON
@lang_option
def lifted(load: float | None, reps: int | None, on: date | None, as_json: bool) -> None:
    """Keep your main lift of the day: its load and how often; without them, list the lifts."""
    from levelhip.service import daily, telling

    if load is not None and reps is None:
        raise misuse("say how often, too: levelhip lifted 60 5")
    with daily.diary() as diary:
        if load is not None and reps is not None:
            with _misuse():
                telling.lift(diary, load, reps, on=on)
        found = telling.lifts(diary)
    if as_json:
        click.echo(as_text(found))
        return
    for each in found:
        click.echo(f"{each.on}: {each.kg:g} kg x {each.reps}")
    if not found:
        click.echo(text("Nothing yet. Keep one: levelhip lifted 60 5"))


@click.command()
@lang_option
def checkin() -> None:
    """Answer what is due now: at most four questions; Enter skips one."""
    from levelhip.service import daily, telling

    with daily.diary() as diary:
        asked = telling.check_in(diary)
        if not asked:
            click.echo(text("Nothing is due now."))
        kept = 0
        for each in asked:
            value = _answer(each)
            if value is not None:
                telling.answer(diary, each, value)
                kept += 1
        if kept:
            click.echo(text("Kept: {count}.", count=kept))
        made = daily.plan(diary, days=2)
    # What the light says now; and that all safety questions are due, where they are.
    for line in daily.lines(made)[: 2 if made.clearance.again else 1]:
        click.echo(" ".join(told(part) for part in line))


def _answer(ask: Ask) -> int | None:
    from levelhip.core.errors import LevelhipError

    asked = told(ask.text)
    if ask.is_yes_no:
        asked = text("{question} y or n", question=asked)
    while True:
        typed = click.prompt(asked, default="", show_default=False, err=True)
        try:
            return ask.parsed(typed)
        except LevelhipError:
            if ask.is_yes_no:
                way_out = text("{typed}: give y or n, or nothing to skip", typed=typed.strip())
            else:
                way_out = _no_number(typed.strip(), ask.low, ask.high)
            click.echo(way_out, err=True)


COMMANDS = (aim, score, spot, lifted, checkin)
