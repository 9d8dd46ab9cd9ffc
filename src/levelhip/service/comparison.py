"""What became of a person's numbers between two days, from the results that were written then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from levelhip.core import BadRecording, Metric, Sentence, Side, phrase
from levelhip.core.sentence import Translated
from levelhip.engine.change import Change, ChangeState, Overall, change, overall
from levelhip.report.changes import PLACES, change_label, overall_words
from levelhip.service.spots import spot_change

if TYPE_CHECKING:
    from levelhip.io.result_file import ResultFile

RESULT_NAME = "result.json"
MARK_NAME = "run.json"

ALIKE = {
    "form of the test": "the form of the test",
    "hold asked": "the hold asked for",
    "height": "the height given",
    "pose model": "the pose model",
    "phone worn at": "where the phone was worn",
    "working side": "the working side",
    "load": "the load",
    "strap": "the strap",
}
"""What must have been given alike, by its name in `run.json`, and its words."""

MUST = ("form of the test", "hold asked", "phone worn at", "load", "strap")
"""What changes the task itself; the rest changes how it is read, and counts where a picture is."""


@dataclass(frozen=True, slots=True)
class Day:
    """One result of a comparison.

    Attributes
    ----------
    source : its file
    result : what it holds
    given : what was said when it was made, by name; empty for a result without its folder
    """

    source: str
    result: ResultFile
    given: dict[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two days, or some days before and some after.

    Attributes
    ----------
    protocol : id
    title : of the protocol, as people know it
    before, after : the files
    changes : one for each quantity and side, in the order of the results
    overall : what they come to together
    text : the same in plain words
    obstacles : why the two may not be compared at all; empty when they may
    notes : what else a reader should know
    """

    protocol: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    changes: tuple[Change, ...]
    overall: Overall
    text: str
    obstacles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def compare(
    before: Sequence[Path], after: Sequence[Path], *, translated: Translated = str
) -> Comparison:
    """What became of a person's numbers.

    Parameters
    ----------
    before, after : sequence of Path
        Result files, or folders that hold one; all of the same person. Several days on a side make
        it surer.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Comparison
        Also when the results may not be compared; it then says why.

    Raises
    ------
    BadRecording
        When a file is no result.
    """
    sides = [[_day(path) for path in paths] for paths in (before, after)]
    days = [*sides[0], *sides[1]]
    first = days[0].result
    obstacles = [each.filled(translated) for each in _obstacles(days)]
    changes: tuple[Change, ...] = ()
    if not obstacles:
        changes = tuple(_changes(*sides))
    together = overall(changes, protocol=first.protocol.id)
    if obstacles:
        together = Overall("not comparable")
    return Comparison(
        protocol=first.protocol.id,
        title=translated(_title(first.protocol.id)),
        before=tuple(day.source for day in sides[0]),
        after=tuple(day.source for day in sides[1]),
        changes=changes,
        overall=together,
        text=" ".join(overall_words(together, translated)),
        obstacles=tuple(obstacles),
        notes=(
            *_places(sides[0], sides[1], translated, is_barred=bool(obstacles)),
            *(each.filled(translated) for each in _notes(days, changes)),
        ),
    )


def _day(path: Path) -> Day:
    from levelhip.io.result_file import read_result

    file = path / RESULT_NAME if path.is_dir() else path
    if not file.is_file():
        raise BadRecording(
            "{file}: holds no {result}; give a folder that `analyse` wrote",
            file=path,
            result=RESULT_NAME,
        )
    mark = file.parent / MARK_NAME
    given: dict[str, str] = {}
    if mark.is_file():
        try:
            told = json.loads(mark.read_text(encoding="utf-8"))
            given = {str(name): str(value) for name, value in told.get("given", {}).items()}
        except (ValueError, AttributeError):
            raise BadRecording(
                "{file}: cannot be read; analyse the recording again", file=mark
            ) from None
    return Day(str(path), read_result(file), given)


def _obstacles(days: Sequence[Day]) -> Iterable[Sentence]:
    """Why the days may not be compared; nothing when they may."""
    told = []
    protocols = {f"{day.result.protocol.id} version {day.result.protocol.version}" for day in days}
    if len(protocols) > 1:
        listed = ", ".join(sorted(protocols))
        told.append(phrase("they are results of different protocols: {listed}", listed=listed))
    kinds = {day.result.recording.kind for day in days}
    if len(kinds) > 1:
        listed = ", ".join(sorted(kinds))
        told.append(phrase("they were measured with different things: {listed}", listed=listed))
    with_camera = "video" in kinds
    for name, words in ALIKE.items():
        values = {day.given.get(name, "not given") for day in days if day.given}
        if len(values) > 1 and (name in MUST or with_camera):
            listed = ", ".join(sorted(values))
            told.append(phrase("{what} differs: {listed}", what=words, listed=listed))
    same = {day.result.recording.id for day in days}
    if len(same) < len(days):
        told.append(Sentence("a recording is there twice; give different ones"))
    return told


def _changes(before: Sequence[Day], after: Sequence[Day]) -> Iterable[Change]:
    protocol = before[0].result.protocol.id
    keys: dict[tuple[str, Side], None] = {}
    for day in (*before, *after):
        # Places are compared by a rule of their own (`_places`).
        told = (m for m in day.result.metrics if not m.trial and not m.name.endswith(PLACES))
        keys |= {(m.name, m.side): None for m in told}
    for name, side in keys:
        then, now = ([_metric(day, name, side) for day in days] for days in (before, after))
        found = [[each for each in part if each is not None] for part in (then, now)]
        if any(each.value is not None for part in found for each in part):
            yield change(*found, protocol=protocol)


def _places(
    before: Sequence[Day], after: Sequence[Day], translated: Translated, *, is_barred: bool
) -> Iterable[str]:
    """Whether each spot is where it was, the last day before against the last after."""
    if is_barred:
        return
    for kind, told in spot_change(before[-1].result, after[-1].result).items():
        text = told.said.filled(translated)
        yield f"{translated(f'{kind} spot')}: {text[:1].lower()}{text[1:].rstrip('.')}"


def _metric(day: Day, name: str, side: Side) -> Metric | None:
    if day.result.quality.state == "refused":
        return None
    for metric in day.result.metrics:
        if metric.name == name and metric.side is side and not metric.trial:
            return metric
    return None


def _title(protocol_id: str) -> str:
    from levelhip.core import BadProtocol
    from levelhip.protocols import protocol

    try:
        return protocol(protocol_id).title
    except BadProtocol:  # of a later version, or somebody's own
        return protocol_id


def _notes(days: Sequence[Day], changes: Sequence[Change]) -> Iterable[Sentence]:
    for day in days:
        if day.result.quality.state == "refused":
            yield phrase(
                "{file}: this recording could not be judged and gives no numbers", file=day.source
            )
        elif day.result.quality.state == "poor":
            yield phrase("{file}: to be read with care", file=day.source)
        if not day.given:
            yield phrase("{file}: what was given when it was made is not known", file=day.source)
    with_way = sum(each.state in _SAID for each in changes)
    if with_way > 1:
        yield phrase(
            "of {count} quantities about one in twenty differs by more than its smallest change by "
            "chance alone; the sentence above takes that into account",
            count=len(changes),
        )


_SAID: tuple[ChangeState, ...] = ("improved", "worse", "changed", "no measurable change")

__all__ = ["Comparison", "Day", "change_label", "compare"]
