"""Twelve weeks of six made-up people, lived through the command line: docs/weeks.

    python -m tools.weeks [--out FOLDER] [NAME …]

Each morning the person answers the check-in, asks what to do today, does it or not, and tells. Only
the clock is ours; the store, the rules, the tests (simulated recordings, measured) and every file
are the real ones. With --out the reports, plans and calendars are kept there too.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.core import Person
from levelhip.service import daily, telling
from levelhip.service.clock import standing_at
from levelhip.service.kept import keep_session
from levelhip.service.session_results import finish_session

START = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
"""A Monday."""

DAYS = 84
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "weeks"


@dataclass(frozen=True)
class Life:
    """Somebody for twelve weeks; `day` counts from 0.

    Attributes
    ----------
    name, title, story : for a reader
    usual : usual back pain of a day, before the day's own scatter
    strain : what a session adds to it
    pressure : pain under the thumb
    stance_s : how long they stand on the sorer leg
    diligence : part of the days on which they do what is planned
    away : days on which they do nothing and say nothing
    signs : question of the safety screen by the day on which it becomes true
    seen_day : day on which they go to a clinician
    aims : what they want to do again, and how that grows from the first to the last day
    begin : words for `levelhip begin`
    """

    name: str
    title: str
    story: str
    usual: Callable[[int], float]
    strain: Callable[[int], float] = lambda _: 0.0
    pressure: Callable[[int], float] = lambda day: 5.0 - 3.0 * day / DAYS
    stance_s: Callable[[int], float] = lambda day: 24.0 + 20.0 * day / DAYS
    diligence: float = 0.95
    away: frozenset[int] = frozenset()
    signs: Mapping[str, int] = field(default_factory=dict)
    seen_day: int | None = None
    aims: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    begin: tuple[str, ...] = ("--sorer", "left", "--mass", "80", "--training", "mon,thu")


def _fading(first: float, last: float, *, half_days: float) -> Callable[[int], float]:
    return lambda day: last + (first - last) * 0.5 ** (day / half_days)


def _flare(day: int) -> float:
    usual = _fading(4.0, 1.0, half_days=24)(day)
    since = day - 16
    return usual + (5.0 * 0.5 ** (since / 3.0) if since >= 0 else 0.0)


LIVES = (
    Life(
        "steady",
        "A steady improver",
        "Pain 4 of 10, less every week; does nearly everything; lifts weights.",
        _fading(4.0, 0.5, half_days=18),
        aims={"deadlift": (3, 9), "sit through a meeting": (5, 9)},
        begin=(*Life.__dataclass_fields__["begin"].default, "--former", "100"),
    ),
    Life(
        "flare",
        "A flare-up in week three",
        "Begins well; on day 17 the pain is 8 after moving boxes and fades over two weeks.",
        _flare,
        aims={"carry the shopping": (4, 8)},
    ),
    Life(
        "red-flag",
        "A red flag in week five",
        "Improves slowly; on day 31 trouble with the bladder; is seen on day 34 and has none left.",
        _fading(4.0, 2.0, half_days=30),
        signs={"emergency-bladder": 30},
        seen_day=33,
        aims={"run": (2, 5)},
    ),
    Life(
        "misses-half",
        "Misses half of the days",
        "Wants to, but life comes between; two weeks away in the middle.",
        _fading(4.0, 1.5, half_days=40),
        diligence=0.5,
        away=frozenset(range(38, 52)),
        aims={"play with the children": (4, 7)},
    ),
    Life(
        "outer-hip",
        "Pain on the outer hip",
        "Sore on the outer hip bone from the start: past-midline work, drops, carries stay shut.",
        _fading(4.0, 2.0, half_days=35),
        signs={"outer-hip": 0},
        aims={"sleep on the left side": (2, 6)},
    ),
    Life(
        "no-change",
        "No change at all",
        "Does everything; the pain stays where it was.",
        lambda _: 4.0,
        pressure=lambda _: 5.0,
        stance_s=lambda _: 26.0,
        aims={"garden for an hour": (4, 4)},
    ),
)


@dataclass
class Lived:
    """What became of it.

    Attributes
    ----------
    life : Life
    days : what was said and answered on each day, for a reader
    lights : the pain light in the morning of each day
    doses : dose word of each morning
    done : exercises done, by day
    tests : tests done, by day
    shut : what safety answers shut on each day; empty for nothing
    stages : title of the stage on each day
    planned : what the plan held on each day, as `levelhip plan --json` prints it
    ends : what was printed after the last day
    """

    life: Life
    days: list[str] = field(default_factory=list)
    lights: list[str] = field(default_factory=list)
    doses: list[str] = field(default_factory=list)
    done: list[list[str]] = field(default_factory=list)
    tests: list[list[str]] = field(default_factory=list)
    shut: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    planned: list[list[dict[str, Any]]] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)


class Living:
    """Lives a life, a day at a time, in a folder of its own.

    Parameters
    ----------
    life : Life
    folder : Path
        Where the store and all files lie.
    """

    def __init__(self, life: Life, folder: Path) -> None:
        self.life = life
        self.folder = folder
        self.dice = random.Random(life.name)
        self.lived = Lived(life)
        self._seed = 0

    def run(self) -> Lived:
        """All twelve weeks."""
        for day in range(DAYS):
            with standing_at(START + timedelta(days=day)):
                self._day(day)
        with standing_at(START + timedelta(days=DAYS)):
            self._end()
        return self.lived

    def _say(self, *words: str, said: str = "", codes: tuple[int, ...] = (0,)) -> str:
        done = CliRunner().invoke(levelhip, words, input=said, catch_exceptions=False)
        if done.exit_code not in codes:
            raise RuntimeError(f"{' '.join(words)}: exit {done.exit_code}\n{done.output}")
        return done.output

    def _day(self, day: int) -> None:
        life, lived = self.life, self.lived
        log: list[str] = []
        if day == 0:
            self._say("begin", *life.begin)
            self._screened(day, full=True)
            self._say("spot", "back", "back", "-45", "10", "--pain", "4")
            for text, (first, _) in life.aims.items():
                self._say("aim", text, "--rate", str(first))
        if day == life.seen_day:
            log.append(
                f"> seen by a clinician: {self._say('seen', said='y' + chr(10), codes=(0, 3))}"
            )
            self._screened(day, full=True)
        away = day in life.away
        if not away:
            self._checked_in(day)
        with daily.diary() as diary:
            made = daily.plan(diary, days=1)
            if made.clearance.ask == "full" and not away:
                self._screened(day, full=True)
                made = daily.plan(diary, days=1)
        lived.lights.append(made.state.light.value)
        lived.doses.append(made.state.dose.value)
        lived.shut.append(made.clearance.shuts or "")
        lived.stages.append(made.standing.stage.title)
        items = json.loads(self._say("plan", "--days", "1", "--json"))["days"][0]["items"]
        lived.planned.append(items)
        log += self._say("today", codes=(0, 3)).splitlines()
        does = not away and self.dice.random() < life.diligence
        done, tests = self._did(day, items, log) if does else ([], [])
        lived.done.append(done)
        lived.tests.append(tests)
        on = (START + timedelta(days=day)).strftime("%a %d %b")
        acts = ", ".join([*done, *(f"test {each}" for each in tests)])
        lived.days.append(
            "\n".join(
                [
                    f"day {day + 1:>2}, {on}" + (f": did {acts}" if acts else ""),
                    *(f"    {each}" for each in log),
                ]
            )
        )

    def _screened(self, day: int, *, full: bool) -> str:
        asked = daily.questions(full=full)
        true = {name for name, since in self.life.signs.items() if day >= since}
        if self.life.seen_day is not None and day >= self.life.seen_day:
            true = set()
        words = [("yes" if each.id in true else "no") for each in asked]
        extra = ("--all",) if full else ()
        return self._say("screen", *extra, said="\n".join(words) + "\n", codes=(0, 3))

    def _scattered(self, value: float, sd: float = 0.5) -> int:
        return max(0, min(10, round(value + self.dice.gauss(0.0, sd))))

    def _checked_in(self, day: int) -> None:
        with daily.diary() as diary:
            asked = telling.check_in(diary)
        answers = "\n".join(str(self._answer(each.name, each.about, day)) for each in asked)
        self._say("checkin", said=answers + "\n")

    def _answer(self, name: str, about: str, day: int) -> object:
        life = self.life
        usual = life.usual(day)
        if name == "rate":
            first, last = life.aims[about]
            return self._scattered(first + (last - first) * day / DAYS, 0.4)
        told: dict[str, Callable[[], object]] = {
            "morning": lambda: self._scattered(life.usual(day - 1)),
            "usual": lambda: self._scattered(usual),
            "during": lambda: self._scattered(0.6 * usual + life.strain(day)),
            "pressure": lambda: self._scattered(life.pressure(day)),
            "leg_signs": lambda: "n",
            "rmdq24": lambda: round(2.2 * usual),
            "global_change": lambda: round(max(-5, min(5, life.usual(0) - usual))),
            "sitting_h": lambda: 8,
        }
        return told[name]()

    def _did(
        self, day: int, items: list[dict[str, Any]], log: list[str]
    ) -> tuple[list[str], list[str]]:
        done, tests = [], []
        trains = [each for each in items if each["kind"] in ("session", "warm-up")]
        if trains or any(each["kind"] == "test" for each in items):
            told = self._screened(day, full=False)
            with daily.diary() as diary:
                shuts = daily.clearance(diary).shuts
            if shuts == "everything":
                log.append(f"> before the session: {told.strip().splitlines()[-1]}")
                log += self._say("today", codes=(0, 3)).splitlines()
                self.lived.shut[-1] = shuts
                return [], []
        for item in items:
            if item["kind"] == "test":
                self._tested(day, item["what"])
                tests.append(item["what"])
            elif item["kind"] in ("session", "warm-up"):
                self._trained(day, item)
                done.append(item["what"])
            elif item["kind"] == "walk":
                self._say("walked", f"{item['minutes']:g}")
        return done, tests

    def _trained(self, day: int, item: dict[str, Any]) -> None:
        dose = item["asked"]["dose"]
        usual = self.life.usual(day)
        words = ["done", item["what"], "--sets", str(dose["sets"])]
        if dose["reps"]:
            words += ["--reps", str(dose["reps"])]
        if dose["hold_s"]:
            words += ["--hold", f"{dose['hold_s']:g}"]
        if dose["minutes"]:
            words += ["--minutes", f"{dose['minutes']:g}"]
        if dose["load_part"] and item["asked"].get("kg"):
            words += ["--kg", f"{item['asked']['kg']:g}"]
        if item["kind"] == "warm-up":
            words += ["--warm-up"]
        words += ["--during", str(self._scattered(0.6 * usual + self.life.strain(day)))]
        if item["what"] == "side-lying-abduction":
            words += ["--pressure", str(self._scattered(self.life.pressure(day)))]
        self._say(*words)

    def _tested(self, day: int, what: str) -> None:
        self._seed += 1
        if what in ("pain-spot", "active-hip-abduction"):
            self._answered(day, what)
            return
        out = Path("tests") / f"{what}-{day}"
        words = ["simulate", what, "-o", str(out), "--seed", str(self._seed)]
        if what == "one-leg-stand":
            words += ["--hold", f"{min(self.life.stance_s(day), 45.0):.0f}"]
        told = self._say(*words, "--json")
        files = json.loads(told)
        sensor, recording = next(iter(files["recordings"].items()))
        hints = files["hints"][sensor]
        self._say("analyse", recording, *hints, "--keep", "--no-report", "-o", f"{out}-result")

    def _answered(self, day: int, what: str) -> None:
        """A test that is only answered: a session with the coach, its clock ours."""
        from tests.service.coached import gone_through

        path = Path("tests") / f"{what}-{day}.session"
        # All of them have the sorer hip on the left.
        left = ("hip_spot_on_left",)
        done = gone_through(path, what, person=Person(), answer="2", affirmed=left)
        keep_session(done.folder.path, finish_session(done.folder.path, report=False))

    def _end(self) -> None:
        ends = self.lived.ends
        ends["plan"] = self._say("plan", "--days", "14", codes=(0, 3))
        ends["progress"] = self._say("progress")
        self._say("summary", "summary.pdf")
        self._say("summary", "summary.html")
        Path("plan.ics").write_text(self._say("share", "calendar"), encoding="utf-8")
        Path("fhir.json").write_text(self._say("share", "fhir"), encoding="utf-8")
        self._say("export", "export.zip")


def lived(life: Life, folder: Path) -> Lived:
    """Twelve weeks of a life.

    Parameters
    ----------
    life : Life
    folder : Path
        New; the store and all files go there.

    Returns
    -------
    Lived
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("LEVELHIP_STORE")
    os.environ["LEVELHIP_STORE"] = f"sqlite:///{folder.resolve() / 'store.sqlite'}"
    try:
        with chdir(folder), daily.held_open():
            return Living(life, folder).run()
    finally:
        if before is None:
            del os.environ["LEVELHIP_STORE"]
        else:
            os.environ["LEVELHIP_STORE"] = before


