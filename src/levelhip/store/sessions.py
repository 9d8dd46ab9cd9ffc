"""Sessions and results in the diary; a call that returns is on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from levelhip.store.faults import StoreFault
from levelhip.store.tables import ActRow, MetricRow, ResultRow, SessionRow
from levelhip.store.transactions import Transactions

TYPED = "scales"
"""Kind of recording that is typed in."""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A result as the diary holds it.

    Attributes
    ----------
    id : of its session, or its own number where it came from a recording
    at : when it was measured
    body : what result.json held
    folder : of its session, where there is one
    """

    id: str
    at: datetime
    body: Mapping[str, Any]
    folder: str | None


class Sessions(Transactions):
    """The part of the diary that is done and measured."""

    def begin_session(
        self,
        session_id: str,
        protocol: str,
        version: int,
        plan: Mapping[str, Any],
        *,
        at: datetime,
        folder: str | None = None,
    ) -> None:
        """Keep that a session has begun; one that was cut off begins anew.

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
        folder : str, optional
            Where its journal lies on this machine.

        Raises
        ------
        StoreFault
            When it is somebody else's, or over.
        """
        with self._write() as session:
            row = session.get(SessionRow, session_id)
            if row is None:
                row = SessionRow(id=session_id, person=self.person)
            elif row.person != self.person or row.finished_at is not None:
                raise StoreFault("session {given}: is kept already", given=session_id)
            row.protocol, row.version, row.plan = protocol, version, dict(plan)
            row.started_at, row.folder = at, folder
            session.add(row)
            session.execute(delete(ActRow).where(ActRow.session == session_id))

    def has_session(self, session_id: str) -> bool:
        """Whether a session of this name is kept to its end."""
        with self._read() as session:
            row = session.get(SessionRow, session_id)
            return row is not None and row.finished_at is not None

    def folders(self, *, cut_off: bool = False) -> list[tuple[str, str]]:
        """Where the sessions of this person lie: name and folder, in order of their beginning.

        Parameters
        ----------
        cut_off : bool
            Only those that never came to their end.

        Returns
        -------
        list of (str, str)
        """
        found = (
            select(SessionRow.id, SessionRow.folder)
            .where(SessionRow.person == self.person, SessionRow.folder.is_not(None))
            .order_by(SessionRow.started_at, SessionRow.id)
        )
        if cut_off:
            found = found.where(SessionRow.finished_at.is_(None))
        with self._read() as session:
            return [(name, folder) for name, folder in session.execute(found) if folder]

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
                raise StoreFault("session {given}: there is none; begin it first", given=session_id)

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

    def results(self) -> list[KeptResult]:
        """Every result of this person, newest first."""
        own = (
            select(ResultRow, SessionRow.folder)
            .outerjoin(SessionRow, ResultRow.session == SessionRow.id)
            .where(ResultRow.person == self.person)
            .order_by(ResultRow.at.desc(), ResultRow.id.desc())
        )
        with self._read() as session:
            return [
                KeptResult(row.session or f"{row.id}", row.at, row.body, folder)
                for row, folder in session.execute(own)
            ]

    def results_before(
        self, before: datetime, protocol: str, version: int
    ) -> list[tuple[datetime, dict[str, Any]]]:
        """Results of a protocol that were measured before a moment, newest first.

        Parameters
        ----------
        before : datetime
            With its time zone.
        protocol : str
            Its id.
        version : int
            Of the protocol: results of another one may not be compared.

        Returns
        -------
        list of tuple
            When it was measured, and what its result.json held.
        """
        same = (
            select(ResultRow)
            .where(ResultRow.person == self.person, ResultRow.at < before)
            .where(ResultRow.protocol == protocol, ResultRow.version == version)
            .order_by(ResultRow.at.desc())
        )
        with self._read() as session:
            return [(row.at, row.body) for row in session.scalars(same)]

    def put_result(self, body: Mapping[str, Any], *, at: datetime) -> bool:
        """Keep the result of a recording; of one protocol and version a recording has one result.

        What was typed in (two scales) has no bytes of its own: the same numbers on another day are
        another measurement.

        Parameters
        ----------
        body : mapping
            What result.json holds (docs/result.md).
        at : datetime
            When it was measured, with its time zone.

        Returns
        -------
        bool
            Whether it took the place of an earlier one.
        """
        protocol, recording = body["protocol"], body["recording"]
        same = (
            select(ResultRow.id, ResultRow.at)
            .where(ResultRow.person == self.person, ResultRow.session.is_(None))
            .where(ResultRow.protocol == protocol["id"], ResultRow.version == protocol["version"])
            .where(ResultRow.recording == recording["id"])
        )
        with self._write() as session:
            earlier = [
                number
                for number, when in session.execute(same)
                if recording["kind"] != TYPED or when.astimezone(at.tzinfo).date() == at.date()
            ]
            session.execute(delete(ResultRow).where(ResultRow.id.in_(earlier)))
            self.add_result(body, at=at)
            return bool(earlier)
