"""Find sentences about health that rest on no claim of the ledger, and words nobody may use.

    python -m tools.claim_check       one line for each finding; exit status 1 when there is one

What is looked at: every text that a person may read. TOML files of protocols and program, texts in
the code (docstrings only where they are a command's help), templates, README and docs/.

A sentence is about health when it is no question, names the body or an ailment (`BODY`) and says
something of it: what it does, means, is likely to be, or a share (`SAYS`); or when it speaks of
studies, experts or people in general (`STUDIES`). "Press with the thumb" is an instruction, "You
told 5 of 10" an answer: both name the body and say nothing of it. Each `why` of screening.toml
counts, whatever its words.

Such a sentence must rest on a claim: be one, or have one named beside it:

- in TOML by `claim = "id"` or `claims = ["id"]` in the same table;
- anywhere by the words `claim: id` (several with commas) in a comment on its own lines or the line
  above; in Markdown within its paragraph, list item or table, where "claim `id`" or a link to
  evidence.md#id does as well.

The claim must share a word of substance with the sentence, so that no claim can be named for
anything. What the rule takes for a health sentence though it is none stands in
`tools/claim_check.toml`, each with its reason; an entry that is not needed any more is a finding.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from levelhip.protocols.claims import claims
from levelhip.protocols.method import method
from tools.shown_texts import LEDGER, PACKAGE, ROOT, Shown, shown_texts

ALLOWED = Path("tools/claim_check.toml")

BODY = re.compile(
    r"\b(pain|pains|painful|aches?|aching|sore|soreness|tender|tenderness|hurts?|muscles?|gluteus|"
    r"tendons?|nerves?|bones?|joints?|spine|discs?|strength|infections?|inflam\w+|fractures?|"
    r"injur\w+|diseases?|illness|cancer|emergency|emergencies|symptoms?|posture|sitting|stiff|"
    r"stiffness|tissues?|numb|numbness|tingl\w+|bladder|bowel|recover\w*|episodes?|flares?|health|"
    r"healthy|(your|the|low|lower|a|sore) backs?|medicine|pregnan\w+|pelvis|hips?|trunk|thighs?)\b",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"\b("
    # what something does to a body
    r"helps|eases|reliev\w+|reduc\w+|lower(s|ed) (the |back |your )?(pain|number|risk)|"
    r"caus(e|es|ed|ing)|prevents?|protects?|strengthens?|improves?|worsen\w*|harm\w*|ruins?|"
    r"loosens?|frees|releases?|relaxes|pulls? on|presses on|press on the tendons|"
    r"wears? out|sleeps?|"
    r"works? (longer|harder|more)|worked|has to work|keeps? (the (other|pelvis)|pain|it away)|"
    r"stays? (away|free)|stayed free|makes? (it|you|your) |changed pain|needs other|"
    # what it means, and how sure, how common, how safe it is
    r"means|signs? of|is no (sign|measure)|because|due to|proven|foretells?|benefits?|"
    r"effects? (on|of)|(un)?likely|common|commoner|ordinary|usually|normal|normally|dangerous|safe|"
    r"safer|safely|(low|lower|high|higher|at|in|no) risk|risky|riskier|reasonable|rare|"
    r"tells? (more|nothing|little)|tells? how you|says? (nothing|little) about|does not say|"
    r"pain comes back|fades?|(no|not) (get )?better|better than|worse than|stronger|weaker|"
    r"(not|never|ever) (made|checked) for|advised against|"
    r"(can|may|might|could) (be|sit|break|bruise|come|point|mislead|hide|lead|give|cause|ease|help|"
    r"make|mean|get|go|fade|harm|hurt|all give)|"
    # how many
    r"\d+ (%|of 100|of ten|in ten) of (people|its most|body)|(pain|backs?) in a hundred|"
    r"\d+ (women|men|people)|(half|most|some|many|few) (of )?(people|backs|patients))\b",
    re.IGNORECASE,
)
STUDIES = re.compile(
    r"\b(stud(y|ies|ied)|research|researchers|randomi[sz]ed|meta-analys\w+|clinically|experts?|"
    r"(risk|hazard|odds) ratios?|people (of (your|any) age|with(out)? (back )?pain)|"
    r"healthy people|everybody (has|must|shifts)|averages by age|norms? for|literature)\b",
    re.IGNORECASE,
)
"""Health sentences by their words; chosen by us by the sentences of the ledger."""

BANNED = re.compile(
    r"\b(un|self-)?(diagnos\w*|treat(s|ed|ing|ments?|able)?|cur(e|es|ed|ing|able)|heal(s|ed|ing)?|"
    r"clinically[ -](proven|tested|validated)|detect\w* (a |the |your )?weakness\w*|"
    r"prevent\w* (a |the |any |your )?(recurrence|relapse)s?|"
    r"correct\w* (an |the |your )?imbalances?|behandel\w*|behandl\w+|geheilt|"
    r"heil(t|e|st|en|te|ten|ung|ungen|bar\w*|sam\w*|end\w*)?|kurier\w*|"
    r"klinisch (bewiesen|erprobt|geprüft|belegt|getestet|validiert)|"
    r"schwäche\w* (erkenn|entdeck|feststell)\w*|erkennt (eine |die |deine )?schwäche\w*|"
    r"(beugt|verhinder\w+) (einem |dem |den |einen )?(rückf[aä]ll\w*)|rückfallprophyla\w+|"
    r"(ungleichgewicht\w*|dysbalance\w*) \w*(korrigier|ausgleich|beheb|behob)\w*|"
    r"korrigier\w* (ein |das |dein |die |eine )?(ungleichgewicht|dysbalance)\w*)\b",
    re.IGNORECASE,
)
"""Words that promise too much (docs/evidence.md, Words), in every inflection, in both languages."""

UNKIND = re.compile(
    r"\b(weak(er|est|ened|ness\w*|ly)?|twisted|damaged|crooked|abnormal\w*|"
    r"schwach\w*|schwäch\w*|schief\w*|kaputt\w*|verdreht\w*|geschädigt\w*|abnormal\w*|krankhaft\w*)\b",
    re.IGNORECASE,
)
"""Words that no body is called (docs/evidence.md, Words)."""

BODILY = re.compile(
    BODY.pattern + r"|\b(legs?|body|bodies|you|your|du|dein\w*|bein\w*|hüft\w*|becken\w*|rücken\w*|"
    r"muskel\w*|körper\w*|seite\w*)\b",
    re.IGNORECASE,
)

SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n{2,}")
LEAST_WORDS = 3


def is_health_sentence(sentence: str) -> bool:
    """Whether a sentence says something about bodies, ailments or studies.

    Parameters
    ----------
    sentence : str
        One sentence, or a part of one up to a semicolon.

    Returns
    -------
    bool
    """
    if sentence.rstrip().endswith("?") or len(sentence.split()) < LEAST_WORDS:
        return False
    if STUDIES.search(sentence):
        return True
    return bool(BODY.search(sentence) and SAYS.search(sentence))


def health_sentences(text: str) -> list[str]:
    """The health sentences of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
    """
    whole = " ".join(text.split())
    return [part for part in SENTENCE.split(whole) if is_health_sentence(part)]


def fits(sentence: str, claim_ids: frozenset[str]) -> bool:
    """Whether one of the claims shares a word of substance with a sentence.

    Parameters
    ----------
    sentence : str
    claim_ids : frozenset of str

    Returns
    -------
    bool
    """
    known = claims()
    told = _stems(sentence)
    return any(told & _stems(known[each].text) for each in claim_ids if each in known)


def _stems(text: str) -> set[str]:
    words = re.findall(r"[a-zäöüß]{4,}", text.lower())
    return {word[:4] for word in words if word not in _HOLLOW}


_HOLLOW = frozenset(
    (  # noqa: SIM905 -- a list of words reads better than a column
        "about after also been before both does each from have into less like more most must only "
        "other over such than that their them then there these they this what when where which "
        "with your"
    ).split()
)


def allowed(root: Path = ROOT) -> dict[str, str]:
    """Sentences that the rule takes for health sentences, with the reason why they are none.

    Parameters
    ----------
    root : Path

    Returns
    -------
    dict of str to str
    """
    path = root / ALLOWED
    if not path.exists():
        return {}
    told = tomllib.loads(path.read_text(encoding="utf-8")).get("allow", [])
    return {" ".join(each["text"].split()): each["reason"] for each in told}


def unsourced(root: Path = ROOT, texts: Sequence[Shown] | None = None) -> list[str]:
    """Health sentences that rest on no claim, and entries of the allow-list that nothing needs.

    Parameters
    ----------
    root : Path
    texts : sequence of Shown, optional
        What `shown_texts` gave, where it was called already.

    Returns
    -------
    list of str
        One line a finding, with its place and the way out.
    """
    let, used, lines = allowed(root), set(), []
    own = {each.text for each in claims().values()} | {each.says for each in method()}
    for shown in texts or shown_texts(root):
        strange = sorted(shown.claims - set(claims()))
        lines += [f"{shown.where}: claim {each} is not in claims.toml" for each in strange]
        if shown.text in own:
            continue
        found = health_sentences(shown.text)
        if shown.must_rest and not shown.claims:
            found = [shown.text]
        for sentence in found:
            kept = next((text for text in let if text in sentence), None)
            if kept is not None:
                used.add(kept)
            elif not shown.claims:
                lines.append(
                    f"{shown.where}: {sentence!r} rests on no claim; name one beside it, or say "
                    "only what to do"
                )
            elif not fits(sentence, shown.claims):
                names = ", ".join(sorted(shown.claims))
                lines.append(f"{shown.where}: {sentence!r} shares no word with its claim ({names})")
    lines += [f"{ALLOWED}: {text!r} is not needed any more" for text in let if text not in used]
    return list(dict.fromkeys(lines))


def unused(root: Path = ROOT, texts: Sequence[Shown] | None = None) -> list[str]:
    """Claims of the ledger that nothing names.

    Parameters
    ----------
    root : Path
    texts : sequence of Shown, optional
        What `shown_texts` gave, where it was called already.

    Returns
    -------
    list of str
        Their ids.
    """
    named = {name for each in method() for name in each.found}
    for shown in texts or shown_texts(root):
        named |= shown.claims
        # In code an id alone names a claim; in a card it stands in braces.
        named.add(shown.text.strip("{}"))
    return [each for each in claims() if each not in named]


def forbidden(root: Path = ROOT, texts: Sequence[Shown] | None = None) -> list[str]:
    """Words that no text may use: in what is shown, in the German, and in every page.

    Parameters
    ----------
    root : Path
    texts : sequence of Shown, optional
        What `shown_texts` gave, where it was called already.

    Returns
    -------
    list of str
        One line a finding.
    """
    lines = []
    told = [(shown.where, shown.text) for shown in texts or shown_texts(root)]
    told += [(str(LEDGER), each.text) for each in claims().values()]
    for po in sorted((root / PACKAGE).rglob("*.po")):
        for i, line in enumerate(po.read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith(('"', "msgstr")):
                told.append((f"{po.relative_to(root)}:{i}", line))
    for where, text in told:
        lines += [f"{where}: {match[0]!r} may not be said" for match in BANNED.finditer(text)]
        for sentence in SENTENCE.split(text):
            if BODILY.search(sentence):
                found = UNKIND.finditer(sentence)
                lines += [f"{where}: {match[0]!r} is unkind of a body" for match in found]
    return list(dict.fromkeys(lines))


def findings(root: Path = ROOT) -> list[str]:
    """Everything together.

    Parameters
    ----------
    root : Path

    Returns
    -------
    list of str
    """
    texts = tuple(shown_texts(root))
    idle = [f"{LEDGER}: claim {each} is named nowhere; use it" for each in unused(root, texts)]
    return [*unsourced(root, texts), *idle, *forbidden(root, texts)]


if __name__ == "__main__":
    found = findings()
    print("\n".join(found))
    sys.exit(bool(found))
