"""What a person may say about an analysis, and the key by which a finished one is known again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from levelhip import __version__
from levelhip.core import LevelhipError, Person

if TYPE_CHECKING:
    from levelhip.io import ReadOptions


LOAD_RANGE_KG = (0.5, 100.0)
STRAP_RANGE_M = (0.1, 1.5)
"""What can hang from a waist between the legs; chosen by us, wide enough for everybody."""


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What may be said beside the recording and the protocol; every field may be left out.

    Attributes
    ----------
    model : pose model for video, "lite", "full" or "heavy"
    variant : form of the test, as the protocol names it; None = its usual form
    hold_s : s, how long each hold was meant to be; None = as the protocol says
    marker_map : TOML file that maps markers or columns to levelhip's names
    forces : force file recorded together with the recording
    location : where a phone was worn
    side : "left" or "right", the side that worked, for recordings that cannot tell; None = not said
    load_kg : kg, weight that hung from the waist; None = not said
    strap_m : m, from the waist to the middle of that weight; None = not said
    tare_kg : what an empty balance board reads
    scales : readings of two bathroom scales, (left, right) in kg, one pair a trial
    dots : whether to look for bright dots on the front hip bones
    annotate : whether to draw annotated.mp4 for a video
    report : whether to write report.html
    jobs : processes; None = as many as there are cores
    """

    model: str = "full"
    variant: str | None = None
    hold_s: float | None = None
    marker_map: Path | None = None
    forces: Path | None = None
    location: str | None = None
    side: str | None = None
    load_kg: float | None = None
    strap_m: float | None = None
    tare_kg: float | None = None
    scales: tuple[tuple[float, float], ...] = ()
    dots: bool = True
    annotate: bool = True
    report: bool = True
    jobs: int | None = None

    def __post_init__(self) -> None:
        """Refuse a load and a strap that nobody walks with."""
        for name, value, (low, high), unit in (
            ("load", self.load_kg, LOAD_RANGE_KG, "kg"),
            ("strap", self.strap_m, STRAP_RANGE_M, "m"),
        ):
            if value is not None and not low <= value <= high:
                raise LevelhipError(
                    "{what}: {value} {unit}; give {low} to {high} {unit}",
                    what=name,
                    value=f"{value:g}",
                    unit=unit,
                    low=f"{low:g}",
                    high=f"{high:g}",
                )
        if self.side not in (None, "left", "right"):
            raise LevelhipError(
                "side: {given}; give left or right, or leave it out", given=self.side
            )

    def reading(self) -> ReadOptions:
        """The part that readers need."""
        from levelhip.io import ReadOptions

        return ReadOptions(
            model=self.model,
            marker_map=self.marker_map,
            location=self.location,
            tare_kg=self.tare_kg,
            dots=self.dots,
            jobs=self.jobs,
            forces=self.forces,
        )

    def words(self, person: Person) -> dict[str, str]:
        """What was given, for a reader; nothing that was left out.

        Parameters
        ----------
        person : Person
            The body, as far as it was given.

        Returns
        -------
        dict
            Name and value in words.
        """
        said = {
            "height": person.height_m and f"{person.height_m:.2f} m",
            "mass": person.mass_kg and f"{person.mass_kg:.1f} kg",
            "sex": person.sex,
            "age": person.age_years and f"{person.age_years:g} years",
            "form of the test": self.variant,
            "hold asked": self.hold_s and f"{self.hold_s:g} s",
            "phone worn at": self.location,
            "working side": self.side,
            "load": self.load_kg and f"{self.load_kg:g} kg",
            "strap": self.strap_m and f"{self.strap_m:.2f} m",
            "empty board": self.tare_kg is not None and f"{self.tare_kg:g} kg",
            "marker map": self.marker_map and self.marker_map.name,
            "forces from": self.forces and self.forces.name,
        }
        return {name: str(value) for name, value in said.items() if value}


def analysis_key(
    content_id: str, protocol: tuple[str, int], options: AnalysisOptions, person: Person
) -> str:
    """SHA-256 of everything that decides a result.

    Parameters
    ----------
    content_id : str
        SHA-256 of the recording's bytes.
    protocol : tuple
        Id and version.
    options : AnalysisOptions
        Files in it count by their bytes; the number of processes does not count.
    person : Person
        The body, as far as it was given.

    Returns
    -------
    str
        64 hexadecimal digits; equal for equal results of the same levelhip version.
    """
    from levelhip.io import content_id as content_of

    given = asdict(options)
    del given["jobs"]
    for name in ("marker_map", "forces"):
        given[name] = given[name] and content_of(given[name])
    decides = {
        "levelhip": __version__,
        "recording": content_id,
        "protocol": protocol,
        "options": given,
        "person": asdict(person),
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()
