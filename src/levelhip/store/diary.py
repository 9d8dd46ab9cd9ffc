"""The diary of a person: what was said, done and measured; a call that returns is on the disk."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Engine, select

from levelhip.program.history import History, Profile, Walked
from levelhip.program.screening import Screening
from levelhip.store.database import open_engine, store_url
from levelhip.store.faults import NobodyKnown
from levelhip.store.reading import day_of, done_sessions, measurements
from levelhip.store.recordings import Recordings
from levelhip.store.said import Said
from levelhip.store.scores import Scores, activities, lifts, scores, spots
from levelhip.store.sessions import Sessions
from levelhip.store.settings import Settings
from levelhip.store.tables import DayRow, PersonRow, ScreeningRow, VisitRow, WalkRow

ME = "me"
"""The person of a store that has only one."""

_PROFILE = TypeAdapter(Profile)


class Diary(Said, Scores, Sessions, Recordings, Settings):
    """One person's part of the store.

    Parameters
    ----------
    engine : Engine
        From `database.open_engine`.
    person : str
        Whose.
    """

    def __init__(self, engine: Engine, person: str = ME) -> None:
        super().__init__(engine, person)

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

    def history(self) -> History:
        """All that the program's rules need.

        Returns
        -------
        History

        Raises
        ------
        NobodyKnown
            When the diary was not begun.
        """
        profile = self.profile()
        if profile is None:
            raise NobodyKnown("nothing is known of you yet; begin with: levelhip begin")
        me = self.person
        with self._read() as session:
            return History(
                profile,
                [
                    Screening(row.at.astimezone(), row.said)
                    for row in session.scalars(
                        select(ScreeningRow).where(ScreeningRow.person == me)
                    )
                ],
                [
                    at.astimezone()
                    for at in session.scalars(select(VisitRow.at).where(VisitRow.person == me))
                ],
                [day_of(row) for row in session.scalars(select(DayRow).where(DayRow.person == me))],
                done_sessions(session, me),
                measurements(session, me),
                [
                    Walked(row.on, row.minutes)
                    for row in session.scalars(select(WalkRow).where(WalkRow.person == me))
                ],
                activities(session, me),
                scores(session, me),
                spots(session, me),
                lifts(session, me),
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
