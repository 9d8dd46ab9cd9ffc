"""Whether intervals hold the truth and changes are not seen where there are none.

Two ways, because neither shows all: errors drawn as declared (`declared_errors`), and simulated
people before simulated sensors (`simulated_people`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from accuracy.declared_errors import declared
from accuracy.rates import Rate, Report
from accuracy.simulated_people import SETTINGS, chain
from accuracy.table import Table

DECLARED_N, CHAIN_N = 1000, 100
"""People for each kind of errors, and for each protocol; some five minutes of one core."""


def tables(_: Path) -> list[Table]:
    """Coverage, changes and flags, with their Monte Carlo errors.

    Parameters
    ----------
    _ : Path
        Recordings are not needed.

    Returns
    -------
    list of Table
    """
    return told_tables(declared(DECLARED_N), chain(SETTINGS, CHAIN_N))


def told_tables(drawn: Report, walked: Report) -> list[Table]:
    """Both reports as tables.

    Parameters
    ----------
    drawn, walked : Report
        From `declared` and `chain`.

    Returns
    -------
    list of Table
    """
    return [
        table(
            "Intervals that hold the truth, errors drawn as declared",
            drawn.coverage.values(),
            "inside",
        ),
        table(
            "Intervals that hold the truth, simulated people and sensors",
            walked.coverage.values(),
            "least",
        ),
        table(
            "Improved or worse, said of nobody who changed: drawn", drawn.changes.values(), "seldom"
        ),
        table(
            "Improved or worse, said of nobody who changed: simulated",
            walked.changes.values(),
            "seldom",
        ),
        table("Symmetric people called uneven: drawn", drawn.flags.values(), "seldom"),
        table("Symmetric people called uneven: simulated", walked.flags.values(), "seldom"),
    ]


GOALS: Mapping[str, tuple[str, Callable[[Rate], bool]]] = {
    "inside": (
        "93 to 97 %",
        lambda r: r.holds_truth_often_enough and r.holds_truth_not_too_often,
    ),
    "least": ("93 % or more", lambda r: r.holds_truth_often_enough),
    "seldom": ("at most 5 %", lambda r: r.seldom_enough),
}
"""What is asked, and whether a rate is not clearly outside of it."""


def table(title: str, rates: Iterable[Rate], goal: str) -> Table:
    """Rates as a table.

    Parameters
    ----------
    title : str
        Of the table.
    rates : iterable of Rate
        In the order to be shown.
    goal : str
        A key of `GOALS`.

    Returns
    -------
    Table
    """
    shown, (asked, met) = list(rates), GOALS[goal]
    sizes = any(rate.errors for rate in shown)
    rows: list[list[object]] = [
        [
            rate.setting,
            rate.what,
            len(rate.tries),
            sum(rate.tries),
            f"{100 * rate.value:.1f} ± {100 * rate.error:.1f}",
            *([rate.size] if sizes else []),
            "yes" if met(rate) else "NO",
        ]
        for rate in shown
    ]
    right = sum(row[-1] == "yes" for row in rows)
    return Table(
        title,
        [
            "setting",
            "what",
            "people",
            "n",
            "%, ± its Monte Carlo error",
            *(["error / claimed"] if sizes else []),
            asked,
        ],
        rows,
        goals=[f"goal {asked} in all rows: {right} of {len(rows)}"],
    )
