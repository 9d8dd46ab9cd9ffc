"""A language in which every letter of a known text is another one: what was forgotten stays plain.

A text that was never given to a catalogue, or that the German catalogue does not know, comes out
with Latin letters; everything else has none.
"""

import re
from gettext import NullTranslations

from levelhip.protocols.language import Language, language

LATIN = "abcdefghijklmnopqrstuvwxyz"
WIDE = {ord(letter): chr(0x0430 + i) for i, letter in enumerate(LATIN)}
WIDE |= {ord(letter.upper()): chr(0x0410 + i) for i, letter in enumerate(LATIN)}
KNOWN = language("de").texts()

UNITS = re.compile(r"(?<=\d)[ \u00a0]?(?:s|cm|m|mm|kg|Hz|px|min)\b|\bm/s²")


class _Wide(NullTranslations):
    def gettext(self, message):
        if not KNOWN.get(message):
            return message
        parts = re.split(r"(\{\w*\})", message)
        return "".join(part if i % 2 else part.translate(WIDE) for i, part in enumerate(parts))

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


wide = Language("wide", _Wide())


def plain_words(text, *, allowed=()):
    """Latin words of a text in `wide`, without units of numbers and the names that are allowed."""
    for name in sorted(allowed, key=len, reverse=True):
        text = text.replace(name, " ")
    return re.findall(r"[A-Za-z]+(?:[-'/][A-Za-z]+)*", UNITS.sub(" ", text))
