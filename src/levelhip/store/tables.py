"""The tables of the store; one person's words, sessions and results."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

KEY = BigInteger().with_variant(Integer(), "sqlite")
"""Row number; SQLite counts up only a plain INTEGER."""


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC; SQLite has none of its own."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC without a zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value}: has no time zone; give one")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back with its zone."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables; constraints have names, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's own way
        datetime: Moment,
        dict[str, Any]: JSON,
    }


def _person() -> Mapped[str]:
    return mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class PersonRow(Base):
    """Whose data these are; a home has one, a coach many."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    made_at: Mapped[datetime]
    profile: Mapped[dict[str, Any]]


class ScreeningRow(Base):
    """Answers to safety questions; never changed, only added to."""

    __tablename__ = "screening"

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    at: Mapped[datetime]
    version: Mapped[int]
    said: Mapped[dict[str, Any]]


class VisitRow(Base):
    """That a clinician has been seen, as the person says; never changed."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    at: Mapped[datetime]


class DayRow(Base):
    """What was said of a day."""

    __tablename__ = "day"
    __table_args__ = (UniqueConstraint("person", "on"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    on: Mapped[date]
    usual: Mapped[int | None]
    during: Mapped[int | None]
    morning: Mapped[int | None]
    pressure: Mapped[int | None]
    leg_signs: Mapped[bool | None]
    trained: Mapped[bool] = mapped_column(default=False)


class ScoreRow(Base):
    """A number said now and then: a questionnaire's total, global change, hours of sitting."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("person", "on", "name"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    on: Mapped[date]
    name: Mapped[str] = mapped_column(String(64))
    value: Mapped[float]


class ActivityRow(Base):
    """What the person wants to do again (PSFS)."""

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("person", "text"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    text: Mapped[str] = mapped_column(Text)


class RatingRow(Base):
    """How well an activity goes, 0 to 10."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("activity", "on"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    activity: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), index=True)
    on: Mapped[date]
    value: Mapped[int]


class WalkRow(Base):
    """Minutes walked on a day."""

    __tablename__ = "walk"
    __table_args__ = (UniqueConstraint("person", "on"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    on: Mapped[date]
    minutes: Mapped[float]


class LiftRow(Base):
    """The person's main lift on a day."""

    __tablename__ = "lift"
    __table_args__ = (UniqueConstraint("person", "on"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    on: Mapped[date]
    kg: Mapped[float]
    reps: Mapped[int]


class SpotRow(Base):
    """A mark on the body map."""

    __tablename__ = "spot"

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    view: Mapped[str] = mapped_column(String(16))
    x_m: Mapped[float]
    y_m: Mapped[float]
    pain: Mapped[int | None]


class SessionRow(Base):
    """One session of a protocol; `finished_at` stays empty when it was cut off."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = _person()
    protocol: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(64))
    plan: Mapped[dict[str, Any]]
    folder: Mapped[str | None] = mapped_column(Text)


class ActRow(Base):
    """One thing that happened in a session: a repetition, an answer, a mark."""

    __tablename__ = "act"

    session: Mapped[str] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]]


class RecordingRow(Base):
    """A kept recording: joint numbers in a Parquet file named by its content.

    `source` is what the results call the recording (SHA-256 of what was measured), `content` the
    SHA-256 of the kept file.
    """

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("person", "source"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    source: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    bytes: Mapped[int] = mapped_column(BigInteger)


class ResultRow(Base):
    """A result file, whole."""

    __tablename__ = "result"
    __table_args__ = (Index(None, "person", "protocol", "at"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    protocol: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    session: Mapped[str | None] = mapped_column(ForeignKey("session.id", ondelete="SET NULL"))
    recording: Mapped[str | None] = mapped_column(String(64))
    body: Mapped[dict[str, Any]]


class MetricRow(Base):
    """The summary metrics of a result, so that trends need not open the whole."""

    __tablename__ = "metric"
    __table_args__ = (Index(None, "result", "name"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    result: Mapped[int] = mapped_column(ForeignKey("result.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(8))
    value: Mapped[float | None]
    sd: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(16))
    method: Mapped[str] = mapped_column(String(64))
    refused: Mapped[str] = mapped_column(String(64), default="")


class SettingRow(Base):
    """What the person chose: voice, language, reminders. No safety rule reads it."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("person", "name"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = _person()
    name: Mapped[str] = mapped_column(String(64))
    value: Mapped[dict[str, Any]]
