"""A person's data as a FHIR R4B bundle, checked against the published resource models.

Nobody is named in it: the patient carries only the identifier that the caller gives.
"""

from __future__ import annotations

from datetime import datetime

from fhir.resources.R4B.bundle import Bundle

from levelhip.export.fhir_observations import observations, screenings
from levelhip.export.fhir_parts import SYSTEM, Names
from levelhip.export.fhir_plan import care_plan, goals
from levelhip.program.history import History
from levelhip.program.plan import Plan


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
        JSON: Patient, Observation for each number that was measured or said and each mark on the
        body map, QuestionnaireResponse for each screening, Goal and CarePlan.
    """
    names = Names(person)
    resources = [
        {
            "resourceType": "Patient",
            "id": "patient",
            "identifier": [{"system": SYSTEM, "value": person}],
        },
        *observations(history, names),
        *screenings(history, names),
        *goals(history, made, names),
        care_plan(history, made, names, stamp),
    ]
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": stamp.isoformat(timespec="seconds"),
        "entry": [
            {"fullUrl": names.url(each["resourceType"], each["id"]), "resource": each}
            for each in resources
        ],
    }
    return str(Bundle.model_validate(whole).model_dump_json(indent=2))
