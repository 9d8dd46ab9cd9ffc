"""Letters and rounded boxes as covers, made once and stamped many times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from levelhip.io.planes import Cover, cover

KEPT = 512
"""Texts kept per lettering; a text is some kB, and live numbers come back often."""


class Lettering:
    """Texts of one size.

    Parameters
    ----------
    height_px : px, of the font
    bold : whether heavy
    """

    def __init__(self, height_px: int, *, bold: bool = False) -> None:
        import matplotlib
        from PIL import ImageFont

        # matplotlib brings this font along: the same letters on every machine.
        name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
        file = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name
        self._font: Any = ImageFont.truetype(str(file), height_px)
        ascent, descent = self._font.getmetrics()
        self.height = int(ascent + descent)
        self._made: dict[str, Cover] = {}

    def cover(self, text: str) -> Cover:
        """A text's cover, as high as `height` whatever the text."""
        made = self._made.get(text)
        if made is None:
            if len(self._made) >= KEPT:
                self._made.clear()
            made = self._made[text] = self._drawn(text)
        return made

    def width(self, text: str) -> int:
        """Width of a text, px."""
        return int(self.cover(text).full.shape[1])

    def _drawn(self, text: str) -> Cover:
        from PIL import Image, ImageDraw

        width = max(2, int(np.ceil(self._font.getlength(text))) + 1)
        image = Image.new("L", (width + width % 2, self.height + self.height % 2))
        ImageDraw.Draw(image).text((0, 0), text, font=self._font, fill=255)
        return cover(np.asarray(image))


def rounded_box(width: int, height: int, radius: int, share: float) -> Cover:
    """A box with round corners that covers what is below by a share, 0 to 1; sizes in px."""
    from PIL import Image, ImageDraw

    # Drawn four times as large and made smaller, for smooth corners.
    fine = Image.new("L", (4 * width, 4 * height))
    ImageDraw.Draw(fine).rounded_rectangle(
        (0, 0, 4 * width - 1, 4 * height - 1), radius=4 * radius, fill=round(255 * share)
    )
    return cover(np.asarray(fine.resize((width, height), Image.Resampling.BOX)))
