"""What must be known of a person to turn pixels into metres and segments into masses."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core.errors import LevelhipError

SEXES = ("female", "male")
HEIGHT_RANGE_M = (1.0, 2.3)
MASS_RANGE_KG = (25.0, 250.0)
AGE_RANGE_YEARS = (18.0, 110.0)


@dataclass(frozen=True, slots=True)
class Person:
    """A body, as far as it is known.

    Attributes
    ----------
    height_m : m, without shoes; None when unknown
    mass_kg : kg; None when unknown
    sex : "female", "male", or None when unknown (segment tables are then averaged)
    age_years : years; None when unknown; for adults (docs/evidence.md#flag-age)
    """

    height_m: float | None = None
    mass_kg: float | None = None
    sex: str | None = None
    age_years: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no adult body has."""
        if self.sex is not None and self.sex not in SEXES:
            raise LevelhipError(
                "sex: {given}; give female or male, or leave it out", given=self.sex
            )
        for name, value, (low, high), unit in (
            ("height", self.height_m, HEIGHT_RANGE_M, "m"),
            ("mass", self.mass_kg, MASS_RANGE_KG, "kg"),
            ("age", self.age_years, AGE_RANGE_YEARS, "years"),
        ):
            if value is not None and not low <= value <= high:
                raise LevelhipError(
                    "{what}: {value} {unit}; give {low} to {high} {unit}",
                    what=name,
                    value=value,
                    unit=unit,
                    low=low,
                    high=high,
                )
