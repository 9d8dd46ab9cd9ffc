"""Two pages for a clinician: status, pain and function, what was done, tests, plan, limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from itertools import groupby
from typing import Any

from levelhip import __version__
from levelhip.core import LevelhipError
from levelhip.program.dose import rung
from levelhip.program.history import History
from levelhip.program.item_words import exercise_title, item_dose, item_side, item_title
from levelhip.program.items import Item
from levelhip.program.light import Dose, Light
from levelhip.program.plan import Plan
from levelhip.program.signs import questions
from levelhip.program.spot_trend import spot_trends
from levelhip.program.strategy import strategy
from levelhip.program.trends import trends
from levelhip.program.working import ASSUMED, Working
from levelhip.protocols import claims
from levelhip.report.clinic_signs import sign_days, sign_lines
from levelhip.report.clinic_tests import (
    everyday_words,
    pair_pictures,
    side_rows,
    spot_words,
    spots_picture,
)
from levelhip.report.clinic_weeks import adherence, number_rows, sessions_by_week, weeks_picture
from levelhip.report.page import environment

LIMITS = (
    "drop-is-not-strength",
    "hip-training-small",
    "pain-light",
    "pain-number-change",
    "red-flags",
)
"""Claims that say what the summary cannot tell."""

PLAN_DAYS = 14
PAGES = 2
SIZES_PT = (8.9, 8.6, 8.3, 8.0, 7.6, 7.2, 6.8)
"""Sizes of letters, tried in turn until everything stands on two pages; chosen by us."""

FLOWS_PT = 7.2
"""From this size down the second part follows on the first page, where there is room; so too
broad letters fit, as on a system with no other."""

PDF_LETTERS = "Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, sans-serif"
"""As in clinic.css."""

_LIGHTS = {
    Light.GREEN: ("●", "green, go on"),
    Light.AMBER: ("▲", "amber, ease off"),
    Light.RED: ("■", "red, stop"),
}
_DOSES = {
    Dose.UP: "the next step up",
    Dose.HOLD: "as last time",
    Dose.DOWN: "one step easier",
    Dose.REST: "rest",
    Dose.CLINICIAN: "see a clinician",
}


@dataclass(frozen=True, slots=True)
class DoneRow:
    """An exercise and how often it was done; each cell as it is shown."""

    name: str
    sessions: str
    reps: str
    faulty: str
    dose: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Something to do, and on which days; each cell as it is shown."""

    what: str
    dose: str
    days: str


def clinic_html(
    history: History,
    made: Plan,
    working: Working,
    *,
    stamp: datetime,
    translated: Callable[[str], str] = str,
    lang: str = "en",
) -> str:
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
    translated : callable
        From an English text to the reader's language; leaves what it does not know.
    lang : str
        Code of that language.

    Returns
    -------
    str
        HTML.
    """
    today = stamp.date()
    history = history.until(today)
    found, spots = trends(history), spot_trends(history)
    weeks = sessions_by_week(history, stamp)
    begun = translated("Begun {on}, week {week} now.")
    return (
        environment()
        .get_template("clinic.html")
        .render(
            _=translated,
            lang=lang,
            css=_css(),
            version=__version__,
            made_on=today.isoformat(),
            begun=begun.format(on=history.profile.started.isoformat(), week=len(weeks)),
            light=_status(made, translated),
            safety=_safety(history, made, stamp, translated),
            signs=[translated(text) for text in _signs(made)],
            reported=list(sign_lines(history, stamp, translated)),
            working=working.text.filled(translated),
            assumed=ASSUMED.filled(translated),
            weeks=weeks_picture(history, found, weeks, sign_days(history, stamp), translated),
            numbers=list(number_rows(found, translated)),
            overall=found.text.filled(translated),
            adherence=adherence(history, weeks, translated),
            done=list(_done_rows(history, made, today, translated)),
            tests=list(side_rows(found, translated)),
            pictures=pair_pictures(found, translated),
            spots=spots_picture(spots, translated),
            spot_words=list(spot_words(spots, translated)),
            everyday=list(everyday_words(history, translated)),
            stage=made.standing.stage,
            missing=[each.filled(translated) for each in made.standing.missing],
            plan=list(_plan_rows(made, translated)),
            limits=[claims()[name] for name in LIMITS],
        )
    )


def clinic_pdf(page: str) -> bytes:
    """A page of `clinic_html` as PDF of two pages, the letters as large as they allow.

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
            "PDF: Pango is not installed ({system}); run: sudo apt-get install -y libpango-1.0-0 "
            "libpangoft2-1.0-0, or give a name that ends in .html",
            system=fault,
        ) from None

    # The PDF's drawing engine knows no variables inside a picture.
    inks = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", _css().split("@media")[0]))
    plain = re.sub(r"var\(--([a-z-]+)\)", lambda m: inks[m[1]], page)

    def no_request(url: str, *_: object, **__: object) -> dict[str, object]:
        raise ValueError(f"{url}: the page asks for nothing outside itself")

    # Nor does it hand the page's letters down to a picture.
    plain = plain.replace('<svg class="plot"', f'<svg class="plot" font-family="{PDF_LETTERS}"')

    def laid_out(size: float) -> Any:  # noqa: ANN401 -- WeasyPrint has no types
        flows = ".second { break-before: auto; }" if size <= FLOWS_PT else ""
        style = f"body {{ font-size: {size}pt; }} {flows}</style>"
        sized = plain.replace("</style>", style, 1)
        return HTML(string=sized, url_fetcher=no_request).render()

    # The largest that fits, by halves: each try costs most of a second.
    found, low, high = laid_out(SIZES_PT[0]), 1, len(SIZES_PT) - 1
    if len(found.pages) > PAGES:
        while low <= high:
            middle = (low + high) // 2
            tried = laid_out(SIZES_PT[middle])
            if len(tried.pages) <= PAGES:
                found, high = tried, middle - 1
            else:
                low = middle + 1
    return bytes(found.write_pdf())


