"""What a phone is called, by what its browser says."""

from __future__ import annotations

import re

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("FxiOS|Firefox", "Firefox"),
    ("EdgA?|EdgiOS", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR|OPX", "Opera"),
    ("CriOS|Chrome|Chromium", "Chrome"),
    ("Safari", "Safari"),
)


def phone_name(agent: str) -> str:
    """What a phone is, by what its browser says: system and browser, no free text.

    Parameters
    ----------
    agent : str

    Returns
    -------
    str
    """
    system = next((name for part, name in _SYSTEMS if part in agent), "phone")
    browser = next((name for part, name in _BROWSERS if re.search(rf"\b({part})/", agent)), "")
    return f"{system}, {browser}" if browser else system
