"""A sentence to be shown, still open for translation; results say theirs in the same way."""

from levelhip.core.sentence import Sentence

__all__ = ["Sentence"]
