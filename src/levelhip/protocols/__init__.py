"""Protocols as data, and the ledger of claims that verdicts rest on."""

from levelhip.protocols.claims import Claim, claim, claims
from levelhip.protocols.library import load_protocol, parsed_protocol, protocol, protocols
from levelhip.protocols.schema import (
    EventRule,
    MetricRule,
    Protocol,
    RefusalRule,
    Source,
    Trials,
    Variant,
    VerdictRule,
    View,
)

__all__ = [
    "Claim",
    "EventRule",
    "MetricRule",
    "Protocol",
    "RefusalRule",
    "Source",
    "Trials",
    "Variant",
    "VerdictRule",
    "View",
    "claim",
    "claims",
    "load_protocol",
    "parsed_protocol",
    "protocol",
    "protocols",
]
