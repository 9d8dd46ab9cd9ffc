"""A picture with its words, and what is known of the result that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core import Sentence, Side, phrase
from levelhip.core.sentence import Translated
from levelhip.io.result_file import ResultFile
from levelhip.plot import Picture

SIDES = (Side.LEFT, Side.RIGHT, Side.BOTH)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with the words below it.

    Attributes
    ----------
    picture : the SVG
    caption : what is what, in one to three sentences
    heading : a few words above it; empty for none
    """

    picture: Picture
    caption: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """What was asked for, and of whom, as far as a protocol or a session says so.

    Attributes
    ----------
    hold_s : s, of each hold; None when it was not said
    times : averages of age groups, (words, s), for a test that ends at `cap_s`; empty for none
    cap_s : s
    side : what left and right name, as "the working leg"
    height_m : m, of the person, for the body map; None = not known
    """

    hold_s: float | None = None
    times: tuple[tuple[Sentence, float], ...] = ()
    cap_s: float = 0.0
    side: str = ""
    height_m: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is drawn, and in which language.

    Attributes
    ----------
    result : the whole result
    goals : what was asked for
    translated : from an English text to the reader's language
    """

    result: ResultFile
    goals: Goals
    translated: Translated

    def said(self, text: str, **values: str | int) -> str:
        """A text in the reader's language, its blanks filled.

        Parameters
        ----------
        text : str
            In English, with blanks as {name}.
        **values
            What goes into the blanks.

        Returns
        -------
        str
        """
        return phrase(text, **values).filled(self.translated)
