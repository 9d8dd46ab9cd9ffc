"""Two pages for a clinician: status, pain over time, what was done, tests, plan, limits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Literal

from levelhip import __version__
from levelhip.core import LevelhipError, Side
from levelhip.plot.canvas import Picture
from levelhip.plot.curves import Curve, over_time
from levelhip.plot.pair import SideValue, left_against_right
from levelhip.program.dose import rung
from levelhip.program.history import History, Measured
from levelhip.program.light import MUCH_WORSE, Light
from levelhip.program.plan import Item, Plan
from levelhip.program.working import Working
from levelhip.protocols import claims
from levelhip.report.numbers import everyday_unit, shown
from levelhip.report.page import environment
from levelhip.report.words import wording

LIMITS = (
    "drop-is-not-strength",
    "hip-training-small",
    "pain-light",
    "pain-number-change",
    "red-flags",
)
"""Claims that say what the summary cannot tell."""

PICTURES = 3
"""Tests that get a picture; the table has all. Chosen by us: they fit beside each other."""

PLAN_DAYS = 14
CERTAIN = 1.96

_LIGHTS = {
    Light.GREEN: ("●", "green, go on"),
    Light.AMBER: ("▲", "amber, ease off"),
    Light.RED: ("■", "red, stop"),
}
_PAINS = {"usual": "usual back pain", "during": "in the session", "morning": "next morning",
          "pressure": "under the thumb"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; what a table does not have stays empty."""

    name: str
    side: str = ""
    first: str = ""
    last: str = ""
    change: str = ""
    sessions: str = ""
    reps: str = ""
    faulty: str = ""
    dose: str = ""


