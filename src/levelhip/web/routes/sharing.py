"""Files to take away; nothing is sent anywhere."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from datetime import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from levelhip.core import LevelhipError
from levelhip.protocols.language import Language, language
from levelhip.service import daily, keeping, sharing
from levelhip.store import Diary
from levelhip.web.routes.first import Known, known
from levelhip.web.uploads import written
from levelhip.web.words import Words

router = APIRouter(tags=["sharing"])


def _spoken(words: Words, lang: str | None = None) -> Language:
    """The language of a link: a download cannot say it in its headers.

    Parameters
    ----------
    words : Language
        Of the browser.
    lang : str, optional
        Of the page.
    """
    return words if lang is None else language(lang)


Spoken = Annotated[Language, Depends(_spoken)]


@router.get("/share/levelhip-plan.ics", response_class=Response)
def plan_calendar(
    words: Spoken,
    at: time | None = None,
    reminder_min: Annotated[int | None, Query(ge=0, le=7 * 24 * 60)] = None,
) -> Response:
    """The plan for a calendar; whole days when no time is given."""
    with daily.diary() as diary:
        daily.ensure_begun(diary)
        told = sharing.calendar(diary, at=at, reminder_min=reminder_min, translated=words.text)
    return _download(told, "levelhip-plan.ics", "text/calendar; charset=utf-8")


@router.get("/share/levelhip-fhir.json", response_class=Response)
def fhir_bundle() -> Response:
    """Everything as a FHIR R4B bundle, for a clinic's system."""
    with daily.diary() as diary:
        daily.ensure_begun(diary)
        told = sharing.fhir(diary)
    return _download(told.encode(), "levelhip-fhir.json", "application/fhir+json")


@router.get("/share/levelhip-everything.csv", response_class=Response)
def everything_table() -> Response:
    """Everything as one long table."""
    with daily.diary() as diary:
        daily.ensure_begun(diary)
        told = sharing.table(diary)
    return _download(told.encode(), "levelhip-everything.csv", "text/csv; charset=utf-8")


@router.get("/share/levelhip-summary.pdf", response_class=FileResponse)
def clinic_summary(words: Spoken) -> FileResponse:
    """Two pages for a clinician."""

    def write(diary: Diary, target: Path) -> None:
        sharing.summary(diary, target, language=words)

    return _written(write, "levelhip-summary.pdf", "application/pdf")


@router.get("/share/levelhip-export.zip", response_class=FileResponse)
def whole_export() -> FileResponse:
    """Everything in one file that people and programs can read; `restore` takes it back."""

    def write(diary: Diary, target: Path) -> None:
        keeping.export(diary, target)

    return _written(write, "levelhip-export.zip", "application/zip")


@router.post("/restore")
async def restore(request: Request, name: str = "") -> Known:
    """Put a backup or an export back that is the body of this request.

    Only where nothing is kept of anybody: what is there is never written over. Safety questions
    are asked anew.
    """
    file = await written(request.stream(), name, otherwise="backup")
    try:
        await asyncio.to_thread(_restored, file)
    finally:
        shutil.rmtree(file.parent, ignore_errors=True)
    return known()


def _restored(file: Path) -> None:
    with daily.diary() as diary:
        if diary.profile() is not None:
            raise LevelhipError(
                "Something is kept here already. Delete everything first, in Settings."
            )
        keeping.restore(diary, file)


def _download(content: bytes, name: str, kind: str) -> Response:
    told = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=told)


def _written(write: Callable[[Diary, Path], None], name: str, kind: str) -> FileResponse:
    """A file that goes once it was given."""
    folder = Path(mkdtemp(prefix="levelhip-"))
    try:
        with daily.diary() as diary:
            daily.ensure_begun(diary)
            write(diary, folder / name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    told = {"cache-control": "no-store"}
    return FileResponse(
        folder / name, media_type=kind, filename=name, headers=told, background=gone
    )
