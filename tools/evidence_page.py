"""Write the ledger and the method into docs/evidence.md, between its two marks.

    python -m tools.evidence_page

A test checks that the page is what this writes.
"""

from __future__ import annotations

from pathlib import Path

from levelhip.protocols.claims import claims
from levelhip.protocols.method import method

PAGE = Path(__file__).resolve().parents[1] / "docs" / "evidence.md"
BEGIN, END = "<!-- from the ledger: python -m tools.evidence_page -->", "<!-- end of the ledger -->"


def tables() -> str:
    """What the method says beside what was found, and the ledger, as Markdown."""
    lines = ["## The method and what was found", ""]
    lines += ["The method is an article's, in our words. Its author has no part in levelhip.", ""]
    lines += ["| the method says | what was found |", "|---|---|"]
    for each in method():
        found = ", ".join(f"[{name}](#{name})" for name in each.found)
        lines.append(f"| {each.says} | {found} |")
    lines += ["", "## The ledger", "", "| claim | sentence | source | grade, date |"]
    lines += ["|---|---|---|---|"]
    for claim in claims().values():
        name = f'<a id="{claim.id}"></a>`{claim.id}`'
        lines.append(f"| {name} | {claim.text} | {claim.cited()} | {claim.mark}, {claim.checked} |")
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with its tables written anew.

    Parameters
    ----------
    text : str
        The page with both marks.

    Returns
    -------
    str
    """
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
