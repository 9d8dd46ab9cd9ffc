"""Pieces that the resources of a FHIR bundle share: names, references, codes, quantities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, uuid5

Resource: TypeAlias = dict[str, Any]

SYSTEM = "urn:levelhip"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
ACHIEVED = "http://terminology.hl7.org/CodeSystem/goal-achievement"

PAIN = {"system": LOINC, "code": "72514-3", "display": "Pain severity - 0-10 verbal numeric rating"}
"""LOINC 72514-3: "Pain severity - 0-10 verbal numeric rating [Score] - Reported"."""

STEPS = {
    "system": LOINC,
    "code": "55423-8",
    "display": "Number of steps in unspecified time Pedometer",
}
EXERCISE_TIME = {"system": LOINC, "code": "55411-3", "display": "Exercise duration"}

UNITS: Mapping[str, str] = {
    "1": "1",
    "deg": "deg",
    "s": "s",
    "m": "m",
    "kg": "kg",
    "h": "h",
    "min": "min",
    "steps/min": "/min",
    "score": "{score}",
}
"""UCUM codes of the units that results and answers have."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the resources of one person's bundle.

    Attributes
    ----------
    person : what the patient is to be known by
    """

    person: str

    def url(self, kind: str, name: str) -> str:
        """The address of an entry: the same for the same resource in every export.

        Parameters
        ----------
        kind : str
            Its resource type.
        name : str
            Its id.

        Returns
        -------
        str
        """
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{SYSTEM}/{self.person}/{kind}/{name}')}"

    def reference(self, kind: str, name: str) -> Resource:
        """A reference to an entry of the bundle.

        Parameters
        ----------
        kind, name : str
            As in `url`.

        Returns
        -------
        dict
        """
        return {"reference": self.url(kind, name)}

    @property
    def subject(self) -> Resource:
        """The reference to the patient."""
        return self.reference("Patient", "patient")


def own_code(name: str) -> Resource:
    """A code of levelhip's own, where no public one is known for certain.

    Parameters
    ----------
    name : str

    Returns
    -------
    dict
    """
    return {"system": SYSTEM, "code": name.replace(" ", "-")}


def category(name: str) -> list[Resource]:
    """A category of observations.

    Parameters
    ----------
    name : str
        "survey" for what was said, "activity" for what was walked.

    Returns
    -------
    list of dict
    """
    return [{"coding": [{"system": CATEGORIES, "code": name}]}]


def quantity(value: float, unit: str) -> Resource:
    """A quantity in UCUM, where the unit has a code.

    Parameters
    ----------
    value : float
    unit : str
        As in results; "score" for the total of a questionnaire.

    Returns
    -------
    dict
    """
    told: Resource = {"value": round(value, 6)}
    if unit in UNITS:
        told |= {"unit": unit, "system": UCUM, "code": UNITS[unit]}
    elif unit:
        told["unit"] = unit
    return told


def number(value: float) -> Resource:
    """The value of an answer: a whole number as such, any other as a score.

    Parameters
    ----------
    value : float

    Returns
    -------
    dict
        One field, to be put into an Observation.
    """
    if value == int(value):
        return {"valueInteger": int(value)}
    return {"valueQuantity": quantity(value, "score")}
