"""The series file: measured signals over time as Parquet, one column a signal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from levelhip.io.whole_files import replacing

Signals: TypeAlias = Mapping[str, NDArray[Any]]
"""`time_s` (T,), s, and (T,) arrays by name, NaN where a number is not known."""


def write_series(target: Path, series: Signals) -> None:
    """Write signals beside one another, the time first.

    Parameters
    ----------
    target : Path
        The Parquet file, written whole or not at all.
    series : mapping
        `time_s` (T,), s, and (T,) arrays by name; text is allowed, as in `phase`.
    """
    import polars as pl

    names = ["time_s", *(name for name in series if name != "time_s")]
    empty = np.zeros(0)
    # NaN is how the engine says "not known"; tables say it with null.
    columns = [
        pl.Series(name, np.asarray(series.get(name, empty)), nan_to_null=True) for name in names
    ]
    with replacing(target) as unfinished:
        pl.DataFrame(columns).write_parquet(unfinished)


def read_series(path: Path) -> dict[str, NDArray[Any]]:
    """A series file read back.

    Parameters
    ----------
    path : Path
        As written by `write_series`.

    Returns
    -------
    dict
        (T,) arrays by name, NaN where a number is not known.
    """
    import polars as pl

    table = pl.read_parquet(path)
    return {name: table[name].to_numpy() for name in table.columns}