def page(told: Lived) -> str:
    """The weeks as a page for a reader."""
    parts = [f"# {told.life.title}", told.life.story]
    parts.append("```\n" + "\n".join(_strip(told)) + "\n```")
    parts.append("## Day by day\n\n```\n" + "\n".join(told.days) + "\n```")
    for name, text in told.ends.items():
        parts.append(f"## {name.capitalize()} after twelve weeks\n\n```\n{text.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


_SHAPES = {"green": "o", "amber": "^", "red": "#"}


def _strip(told: Lived) -> list[str]:
    lines = ["week  light (o green, ^ amber, # red, x shut)  sessions  tests  stage"]
    for week in range(math.ceil(DAYS / 7)):
        days = range(7 * week, 7 * week + 7)
        lights = "".join(
            "x" if told.shut[i] == "everything" else _SHAPES[told.lights[i]] for i in days
        )
        sessions = sum(bool(told.done[i]) for i in days)
        tests = sum(len(told.tests[i]) for i in days)
        lines.append(
            f"{week + 1:>4}  {lights:<42} {sessions:>8}  {tests:>5}  {told.stages[days[-1]]}"
        )
    return lines


def main(words: list[str]) -> None:
    """Live the lives that are named, or all."""
    kept = Path(words[words.index("--out") + 1]) if "--out" in words else None
    names = [each for each in words if re.fullmatch(r"[a-z-]+", each) and each != "--out"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for life in LIVES:
        if names and life.name not in names:
            continue
        with TemporaryDirectory() as scratch:
            told = lived(life, kept / life.name if kept else Path(scratch))
        (FOLDER / f"{life.name}.md").write_text(page(told), encoding="utf-8")
        print(f"{life.name}: {len(told.days)} days")


if __name__ == "__main__":
    main(sys.argv[1:])
