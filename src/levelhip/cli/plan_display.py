"""How the plan is shown in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from levelhip.cli.tongue import text, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from levelhip.program.items import Item
    from levelhip.program.plan import Plan
    from levelhip.program.sentence import Sentence

WIDTH = 80
"""Columns at most: lines that are wider are hard to read."""


def print_plan(made: Plan) -> None:
    """Print a plan: where one stands and why, then a table, one row a day.

    Parameters
    ----------
    made : Plan
    """
    from levelhip.program.today import today_lines

    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    if made.clearance.shuts == "everything":
        # Nothing is planned: only what is to be done about it is said.
        for sentences in today_lines(made):
            console.print(" ".join(told(each) for each in sentences))
        return
    for line in _head(made):
        console.print(line)
    table = Table(show_edge=False, pad_edge=False)
    for name in (text("day"), text("what"), text("min")):
        table.add_column(name)
    for day in made.days:
        begins = () if day.begins is None else (day.begins,)
        words = (*begins, *(each for item in day.items for each in _words(item)))
        what = " ".join(told(each) for each in words) or "-"
        minutes = sum(item.minutes for item in day.items)
        name = told(_weekdays()[day.on.weekday()])
        table.add_row(f"{name} {day.on}", what, f"{minutes:g}" if minutes else "")
    console.print(table)


def _head(made: Plan) -> Iterator[str]:
    from levelhip.program.sentence import Sentence
    from levelhip.program.strategy import strategy
    from levelhip.program.today import because, stage_told

    where = made.standing
    why, missing = stage_told(made)
    since = (("title", where.stage.title), ("date", where.since.isoformat()))
    stage = told(Sentence("{title}, since {date}.", since))
    yield f"[bold]{stage}[/bold] {told(why)}"
    if made.clearance.shuts is not None or made.clearance.again:
        yield " ".join(told(each) for each in (Sentence(made.clearance.text), *because(made)))
    if where.episode > 1:
        yield told(Sentence(strategy().relapse.why))
    for line in missing:
        yield "  " + told(Sentence("For the next stage:")) + f" {told(line)}"
    if made.flare is not None:
        day = Sentence("Day {day} of a flare-up.", (("day", str(made.flare.day)),))
        yield f"{told(day)} {told(Sentence(made.flare.step.text))}"
    if made.advice is not None:
        yield told(made.advice.text)
    for aim in made.aims:
        yield told(aim)
    sitting = [item.why for item in made.days[0].items if item.kind == "sitting" and item.why]
    for why in sitting:
        yield told(why)
    yield text("Later days: as they will be when the days until then go well.")
    yield text(
        "The dose of later days is that of the next session: it goes up a step at most every three "
        "days, after a session done in full on green days."
    )
    lifts = [item for day in made.days for item in day.items if item.what == "lift"]
    for item in lifts[:1]:
        if item.why is not None:
            yield f"{text(item.title)}: {told(item.why)}"


def _words(item: Item) -> tuple[Sentence, ...]:
    from levelhip.program.items import told as dosed
    from levelhip.program.sentence import Sentence

    if item.kind in ("locked", "rest"):
        return () if item.why is None else (item.why,)
    if item.kind == "sitting":
        return ()
    if item.kind == "learn":
        return (Sentence("Read: {title}.", (("title", item.title),)),)
    if item.kind == "warm-up":
        return (Sentence("Before your own training:"), dosed(item))
    return (dosed(item),)


def _weekdays() -> tuple[Sentence, ...]:
    from levelhip.program.sentence import Sentence

    return (
        Sentence("Mon"),
        Sentence("Tue"),
        Sentence("Wed"),
        Sentence("Thu"),
        Sentence("Fri"),
        Sentence("Sat"),
        Sentence("Sun"),
    )
