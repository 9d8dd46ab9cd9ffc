"""The protocols, and what is said about each beside its numbers."""

from __future__ import annotations

from itertools import pairwise

from levelhip.core import Person, Sentence, phrase
from levelhip.protocols import Claim, Protocol, claim, protocol, protocols
from levelhip.report import Background, Goals, Study
from levelhip.service.options import AnalysisOptions

RELATED = {
    "everybody-shifts": ("no-shift-norm", "first-to-the-swing-leg"),
    "drop-mark": ("lean-hides-drop", "drop-is-not-strength"),
    "spot-size": ("pressure-by-feel", "pain-number-change"),
}
"""Claims that belong beside a claim whenever it is shown."""


def chosen_protocol(protocol_id: str, options: AnalysisOptions) -> Protocol:
    """A protocol in the form that was asked for.

    Parameters
    ----------
    protocol_id : str
        As in `protocols()`.
    options : AnalysisOptions
        `variant` and `hold_s` are heeded.

    Returns
    -------
    Protocol
        Ready for the engine.

    Raises
    ------
    BadProtocol
        When there is no such protocol or form.
    """
    return protocol(protocol_id).chosen(variant=options.variant, hold_s=options.hold_s)


def sides_told(protocol_id: str) -> Sentence:
    """Which leg the sides of a protocol's numbers name.

    Parameters
    ----------
    protocol_id : str
        As in `protocols()`.

    Returns
    -------
    Sentence
    """
    return phrase("Left and right: {leg}.", leg=Sentence(protocol(protocol_id).side))


def background(chosen: Protocol, person: Person | None = None) -> Background:
    """Title, question, the method's words and the studies that a protocol's verdict rests on.

    Parameters
    ----------
    chosen : Protocol
        Any protocol.
    person : Person or None
        Whose result it is to stand beside, where there is one.

    Returns
    -------
    Background
        For the report and the table.
    """
    found: dict[str, Claim] = {}
    for rule in chosen.verdict:
        for name in (rule.claim, *RELATED.get(rule.claim, ())):
            found.setdefault(name, claim(name))
    form = next((each.text for each in chosen.variants[1:] if each.id == chosen.variant), "")
    return Background(
        title=chosen.title,
        purpose=chosen.form_question,
        side=chosen.side,
        compared=tuple(rule.name for rule in chosen.metrics if rule.compare),
        origin=chosen.origin,
        method_view=chosen.form_how,
        form=form,
        goals=_goals(chosen, person),
        studies=tuple(_study(each) for each in found.values()),
        reasons={name: _study(each) for name, each in found.items()},
    )


def _goals(chosen: Protocol, person: Person | None) -> Goals:
    """What a protocol asks for, for the pictures: the hold, and averages by age."""
    norm = next((rule for rule in chosen.verdict if rule.rule == "norm"), None)
    times: tuple[tuple[Sentence, float], ...] = ()
    cap_s = 0.0
    if norm is not None:
        cap_s = norm.limits["cap"]
        ages = sorted((int(age), value) for age, value in norm.limits.items() if age.isdigit())
        words = [
            phrase("{first} to {last}", first=age, last=after - 1)
            for (age, _), (after, _) in pairwise(ages)
        ]
        words.append(phrase("{age} on", age=ages[-1][0]))
        times = tuple((each, value) for each, (_, value) in zip(words, ages, strict=True))
    height_m = None if person is None else person.height_m
    return Goals(chosen.trials.hold_s, times, cap_s, chosen.side, height_m)


def _study(found: Claim) -> Study:
    return Study(found)


__all__ = ["background", "chosen_protocol", "protocol", "protocols"]