def _status(made: Plan, translated: Callable[[str], str]) -> dict[str, str]:
    """The light, or the lock that stands before it."""
    shape, word = _LIGHTS[made.state.light]
    dose = translated("Next dose:") + f" {translated(_DOSES[made.next_dose])}."
    if made.clearance.shuts == "everything":
        shape, word = "■", "locked"
        dose = translated("No exercise, no test, until the safety questions open them.")
    elif made.clearance.shuts == "all-but-walking":
        shape, word = "▲", "exercises wait"
        dose = translated("Only reading and easy walking until a clinician has been seen.")
    advice = made.advice.text.filled(translated) if made.advice else ""
    return {"shape": shape, "word": translated(word), "dose": dose, "advice": advice}


def _safety(history: History, made: Plan, stamp: datetime, translated: Callable[[str], str]) -> str:
    if made.clearance.text == questions().no_signs and sign_days(history, stamp):
        return translated("No signs reported now. This is not an all-clear.")
    return translated(made.clearance.text)


def _signs(made: Plan) -> list[str]:
    """The questions whose answers only change what is done; graver ones stand with their dates."""
    return [
        each.text
        for each in questions().question
        if each.id in made.clearance.signs and not questions().tier_of(each.id).needs_visit
    ]


def _css() -> str:
    return files("levelhip.report").joinpath("templates", "clinic.css").read_text("utf-8")


def _done_rows(
    history: History, made: Plan, today: date, translated: Callable[[str], str]
) -> Iterator[DoneRow]:
    exercises = {ladder.exercise for ladder in strategy().ladder}
    # Tests have a table of their own.
    for name in dict.fromkeys(e.exercise for e in history.done if e.exercise in exercises):
        own = history.sessions(name)
        asked = rung(name, history, today)
        told = item_dose(Item("session", name, asked=asked), translated)
        if told and made.clearance.shuts in ("everything", "all-but-walking"):
            told = translated("none now")
        yield DoneRow(
            translated(exercise_title(name)),
            str(len({each.on for each in own})),
            str(reps) if (reps := sum(each.reps for each in own)) else "–",
            str(sum(each.faulty for each in own)) if reps else "–",
            told,
        )


def _plan_rows(made: Plan, translated: Callable[[str], str]) -> Iterator[PlanRow]:
    """The next days by what is to be done, in the order in which it comes."""
    rows: dict[tuple[str, str], list[date]] = {}
    for day in made.days[:PLAN_DAYS]:
        for item in day.items:
            # What is locked stands at the top of the page already.
            if item.kind in ("learn", "locked"):
                continue
            dose, side = item_dose(item, translated), item_side(item)
            if side is not None:
                dose += f" {side.filled(translated)}"
            rows.setdefault((item_title(item).filled(translated), dose), []).append(day.on)
    for (what, dose), days in rows.items():
        daily = len(days) == PLAN_DAYS
        on = translated("every day") if daily else _days(days, translated)
        yield PlanRow(what, dose, on)


def _days(days: list[date], translated: Callable[[str], str]) -> str:
    """Dates by month, "Jan 12, 14, 16"."""
    return "; ".join(
        translated("{month} {days}").format(
            month=translated(month), days=", ".join(str(on.day) for on in own)
        )
        for month, own in groupby(days, key=lambda on: f"{on:%b}")
    )
