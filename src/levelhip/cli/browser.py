"""The person's own browser."""

from __future__ import annotations


def open_address(address: str) -> bool:
    """Open an address if this machine has a screen.

    Parameters
    ----------
    address : str
        Of a page, or of a file.

    Returns
    -------
    bool
        False when there is no display; nothing is started then.
    """
    import os
    import sys
    import webbrowser

    has_screen = sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return has_screen and webbrowser.open(address)
