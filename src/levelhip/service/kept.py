"""A finished session goes into the diary, where one was begun: what was done, said and measured."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from levelhip.core import LevelhipError
from levelhip.io.kept_recording import KeptHead, kept_bytes
from levelhip.io.recording import open_recording
from levelhip.io.result_file import result_json
from levelhip.io.session_reader import Journal, read_journal
from levelhip.protocols import protocol
from levelhip.service import daily, recordings
from levelhip.service.clock import now
from levelhip.service.leg_signs import keep_leg_signs
from levelhip.service.spots import keep_spots
from levelhip.store.database import store_exists

if TYPE_CHECKING:
    from levelhip.service.analysis import Analysis
    from levelhip.service.session_results import SessionResults
    from levelhip.store import Diary

KEPT_KINDS = ("event", "answer", "mark")
"""Kinds of lines of a journal that go into the diary; what was said aloud stays in the folder."""

NOTHING = "nothing-done"
"""The reason of a session that ended before anything of it was done; it counts for nothing."""

Keeping = Literal["kept", "replaced", "no diary", "refused"]


def note_session(folder: Path) -> None:
    """Keep that a session has begun and where it lies, so that one that is cut off is not lost.

    Parameters
    ----------
    folder : Path
        Of the session; its head has been written.
    """
    if not store_exists():
        return
    journal = read_journal(folder)
    with daily.diary() as diary:
        if diary.profile() is not None:
            _begin(diary, journal, folder)


def keep_session(folder: Path, results: SessionResults) -> bool:
    """Keep a session in the diary, whole or not at all; once only, however often it is finished.

    Parameters
    ----------
    folder : Path
        Of the session.
    results : SessionResults
        From `session_results.finish_session`.

    Returns
    -------
    bool
        False where no diary was begun, or the session is in it already.
    """
    if not store_exists():
        return False
    journal = read_journal(folder)
    with daily.diary() as diary, diary.together():
        if diary.profile() is None or diary.has_session(session_id(journal)):
            return False
        _keep(diary, journal, folder, results)
    return True


def keep_nothing(folder: Path) -> None:
    """Keep what was answered in a session that ended before anything of it was done; no result.

    Parameters
    ----------
    folder : Path
        Of the session.
    """
    from levelhip.service.session_results import nothing_done

    journal = read_journal(folder)
    if not (nothing_done(journal) and store_exists()):
        return
    with daily.diary() as diary, diary.together():
        if diary.profile() is None or diary.has_session(session_id(journal)):
            return
        _begin(diary, journal, folder)
        _act(diary, journal)
        diary.finish_session(session_id(journal), NOTHING, at=now())
        keep_leg_signs(diary, journal, datetime.fromisoformat(journal.head["begun"]).astimezone())


def keep_analysis(analysis: Analysis, on: date | None = None) -> Keeping:
    """Keep the result of a person's own recording, and the numbers that it was measured from.

    Of one recording the diary has one result of each protocol: a later one, measured with another
    height say, takes the place of the earlier.

    Parameters
    ----------
    analysis : Analysis
        From `service.analyse`, with `numbers`.
    on : date, optional
        When it was recorded; today unless told otherwise.

    Returns
    -------
    str
        "kept", "replaced", or why not: "no diary", "refused".

    Raises
    ------
    LevelhipError
        When the day has not come yet.
    """
    moment = now()
    if on is not None and on > moment.date():
        raise LevelhipError("{day}: has not come yet; give today or an earlier day", day=on)
    if analysis.result.quality.state == "refused":
        return "refused"
    if not store_exists():
        return "no diary"
    if on is not None and on != moment.date():
        # Of an earlier day only the date is known: noon is that day in every zone nearby.
        moment = datetime.combine(on, time(12)).astimezone()
    body = json.loads(result_json(analysis.result))
    with daily.diary() as diary, diary.together():
        if diary.profile() is None:
            return "no diary"
        replaced = diary.put_result(body, at=moment)
        if not replaced:
            keep_spots(diary, analysis.result.metrics, moment)
        if analysis.numbers is not None:
            told = analysis.result.recording
            recordings.keep_numbers(
                diary, analysis.numbers, source=told.id, kind=told.kind, at=moment
            )
    return "replaced" if replaced else "kept"


def session_id(journal: Journal) -> str:
    """A session's name in the diary: the same for the same folder, wherever it lies."""
    told = json.dumps(journal.head, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _begin(diary: Diary, journal: Journal, folder: Path) -> None:
    head = journal.head
    told = head["protocol"]
    diary.begin_session(
        session_id(journal),
        told["id"],
        told["version"],
        head["plan"],
        at=datetime.fromisoformat(head["begun"]).astimezone(),
        folder=str(folder.resolve()),
    )


def _keep(diary: Diary, journal: Journal, folder: Path, results: SessionResults) -> None:
    name, head = session_id(journal), journal.head
    begun = datetime.fromisoformat(head["begun"]).astimezone()
    told = head["protocol"]
    _begin(diary, journal, folder)
    _act(diary, journal)
    body = json.loads(result_json(results.analysis.result))
    diary.add_result(body, at=begun, session_id=name)
    recording = open_recording(folder)
    numbers = kept_bytes(list(recording.stream()), KeptHead.of(recording))
    if numbers is not None:
        recordings.keep_numbers(diary, numbers, source=recording.id, kind=recording.kind, at=begun)
    keep_spots(diary, results.analysis.result.metrics, begun)
    ends = journal.of("finish")
    reason = ends[-1]["reason"] if ends else "cut-off"
    diary.finish_session(name, reason, at=now())
    keep_leg_signs(diary, journal, begun)
    variant = told["variant"] or None
    if protocol(told["id"]).chosen(variant=variant).counts_as != "test":
        _keep_day(diary, journal, begun)


def _act(diary: Diary, journal: Journal) -> None:
    for line in journal.lines:
        if line["kind"] in KEPT_KINDS:
            diary.act(session_id(journal), line["kind"], line)


def _keep_day(diary: Diary, journal: Journal, begun: datetime) -> None:
    """The pain numbers of a session of exercise belong to its day; the highest counts."""
    day = diary.day(begun.date())
    said: dict[str, int | None] = {"pressure": day.pressure, "during": day.during}
    for answer in journal.answers():
        if answer.name.startswith(("pressure_pain", "usual_pain")) and answer.value is not None:
            field = "during" if answer.name == "usual_pain" else "pressure"
            said[field] = max(said[field] or 0, int(answer.value))
    daily.say(diary, begun.date(), trained=True, **said)
