"""SVG written by hand: smooth lines, letters, and a picture that stands by itself in a file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TypeAlias

from levelhip.plot.canvas import Picture

Point: TypeAlias = tuple[float, float]

LIGHT = {
    "ground": "#faf8f3",
    "sheet": "#ffffff",
    "ink": "#20282b",
    "soft": "#56626a",
    "line": "#cfc9bd",
    "band": "#dedad0",
    "accent": "#0c6b68",
    "accent-soft": "#cfe6e3",
}
DARK = {
    "ground": "#1a2125",
    "sheet": "#212a2f",
    "ink": "#ebe9e4",
    "soft": "#a9b5bb",
    "line": "#46535a",
    "band": "#38444b",
    "accent": "#62c9c2",
    "accent-soft": "#1f4a4a",
}
"""The page's colours (report.css), for a picture in a file of its own."""


def number(value: float) -> str:
    """A coordinate as short as a tenth of a unit allows."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "-0" if abs(value) >= 0.05 else "0")


def smooth_path(points: Sequence[Point], *, closed: bool = False) -> str:
    """A path through all points without corners (Catmull-Rom, as cubic Bezier curves).

    Parameters
    ----------
    points : sequence of (x, y)
        Two or more.
    closed : bool
        Whether it comes back to the first.

    Returns
    -------
    str
        For the attribute `d`.
    """
    told = [f"M{number(points[0][0])} {number(points[0][1])}"]
    return " ".join([*told, *smooth_curves(points, closed=closed), *(["Z"] if closed else [])])


def smooth_curves(points: Sequence[Point], *, closed: bool = False) -> list[str]:
    """The same without its beginning, to go on from where a path has come to.

    Parameters
    ----------
    points : sequence of (x, y)
        The first is where the path is.
    closed : bool
        Whether it comes back to the first.

    Returns
    -------
    list of str
    """
    count = len(points)

    def at(i: int) -> Point:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    told = []
    for i in range(count if closed else count - 1):
        before, start, end, after = (at(i + step) for step in (-1, 0, 1, 2))
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        numbers = " ".join(number(value) for point in (first, second, end) for value in point)
        told.append(f"C{numbers}")
    return told


def letters(
    text: str, at: Point, *, size: float, anchor: str = "start", ink: str = "ink", extra: str = ""
) -> str:
    """A line of text in the page's own letters.

    Parameters
    ----------
    text : str
    at : (x, y)
        Where its base line begins, ends, or has its middle.
    size : float
        In picture units.
    anchor : str
        "start", "middle" or "end".
    ink : str
        Name of a colour of the page.
    extra : str
        Further attributes.

    Returns
    -------
    str
    """
    x, y = (number(value) for value in at)
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="var(--{ink})" '
        f'style="font-size: {size:g}px" {extra}>{escape(text)}</text>'
    ).replace(" >", ">")


def outlined(path: str, *, width: float) -> str:
    """A line that is seen on any ground: in ink, with an edge in the ground's colour.

    Parameters
    ----------
    path : str
        As for the attribute `d`.
    width : float
        Of the ink, picture units.

    Returns
    -------
    str
    """
    edge = number(width + 2.6)
    return (
        f'<path d="{path}" fill="none" stroke="var(--ground)" stroke-width="{edge}"/>'
        f'<path d="{path}" fill="none" stroke="var(--ink)" stroke-width="{number(width)}"/>'
    )


def drawn(
    parts: Sequence[str], *, width: float, height: float, name: str, title: str, text: str
) -> Picture:
    """Parts put together as a picture for a page.

    Parameters
    ----------
    parts : sequence of str
        SVG elements; every id in them begins with `name`.
    width, height : float
        Picture units.
    name : str
        Unique in the page.
    title, text : str
        As in `Picture`.

    Returns
    -------
    Picture
    """
    opening = (
        f'<svg class="plot" role="img" viewBox="0 0 {number(width)} {number(height)}" '
        f'aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(text)}</desc>'
    )
    return Picture(svg="\n".join([opening, *parts, "</svg>"]), title=title, text=text)


def standalone(picture: Picture) -> str:
    """A picture as the text of an SVG file, light or dark as the reader's system is.

    Parameters
    ----------
    picture : Picture

    Returns
    -------
    str
    """

    def variables(colours: dict[str, str]) -> str:
        return " ".join(f"--{name}: {colour};" for name, colour in colours.items())

    style = (
        "<style>"
        f"svg {{ {variables(LIGHT)} font-family: system-ui, 'DejaVu Sans', sans-serif; }} "
        f"@media (prefers-color-scheme: dark) {{ svg {{ {variables(DARK)} }} }}"
        "</style>"
    )
    opening, rest = picture.svg.split(">", 1)
    opening = opening.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{opening}>{style}{rest}\n"
