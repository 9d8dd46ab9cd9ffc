"""What became of the quantities since another day, in words and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from levelhip.core import Metric, Side, phrase
from levelhip.core.sentence import Translated
from levelhip.engine.bearings import bearing
from levelhip.engine.change import Change, Overall, change, overall
from levelhip.engine.summary import DIFFERENCE
from levelhip.io.result_file import ResultFile
from levelhip.report.numbers import shown
from levelhip.report.words import wording

PLACES = ("_spot_x", "_spot_y", "_spot_view")
"""Ends of the names of places on the body; the body map compares them."""

SIGNS = {"improved": "▲", "worse": "▼", "changed": "◆", "not comparable": "■"}
"""Shape of a state, so that none is told by colour alone; the others have none."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One quantity on two days, as it is written.

    Attributes
    ----------
    label : with its side
    before, after, smallest : numbers with their unit
    words : what became of it, behind its sign
    """

    label: str
    before: str
    after: str
    smallest: str
    words: str


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a result since an earlier one.

    Attributes
    ----------
    on : the earlier day, as it is written
    text : what all of it comes to, in sentences
    lines : quantities that have a better way
    """

    on: str
    text: str
    lines: tuple[ChangeLine, ...]


def since(
    earlier: ResultFile, later: ResultFile, *, on: str, translated: Translated = str
) -> Since | None:
    """What became of a result since an earlier one of the same kind.

    Parameters
    ----------
    earlier, later : ResultFile
        Of one person.
    on : str
        The day of the earlier one, as it is to be written.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Since or None
        None where the two may not be compared, or have nothing in common.
    """
    alike = earlier.protocol == later.protocol and earlier.recording.kind == later.recording.kind
    refused = "refused" in (earlier.quality.state, later.quality.state)
    if not alike or refused:
        return None
    then, now = _summaries(earlier), _summaries(later)
    protocol = later.protocol.id
    found = [
        change([then[key]], [now[key]], protocol=protocol)
        for key in now
        if key in then and bearing(key[0], protocol).better
    ]
    told = [each for each in found if each.mdc95 is not None]
    if not told:
        return None
    together = overall(told, protocol=protocol)
    sure = (*together.improved, *together.worse)
    lines = tuple(_line(each, is_sure=each in sure, translated=translated) for each in told)
    return Since(on, " ".join(overall_words(together, translated)), lines)


def _summaries(result: ResultFile) -> dict[tuple[str, Side], Metric]:
    return {
        (metric.name, metric.side): metric
        for metric in result.metrics
        if not metric.trial and metric.value is not None and not metric.name.endswith(PLACES)
    }


def _line(told: Change, *, is_sure: bool, translated: Translated) -> ChangeLine:
    words = f"{SIGNS.get(told.state, '')} {translated(told.state)}".strip()
    if told.state in ("improved", "worse") and not is_sure:
        # Past its own smallest change, but of several quantities one is so by chance.
        words = ", ".join((words, translated("may be chance")))
    return ChangeLine(
        change_label(told, translated),
        translated(change_number(told, told.before)),
        translated(change_number(told, told.after)),
        translated(change_number(told, None)),
        f"{words}: {told.reason.filled(translated)}" if told.why else words,
    )


def change_number(told: Change, value: float | None) -> str:
    """A number of a change, with the digits that its smallest change allows.

    Parameters
    ----------
    told : Change
        Of the quantity.
    value : float or None
        Before, after or difference; None for the smallest change itself.

    Returns
    -------
    str
    """
    number = shown(told.name, value or 0.0, told.sd, told.mdc95, told.unit)
    return number.change_text if value is None else f"{number.value}{number.unit}"


def change_label(told: Change, translated: Translated = str) -> str:
    """A quantity with its side, as "trunk lean (left)".

    Parameters
    ----------
    told : Change
        Of the quantity.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    str
    """
    name = told.name.removesuffix(DIFFERENCE)
    words = translated(wording(name).label)
    if name != told.name:
        return phrase("{label}, left less right", label=words).filled(translated)
    return words if told.side is Side.BOTH else f"{words} ({translated(told.side)})"


def overall_words(told: Overall, translated: Translated = str) -> Iterable[str]:
    """What all quantities come to together, a sentence each.

    Parameters
    ----------
    told : Overall
        From `engine.change.overall`.
    translated : callable
        From an English text to the reader's language.

    Yields
    ------
    str
    """
    if told.state == "not comparable":
        yield translated("These results may not be compared.")
    elif told.state == "no measurable change":
        yield translated(
            "No measurable change: nothing differs by more than measuring and your days can make."
        )
    elif told.state == "cannot tell yet" and not told.compared:
        yield translated("Cannot tell yet: nothing that has a better way was measured both times.")
    elif told.state == "cannot tell yet":
        yield translated(
            "Cannot tell yet: what differs may be chance, with so many quantities or with days as "
            "different as yours may be. Do the test on more days, before and after."
        )
    for word, changes in (
        (translated("Improved"), told.improved),
        (translated("Worse"), told.worse),
    ):
        if changes:
            yield f"{word}: {', '.join(change_label(each, translated) for each in changes)}."
