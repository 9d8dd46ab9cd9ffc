"""`make bench`: time on the same work as peers, in one run, into docs/performance.md."""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import sys
from pathlib import Path

import levelhip

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("startup", "engine", "live", "sockets", "latency", "paint", "steps", "clip")


def main() -> int:
    """Run the asked parts and write the page; parts not asked for keep their last tables."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"only these parts: {', '.join(PARTS)}")
    arguments = parser.parse_args()
    strange = sorted(set(arguments.part) - set(PARTS))
    if strange:
        parser.error(f"{', '.join(strange)}: no part; there are {', '.join(PARTS)}")
    folder = ROOT / "docs" / "performance"
    folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.part or PARTS:
        tables = importlib.import_module(f"bench.{name}").tables()
        page = "\n".join(table.markdown() for table in tables)
        # Each part keeps its own day and machine: the others may be older.
        page = page.replace("\n\n", f"\n\n{_measured()}\n\n", 1)
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
        print(page)

    pages = [folder / f"{name}.md" for name in PARTS if (folder / f"{name}.md").exists()]
    text = (
        "# Performance\n\n"
        "Written by `make bench`. Ratios compare the same work in the same run; single times "
        "depend on the machine.\n\n" + "\n".join(page.read_text(encoding="utf-8") for page in pages)
    )
    (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    return 0


def _measured() -> str:
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return (
        f"Measured on {day} with levelhip {levelhip.__version__} ({os.cpu_count()} cores, "
        f"{platform.machine()}, Python {platform.python_version()})."
    )


if __name__ == "__main__":
    sys.exit(main())
