"""Protocols as data, and the ledger of claims that verdicts rest on."""

from levelhip.protocols.claims import Claim, claim, claims
from levelhip.protocols.cues import Cue
from levelhip.protocols.fields import Source
from levelhip.protocols.language import Language, language, languages
from levelhip.protocols.library import load_protocol, parsed_protocol, protocol, protocols
from levelhip.protocols.schema import (
    EventRule,
    MetricRule,
    Protocol,
    RefusalRule,
    Trials,
    Variant,
    VerdictRule,
    View,
)
from levelhip.protocols.script import Beat, Step
from levelhip.protocols.session_words import Safety, SessionWords, safety, session_words

__all__ = [
    "Beat",
    "Claim",
    "Cue",
    "EventRule",
    "Language",
    "MetricRule",
    "Protocol",
    "RefusalRule",
    "Safety",
    "SessionWords",
    "Source",
    "Step",
    "Trials",
    "Variant",
    "VerdictRule",
    "View",
    "claim",
    "claims",
    "language",
    "languages",
    "load_protocol",
    "parsed_protocol",
    "protocol",
    "protocols",
    "safety",
    "session_words",
]
