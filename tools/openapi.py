"""Write the API's description, from which the page's types are made: ui/openapi.json."""

from __future__ import annotations

import json
from pathlib import Path

from levelhip.web import made_app

TARGET = Path(__file__).resolve().parents[1] / "ui" / "openapi.json"


def description() -> str:
    """The description as it is written."""
    return json.dumps(made_app(()).openapi(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    TARGET.write_text(description(), encoding="utf-8")
