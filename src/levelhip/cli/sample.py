"""`levelhip sample`: bundled recordings for a first try without a camera."""

from __future__ import annotations

from pathlib import Path

import click

from levelhip.cli.data import as_text
from levelhip.cli.misuse import misuse

FOLDER = Path("levelhip-samples")
SHOWN = "equal-weight"
"""The sample that --analyse measures."""

BODY = ("--height", "1.78", "--mass", "71", "--sex", "male")
"""The rendered man in it (samples/README.md)."""


@click.command()
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--analyse", "analysed", is_flag=True, help="Measure the equal-weight sample.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder for the results of --analyse."
)
@click.option("--json", "as_json", is_flag=True, help="Print the files, or the result, as JSON.")
@click.pass_context
def sample(
    ctx: click.Context, /, folder: Path | None, analysed: bool, out: Path | None, as_json: bool
) -> None:
    """Write the bundled sample recordings to DIR (default: levelhip-samples).

    They show rendered people, made for levelhip. With --analyse, the equal-weight sample is
    measured instead, and its report is named, and opened if there is a screen; the recordings are
    then written only if DIR is given.
    """
    from levelhip import service

    if out is not None and not analysed:
        raise misuse("--out is for the results of --analyse; give DIR for the recordings")
    if folder is not None or not analysed:
        written = service.write_samples(folder or FOLDER)
        if not analysed:
            click.echo(as_text(written) if as_json else "\n".join(map(str, written)))
            return
    _analyse(ctx, out or Path(f"{SHOWN}.levelhip"), as_json=as_json)


def _analyse(ctx: click.Context, out: Path, *, as_json: bool) -> None:
    from levelhip import service
    from levelhip.cli.analyse import analyse, open_in_browser

    arguments = [str(service.sample(SHOWN)), "-p", SHOWN, "-o", str(out), *BODY]
    arguments += ["--json"] if as_json else []
    try:
        with analyse.make_context("analyse", arguments, parent=ctx) as inner:
            analyse.invoke(inner)
    finally:
        report = out / "report.html"
        if report.exists() and not open_in_browser(report):
            click.echo("Open it in any browser.", err=True)
