"""What goes to others, made on this machine: calendar, FHIR, table, two pages for a clinician."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from levelhip.core import LevelhipError
from levelhip.io.whole_files import replacing
from levelhip.service.clock import now
from levelhip.service.daily import plan, working

if TYPE_CHECKING:
    from levelhip.protocols.language import Language
    from levelhip.store import Diary

CALENDAR_DAYS = 28
"""Fewest days of a calendar; it goes on to the end of a week of the program."""

DEFAULT_AT = time(18)
"""When the first thing of a day begins, unless told otherwise; chosen by us."""


def calendar(
    diary: Diary,
    *,
    at: time | None = DEFAULT_AT,
    reminder_min: int | None = None,
    translated: Callable[[str], str] = str,
) -> bytes:
    """The plan of the next four weeks as an iCalendar file.

    Parameters
    ----------
    diary : Diary
    at : time or None
        When the first thing of a day begins; None for whole days.
    reminder_min : min or None
        How long before each a reminder comes; None for none.
    translated : callable
        From an English text to the person's language.

    Returns
    -------
    bytes
    """
    from levelhip.export.calendar import plan_calendar

    moment, history = now(), diary.history()
    begun = (moment.date() - history.profile.started).days
    days = CALENDAR_DAYS + -(begun + CALENDAR_DAYS) % 7
    return plan_calendar(
        plan(diary, days=days),
        history,
        stamp=moment,
        at=at,
        reminder_min=reminder_min,
        translated=translated,
    )


def fhir(diary: Diary) -> str:
    """Everything as a FHIR R4B bundle."""
    from levelhip.export.fhir import bundle

    return bundle(diary.history(), plan(diary), person=diary.person, stamp=now())


def table(diary: Diary) -> str:
    """Everything as one long table, CSV."""
    from levelhip.export.table import long_table

    return long_table(diary.history())


def summary(diary: Diary, target: Path, *, language: Language | None = None) -> Path:
    """Two pages for a clinician.

    Parameters
    ----------
    diary : Diary
    target : Path
        Ends in .pdf or .html.
    language : Language, optional
        The reader's; English without it.

    Returns
    -------
    Path

    Raises
    ------
    LevelhipError
        When it ends in something else.
    """
    from levelhip.report.clinic import clinic_html, clinic_pdf

    if target.suffix not in (".pdf", ".html"):
        raise LevelhipError("{file}: give a name that ends in .pdf or .html", file=target.name)
    page = clinic_html(
        diary.history(),
        plan(diary),
        working(diary),
        stamp=now(),
        translated=language.text if language else str,
        lang=language.code if language else "en",
    )
    with replacing(target) as unfinished:
        unfinished.write_bytes(clinic_pdf(page) if target.suffix == ".pdf" else page.encode())
    return target
