"""What can go wrong, said so that a person can act on it."""

from __future__ import annotations

from typing import TypeGuard

from levelhip.core.sentence import Sentence, Translated, phrase


class LevelhipError(Exception):
    """A fault whose message names the thing, the place, the value and the way out.

    Its `str()` is English, for logs and programs; a person is told it by `in_words`. What only
    reaches who writes protocols, scenarios or programs is one plain text, and stays English.

    Parameters
    ----------
    text : str or Sentence
        In English, with blanks as {name} where values follow.
    **values
        What goes into the blanks, by name; see `Sentence` for what is translated of them.
    """

    def __init__(self, text: str | Sentence, **values: object) -> None:
        self.said = _said(text, values) if isinstance(text, str) else text
        # One argument, so that it comes whole out of another process.
        super().__init__(self.said)

    def __str__(self) -> str:
        """The message in English."""
        return self.said.filled()

    def in_words(self, translated: Translated) -> str:
        """The message in the language of a translation.

        Parameters
        ----------
        translated : callable
            From the English text to the other; leaves what it does not know.

        Returns
        -------
        str
        """
        return self.said.filled(translated)


class BadRecording(LevelhipError):
    """A recording that cannot be read or trusted."""


class BadProtocol(LevelhipError):
    """A protocol file that does not say what it must."""


class NotEnoughData(LevelhipError):
    """A question that the recording is too short or too empty to answer."""


def _said(text: str, values: dict[str, object]) -> Sentence:
    known = {name: value if _is_said(value) else str(value) for name, value in values.items()}
    return phrase(text, **known)


def _is_said(value: object) -> TypeGuard[Sentence | list[Sentence]]:
    """Whether a value is told in words itself; a size or a path is written as it is."""
    if isinstance(value, tuple | list):
        return bool(value) and all(isinstance(each, Sentence) for each in value)
    return isinstance(value, Sentence)
