"""From rows of the store to what the program's rules know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from levelhip.core import Side
from levelhip.program.history import Amount, Done, Measured
from levelhip.program.light import Day
from levelhip.program.prescription import STEPS_A_MINUTE
from levelhip.program.strategy import strategy
from levelhip.store.tables import DayRow, MetricRow, ResultRow, SessionRow


def day_of(row: DayRow) -> Day:
    """What was said of a day."""
    return Day(row.on, row.usual, row.during, row.morning, row.pressure, row.leg_signs, row.trained)


def done_sessions(session: Session, person: str) -> list[Done]:
    """Finished sessions, with the repetitions that their results counted."""
    counts: dict[tuple[str, str], float] = {}
    counted = (
        select(ResultRow.session, MetricRow.name, func.sum(MetricRow.value))
        .join(MetricRow, MetricRow.result == ResultRow.id)
        .where(ResultRow.person == person, MetricRow.name.in_(("rep_count", "faulty_count")))
        .group_by(ResultRow.session, MetricRow.name)
    )
    for session_id, name, value in session.execute(counted):
        if session_id is not None:
            counts[session_id, name] = value or 0.0
    rows: Sequence[SessionRow] = session.scalars(
        select(SessionRow).where(
            SessionRow.person == person,
            SessionRow.finished_at.is_not(None),
            SessionRow.reason.is_distinct_from("nothing-done"),
        )
    ).all()
    return [_done(row, counts) for row in rows]


def _done(row: SessionRow, counts: dict[tuple[str, str], float]) -> Done:
    about = row.plan.get("about", {})
    variant = row.plan.get("variant", "")
    return Done(
        row.started_at.astimezone().date(),
        about.get("exercise") or strategy().exercise_of(row.protocol, variant),
        int(counts.get((row.id, "rep_count"), about.get("reps", 0))),
        int(counts.get((row.id, "faulty_count"), about.get("faulty", 0))),
        whole=row.reason == "done",
        warm_up=bool(about.get("warm_up")) or variant == "warm-up",
        amount=_amount(row.plan, about),
    )


def _amount(plan: Mapping[str, Any], about: Mapping[str, Any]) -> Amount:
    """What was told; of a session with the coach what it went through, when it came to its end."""
    if "told" in about:
        told = about["told"]
        # Who says repetitions and no sets has done one.
        sets = told.get("sets", 1 if "reps" in told else None)
        return Amount(sets, told.get("reps"), told.get("hold_s"), told.get("minutes"))
    minutes, steps = plan.get("minutes"), plan.get("steps")
    if minutes is None and steps is not None:
        minutes = steps / STEPS_A_MINUTE
    sides = plan.get("sides")
    return Amount(
        plan.get("sets"),
        plan.get("reps"),
        plan.get("hold_s"),
        minutes,
        None if sides is None else len(sides),
    )


def measurements(session: Session, person: str) -> list[Measured]:
    """Summary values that are known, of all results of a person, in order."""
    found = session.execute(
        select(ResultRow.at, ResultRow.protocol, MetricRow)
        .join(MetricRow, MetricRow.result == ResultRow.id)
        .where(ResultRow.person == person, MetricRow.value.is_not(None))
        .order_by(ResultRow.at, MetricRow.id)
    )
    return [
        Measured(
            at.astimezone().date(),
            protocol,
            row.name,
            Side(row.side),
            row.value,
            row.sd or 0.0,
            row.unit,
            row.method,
        )
        for at, protocol, row in found
        if row.value is not None
    ]
