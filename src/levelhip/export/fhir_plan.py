"""What is aimed at and planned as FHIR goals and a care plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from levelhip.export.fhir_observations import rating_id
from levelhip.export.fhir_parts import ACHIEVED, Names, Resource, own_code
from levelhip.program.history import RATING, Activity, History
from levelhip.program.item_words import item_dose, item_title
from levelhip.program.plan import Plan
from levelhip.program.sentence import Sentence
from levelhip.program.trends import Reading, Trends, trends

_ACHIEVED: dict[Reading, str] = {
    "better": "improving",
    "worse": "worsening",
    "changed": "in-progress",
    "no measurable change": "no-change",
    "cannot tell yet": "in-progress",
}
"""What a reading is called in HL7's goal-achievement codes."""


def goals(history: History, made: Plan, names: Names) -> Iterator[Resource]:
    """What the person wants to do again, and what the stage waits for.

    Parameters
    ----------
    history : History
    made : Plan
    names : Names

    Yields
    ------
    dict
        A Goal.
    """
    found = trends(history)
    for i, activity in enumerate(history.activities, start=1):
        yield _activity_goal(i, activity, history, found, names)
    stage = made.standing.stage
    for i, missing in enumerate(made.standing.missing or (Sentence(stage.why),), start=1):
        yield {
            "resourceType": "Goal",
            "id": f"goal-{i}",
            "lifecycleStatus": "active",
            "description": {"text": f"{stage.title}: {missing}"},
            "subject": names.subject,
            "startDate": made.standing.since.isoformat(),
        }


def _activity_goal(
    i: int, activity: Activity, history: History, found: Trends, names: Names
) -> Resource:
    ratings = sorted(activity.ratings, key=lambda each: each.on)
    goal: Resource = {
        "resourceType": "Goal",
        "id": f"activity-{i}",
        "lifecycleStatus": "active",
        "description": {"text": activity.text},
        "subject": names.subject,
        "startDate": (ratings[0].on if ratings else history.profile.started).isoformat(),
        "target": [
            {
                "measure": {
                    "coding": [own_code("psfs")],
                    "text": "Patient-specific functional scale, 0 to 10 (as before)",
                },
                "detailInteger": RATING[1],
            }
        ],
    }
    if not ratings:
        return goal
    last = ratings[-1]
    # Series are numbered among the activities that were rated.
    number = sum(bool(each.ratings) for each in history.activities[:i])
    reading = next(t.reading for t in found.each if t.protocol == f"activity-{number}")
    status = "achieved" if last.value == RATING[1] else _ACHIEVED[reading]
    return goal | {
        "achievementStatus": {"coding": [{"system": ACHIEVED, "code": status}], "text": reading},
        "outcomeReference": [names.reference("Observation", rating_id(i, last.on.isoformat()))],
        "note": [
            {"text": f"Now {last.value} of {RATING[1]} ({last.on}), first {ratings[0].value}."}
        ],
    }


def care_plan(history: History, made: Plan, names: Names, stamp: datetime) -> Resource:
    """The plan from now on, each thing to do with its dose and days.

    Parameters
    ----------
    history : History
    made : Plan
    names : Names
    stamp : datetime
        Now, with its time zone.

    Returns
    -------
    dict
        A CarePlan; on hold and without activities while the safety answers shut everything.
    """
    aims = [names.reference("Goal", f"activity-{i + 1}") for i in range(len(history.activities))]
    aims += [
        names.reference("Goal", f"goal-{i + 1}") for i in range(max(len(made.standing.missing), 1))
    ]
    plan: Resource = {
        "resourceType": "CarePlan",
        "id": "plan",
        "status": "on-hold" if made.clearance.shuts == "everything" else "active",
        "intent": "plan",
        "title": f"levelhip: {made.standing.stage.title}",
        "description": made.standing.stage.why,
        "subject": names.subject,
        "created": stamp.isoformat(timespec="seconds"),
        "goal": aims,
        "note": [{"text": made.clearance.text}],
    }
    if made.days:
        plan["period"] = {
            "start": made.days[0].on.isoformat(),
            "end": made.days[-1].on.isoformat(),
        }
    activities = list(_activities(made))
    return plan | ({"activity": activities} if activities else {})


def _activities(made: Plan) -> Iterator[Resource]:
    """Each thing to do once, with all its days."""
    found: dict[tuple[str, str, str], list[date]] = {}
    for day in made.days:
        for item in day.items:
            if item.kind not in ("locked", "rest"):
                told = (item_dose(item), str(item.why or ""))
                words = " ".join(each for each in told if each)
                key = (str(item_title(item)), f"{item.kind} {item.what}".strip(), words)
                found.setdefault(key, []).append(day.on)
    for (title, name, words), days in found.items():
        yield {"detail": _detail(title, name, words, days)}


def _detail(title: str, name: str, words: str, days: Sequence[date]) -> Resource:
    detail: Resource = {
        "code": {"coding": [own_code(name)], "text": title},
        "status": "scheduled",
        "scheduledTiming": {"event": [on.isoformat() for on in days]},
    }
    return detail | ({"description": words} if words else {})
