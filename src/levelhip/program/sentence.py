"""A sentence to be shown, still open for translation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from levelhip.core import Side
from levelhip.protocols.cues import sided


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its blanks and what goes into them.

    Attributes
    ----------
    text : in English, with blanks as {name}
    values : what goes into the blanks; words among them are translated too. A side goes in before
        the translation, because languages bend it differently in each sentence
    """

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def filled(self, translated: Callable[[str], str] = str) -> str:
        """The sentence in the language of a translation.

        Parameters
        ----------
        translated : callable
            From the English text to the other; leaves what it does not know.

        Returns
        -------
        str
        """
        text, values = self.text, dict(self.values)
        if values.get("side") in (Side.LEFT, Side.RIGHT):
            text = sided(text, Side(values["side"]))
        words = {name: translated(value) for name, value in values.items()}
        return translated(text).format(**words)

    def __str__(self) -> str:
        """The sentence in English."""
        return self.filled()
