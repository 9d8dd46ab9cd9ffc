"""Large digits out of blocks, to be read from three metres."""

from __future__ import annotations

FONT = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
}
"""Each digit in five rows of three cells."""

ROWS = 5
PART = 5
"""A digit is at least this part of the screen's height, a fifth, so that it is read from 3 m."""


def large(number: int, screen_rows: int) -> list[str]:
    """A number in large digits.

    Parameters
    ----------
    number : int
        From 0 on.
    screen_rows : int
        Height of the terminal; the digits are at least a fifth of it.

    Returns
    -------
    list of str
        Rows of equal length. A cell is twice as high as wide, so each block is two wide.
    """
    scale = max(1, -(-screen_rows // (PART * ROWS)))
    glyphs = [FONT[digit] for digit in str(max(0, number))]
    rows = []
    for row in range(ROWS):
        line = "  ".join("".join(cell * 2 * scale for cell in glyph[row]) for glyph in glyphs)
        rows += [line] * scale
    return rows
