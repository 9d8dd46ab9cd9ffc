"""The body of this machine's person, as far as the diary knows it."""

from __future__ import annotations

from levelhip.core import Person
from levelhip.core.person import AGE_RANGE_YEARS
from levelhip.service import daily
from levelhip.service.clock import now
from levelhip.store.database import store_exists


def known_person(*, height_m: float | None = None) -> Person:
    """The body, as far as the diary knows it.

    Parameters
    ----------
    height_m : m, optional
        Body height, which the diary does not keep.

    Returns
    -------
    Person
        The age is the one that is reached in this year.
    """
    if not store_exists():
        return Person(height_m=height_m)
    with daily.diary() as diary:
        profile = diary.profile()
    if profile is None:
        return Person(height_m=height_m)
    age = None if profile.born_year is None else float(now().year - profile.born_year)
    low, high = AGE_RANGE_YEARS
    return Person(
        height_m=height_m,
        mass_kg=profile.mass_kg,
        # A clock that was set wrong makes nobody a child.
        age_years=age if age is not None and low <= age <= high else None,
    )
