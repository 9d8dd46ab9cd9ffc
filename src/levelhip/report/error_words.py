"""What stands behind the ± of a result, in words."""

from __future__ import annotations

from collections.abc import Sequence

from levelhip.core.sentence import Translated
from levelhip.report.changes import PLACES
from levelhip.report.numbers import DIFFERENCE, scale_of
from levelhip.report.rows import QuantityRow

ERROR_WORDS = {
    "measured": "Behind ± stands the error of measuring: in 95 of 100 such recordings the true "
    "number lies within it, as far as that error is known.",
    "rating": "The ± of your own rating is one step, by levelhip's choice: how well such "
    "a rating repeats is not known.",
    "pain": "The ± of a pain number is how far single answers scatter.",
    "place": "The ± of a spot is how exactly a place can be shown, as levelhip guesses it.",
    "count": "The ± of what you counted is how far people miscount, as levelhip guesses it.",
}
"""By what kind of number it stands at."""

OWN_SCALE = 3
"""Top of the scale of a rating of oneself."""


def error_words(rows: Sequence[QuantityRow], translated: Translated = str) -> tuple[str, ...]:
    """What the errors of a result mean: a sentence for each kind of number that has one.

    Parameters
    ----------
    rows : sequence of QuantityRow
        As they are shown.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of str
        Empty where no number is shown with an error.
    """
    kinds = {
        _kind(row.name, cell.metric.method)
        for row in rows
        for cell in row.cells.values()
        if cell.shown.error
    }
    return tuple(translated(words) for kind, words in ERROR_WORDS.items() if kind in kinds)


def _kind(name: str, method: str) -> str:
    most = scale_of(name)
    if most is not None:
        return "rating" if most == OWN_SCALE else "pain"
    if name.removesuffix(DIFFERENCE).endswith(PLACES):
        return "place"
    return "count" if method.startswith("self-count") else "measured"
