"""The browser of the tests, and pictures of pages that are small enough to keep."""

from __future__ import annotations

import io
import os

from PIL import Image

CHROMIUM = os.environ.get("LEVELHIP_CHROMIUM", "/usr/bin/chromium")


def small_png(png: bytes, *, colours: int = 256) -> bytes:
    """The same picture with fewer colours.

    Parameters
    ----------
    png : bytes
    colours : int
        At most 256; where a picture is see-through all of them are kept.

    Returns
    -------
    bytes
    """
    picture = Image.open(io.BytesIO(png))
    if picture.mode == "RGBA" and picture.getextrema()[3][0] < 255:  # type: ignore[index]
        method = Image.Quantize.FASTOCTREE
        few = picture.quantize(colours, method=method)
    else:
        few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    kept = io.BytesIO()
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()
