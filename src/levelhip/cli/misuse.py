"""What a person is told who typed something that cannot be, in the person's language."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from levelhip.core.sentence import Sentence
    from levelhip.protocols.language import Language

_Fault = TypeVar("_Fault", bound=click.UsageError)

CLICK_SAYS = (
    "Missing argument {given}.",
    "Missing option {given}.",
    "Missing argument {given}. Choose from: {known}",
    "Missing option {given}. Choose from: {known}",
    "Missing command.",
    "No such option {given}.",
    "No such option {given}. Did you mean {known}?",
    "No such option {given}. (Possible options: {known})",
    "No such command {given}.",
    "No such command {given}. Did you mean {known}?",
    "No such command {given}. (Did you mean one of: {known}?)",
    "Got unexpected extra argument ({given})",
    "Got unexpected extra arguments ({given})",
    "Option {given} requires an argument.",
    "Option {given} requires {count} arguments.",
    "Option {given} does not take a value.",
    "Argument {given} takes {count} values.",
    "{given} is not a valid {kind}.",
    "{given} is not in the range {known}.",
    "{given} is not one of {known}.",
    "{kind} {given} does not exist.",
    "{kind} {given} is a file.",
    "{kind} {given} is a directory.",
    "{kind} {given} is not readable.",
    "{kind} {given} is not writable.",
)
"""What click says of what was typed, with blanks; each is translated as a whole."""

KINDS = ("integer", "float", "boolean", "integer range", "float range", "File", "Directory", "Path")
"""What click calls the values."""


def misuse(text: str | Sentence, **values: object) -> click.UsageError:
    """An error of what was typed as a whole.

    Parameters
    ----------
    text : str or Sentence
        In English, with blanks as {name}.
    **values
        What goes into the blanks.

    Returns
    -------
    click.UsageError
    """
    said = _said(text, values)
    return _with(click.UsageError(said.filled()), said)


def bad_value(text: str | Sentence, **values: object) -> click.BadParameter:
    """An error of one value that was typed.

    Parameters
    ----------
    text : str or Sentence
        In English, with blanks as {name}.
    **values
        What goes into the blanks.

    Returns
    -------
    click.BadParameter
    """
    said = _said(text, values)
    return _with(click.BadParameter(said.filled()), said)


class Misuse(click.UsageError):
    """The same error in another language than click's own.

    Parameters
    ----------
    fault : click.UsageError
        In English.
    words : Language
        Of the person.
    """

    def __init__(self, fault: click.UsageError, words: Language) -> None:
        super().__init__(in_words(fault, words), fault.ctx)
        self._words = words

    def show(self, file: IO[Any] | None = None) -> None:
        """Print how the command is called, where help is, and what is wrong."""
        text = self._words.text
        if self.ctx is not None:
            usage = self.ctx.command.collect_usage_pieces(self.ctx)
            lines = [
                text("Usage: {command}").format(
                    command=" ".join((self.ctx.command_path, *usage)).strip()
                ),
                text("Help: {command}").format(command=f"{self.ctx.command_path} -h"),
            ]
            click.echo("\n".join(lines) + "\n", file=file, err=True)
        click.echo(text("Error: {fault}").format(fault=self.message), file=file, err=True)


def in_words(fault: click.UsageError, words: Language) -> str:
    """What is wrong, in a person's language.

    Parameters
    ----------
    fault : click.UsageError
        Ours or click's.
    words : Language

    Returns
    -------
    str
    """
    said: Sentence | None = getattr(fault, "said", None)
    if isinstance(fault, click.MissingParameter) or not isinstance(fault, click.BadParameter):
        return said.filled(words.text) if said else _read(fault.format_message(), words)
    why = said.filled(words.text) if said else _read(fault.message, words)
    hint = fault.param_hint
    if hint is None and fault.param is not None and fault.ctx is not None:
        hint = fault.param.get_error_hint(fault.ctx)
    if not hint:
        return why
    hint = hint if isinstance(hint, str) else " / ".join(hint)
    return words.text("Invalid value for {given}: {why}").format(given=hint, why=why)


def _read(message: str, words: Language) -> str:
    """What click says in English, in another language; as it is where it is not known."""
    plain = " ".join(message.split())
    # The longest first: "No such option {given}." fits its longer ones too.
    for text in sorted(CLICK_SAYS, key=len, reverse=True):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text))
        found = re.fullmatch(pattern, plain)
        if found:
            values = found.groupdict()
            kind = values.get("kind")
            if kind is not None:
                values |= {"kind": words.text(kind)}
            return words.text(text).format(**values)
    return words.text(message)


def _said(text: str | Sentence, values: dict[str, object]) -> Sentence:
    # Imported now: values of the core bring numpy, which --help must not wait for.
    from levelhip.core.sentence import Sentence, phrase

    if isinstance(text, Sentence):
        return text
    return phrase(text, **{name: str(value) for name, value in values.items()})


def _with(fault: _Fault, said: Sentence) -> _Fault:
    fault.said = said  # type: ignore[attr-defined]
    return fault
