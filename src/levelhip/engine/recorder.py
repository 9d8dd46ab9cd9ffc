"""The signals of a recording, kept as they come: compact, and looked up by time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array

PLATE_SHARE = "plate_share"
"""Column of the plates' part of the weight on the left foot, where markers come with plates."""

FIRST_ROWS = 1024
WAITING_ROWS = 64
"""Rows that wait until they are written together; chosen by us."""


@dataclass(frozen=True, slots=True)
class Series:
    """Signals over time, for files, plots and pictures.

    Attributes
    ----------
    time_s : (T,), s
    values : mapping of name to (T,) float32, names as in docs/measures.md with their unit
    """

    time_s: Array
    values: Mapping[str, NDArray[np.float32]]

    def __len__(self) -> int:
        """Number of samples T."""
        return int(self.time_s.size)


class Recorder:
    """Rows of named signals that grow at the end.

    Parameters
    ----------
    names : sequence of str
        The columns.
    derived : mapping of name to function
        Signals worked out from the columns only when they are asked for: each function takes a
        block (n, C) and gives (n,).
    """

    def __init__(
        self, names: Sequence[str], derived: Mapping[str, Callable[[Array], Array]] | None = None
    ) -> None:
        self.names = tuple(names)
        self.column = {name: i for i, name in enumerate(self.names)}
        self._derived = dict(derived or {})
        self._time_s = np.empty(FIRST_ROWS)
        self._rows = np.empty((FIRST_ROWS, len(self.names)), dtype=np.float32)
        self._count = 0
        self._waiting: list[tuple[Array, Array]] = []
        self._n_waiting = 0

    def __len__(self) -> int:
        """Number of rows so far."""
        return len(self.time_s)

    def append(self, time_s: Array, rows: Array) -> None:
        """Keep some more rows.

        Parameters
        ----------
        time_s : (n,), s
        rows : (n, C)
            Not to be written to afterwards.
        """
        self._waiting.append((time_s, rows))
        self._n_waiting += len(time_s)
        if self._n_waiting >= WAITING_ROWS:
            self._write()

    def _write(self) -> None:
        """Put the waiting rows behind the others; single ones would cost as much each."""
        stop = self._count + self._n_waiting
        if stop > self._time_s.size:
            room = max(2 * self._time_s.size, stop)
            times = np.empty(room)
            times[: self._count] = self._time_s[: self._count]
            grown = np.empty((room, len(self.names)), dtype=np.float32)
            grown[: self._count] = self._rows[: self._count]
            self._time_s, self._rows = times, grown
        for time_s, rows in self._waiting:
            end = self._count + len(time_s)
            self._time_s[self._count : end] = time_s
            self._rows[self._count : end] = rows
            self._count = end
        self._waiting, self._n_waiting = [], 0

    @property
    def time_s(self) -> Array:
        """Times of the rows so far, (T,), s."""
        if self._n_waiting:
            self._write()
        return self._time_s[: self._count]

    @property
    def _known(self) -> NDArray[np.float32]:
        if self._n_waiting:
            self._write()
        return self._rows[: self._count]

    def span(self, from_s: float, to_s: float) -> slice:
        """The rows from one time to another, both included."""
        times = self.time_s
        return slice(int(times.searchsorted(from_s)), int(times.searchsorted(to_s, side="right")))

    def block(self, rows: slice) -> Array:
        """Some rows of all columns, (n, C), as float64.

        Parameters
        ----------
        rows : slice

        Returns
        -------
        Array
        """
        return self._known[rows].astype(np.float64)

    def share(self, block: Array) -> Array:
        """Part of the weight on the left foot in some rows (n, C), (n,)."""
        if "load_share" in self._derived:
            return self._derived["load_share"](block)
        if "load_share" in self.column:
            return np.asarray(block[:, self.column["load_share"]])
        return np.full(len(block), np.nan)

    def values(self, name: str, rows: slice = slice(None)) -> Array:
        """One signal, (n,), as float64; NaN throughout when there is no such column.

        Parameters
        ----------
        name : str
            Column or derived signal.
        rows : slice
            Which rows; all when not given.

        Returns
        -------
        Array
        """
        if name in self._derived:
            return self._derived[name](self.block(rows))
        kept = self._known[rows]
        if name not in self.column:
            return np.full(len(kept), np.nan)
        return kept[:, self.column[name]].astype(np.float64)

    def latest(self, names: Mapping[str, str]) -> dict[str, float]:
        """Some signals of the last row.

        Parameters
        ----------
        names : mapping of public name to column or derived signal

        Returns
        -------
        dict
            Without those of which there is no column.
        """
        block = self.block(slice(len(self) - 1, None))
        row = block[0].tolist()
        found: dict[str, float] = {}
        for public, name in names.items():
            if name in self._derived:
                found[public] = float(self._derived[name](block)[0])
            elif name in self.column:
                found[public] = row[self.column[name]]
        return found

    def series(self, names: Mapping[str, str]) -> Series:
        """Some signals under their public names.

        Parameters
        ----------
        names : mapping of public name to column or derived signal

        Returns
        -------
        Series
        """
        kept = {
            public: self.values(name).astype(np.float32)
            for public, name in names.items()
            if name in self.column or name in self._derived
        }
        return Series(self.time_s.copy(), kept)
