"""The command line: words on stderr, data on stdout."""

from __future__ import annotations


def main() -> None:
    """Run `levelhip` with the arguments of this process; never returns."""
    from levelhip.cli.program import levelhip

    levelhip(prog_name="levelhip")


__all__ = ["main"]
