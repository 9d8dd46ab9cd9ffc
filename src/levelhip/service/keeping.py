"""A person's own data out of the store and into it: export, backup, restore, wipe, share."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelhip import __version__
from levelhip.core import LevelhipError
from levelhip.io.whole_files import replacing
from levelhip.service.clock import now
from levelhip.service.daily import plan, working

if TYPE_CHECKING:
    from levelhip.store import Diary

ARCHIVE_NAME = "levelhip.json"
"""In an export and a backup alike: everything, as restore takes it."""

README = """All that levelhip has kept of you.

levelhip.json   everything; `levelhip restore` takes this file or the whole zip
tables/         the same as one CSV and one Parquet file a table
plan.ics        the plan of the next four weeks, for a calendar
fhir.json       FHIR R4B bundle, for a clinic's system
"""


def export(diary: Diary, target: Path) -> Path:
    """Everything of a person as one zip: JSON, CSV, Parquet, calendar, FHIR.

    Parameters
    ----------
    diary : Diary
    target : Path
        The zip file; an older one is replaced when the new one is whole.

    Returns
    -------
    Path
    """
    from levelhip.store.archive import archive

    rows = archive(diary)
    with (
        replacing(target) as unfinished,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        packed.writestr("README.txt", README)
        packed.writestr(ARCHIVE_NAME, _archive_text(rows))
        for name, table in rows.items():
            if table:
                csv, parquet = _table(table)
                packed.writestr(f"tables/{name}.csv", csv)
                packed.writestr(f"tables/{name}.parquet", parquet)
        if rows["person"]:
            packed.writestr("plan.ics", calendar(diary))
            packed.writestr("fhir.json", fhir(diary))
    return target


def backup(diary: Diary, target: Path) -> Path:
    """Everything of a person as one file for `restore`.

    Parameters
    ----------
    diary : Diary
    target : Path

    Returns
    -------
    Path
    """
    from levelhip.store.archive import archive

    text = _archive_text(archive(diary))
    with replacing(target) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
    return target


def restore(diary: Diary, source: Path) -> None:
    """Put a backup or an export into a store in which the person is not known yet.

    Parameters
    ----------
    diary : Diary
    source : Path
        A file of `backup` or `export`.

    Raises
    ------
    LevelhipError
        When it is none of these, or does not fit; nothing is changed then.
    """
    from levelhip.store import archive

    try:
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as packed:
                text = packed.read(ARCHIVE_NAME).decode()
        else:
            text = source.read_text(encoding="utf-8")
        told = json.loads(text)
        schema, rows = told["schema"], told["rows"]
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as fault:
        raise LevelhipError(
            f"{source.name}: no backup of levelhip ({fault}); give a file of `levelhip backup`"
        ) from None
    if schema != archive.SCHEMA:
        raise LevelhipError(f"{source.name}: is {schema}; this levelhip reads {archive.SCHEMA}")
    archive.restore(diary, rows)


def wipe(diary: Diary) -> None:
    """Delete everything of a person, for good."""
    from levelhip.store.archive import wipe as wiped

    wiped(diary)


def calendar(diary: Diary) -> bytes:
    """The plan of the next four weeks as an iCalendar file."""
    from levelhip.export.calendar import plan_calendar

    moment = now()
    return plan_calendar(plan(diary), stamp=moment, zone=moment.tzinfo)  # type: ignore[arg-type]


def fhir(diary: Diary) -> str:
    """Everything as a FHIR R4B bundle."""
    from levelhip.export.fhir import bundle

    return bundle(diary.history(), plan(diary), person=diary.person, stamp=now())


def summary(diary: Diary, target: Path) -> Path:
    """Two pages for a clinician.

    Parameters
    ----------
    diary : Diary
    target : Path
        Ends in .pdf or .html.

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
        raise LevelhipError(f"{target.name}: give a name that ends in .pdf or .html")
    page = clinic_html(diary.history(), plan(diary), working(diary), stamp=now())
    with replacing(target) as unfinished:
        unfinished.write_bytes(clinic_pdf(page) if target.suffix == ".pdf" else page.encode())
    return target


def _archive_text(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    from levelhip.store.archive import SCHEMA

    told = {"schema": SCHEMA, "levelhip": __version__, "made_at": now().isoformat(), "rows": rows}
    return json.dumps(told, indent=1)


def _table(rows: Sequence[Mapping[str, Any]]) -> tuple[bytes, bytes]:
    """A table as CSV and as Parquet; nested values as JSON text."""
    import polars as pl

    flat = [
        {name: json.dumps(v) if isinstance(v, dict | list) else v for name, v in row.items()}
        for row in rows
    ]
    frame = pl.DataFrame(flat, infer_schema_length=None)
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    return frame.write_csv().encode(), parquet.getvalue()
