"""A drawing surface that becomes inline SVG in the page's own colours and letters."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from levelhip.core.sentence import Translated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INKS = {
    "ink": "#010203",
    "soft": "#020304",
    "line": "#030405",
    "band": "#040506",
    "accent": "#050607",
    "ground": "#060708",
    "accent-soft": "#070809",
}
"""Stand-in colours by the name of the page's CSS variable that replaces each, so that one picture
serves light and dark. No two may be equal, and no other colour may be drawn with."""

WIDTH = 320.0
"""Width of every picture, in its own units: on a phone 390 px wide a unit is about a pixel."""

TEXT = 15.0
"""Size of letters in picture units; chosen by us."""

SMALL = 14.0
"""Size of the smallest letters in a picture: 14 px on such a phone."""

LINE = 17.0
"""Height of a line of such letters."""

LETTER = 0.6
"""Breadth of a letter in parts of its size; measured with a broad system font."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture.

    Attributes
    ----------
    svg : an `<svg>` element for use inside HTML; asks nothing of any other file
    title : what it shows, in a few words (also inside the SVG)
    text : what is to be seen in it, in sentences, for those who do not see it (also inside)
    """

    svg: str
    title: str
    text: str


def breadth(words: str, *, size: float = SMALL) -> float:
    """About how broad a line of letters is.

    Parameters
    ----------
    words : str
    size : float
        Of the letters, picture units.

    Returns
    -------
    float
        Picture units.
    """
    return LETTER * size * len(words)


def in_lines(words: str, room: float, *, size: float = SMALL) -> list[str]:
    """Words in as few lines as fit, all about as long.

    Parameters
    ----------
    words : str
    room : float
        Breadth of a line, picture units.
    size : float
        Of the letters, picture units.

    Returns
    -------
    list of str
        At least one; a single word that is too long has a line of its own.
    """

    def wrapped(most: int) -> list[str]:
        return textwrap.wrap(words, most, break_long_words=False, break_on_hyphens=False)

    most = max(int(room / (LETTER * size)), 1)
    lines = wrapped(most)
    while most > 1 and len(wrapped(most - 1)) == len(lines):
        most -= 1
    return wrapped(most) or [words]


def blank(height: float, *, width: float = WIDTH) -> Figure:
    """An empty figure, its units being those of the finished SVG.

    Parameters
    ----------
    height, width : float
        Picture units.

    Returns
    -------
    Figure
        Without any axes.
    """
    from matplotlib.figure import Figure

    return Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none")


def quiet_axes(axes: Axes, translated: Translated = str) -> None:
    """Take away everything of a set of axes but hair lines and small letters.

    Parameters
    ----------
    axes : Axes
    translated : callable
        From an English text to the reader's language: for the numbers' decimal mark.
    """
    from matplotlib.ticker import ScalarFormatter

    class Numbers(ScalarFormatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return translated(str(super().__call__(x, pos)))

    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(Numbers())
    axes.set_facecolor("none")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(INKS["line"])
    axes.tick_params(colors=INKS["soft"], labelcolor=INKS["soft"], labelsize=SMALL, length=3)
    axes.xaxis.label.set(color=INKS["soft"], size=SMALL)
    axes.yaxis.label.set(color=INKS["soft"], size=SMALL)


def words_below(figure: Figure, lines: Sequence[str]) -> None:
    """Put lines of words at the bottom of a picture, in its middle.

    Parameters
    ----------
    figure : Figure
    lines : sequence of str
        From top to bottom; each takes `LINE` of the height.
    """
    height = figure.get_size_inches()[1] * 72
    for i, line in enumerate(reversed(lines)):
        at = (5.0 + LINE * i) / height
        figure.text(0.5, at, line, ha="center", color=INKS["soft"], size=SMALL)


def picture(figure: Figure, *, name: str, title: str, text: str) -> Picture:
    """The figure as SVG for use inside a page.

    Parameters
    ----------
    figure : Figure
        Drawn with the colours of `INKS` only.
    name : str
        Unique in the page; every id in the SVG begins with it.
    title, text : str
        As in `Picture`.

    Returns
    -------
    Picture
        The same figure gives the same bytes.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    # Letters stay letters: sharp at any size, readable aloud, in the page's own font.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "levelhip"}):
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            buffer, metadata={"Date": None}
        )
    drawn = buffer.getvalue()
    body = drawn[drawn.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r"<style .*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    body = _own_ids(body, name)
    body = _page_letters(body)
    for variable, stand_in in INKS.items():
        body = body.replace(stand_in, f"var(--{variable})")
    width, height = (figure.get_size_inches() * 72).round(1)
    opening = (
        f'<svg class="plot" role="img" viewBox="0 0 {width:g} {height:g}" '
        f'aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(text)}</desc>'
    )
    body = opening + body[body.index(">") + 1 :]
    return Picture(svg=re.sub(r"\s*\n\s*", "\n", body).strip(), title=title, text=text)


def _own_ids(body: str, name: str) -> str:
    """Ids that nothing refers to go; the others get numbers in their order, after the name."""
    used = re.findall(r'(?:url\(#|xlink:href="#)([^)"]+)', body)
    own = {old: f"{name}-{i}" for i, old in enumerate(dict.fromkeys(used))}

    def kept(match: re.Match[str]) -> str:
        new = own.get(match.group(1))
        return f' id="{new}"' if new else ""

    body = re.sub(r' id="([^"]+)"', kept, body)
    return re.sub(
        r'(url\(#|xlink:href="#)([^)"]+)', lambda match: match.group(1) + own[match.group(2)], body
    )


def _page_letters(body: str) -> str:
    """Text elements keep size, weight and slant, and take the family from the page."""

    def font(match: re.Match[str]) -> str:
        words = match.group(1).split("'")[0].split()
        size = next(word for word in words if word.endswith("px"))
        weight = "; font-weight: 700" if {"bold", "700"} & set(words) else ""
        return f"font-size: {size}{weight}"

    return re.sub(r"font: ([^;\"]+)", font, body)
