"""A person's data as a FHIR R4B bundle, checked against the published resource models.

Nobody is named in it: the patient carries only the identifier that the caller gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from fhir.resources.R4B.bundle import Bundle

from levelhip.program.history import History, Measured
from levelhip.program.plan import Plan
from levelhip.program.screening import questions
from levelhip.program.sentence import Sentence

SYSTEM = "urn:levelhip"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
PAIN = {"system": LOINC, "code": "72514-3", "display": "Pain severity - 0-10 verbal numeric rating"}
"""LOINC 72514-3: "Pain severity - 0-10 verbal numeric rating [Score] - Reported"."""

_PAINS = {
    "usual": "Usual back pain of the day",
    "during": "Back pain during the session",
    "morning": "Back pain the next morning",
    "pressure": "Pain under the thumb while pressing",
}
_UNITS = {"1": "1", "deg": "deg", "s": "s", "m": "m", "kg": "kg", "steps/min": "/min"}


def bundle(history: History, made: Plan, *, person: str, stamp: datetime) -> str:
    """Everything as one bundle of type "collection".

    Parameters
    ----------
    history : History
        What was said, done and measured.
    made : Plan
        The plan from now on.
    person : str
        What the patient is to be known by.
    stamp : datetime
        Now, with its time zone.

    Returns
    -------
    str
        JSON: Patient, Observation for each measured quantity and each pain number,
        QuestionnaireResponse for each screening, Goal and CarePlan.
    """
    resources = [
        {
            "resourceType": "Patient",
            "id": "patient",
            "identifier": [{"system": SYSTEM, "value": person}],
        },
        *(_pain(*told) for told in _pains(history)),
        *(_measured(i, each) for i, each in enumerate(history.measured, start=1)),
        *_screenings(history),
        *_goals(made),
        _care_plan(made, stamp),
    ]
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": stamp.isoformat(timespec="seconds"),
        "entry": [
            {"fullUrl": f"{SYSTEM}:{each['resourceType']}/{each['id']}", "resource": each}
            for each in resources
        ],
    }
    return str(Bundle.model_validate(whole).model_dump_json(indent=2))


_SUBJECT = {"reference": f"{SYSTEM}:Patient/patient"}


def _pains(history: History) -> Iterator[tuple[str, str, str, int]]:
    for day in sorted(history.days, key=lambda day: day.on):
        for name, words in _PAINS.items():
            value = getattr(day, name)
            if value is not None:
                yield day.on.isoformat(), name, words, value


def _pain(on: str, name: str, words: str, value: int) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": f"pain-{name}-{on}",
        "status": "final",
        "code": {"coding": [PAIN], "text": words},
        "subject": _SUBJECT,
        "effectiveDateTime": on,
        "valueInteger": value,
    }


def _measured(i: int, told: Measured) -> dict[str, Any]:
    spread = f"standard uncertainty {told.sd:.3g}"
    code = {"system": SYSTEM, "code": f"{told.protocol}/{told.name}"}
    quantity: dict[str, Any] = {"value": round(told.value, 6)}
    if told.unit:
        quantity |= {"unit": told.unit, "system": UCUM, "code": _UNITS.get(told.unit, told.unit)}
    return {
        "resourceType": "Observation",
        "id": f"measured-{i}",
        "status": "final",
        "code": {"coding": [code], "text": f"{told.name} ({told.protocol})".replace("_", " ")},
        "subject": _SUBJECT,
        "effectiveDateTime": told.on.isoformat(),
        "valueQuantity": quantity,
        "bodySite": {"text": str(told.side)},
        "note": [{"text": spread}],
    }


def _screenings(history: History) -> Iterator[dict[str, Any]]:
    texts: Mapping[str, str] = {each.id: each.text for each in questions().question}
    for i, told in enumerate(sorted(history.screenings, key=lambda each: each.at), start=1):
        yield {
            "resourceType": "QuestionnaireResponse",
            "id": f"screening-{i}",
            "status": "completed",
            "subject": _SUBJECT,
            "authored": told.at.isoformat(timespec="seconds"),
            "item": [
                {
                    "linkId": name,
                    "text": texts.get(name, name),
                    "answer": [{"valueString": answer}],
                }
                for name, answer in told.said.items()
            ],
        }


def _goals(made: Plan) -> Iterator[dict[str, Any]]:
    stage = made.standing.stage
    for i, missing in enumerate(made.standing.missing or (Sentence(stage.why),), start=1):
        yield {
            "resourceType": "Goal",
            "id": f"goal-{i}",
            "lifecycleStatus": "active",
            "description": {"text": f"{stage.title}: {missing}"},
            "subject": _SUBJECT,
            "startDate": made.standing.since.isoformat(),
        }


def _care_plan(made: Plan, stamp: datetime) -> dict[str, Any]:
    activities = [
        {
            "detail": {
                "status": "scheduled",
                "description": " ".join(part for part in (item.kind, item.what) if part),
                "scheduledString": day.on.isoformat(),
            }
        }
        for day in made.days
        for item in day.items
        if item.kind not in ("locked", "rest")
    ]
    plan: dict[str, Any] = {
        "resourceType": "CarePlan",
        "id": "plan",
        "status": "active",
        "intent": "plan",
        "title": f"levelhip: {made.standing.stage.title}",
        "subject": _SUBJECT,
        "created": stamp.isoformat(timespec="seconds"),
        "note": [{"text": made.clearance.text}],
    }
    return plan | ({"activity": activities} if activities else {})
