"""How often an interval holds the truth, and how often something is said of nothing."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from levelhip.engine.bearings import bearing
from levelhip.engine.change import Change, overall

CERTAIN = 1.96
LEAST, MOST = 0.93, 0.97
"""Goal: how often 1.96 standard uncertainties to either side hold the truth."""

FALSE = 0.05
"""Goal: how often, at most, something is said of a person in whom there is nothing."""

CLEAR = 2.33
"""Monte Carlo errors past a bound from which it is broken (99 % to one side)."""


@dataclass(slots=True)
class Rate:
    """How often something happened, by person: what one person gives hangs together.

    Attributes
    ----------
    setting : protocol and sensor, or how errors were drawn
    what : the quantity, or the statement
    hits, tries : of each person
    errors, claims : errors in the unit of the quantity and standard uncertainties claimed for them;
        empty for statements
    """

    setting: str
    what: str
    hits: list[int] = field(default_factory=list)
    tries: list[int] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    claims: list[float] = field(default_factory=list)

    def add(self, happened: Sequence[bool]) -> None:
        """One person."""
        if happened:
            self.hits.append(sum(happened))
            self.tries.append(len(happened))

    @property
    def value(self) -> float:
        """Part of the tries."""
        return sum(self.hits) / max(sum(self.tries), 1)

    @property
    def error(self) -> float:
        """Monte Carlo standard error, at least that of one try a person at five in a hundred."""
        tries = max(sum(self.tries), 1)
        rest = [h - self.value * n for h, n in zip(self.hits, self.tries, strict=True)]
        least = math.sqrt(FALSE * (1.0 - FALSE) / max(len(self.hits), 1)) if not any(rest) else 0.0
        return max(math.sqrt(sum(r * r for r in rest)) / tries, least)

    @property
    def holds_truth_often_enough(self) -> bool:
        """Not clearly less often than `LEAST`."""
        return self.value + CLEAR * self.error >= LEAST

    @property
    def holds_truth_not_too_often(self) -> bool:
        """Not clearly more often than `MOST`."""
        return self.value - CLEAR * self.error <= MOST

    @property
    def seldom_enough(self) -> bool:
        """Not clearly more often than `FALSE`."""
        return self.value - CLEAR * self.error <= FALSE

    @property
    def size(self) -> float:
        """Errors as they were in parts of what was claimed, root mean square."""
        if not self.errors:
            return math.nan
        return math.sqrt(float(np.mean(np.square(self.errors)) / np.mean(np.square(self.claims))))


class Rates(dict[tuple[str, str], Rate]):
    """Rates by setting and what; made when first asked for."""

    def __missing__(self, key: tuple[str, str]) -> Rate:
        self[key] = Rate(*key)
        return self[key]


@dataclass(slots=True)
class Report:
    """What was found.

    Attributes
    ----------
    coverage : intervals that held the truth
    changes : improved or worse said of people who had not changed
    flags : symmetric people called uneven
    """

    coverage: Rates = field(default_factory=Rates)
    changes: Rates = field(default_factory=Rates)
    flags: Rates = field(default_factory=Rates)


def count_changes(told: Report, setting: str, changes: Sequence[Change], protocol_id: str) -> None:
    """Whether anything was said of a person who had not changed, by quantity and all together.

    Parameters
    ----------
    told : Report
        Grows.
    setting : str
        As in `Rate`.
    changes : sequence of Change
        Of one person.
    protocol_id : str
        What was done.
    """
    found: dict[str, list[bool]] = defaultdict(list)
    for each in changes:
        if bearing(each.name, protocol_id).better and each.sd:
            found[each.name].append(each.state in ("improved", "worse"))
    for name, said in found.items():
        told.changes[setting, name].add(said)
    together = overall(changes, protocol=protocol_id)
    told.changes[setting, "all together"].add([together.state in ("improved", "worse", "changed")])
