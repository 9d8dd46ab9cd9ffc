"""What was said and measured as FHIR observations, and the safety answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from levelhip.biomech.body_map import place_words, region
from levelhip.export.fhir_parts import (
    EXERCISE_TIME,
    PAIN,
    STEPS,
    SYSTEM,
    Names,
    Resource,
    category,
    number,
    own_code,
    quantity,
)
from levelhip.program.history import History, Measured, Spot
from levelhip.program.screening import questions
from levelhip.program.spot_trend import place

_PAINS = {
    "usual": "Usual back pain of the day",
    "during": "Back pain during the session",
    "morning": "Back pain the next morning",
    "pressure": "Pain under the thumb while pressing",
}
_SCORES = {
    "rmdq24": "Roland-Morris disability questionnaire, 24 items, total",
    "global_change": "Global rating of change, -5 (much worse) to 5 (much better)",
    "sitting_h": "Sitting, hours a day",
}


def observations(history: History, names: Names) -> Iterator[Resource]:
    """Everything that was said or measured, kind after kind.

    Parameters
    ----------
    history : History
    names : Names

    Yields
    ------
    dict
        An Observation.
    """
    yield from _pains(history, names)
    yield from _ratings(history, names)
    yield from _scores(history, names)
    yield from _walks(history, names)
    for i, lift in enumerate(sorted(history.lifts, key=lambda each: each.on), start=1):
        told = _observation(names, f"lift-{i}", lift.on.isoformat(), "activity")
        yield told | {
            "code": {"coding": [own_code("main-lift")], "text": "Load of the main lift"},
            "valueQuantity": quantity(lift.kg, "kg"),
            "note": [{"text": f"{lift.reps} repetitions"}],
        }
    for i, spot in enumerate(sorted(history.spots, key=lambda each: each.at), start=1):
        yield _spot(names, i, spot)
    for i, each in enumerate(history.measured, start=1):
        yield _measured(names, i, each)


def rating_id(activity_i: int, on: str) -> str:
    """Id of the observation of how an activity went on a day.

    Parameters
    ----------
    activity_i : int
        Its place among the activities, from 1.
    on : str
        The date.

    Returns
    -------
    str
    """
    return f"psfs-{activity_i}-{on}"


def _observation(names: Names, name: str, when: str, kind: str = "") -> Resource:
    told: Resource = {"resourceType": "Observation", "id": name, "status": "final"}
    if kind:
        told["category"] = category(kind)
    return told | {"subject": names.subject, "effectiveDateTime": when}


def _pains(history: History, names: Names) -> Iterator[Resource]:
    for day in sorted(history.days, key=lambda day: day.on):
        for name, words in _PAINS.items():
            value = getattr(day, name)
            if value is not None:
                on = day.on.isoformat()
                told = _observation(names, f"pain-{name}-{on}", on, "survey")
                yield told | {"code": {"coding": [PAIN], "text": words}, "valueInteger": value}


def _ratings(history: History, names: Names) -> Iterator[Resource]:
    for i, activity in enumerate(history.activities, start=1):
        for rating in sorted(activity.ratings, key=lambda each: each.on):
            on = rating.on.isoformat()
            text = f"Patient-specific functional scale (10 = as before): {activity.text}"
            told = _observation(names, rating_id(i, on), on, "survey")
            yield told | {
                "code": {"coding": [own_code("psfs")], "text": text},
                "valueInteger": rating.value,
            }


def _scores(history: History, names: Names) -> Iterator[Resource]:
    for score in sorted(history.scores, key=lambda each: (each.on, each.name)):
        on = score.on.isoformat()
        told = _observation(names, f"{score.name.replace('_', '-')}-{on}", on, "survey")
        code = {"coding": [own_code(score.name)], "text": _SCORES.get(score.name, score.name)}
        value = (
            {"valueQuantity": quantity(score.value, "h")}
            if score.name == "sitting_h"
            else number(score.value)
        )
        yield told | {"code": code} | value


def _walks(history: History, names: Names) -> Iterator[Resource]:
    for i, walk in enumerate(sorted(history.walked, key=lambda each: each.on), start=1):
        told = _observation(names, f"walk-{i}", walk.on.isoformat(), "activity")
        yield told | {
            "code": {"coding": [EXERCISE_TIME], "text": "Minutes walked"},
            "valueQuantity": quantity(walk.minutes, "min"),
        }


def _spot(names: Names, i: int, spot: Spot) -> Resource:
    where = place(spot)
    kind = f"{spot.kind} spot"
    parts: list[Resource] = [
        {
            "code": {"coding": [own_code(f"body-map-{axis}")], "text": words},
            "valueQuantity": quantity(value, "m"),
        }
        for axis, value, words in (
            ("x", where.x_m, "Sideways, to the person's right; in side views forwards"),
            ("y", where.y_m, "Upwards from the belt line"),
        )
    ]
    if spot.pain is not None:
        parts.append({"code": {"coding": [PAIN], "text": "Pain there"}, "valueInteger": spot.pain})
    told = _observation(names, f"spot-{i}", spot.at.isoformat(timespec="seconds"), "survey")
    body = f"{region(where, height_m=None).name}: {place_words(where)}, seen from the {spot.view}"
    return told | {
        "code": {"coding": [own_code(kind)], "text": f"{kind.capitalize()} on the body map"},
        "bodySite": {"text": body},
        "component": parts,
    }


def _measured(names: Names, i: int, told: Measured) -> Resource:
    text = f"{told.name} ({told.protocol})".replace("_", " ")
    code = [own_code(f"{told.protocol}/{told.name}")]
    if told.name == "step_count":
        code.append(STEPS)
    found = _observation(names, f"measured-{i}", told.on.isoformat())
    found |= {
        "code": {"coding": code, "text": text},
        "valueQuantity": quantity(told.value, told.unit),
        "bodySite": {"text": str(told.side)},
        "note": [{"text": f"standard uncertainty {told.sd:.3g}"}],
    }
    return found | ({"method": {"text": told.method}} if told.method else {})


def screenings(history: History, names: Names) -> Iterator[Resource]:
    """The answers to safety questions.

    Parameters
    ----------
    history : History
    names : Names

    Yields
    ------
    dict
        A QuestionnaireResponse; each item with the question's id and text.
    """
    texts: Mapping[str, str] = {each.id: each.text for each in questions().question}
    for i, told in enumerate(sorted(history.screenings, key=lambda each: each.at), start=1):
        yield {
            "resourceType": "QuestionnaireResponse",
            "id": f"screening-{i}",
            "questionnaire": f"{SYSTEM}:questionnaire:safety|{questions().version}",
            "status": "completed",
            "subject": names.subject,
            "source": names.subject,
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
