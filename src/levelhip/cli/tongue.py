"""In which language a command answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from levelhip.program.sentence import Sentence
    from levelhip.protocols.language import Language

_KEY = "levelhip.language"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _note(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    ctx.meta[_KEY] = value


def lang_option(command: _Command) -> _Command:
    """A command with the option `--lang`; it reads the language with `text` and `told`.

    Parameters
    ----------
    command : callable
        A command's function.

    Returns
    -------
    callable
    """
    return click.option(
        *("--lang", "--language"),
        type=click.Choice(["en", "de"]),
        expose_value=False,
        # First of all: what is wrong with the rest is said in it.
        is_eager=True,
        callback=_note,
        help="Language; without it the one that `levelhip begin --lang` kept.",
    )(command)


def tongue() -> Language:
    """The language of the command that runs."""
    ctx = click.get_current_context()
    known = ctx.meta.get(_KEY)
    if known is None or isinstance(known, str):
        from levelhip.service.tongue import chosen_language

        known = ctx.meta[_KEY] = chosen_language(known)
    language: Language = known
    return language


def calm_tongue() -> Language:
    """The same for a command that changes nothing, whatever the state of the store."""
    ctx = click.get_current_context()
    if ctx.meta.get(_KEY) is None:
        from levelhip.service.tongue import language_at_rest

        ctx.meta[_KEY] = language_at_rest()
    return tongue()


def text(words: str, /, **values: object) -> str:
    """A text in the language of the command, its blanks filled.

    Parameters
    ----------
    words : str
        In English, with blanks as {name}.
    **values
        What goes into the blanks.

    Returns
    -------
    str
    """
    said = tongue().text(words)
    return said.format(**values) if values else said


def told(sentence: Sentence) -> str:
    """A sentence in the language of the command.

    Parameters
    ----------
    sentence : Sentence

    Returns
    -------
    str
    """
    return sentence.filled(tongue().text)
