"""What a person said: safety answers, days, walks; a call that returns is on the disk."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, select

from levelhip.core import LevelhipError
from levelhip.program.light import Day
from levelhip.program.screening import Screening
from levelhip.store.reading import day_of
from levelhip.store.tables import DayRow, ScreeningRow, VisitRow, WalkRow
from levelhip.store.transactions import Transactions


class Said(Transactions):
    """The part of the diary that is told, not measured."""

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
            raise LevelhipError("minutes: {value}; give 0 to 1440", value=minutes)
        with self._write() as session:
            session.execute(delete(WalkRow).where(WalkRow.person == self.person, WalkRow.on == on))
            session.add(WalkRow(person=self.person, on=on, minutes=minutes))
