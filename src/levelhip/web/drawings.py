"""Pictures of the report as the page may show them: its policy forbids styles inside."""

from __future__ import annotations

import re

_STYLE = re.compile(r'\sstyle="([^"]*)"')


def without_styles(svg: str) -> str:
    """A picture whose styles are attributes of their own.

    Parameters
    ----------
    svg : str
        From `plot`; its styles name presentation attributes only.

    Returns
    -------
    str
        Looks the same.
    """
    return _STYLE.sub(_attributes, svg)


def _attributes(style: re.Match[str]) -> str:
    told = (part.partition(":") for part in style.group(1).split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in told)
