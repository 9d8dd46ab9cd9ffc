"""`make accuracy`: every comparison with recordings of known truth, into docs/accuracy.md."""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import sys
import time
from pathlib import Path

import levelhip

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    "forces",
    "load_share",
    "obliquity",
    "steps",
    "camera",
    "side_lying",
    "wall_drop",
    "phone",
    "hip_star",
    "uncertainty",
)


def machine() -> str:
    """Size and kind of the machine the figures were measured on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def main() -> int:
    """Run the asked parts and write the page; parts not asked for keep their last tables."""
    parser = argparse.ArgumentParser(prog="accuracy", description=__doc__)
    default = os.environ.get("LEVELHIP_DATA", "../shared/data")
    parser.add_argument("--data", type=Path, default=Path(default), help="folder of recordings")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part")
    arguments = parser.parse_args()
    data = (ROOT / arguments.data).resolve()
    if not data.is_dir():
        print(
            f"Skipped: no recordings at {arguments.data}. "
            "Set LEVELHIP_DATA to their folder; docs/accuracy.md keeps its last figures."
        )
        return 0

    folder = ROOT / "docs" / "accuracy"
    folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.part or PARTS:
        started_s = time.monotonic()
        tables = importlib.import_module(f"accuracy.{name}").tables(data)
        page = "\n".join(table.markdown() for table in tables)
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
        print(page)
        print(f"{name}: {time.monotonic() - started_s:.0f} s", file=sys.stderr)

    stamp = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    pages = [folder / f"{name}.md" for name in PARTS if (folder / f"{name}.md").exists()]
    text = (
        "# Accuracy\n\n"
        f"Written by `make accuracy` on {stamp} with levelhip {levelhip.__version__} "
        f"({machine()}). Recordings: see `LEVELHIP_DATA`; none of them is part of levelhip.\n\n"
        + "\n".join(page.read_text(encoding="utf-8") for page in pages)
    )
    (ROOT / "docs" / "accuracy.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
