"""Values as JSON for other programs."""

from __future__ import annotations

from typing import Any


def as_text(value: object) -> str:
    """A dataclass, or several, as indented JSON; paths become text.

    Parameters
    ----------
    value : Any
        Anything that pydantic can write.

    Returns
    -------
    str
        Without a line feed at the end.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(Any).dump_json(value, indent=2).decode()
