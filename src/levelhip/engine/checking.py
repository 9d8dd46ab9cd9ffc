"""Whether the names in a protocol are names that the engine knows."""

from __future__ import annotations

from collections.abc import Iterable

from levelhip.core import BadProtocol
from levelhip.engine.finders import FINDERS
from levelhip.engine.measures import MEASURES
from levelhip.engine.stages import STAGES
from levelhip.engine.verdict import RULES
from levelhip.protocols import Protocol

DERIVED = ("symmetry",)
ABILITIES = ("pelvis", "dots", "hands", "height", "sides", "gyroscope")
"""What a metric may need of a recording, and a refusal may be lifted by."""


def check_names(protocol: Protocol) -> None:
    """Refuse a protocol that asks for what the engine does not have.

    Parameters
    ----------
    protocol : Protocol
        To be checked.

    Raises
    ------
    BadProtocol
        With all faults, one a line.
    """
    faults = _Faults()
    for i, event in enumerate(protocol.events, start=1):
        faults.check(f"events[{i}].finder", event.finder, FINDERS)
        if event.finder in FINDERS:
            for setting in event.settings:
                faults.check(f"events[{i}].settings", setting, FINDERS[event.finder].settings)
    for i, metric in enumerate(protocol.metrics, start=1):
        faults.check(f"metrics[{i}].name", metric.name, (*MEASURES, *DERIVED))
        faults.check(f"metrics[{i}].of", metric.of or metric.name, (*MEASURES, *DERIVED))
        for need in metric.needs:
            faults.check(f"metrics[{i}].needs", need, ABILITIES)
    for i, refusal in enumerate(protocol.refusals, start=1):
        for ability in refusal.unless:
            faults.check(f"refusals[{i}].unless", ability, ABILITIES)
    for i, rule in enumerate(protocol.verdict, start=1):
        faults.check(f"verdict[{i}].rule", rule.rule, RULES)
        for place, name in (("metric", rule.metric), ("beside", rule.beside or rule.metric)):
            faults.check(f"verdict[{i}].{place}", name, MEASURES)
    for source, name in protocol.stages.items():
        faults.check(f"stages.{source}", name, STAGES)
    if faults.lines:
        raise BadProtocol("\n".join(f"{protocol.id}.toml: {line}" for line in faults.lines))


class _Faults:
    """Names that are not known, each with those that are."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def check(self, place: str, name: str, known: Iterable[str]) -> None:
        """Note a name that is not among the known ones."""
        if name not in known:
            self.lines.append(f"{place} is {name!r}; give one of {', '.join(sorted(known))}")
