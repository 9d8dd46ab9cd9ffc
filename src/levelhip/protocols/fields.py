"""Kinds of fields that several parts of a protocol file share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

Source = Literal["camera", "markers", "force", "motion", "scales", "self"]
"""What a recording is measured with: landmarks in pixels, points in metres, forces under the feet
over time, a phone or sensor on the body, single readings of two bathroom scales, or only what the
person taps and says."""

Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
STRICT = ConfigDict(extra="forbid")
