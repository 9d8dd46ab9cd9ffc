"""Keeping and reading what a person said, did and measured; a call that returns is on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from levelhip.core import LevelhipError
from levelhip.program.history import History, Profile, Walked
from levelhip.program.light import Day
from levelhip.program.screening import Screening
from levelhip.store.database import StoreFault, open_engine, plain_faults, store_url
from levelhip.store.reading import day_of, done_sessions, measurements
from levelhip.store.tables import (
    ActRow,
    DayRow,
    MetricRow,
    PersonRow,
    ResultRow,
    ScreeningRow,
    SessionRow,
    VisitRow,
    WalkRow,
)

ME = "me"
"""The person of a store that has only one."""

_PROFILE = TypeAdapter(Profile)


class Diary:
    """One person's part of the store.

    Parameters
    ----------
    engine : Engine
        From `database.open_engine`.
    person : str
        Whose.
    """

    def __init__(self, engine: Engine, person: str = ME) -> None:
        self.engine = engine
        self.person = person

    def close(self) -> None:
        """Let go of the store."""
        self.engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[Session]:
        """One transaction: on the disk when it ends without an error, else not there at all."""
        with plain_faults(), Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def _read(self) -> Iterator[Session]:
        with plain_faults(), Session(self.engine) as session:
            yield session

    def begin(self, profile: Profile, *, at: datetime) -> None:
        """Begin a person's diary, or change the profile.

        Parameters
        ----------
        profile : Profile
            What changes rarely.
        at : datetime
            Now, with its time zone.
        """
        told = _PROFILE.dump_python(profile, mode="json")
        with self._write() as session:
            row = session.get(PersonRow, self.person)
            if row is None:
                session.add(PersonRow(id=self.person, made_at=at, profile=told))
            else:
                row.profile = told

    def profile(self) -> Profile | None:
        """The profile; None before the diary was begun."""
        with self._read() as session:
            row = session.get(PersonRow, self.person)
            return None if row is None else _PROFILE.validate_python(row.profile)

    def add_screening(self, screening: Screening, *, version: int) -> None:
        """Keep answers to safety questions.

        Parameters
        ----------
        screening : Screening
            The answers.
        version : int
            Of the questions.
        """
        with self._write() as session:
            session.add(
                ScreeningRow(
                    person=self.person,
                    at=screening.at,
                    version=version,
                    said=dict(screening.said),
                )
            )

    def add_visit(self, at: datetime) -> None:
        """Keep that a clinician has been seen.

        Parameters
        ----------
        at : datetime
            When, with its time zone.
        """
        with self._write() as session:
            session.add(VisitRow(person=self.person, at=at))

    def say(self, day: Day) -> None:
        """Keep what was said of a day; what was said of it before is replaced.

        Parameters
        ----------
        day : Day
        """
        values = asdict(day)
        with self._write() as session:
            row = session.scalar(
                select(DayRow).where(DayRow.person == self.person, DayRow.on == day.on)
            )
            if row is None:
                session.add(DayRow(person=self.person, **values))
            else:
                for name, value in values.items():
                    setattr(row, name, value)

    def day(self, on: date) -> Day:
        """What was said of a day; nothing is an answer too."""
        with self._read() as session:
            row = session.scalar(
                select(DayRow).where(DayRow.person == self.person, DayRow.on == on)
            )
            return Day(on, trained=False) if row is None else day_of(row)

    def walk(self, on: date, minutes: float) -> None:
        """Keep the minutes walked on a day; an earlier number for it is replaced.

        Parameters
        ----------
        on : date
        minutes : min
        """
        if not 0 <= minutes <= 24 * 60:
            raise LevelhipError(f"minutes: {minutes}; give 0 to 1440")
        with self._write() as session:
            session.execute(delete(WalkRow).where(WalkRow.person == self.person, WalkRow.on == on))
            session.add(WalkRow(person=self.person, on=on, minutes=minutes))

    def begin_session(
        self, session_id: str, protocol: str, version: int, plan: Mapping[str, Any], *, at: datetime
    ) -> None:
        """Keep that a session has begun.

        Parameters
        ----------
        session_id : str
            New and unique.
        protocol, version : str, int
            What is done.
        plan : mapping
            Sides, sets, source …
        at : datetime
            Now, with its time zone.
        """
        with self._write() as session:
            session.add(
                SessionRow(
                    id=session_id,
                    person=self.person,
                    protocol=protocol,
                    version=version,
                    started_at=at,
                    plan=dict(plan),
                )
            )

    def has_session(self, session_id: str) -> bool:
        """Whether a session of this name is kept."""
        with self._read() as session:
            return session.get(SessionRow, session_id) is not None

    def act(self, session_id: str, kind: str, data: Mapping[str, Any]) -> int:
        """Keep one thing that happened in a session.

        Parameters
        ----------
        session_id : str
        kind : str
            "rep", "hold", "answer", "mark", …
        data : mapping
            What is to be kept of it, as JSON.

        Returns
        -------
        int
            Its number in the session, from 1.
        """
        with self._write() as session:
            last = session.scalar(
                select(func.max(ActRow.number)).where(ActRow.session == session_id)
            )
            number = (last or 0) + 1
            session.execute(
                insert(ActRow).values(session=session_id, number=number, kind=kind, data=dict(data))
            )
        return number

    def acts(self, session_id: str) -> list[tuple[str, dict[str, Any]]]:
        """What happened in a session, in order: kind and data."""
        with self._read() as session:
            rows = session.scalars(
                select(ActRow).where(ActRow.session == session_id).order_by(ActRow.number)
            )
            return [(row.kind, row.data) for row in rows]

    def finish_session(self, session_id: str, reason: str, *, at: datetime) -> None:
        """Keep that a session is over.

        Parameters
        ----------
        session_id : str
        reason : str
            "done", "stopped", "locked" …
        at : datetime
            Now, with its time zone.

        Raises
        ------
        StoreFault
            When there is no such session.
        """
        with self._write() as session:
            found = session.execute(
                update(SessionRow)
                .where(SessionRow.id == session_id, SessionRow.person == self.person)
                .values(finished_at=at, reason=reason)
            )
            if not found.rowcount:  # type: ignore[attr-defined]
                raise StoreFault(f"session {session_id}: there is none; begin it first")

    def add_result(
        self,
        body: Mapping[str, Any],
        *,
        at: datetime,
        session_id: str | None = None,
    ) -> int:
        """Keep a result with its summary metrics.

        Parameters
        ----------
        body : mapping
            What result.json holds (docs/result.md).
        at : datetime
            When it was measured, with its time zone.
        session_id : str or None
            The session that it came from.

        Returns
        -------
        int
            Its number.
        """
        told = dict(body)
        with self._write() as session:
            row = ResultRow(
                person=self.person,
                at=at,
                protocol=told["protocol"]["id"],
                version=told["protocol"]["version"],
                session=session_id,
                recording=told["recording"]["id"],
                body=told,
            )
            session.add(row)
            session.flush()
            session.add_all(
                MetricRow(
                    result=row.id,
                    name=each["name"],
                    side=each["side"],
                    value=each["value"],
                    sd=each["sd"],
                    unit=each["unit"],
                    method=each["method"],
                    refused=each.get("refused", ""),
                )
                for each in told["metrics"]
                if each["trial"] == 0
            )
            return row.id

    def history(self) -> History:
        """All that the program's rules need.

        Returns
        -------
        History

        Raises
        ------
        StoreFault
            When the diary was not begun.
        """
        profile = self.profile()
        if profile is None:
            raise StoreFault("nothing is known of you yet; begin with: levelhip begin")
        me = self.person
        with self._read() as session:
            return History(
                profile,
                [
                    Screening(row.at, row.said)
                    for row in session.scalars(
                        select(ScreeningRow).where(ScreeningRow.person == me)
                    )
                ],
                list(session.scalars(select(VisitRow.at).where(VisitRow.person == me))),
                [day_of(row) for row in session.scalars(select(DayRow).where(DayRow.person == me))],
                done_sessions(session, me),
                measurements(session, me),
                [
                    Walked(row.on, row.minutes)
                    for row in session.scalars(select(WalkRow).where(WalkRow.person == me))
                ],
            )


def open_diary(url: str | None = None, *, person: str = ME) -> Diary:
    """A person's diary in the store at an address.

    Parameters
    ----------
    url : str, optional
        By default that of `database.store_url`.
    person : str
        Whose.

    Returns
    -------
    Diary

    Raises
    ------
    StoreFault
        When the store cannot be opened.
    """
    return Diary(open_engine(url or store_url()), person)
