"""Signs that were reported, with their dates and who has looked, for the clinician's summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from levelhip.program.history import History
from levelhip.program.sentence import Sentence
from levelhip.program.signs import Report, questions, reports

_GRAVE: Mapping[str, Sentence] = {
    "emergency": Sentence("emergency"),
    "same-day": Sentence("same day"),
    "clinician": Sentence("to be checked first"),
}
_EARLIER = Sentence("Earlier: {what} ({grave}) reported on {on}; seen by a clinician on {seen}.")
_UNSEEN = Sentence("Still open: {what} ({grave}) reported on {on}; not yet entered as seen.")
_UNASKED = Sentence(
    "Still open: {what} ({grave}) reported on {on}; seen by a clinician on {seen}, questions not "
    "yet answered anew."
)
_MANY = Sentence("{count} signs")

LETTERS_MOST = 900
"""Letters for all signs together; beyond it older ones are only counted. Chosen by us: with more
the summary does not fit on its pages."""


def reported(history: History, now: datetime) -> tuple[Report, ...]:
    """The signs that somebody has to look at, in the order in which they were reported.

    Parameters
    ----------
    history : History
        Up to now.
    now : datetime
        With its time zone.

    Returns
    -------
    tuple of Report
        Also those that are closed since. Pain on the outer hip is none of them: it only changes
        what is done.
    """
    found = reports(history.screenings, history.visits, now)
    return tuple(each for each in found if each.tier.needs_visit)


def sign_days(history: History, now: datetime) -> tuple[date, ...]:
    """The days on which such signs were first reported.

    Parameters
    ----------
    history : History
        Up to now.
    now : datetime
        With its time zone.

    Returns
    -------
    tuple of date
        In order, each once.
    """
    return tuple(sorted({each.first.date() for each in reported(history, now)}))


def sign_lines(history: History, now: datetime, translated: Callable[[str], str]) -> Iterator[str]:
    """Each such sign: what it was, when it was reported and whether somebody has looked.

    Parameters
    ----------
    history : History
        Up to now.
    now : datetime
        With its time zone.
    translated : callable
        From an English text to the reader's language.

    Yields
    ------
    str
        One for all of a day and a grade.
    """
    words = {each.id: each.sign for each in questions().question}

    def same(each: Report) -> tuple[date, str, date | None, bool]:
        seen = each.seen.date() if each.seen else None
        return each.first.date(), each.tier.id, seen, each.closed is None

    found = reported(history, now)
    keys = list(dict.fromkeys(map(same, found)))
    told_of: dict[object, str] = {}
    room = LETTERS_MOST
    # What is open, and then the newest, has the first claim to the room.
    for key in sorted(keys, key=lambda key: (key[3], key[0]), reverse=True):
        names = [translated(words[each.sign]) for each in found if same(each) == key]
        told_of[key] = "; ".join(names)
        room -= len(told_of[key])
        if room < 0 and not key[3] and len(names) > 1:
            told_of[key] = translated(_MANY.text).format(count=len(names))
    for key in keys:
        on, tier, seen, is_open = key
        told = _EARLIER if not is_open else _UNSEEN if seen is None else _UNASKED
        signs = told_of[key]
        grave = _GRAVE[tier].filled(translated)
        yield translated(told.text).format(what=signs, grave=grave, on=on, seen=seen)
