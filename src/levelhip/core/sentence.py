"""A sentence to be shown, still open for translation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from levelhip.core.frames import Side

Translated = Callable[[str], str]
"""From an English text to the reader's language; leaves what it does not know."""

AS_GIVEN = frozenset(
    (
        *("file", "forces", "address", "system", "given", "known", "command"),
        *("column", "columns", "markers", "found"),
    )
)
"""Blanks that hold what stands in a file, was typed, or is to be typed: never translated, also
where a column is called "left". A second one of a kind has a number: {given_2}."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its blanks and what goes into them.

    Attributes
    ----------
    text : in English, with blanks as {name}
    values : what goes into the blanks; words and numbers among them are translated too, but for
        those of `AS_GIVEN`, and several sentences for one blank are put one after the other, with
        commas. A side goes in before the translation, because languages bend it differently in each
        sentence
    """

    text: str
    values: tuple[tuple[str, str | tuple[Sentence, ...]], ...] = ()

    def filled(self, translated: Translated = str) -> str:
        """The sentence in the language of a translation.

        Parameters
        ----------
        translated : callable
            From the English text to the other; leaves what it does not know.

        Returns
        -------
        str
        """
        text, side = self.text, dict(self.values).get("side")
        if side in (Side.LEFT, Side.RIGHT):
            text = sided(text, Side(side))
        elif side == Side.BOTH:
            text = sideless(text)
        words = {name: _in_place(name, value, translated) for name, value in self.values}
        return translated(text).format(**words) if words else translated(text)

    def __str__(self) -> str:
        """The sentence in English."""
        return self.filled()


def phrase(text: str, **values: str | int | Sentence | Sequence[Sentence]) -> Sentence:
    """A sentence and what goes into its blanks.

    Parameters
    ----------
    text : str
        In English, with blanks as {name}.
    **values
        Of the blanks, by name.

    Returns
    -------
    Sentence
    """
    return Sentence(text, tuple((name, _value(value)) for name, value in values.items()))


def in_words(said: str | Sentence, translated: Translated) -> str:
    """A text or a sentence in the language of a translation.

    Parameters
    ----------
    said : str or Sentence
    translated : callable
        From the English text to the other; leaves what it does not know.

    Returns
    -------
    str
    """
    return translated(said) if isinstance(said, str) else said.filled(translated)


def sentence_of(kept: Mapping[str, Any]) -> Sentence:
    """A sentence as JSON has kept it.

    Parameters
    ----------
    kept : mapping
        Its text and values, as `dataclasses.asdict` gives them; a plain text has no values.

    Returns
    -------
    Sentence
    """
    values = (
        (name, value if isinstance(value, str) else tuple(map(sentence_of, value)))
        for name, value in kept.get("values", ())
    )
    return Sentence(kept["text"], tuple(values))


def chained(said: Sequence[Sentence], between: str = "; ") -> Sentence:
    """Sentences one after the other, as one.

    Parameters
    ----------
    said : sequence of Sentence
    between : str
        What stands between two of them; no words.

    Returns
    -------
    Sentence
    """
    if len(said) == 1:
        return said[0]
    blanks = {f"part{i}": each for i, each in enumerate(said)}
    return phrase(between.join(f"{{{name}}}" for name in blanks), **blanks)


def _in_place(name: str, value: str | tuple[Sentence, ...], translated: Translated) -> str:
    if isinstance(value, str):
        return value if name.partition("_")[0] in AS_GIVEN else translated(value)
    return ", ".join(each.filled(translated) for each in value)


def _value(value: str | int | Sentence | Sequence[Sentence]) -> str | tuple[Sentence, ...]:
    if isinstance(value, Sentence):
        return (value,)
    if isinstance(value, str | int):
        # A side is a text too; in a result it shall be kept as any other.
        return str(value)
    return tuple(value)


def sided(text: str, side: Side) -> str:
    """The text with {side} and {other} written out.

    Parameters
    ----------
    text : str
        In English.
    side : Side
        The one that works.

    Returns
    -------
    str
    """
    written = text.replace("{side}", side.value).replace("{other}", side.other.value)
    return capital(written) if text.startswith(("{side}", "{other}")) else written


def sideless(text: str) -> str:
    """The text without what only names the side: "{side}, " before it, " ({side})" within it.

    Parameters
    ----------
    text : str
        In English.

    Returns
    -------
    str
        The same text where the side is part of the sentence.
    """
    bare = text.removeprefix("{side}, ").replace(" ({side})", "")
    return capital(bare) if text.startswith("{side}, ") else bare


def capital(text: str) -> str:
    """The text with a capital at its beginning.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return text[:1].upper() + text[1:]


def as_sentence(text: str) -> str:
    """Words with a capital at the beginning and a point at the end.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    text = capital(text.strip())
    return f"{text}." if text and text[-1] not in ".!?" else text


def joined_sentences(said: tuple[Sentence, ...], translated: Translated = str) -> str:
    """Sentences one after the other, each with a capital and a point.

    Parameters
    ----------
    said : tuple of Sentence
    translated : callable
        From the English text to the other; leaves what it does not know.

    Returns
    -------
    str
    """
    return " ".join(as_sentence(each.filled(translated)) for each in said)
