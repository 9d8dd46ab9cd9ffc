"""What a person says now and then: activities, scores, spots and lifts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from levelhip.core import LevelhipError, Sentence, phrase
from levelhip.program.history import ACTIVITIES_MOST, Activity, Lift, Rating, Score, Spot
from levelhip.store.tables import ActivityRow, LiftRow, RatingRow, ScoreRow, SpotRow
from levelhip.store.transactions import Transactions


class Scores(Transactions):
    """The part of the diary that is told now and then."""

    def add_activity(self, text: str) -> Activity:
        """Keep something that the person wants to do again.

        Parameters
        ----------
        text : str
            In the person's words.

        Returns
        -------
        Activity

        Raises
        ------
        LevelhipError
            When it is empty or there already, or three are kept.
        """
        activity = Activity(" ".join(text.split()))
        with self._write() as session:
            named = _named(session, self.person)
            if any(_same(row.text, activity.text) for row in named):
                raise LevelhipError(
                    "activity {given}: is there already; rate that one", given=f"{activity.text!r}"
                )
            if len(named) >= ACTIVITIES_MOST:
                raise LevelhipError(
                    "activity {given}: there are {most} already; drop one of them first",
                    given=f"{activity.text!r}",
                    most=ACTIVITIES_MOST,
                )
            session.add(ActivityRow(person=self.person, text=activity.text))
        return activity

    def drop_activity(self, text: str) -> None:
        """Let go of an activity, with its ratings.

        Parameters
        ----------
        text : str
            As it was kept.

        Raises
        ------
        LevelhipError
            When there is no such activity.
        """
        with self._write() as session:
            session.delete(_activity(session, self.person, text))

    def rate(self, text: str, on: date, value: int) -> Rating:
        """Keep how an activity went; an earlier rating of that day is replaced.

        Parameters
        ----------
        text : str
            The activity, as it was kept.
        on : date
        value : int
            0 (not at all) to 10 (as before the pain).

        Returns
        -------
        Rating

        Raises
        ------
        LevelhipError
            When there is no such activity, or the rating is no answer.
        """
        rating = Rating(on, value)
        with self._write() as session:
            row = _activity(session, self.person, text)
            session.execute(
                delete(RatingRow).where(RatingRow.activity == row.id, RatingRow.on == on)
            )
            session.add(RatingRow(activity=row.id, on=on, value=value))
        return rating

    def score(self, on: date, name: str, value: float) -> Score:
        """Keep a number said now and then; an earlier one of that day is replaced.

        Parameters
        ----------
        on : date
        name : str
            From `program.history.SCORES`.
        value : float
            Within its bounds.

        Returns
        -------
        Score
        """
        score = Score(on, name, float(value))
        with self._write() as session:
            session.execute(
                delete(ScoreRow).where(
                    ScoreRow.person == self.person, ScoreRow.on == on, ScoreRow.name == name
                )
            )
            session.add(ScoreRow(person=self.person, on=on, name=name, value=score.value))
        return score

    def add_spot(self, spot: Spot) -> None:
        """Keep a mark on the body map.

        Parameters
        ----------
        spot : Spot
        """
        with self._write() as session:
            session.add(
                SpotRow(
                    person=self.person,
                    at=spot.at,
                    kind=spot.kind,
                    view=spot.view,
                    x_m=spot.x_m,
                    y_m=spot.y_m,
                    pain=spot.pain,
                )
            )

    def lift(self, on: date, kg: float, reps: int) -> Lift:
        """Keep the main lift of a day; an earlier one of that day is replaced.

        Parameters
        ----------
        on : date
        kg : kg
        reps : int
            At that load.

        Returns
        -------
        Lift
        """
        lift = Lift(on, float(kg), reps)
        with self._write() as session:
            session.execute(delete(LiftRow).where(LiftRow.person == self.person, LiftRow.on == on))
            session.add(LiftRow(person=self.person, on=on, kg=lift.kg, reps=reps))
        return lift


def activities(session: Session, person: str) -> list[Activity]:
    """The activities of a person in the order they were named, with their ratings by date.

    Parameters
    ----------
    session : Session
    person : str

    Returns
    -------
    list of Activity
    """
    ratings: dict[int, list[Rating]] = {}
    rated = (
        select(RatingRow)
        .join(ActivityRow, ActivityRow.id == RatingRow.activity)
        .where(ActivityRow.person == person)
        .order_by(RatingRow.on)
    )
    for row in session.scalars(rated):
        ratings.setdefault(row.activity, []).append(Rating(row.on, row.value))
    return [Activity(row.text, tuple(ratings.get(row.id, ()))) for row in _named(session, person)]


def scores(session: Session, person: str) -> list[Score]:
    """The numbers that a person said now and then, by date.

    Parameters
    ----------
    session : Session
    person : str

    Returns
    -------
    list of Score
    """
    found = select(ScoreRow).where(ScoreRow.person == person).order_by(ScoreRow.on, ScoreRow.id)
    return [Score(row.on, row.name, row.value) for row in session.scalars(found)]


def spots(session: Session, person: str) -> list[Spot]:
    """The marks that a person made on the body map, in order of time.

    Parameters
    ----------
    session : Session
    person : str

    Returns
    -------
    list of Spot
    """
    found = select(SpotRow).where(SpotRow.person == person).order_by(SpotRow.at, SpotRow.id)
    return [
        Spot(row.at.astimezone(), row.kind, row.view, row.x_m, row.y_m, row.pain)  # type: ignore[arg-type]
        for row in session.scalars(found)
    ]


def lifts(session: Session, person: str) -> list[Lift]:
    """The lifts of a person, by date.

    Parameters
    ----------
    session : Session
    person : str

    Returns
    -------
    list of Lift
    """
    found = select(LiftRow).where(LiftRow.person == person).order_by(LiftRow.on)
    return [Lift(row.on, row.kg, row.reps) for row in session.scalars(found)]


def _named(session: Session, person: str) -> list[ActivityRow]:
    found = select(ActivityRow).where(ActivityRow.person == person).order_by(ActivityRow.id)
    return list(session.scalars(found))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _activity(session: Session, person: str, text: str) -> ActivityRow:
    wanted = " ".join(text.split())
    named = _named(session, person)
    for row in named:
        if _same(row.text, wanted):
            return row
    known = "; ".join(repr(row.text) for row in named)
    way_out = Sentence("name one first: levelhip aim TEXT")
    if known:
        way_out = phrase("give one of {known}", known=known)
    raise LevelhipError(
        "activity {given}: not known; {way_out}", given=f"{wanted!r}", way_out=way_out
    )
