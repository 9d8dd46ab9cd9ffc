"""What comes out of a recording: events, metrics, judged quality, and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from levelhip.core.frames import Side
from levelhip.core.sentence import Sentence, Translated, joined_sentences

QualityState = Literal["ok", "poor", "refused"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, found by the engine.

    Attributes
    ----------
    kind : "rep", "hold", "lift_off", "foot_down", "step", …
    side : which leg (see "The result file" in docs/result.md for what it means per kind)
    start_s, peak_s, end_s : s; the three are equal for an event without duration
    trial : 1, 2, 3 … among events of this kind and side
    valid : whether it counts
    faults : codes of what was not as asked
    values : measured quantities of this one event, by name
    """

    kind: str
    side: Side
    start_s: float
    peak_s: float
    end_s: float
    trial: int = 0
    valid: bool = True
    faults: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured quantity of the whole recording or of one trial.

    Attributes
    ----------
    name : one of the names in docs/measures.md
    side : see `Event.side`
    trial : 1, 2, 3 …; 0 for the summary over trials
    value, sd, mdc95 : in `unit`; None when the quantity is refused
    unit : "1", "deg", "s", "m", "kg", "steps/min"
    method : how it was got, with its version, as "com-pose/1"
    refused : why there is no value, a code of `Reason`; empty otherwise
    experimental : shown with that word
    """

    name: str
    side: Side
    trial: int
    value: float | None
    sd: float | None
    mdc95: float | None
    unit: str
    method: str
    refused: str = ""
    experimental: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the quality is not ok, or a quantity is refused.

    Attributes
    ----------
    code : short name
    text : the reason with the way out, in English
    from_s, to_s : s, when it was so; None when always
    said : the same as a text with blanks and what goes into them, to be translated; None when the
        text has no blanks
    """

    code: str
    text: str
    from_s: float | None = None
    to_s: float | None = None
    said: Sentence | None = None

    @classmethod
    def of(
        cls, code: str, said: Sentence, from_s: float | None = None, to_s: float | None = None
    ) -> Reason:
        """A reason whose text has blanks.

        Parameters
        ----------
        code : str
            Short name.
        said : Sentence
            The text and what goes into it.
        from_s, to_s : s
            When it was so; None when always.

        Returns
        -------
        Reason
        """
        return cls(code, said.filled(), from_s, to_s, said)

    @property
    def sentence(self) -> Sentence:
        """The text, to be translated."""
        return self.said or Sentence(self.text)


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the recording can be trusted."""

    state: QualityState = "ok"
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictReason:
    """A metric that carries the verdict, and the claim (docs/evidence.md) it rests on."""

    metric: str
    claim: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What it comes to, in plain words.

    Attributes
    ----------
    state : "even", "within" (no difference that is past the error of measuring), "uneven",
        "unsure", "measured" (numbers without a norm to judge them by), or "refused"
    text : sentences, in English
    reasons : what it rests on
    said : the same sentences as texts with blanks and what goes into them, to be translated; empty
        in a file of an earlier version
    """

    state: str
    text: str
    reasons: tuple[VerdictReason, ...] = ()
    said: tuple[Sentence, ...] = ()

    @classmethod
    def of(
        cls, state: str, said: tuple[Sentence, ...], reasons: tuple[VerdictReason, ...] = ()
    ) -> Verdict:
        """A verdict with its text from its sentences.

        Parameters
        ----------
        state : str
        said : tuple of Sentence
        reasons : tuple of VerdictReason

        Returns
        -------
        Verdict
        """
        return cls(state, joined_sentences(said), reasons, said)

    def in_words(self, translated: Translated = str) -> str:
        """Its sentences in the language of a translation.

        Parameters
        ----------
        translated : callable
            From the English text to the other; leaves what it does not know.

        Returns
        -------
        str
            The English text where nothing but that was kept.
        """
        return joined_sentences(self.said, translated) if self.said else translated(self.text)


@dataclass(frozen=True, slots=True)
class RecordingInfo:
    """Where the samples came from.

    Attributes
    ----------
    id : name of its content
    kind : "video", "markers", "motion", "force", …
    duration_s : s
    rate_hz : Hz
    repairs : what was mended on reading, in English
    said : the same as texts with blanks and what goes into them, to be translated; empty in a file
        of an earlier version
    """

    id: str
    kind: str
    duration_s: float
    rate_hz: float
    repairs: tuple[str, ...] = ()
    said: tuple[Sentence, ...] = ()

    def mended(self, translated: Translated = str) -> tuple[str, ...]:
        """What was mended on reading, in the language of a translation.

        Parameters
        ----------
        translated : callable
            From the English text to the other; leaves what it does not know.

        Returns
        -------
        tuple of str
            In English where nothing but that was kept.
        """
        return tuple(each.filled(translated) for each in self.said) or self.repairs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the engine knows at the end of a recording."""

    events: tuple[Event, ...]
    metrics: tuple[Metric, ...]
    quality: Quality
    verdict: Verdict
