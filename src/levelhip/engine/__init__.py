"""Protocol and samples in, events, metrics and a verdict out."""

from levelhip.engine.engine import Engine
from levelhip.engine.recorder import Series
from levelhip.engine.source import SourceInfo

__all__ = ["Engine", "Series", "SourceInfo"]