def clinic_html(history: History, made: Plan, working: Working, *, stamp: datetime) -> str:
    """The summary as one self-contained page.

    Parameters
    ----------
    history : History
        All that is known.
    made : Plan
        From now on.
    working : Working
        Whether it works.
    stamp : datetime
        Now, with its time zone.

    Returns
    -------
    str
        HTML.
    """
    today = stamp.date()
    weeks = max((today - history.profile.started).days // 7, 0)
    shape, word = _LIGHTS[made.state.light]
    # The most telling first: what differs most between the sides, against its error.
    pairs = sorted(_pairs(history), key=lambda pair: -_apart(*pair))
    return (
        environment()
        .get_template("clinic.html")
        .render(
            title="Back and hip: summary for a clinician",
            css=_css(),
            version=__version__,
            made_on=today.isoformat(),
            span=f"Begun {history.profile.started.isoformat()}, {weeks} weeks ago.",
            light={"shape": shape, "word": word, "why": f"Dose: {made.state.dose.value}."},
            safety=made.clearance.text,
            working=str(working.text),
            pain=_pain(history),
            pains=list(_pain_rows(history)),
            adherence=_adherence(history, today),
            done=list(_done_rows(history, today)),
            tests=list(_test_rows(history)),
            pictures=[_pair(left, right) for left, right in pairs[:PICTURES]],
            stage=made.standing.stage,
            missing=[str(each) for each in made.standing.missing],
            plan=list(_plan_rows(made)),
            limits=[claims()[name] for name in LIMITS],
        )
    )


def clinic_pdf(page: str) -> bytes:
    """A page of `clinic_html` as PDF.

    Parameters
    ----------
    page : str
        HTML.

    Returns
    -------
    bytes

    Raises
    ------
    LevelhipError
        When the system has no Pango.
    """
    try:
        from weasyprint import HTML
    except OSError as fault:
        raise LevelhipError(
            f"PDF: Pango is not installed ({fault}); run: sudo apt-get install -y "
            "libpango-1.0-0 libpangoft2-1.0-0, or give a name that ends in .html"
        ) from None

    # The PDF's drawing engine knows no variables inside a picture.
    inks = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", _css().split("@media")[0]))
    plain = re.sub(r"var\(--([a-z-]+)\)", lambda m: inks[m[1]], page)

    def no_request(url: str, *_: object, **__: object) -> dict[str, object]:
        raise ValueError(f"{url}: the page asks for nothing outside itself")

    return bytes(HTML(string=plain, url_fetcher=no_request).write_pdf())


def _css() -> str:
    from importlib.resources import files

    return files("levelhip.report").joinpath("templates", "clinic.css").read_text("utf-8")


def _pain(history: History) -> Picture | None:
    days = sorted(history.days, key=lambda day: day.on)
    kinds: tuple[tuple[str, Literal["line", "dots"]], ...] = (
        ("usual", "line"),
        ("pressure", "dots"),
    )
    curves = [
        Curve(_PAINS[name], said, kind)
        for name, kind in kinds
        if (said := [(d.on, v) for d in days if (v := getattr(d, name)) is not None])
    ]
    if not curves:
        return None
    first = [value for on, value in curves[0].points if on - curves[0].points[0][0] < _WEEK]
    middle = mean(first)
    return over_time(
        curves,
        marks=sorted({each.on for each in history.done}),
        band=(max(middle - MUCH_WORSE, 0.0), min(middle + MUCH_WORSE, 10.0)),
        name="pain",
        title="Pain over time",
        text=f"Pain of 0 to 10 over time; the first week's mean is {middle:.1f}.",
        width=760.0,
        height=230.0,
    )


_WEEK = timedelta(days=7)


def _pain_rows(history: History) -> Iterator[Row]:
    days = sorted(history.days, key=lambda day: day.on)
    for name, words in _PAINS.items():
        said = [(day.on, v) for day in days if (v := getattr(day, name)) is not None]
        if not said:
            continue
        first = [v for on, v in said if on - said[0][0] < _WEEK]
        last = [v for on, v in said if said[-1][0] - on < _WEEK]
        if said[-1][0] - said[0][0] < 2 * _WEEK:
            yield Row(words, first=_mean(first), change="less than two weeks yet")
            continue
        change = mean(last) - mean(first)
        yield Row(words, first=_mean(first), last=_mean(last), change=f"{change:+.1f}")


def _mean(values: Sequence[int]) -> str:
    return f"{mean(values):.1f} (n = {len(values)})"


def _adherence(history: History, today: date) -> str:
    days = {each.on for each in history.done if each.on <= today}
    weeks = max((today - history.profile.started).days / 7.0, 1.0)
    said = {each.on for each in history.days}
    walked = sum(each.minutes for each in history.walked)
    return (
        f"Trained on {len(days)} days, {len(days) / weeks:.1f} a week. "
        f"Answered on {len(said)} days. Walked {walked / weeks:.0f} min a week."
    )


def _done_rows(history: History, today: date) -> Iterator[Row]:
    for name in dict.fromkeys(each.exercise for each in history.done):
        own = history.sessions(name)
        try:
            dose = rung(name, history, today)
            words = f"step {dose.rung + 1}"
        except LevelhipError:
            words = ""
        yield Row(
            name.replace("-", " "),
            sessions=str(len(own)),
            reps=str(sum(each.reps for each in own) or ""),
            faulty=str(sum(each.faulty for each in own) or ""),
            dose=words,
        )


def _series(history: History) -> dict[tuple[str, str, Side], list[Measured]]:
    found: dict[tuple[str, str, Side], list[Measured]] = {}
    for each in sorted(history.measured, key=lambda m: m.on):
        if each.name.endswith(("_count", "_pain", "_start", "_end")):
            continue
        found.setdefault((each.protocol, each.name, each.side), []).append(each)
    return found


def _test_rows(history: History) -> Iterator[Row]:
    for (protocol, name, side), own in _series(history).items():
        first, last = own[0], own[-1]
        change = "only once"
        if last is not first:
            error = CERTAIN * math.hypot(first.sd, last.sd)
            more = abs(last.value - first.value) > error
            scale, unit = everyday_unit(name, last.unit)
            change = (
                f"{scale * (last.value - first.value):+.1f}{unit}"
                if more
                else "no measurable change"
            )
        yield Row(
            f"{wording(name).label} ({protocol.replace('-', ' ')})",
            "" if side is Side.BOTH else str(side),
            _with_error(first),
            _with_error(last) if last is not first else "",
            change,
        )


def _with_error(told: Measured) -> str:
    return shown(told.name, told.value, told.sd, None, told.unit).text


def _pairs(history: History) -> Iterator[tuple[Measured, Measured]]:
    series = _series(history)
    for protocol, name, side in series:
        if side is Side.LEFT and (protocol, name, Side.RIGHT) in series:
            yield series[protocol, name, side][-1], series[protocol, name, Side.RIGHT][-1]


def _apart(left: Measured, right: Measured) -> float:
    return abs(left.value - right.value) / (math.hypot(left.sd, right.sd) or 1.0)


def _pair(left: Measured, right: Measured) -> Picture:
    scale, unit = everyday_unit(left.name, left.unit)
    values = tuple(
        SideValue(m.side, scale * m.value, CERTAIN * scale * m.sd, _with_error(m))
        for m in (left, right)
    )
    label = wording(left.name).label
    return left_against_right(
        values,
        unit=unit,
        name=f"{left.protocol}-{left.name}".replace("_", "-"),
        title=label,
        text=f"Left {values[0].label}, right {values[1].label}.",
    )


def _plan_rows(made: Plan) -> Iterator[dict[str, str]]:
    for day in made.days[:PLAN_DAYS]:
        if day.items:
            yield {
                "day": f"{day.on:%a %d %b}",
                "what": "; ".join(_item(item) for item in day.items),
            }


def _item(item: Item) -> str:
    if item.kind == "locked":
        return str(item.why)
    what = item.what.replace("-", " ")
    if item.kind == "walk":
        return f"walk {item.minutes:g} min"
    return f"{item.kind} {what}" if what else item.kind
