"""A recorded file, dropped on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.requests import HTTPConnection

from levelhip.core import LevelhipError
from levelhip.protocols.language import Language
from levelhip.service import chosen_protocol
from levelhip.service.body import known_person
from levelhip.service.kept import Keeping
from levelhip.service.options import AnalysisOptions
from levelhip.web.uploads import Job, JobState, Uploads
from levelhip.web.words import Words

router = APIRouter(tags=["recordings"])


@dataclass(frozen=True, slots=True)
class RecordingTold:
    """A recording that is being measured.

    Attributes
    ----------
    id, file, protocol : its name, the file's name, what is measured
    state : how far it is
    fraction, doing : 0 to 1 of the work, and what is done now
    error : why it failed
    kept : what became of it in the diary
    result : under which name its result is; none before it is there
    """

    id: str
    file: str
    protocol: str
    state: JobState
    fraction: float
    doing: str
    error: str
    kept: Keeping | None
    result: str | None


def _uploads(connection: HTTPConnection) -> Uploads:
    uploads: Uploads = connection.app.state.uploads
    return uploads


Dropped = Annotated[Uploads, Depends(_uploads)]


@router.post("/recordings")
async def add_recording(
    request: Request,
    uploads: Dropped,
    words: Words,
    protocol: str,
    name: str,
    *,
    variant: str | None = None,
    side: Literal["left", "right"] | None = None,
    location: str | None = None,
    height_m: Annotated[float | None, Query(gt=0.5, lt=2.6)] = None,
) -> RecordingTold:
    """Measure the recording that is the body of this request; the file is deleted afterwards."""
    options = AnalysisOptions(
        variant=variant, side=side, location=location, annotate=False, report=False
    )
    chosen_protocol(protocol, options)
    person = known_person(height_m=height_m)
    job = await uploads.take(
        request.stream(), name=name, protocol=protocol, person=person, options=options
    )
    return _told(job, words)


@router.get("/recordings")
def recordings(words: Words, uploads: Dropped) -> tuple[RecordingTold, ...]:
    """Those that are being measured or wait for it, and the last ones that are over."""
    return tuple(_told(job, words) for job in tuple(uploads.jobs.values()))


@router.get("/recordings/{job_id}")
def recording(job_id: str, words: Words, uploads: Dropped) -> RecordingTold:
    """How far a recording is."""
    job = uploads.get(job_id)
    if job is None:
        raise LevelhipError(
            "recording {given}: is not known any more; give the file again", given=job_id
        )
    return _told(job, words)


def _told(job: Job, words: Language) -> RecordingTold:
    return RecordingTold(
        job.id,
        job.file,
        job.protocol,
        job.state,
        job.fraction,
        job.doing,
        "" if job.error is None else job.error.filled(words.text),
        job.kept,
        None if job.past is None else job.past.id,
    )
