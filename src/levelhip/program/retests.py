"""Which tests a day holds: a stage's own, and those that tell whether it works."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from levelhip.program.history import History
from levelhip.program.stages import Standing
from levelhip.program.strategy import Stage, strategy

TESTS_A_DAY = 2
"""Tests on one day at most; chosen by us: more would make a quarter of an hour."""

DAY = timedelta(days=1)


class DueTests:
    """The tests of day after day, asked for in order.

    A stage's own tests come in its first days. Those of `strategy().retests` come again in every
    stage but the first, one a day, so many days after they were last done: on a day without
    exercises and other tests, or beside them when no such day came. What was missed shifts, and
    the next one with it.

    Parameters
    ----------
    history : History
        All that is known.
    where : Standing
        The stage.
    today : date
        The first day that is asked for.
    """

    def __init__(self, history: History, where: Standing, today: date) -> None:
        self._rules = strategy().retests
        self._stage = where.stage
        self._last: dict[str, date] = {}
        for each in history.measured:
            if each.on <= today:
                self._last[each.protocol] = max(self._last.get(each.protocol, date.min), each.on)
        # What a gate waits for is looked at twice as often.
        waits = bool(where.missing) and not self._is_first
        self._every = self._rules.every_days // (1 + waits) * DAY
        self._since = where.since
        self._done_today = any(self._last.get(name) == today for name in self._rules.tests)
        self._today = today
        self._due = {name: self._first_due(name, where.since) for name in where.stage.tests}
        if where.episode > 1 and where.stage.id == strategy().relapse.to:
            for name in strategy().relapse.tests:
                last = self._last.get(name, date.min)
                self._due[name] = last + self._every if last >= where.begun else today

    @property
    def _is_first(self) -> bool:
        return self._stage.id == strategy().stage[0].id

    def _first_due(self, name: str, begun: date) -> date:
        last = self._last.get(name)
        if last is None:
            return begun
        if last >= begun:
            return last + self._every
        return max(begun, last + self._rules.least_days * DAY)

    def move_on(self, stage: Stage, on: date) -> None:
        """Into another stage, on a later day."""
        self._stage, self._since = stage, on
        self._every = self._rules.every_days * DAY
        self._due = {name: self._first_due(name, on) for name in stage.tests}

    def known(self) -> frozenset[str]:
        """The tests that were done at least once, or count as done."""
        return frozenset(self._last)

    def own(self, on: date) -> tuple[str, ...]:
        """The stage's own tests of a day.

        Parameters
        ----------
        on : date

        Returns
        -------
        tuple of str
            They count as done then.
        """
        found = [name for name, due in self._due.items() if due <= on][:TESTS_A_DAY]
        return self._taken(found, on)

    def again(self, on: date, *, is_full: bool) -> tuple[str, ...]:
        """The test of a day that comes again after some weeks.

        Parameters
        ----------
        on : date
        is_full : bool
            Whether the day holds exercises, or a test of the stage.

        Returns
        -------
        tuple of str
            One at most; it counts as done then.
        """
        if self._is_first or (on == self._today and self._done_today):
            return ()
        wait = self._rules.wait_days * DAY if is_full else 0 * DAY
        due = {name: self._again_due(name) for name in self._rules.tests if name not in self._due}
        late = sorted((each + wait, name) for name, each in due.items())
        return self._taken([name for each, name in late if each <= on][:1], on)

    def _again_due(self, name: str) -> date:
        last = self._last.get(name)
        return self._since if last is None else last + self._rules.every_days * DAY

    def _taken(self, names: Iterable[str], on: date) -> tuple[str, ...]:
        names = tuple(names)
        for name in names:
            self._last[name] = on
            if name in self._due:
                self._due[name] = on + self._every
        return names
